import HoneSystem
import HoneTestSupport
import Testing

/// A run that was killed while it wrote: who reads is told, and what the user did since is kept.
@Suite(.serialized, .enabled(if: TracedCall.isPossible, "strace is not installed"))
struct RunRecoveryTests {
  private static let text = (1...20).map { "line\($0) = \($0)\n" }.joined()

  /// Two files, in the first of which a run has replaced a line when it was killed.
  private func killed() async throws -> (HoneFixture, run: String) {
    let engine = try await ScriptedEngine.start { _, _ in .chat(text: "") }
    let fixture = try HoneFixture(files: ["a.py": Self.text, "b.py": Self.text], engine: engine)
    let call = TracedCall(name: "renameat2", number: 2)
    let prefix = TracedCall.prefix(log: fixture.repository.scratch + "/calls", at: call)
    let words = ["run", "-y", "-p", "line10 = 10", "-r", "line10 = 11", "-l", "python"]
    let result = try await fixture.run(prefix[0], Array(prefix.dropFirst()) + [HoneFixture.program] + words)
    try #require(!result.status.isSuccess)
    try #require(fixture.repository.text("a.py")?.contains("line10 = 11") == true)
    return (fixture, try #require(fixture.repository.names(in: ".git/hone/runs").first))
  }

  @Test func `Commands that read say that there is one and what the next command will do`() async throws {
    let (fixture, run) = try await killed()
    for command in [["log"], ["show"], ["check"]] {
      let result = try await fixture.hone(arguments: command)
      #expect(result.error.contains("the run \(run) was interrupted before it was done"), "\(command): \(result.error)")
      #expect(result.error.contains("the next command that writes, such as git hone undo, takes back what it did"))
    }
    #expect(try await fixture.hone("doctor").output.contains("the run \(run) was interrupted before it was done"))
    let event = try #require(try await fixture.hone("log", "--format", "json").events().first)
    #expect(event["type"] as? String == "unfinished")
    #expect(event["run"] as? String == run)
    #expect(event["next"] as? String == "rolledBack")
    #expect(fixture.repository.text("a.py")?.contains("line10 = 11") == true)
    await fixture.stop()
  }

  @Test func `undo takes the run out of a file that was changed since`() async throws {
    let (fixture, _) = try await killed()
    let path = "a.py"
    let edited = (fixture.repository.text(path) ?? "").replacing("line3 = 3\n", with: "mine = 3\n")
    try fixture.repository.write(path, edited)
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(fixture.repository.text(path) == Self.text.replacing("line3 = 3\n", with: "mine = 3\n"))
    #expect(try fixture.repository.status() == [" M a.py"])
    await fixture.stop()
  }

  @Test func `What cannot be taken out is told, kept in the log, and undone when the lines are free`() async throws {
    let (fixture, run) = try await killed()
    let mine = Self.text.replacing("line10 = 10\n", with: "line10 = 12\n")
    try fixture.repository.write("a.py", mine)
    let stuck = try await fixture.hone("undo")
    #expect(stuck.exitCode == 3)
    #expect(stuck.error.contains("a.py: was changed since the run, on the same lines"), "\(stuck.error)")
    #expect(stuck.error.contains("git hone show \(run)"), "\(stuck.error)")
    #expect(fixture.repository.text("a.py") == mine)
    let log = try await fixture.hone("log")
    #expect(log.output.contains(run) && log.output.contains("(interrupted, a part is left)"), "\(log.output)")
    #expect(try await fixture.hone("show").output.contains("+line10 = 11"))
    try fixture.repository.write("a.py", Self.text)
    let done = try await fixture.hone("undo")
    #expect(done.exitCode == 0)
    #expect(done.output.contains("nothing of the run was left"), "\(done.output)")
    #expect(try fixture.repository.status() == [])
    await fixture.stop()
  }
}
