import HoneSystem
import HoneTestSupport
import Testing

/// Repositories in which git-lfs or git-crypt stores files: commands leave these alone, say so, and send none of them.
struct StoredFileTests {
  private static let areInstalled = ["git-lfs", "git-crypt"].allSatisfy { program in
    (try? ChildProcess.run(ChildProcess.Command(program, ["--version"])))?.status.isSuccess ?? false
  }

  @Test(
    .enabled(if: areInstalled, "git-lfs or git-crypt is not installed"),
    arguments: [
      ("git lfs install --local && git lfs track 'secret*'", "is stored by git-lfs"),
      ("git-crypt init && echo 'secret* filter=git-crypt diff=git-crypt' >.gitattributes", "is encrypted by git-crypt"),
    ])
  func `Stored files are neither sent nor changed`(setup: String, words: String) async throws {
    let reply = block("app.py", "def load(path):", "def read(path):") + block("secret.py", "hidden_name = 1", "x = 1")
    let fixture = try await HoneFixture(replies: .chat(text: reply))
    let repository = fixture.repository
    #expect(try repository.run("sh", ["-c", setup]).status.isSuccess)
    try repository.write("secret.py", "hidden_name = 1\n")
    try repository.commit("store")
    let stored = try repository.git("rev-parse", ":secret.py")
    try repository.write("app.py", HoneFixture.app + "hidden_name = load(1)  \n")
    try repository.write("secret.py", "hidden_name = 1\nother_name = load(2)  ")
    try repository.stage("app.py", "secret.py")
    let staged = try repository.git("rev-parse", ":secret.py")
    #expect(staged != stored)

    let result = try await fixture.hone("edit", "-y", "rename load to read, also in hidden_name")
    #expect(result.exitCode == 1, "\(result.error)")
    #expect((result.output + result.error).contains(words), "\(result.error)")
    let sent = String(decoding: fixture.engine.receivedBytes, as: UTF8.self)
    #expect(sent.contains("def load") && !sent.contains("other_name"))
    #expect(try repository.stagedText("app.py").hasPrefix("def read(path):"))

    // The same of checks and of recipes.
    _ = try await fixture.hone("check", "--fix")
    _ = try await fixture.hone("run", "-y", "-p", "load($A)", "-r", "read($A)", "-l", "python")
    #expect(try repository.git("rev-parse", ":secret.py") == staged)
    #expect(repository.text("secret.py") == "hidden_name = 1\nother_name = load(2)  ")
    #expect(try repository.status().filter { !$0.hasPrefix("M ") } == [])
    #expect(try repository.fsck() == nil)
    await fixture.stop()
  }
}
