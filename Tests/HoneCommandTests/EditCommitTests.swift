import HoneSystem
import HoneTestSupport
import Testing

/// Edits that become a commit.
@Suite(.serialized)
struct EditCommitTests {
  @Test func `A branch that is checked out meanwhile gets no commit`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    try fixture.repository.git("branch", "other")
    let branches = try fixture.repository.git("for-each-ref")
    let change = "env -u GIT_DIR -u GIT_INDEX_FILE -u GIT_WORK_TREE git -C '\(fixture.repository.path)' switch -q other"
    let result = try await fixture.hone("edit", "-y", "--commit", "-m", "Rename load", "--gate", change, "rename load")
    #expect(result.exitCode == 3, "\(result.error)")
    #expect(result.error.contains("HEAD is no longer at"))
    #expect(try fixture.repository.git("for-each-ref") == branches)
    #expect(try fixture.repository.status() == ["M  app.py"])
    await fixture.stop()
  }

  /// git takes such a byte for Latin-1.
  @Test func `A message that is not UTF-8 reaches git as it was given`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    let script = """
      '\(HoneFixture.program)' edit -y --commit -m "$(printf 'gr\\374n')" "rename load to read_config" >&2 &&
      git log -1 --format=%s
      """
    let output = try await fixture.run("sh", ["-c", script])
    #expect(String(decoding: output.standardOutput, as: UTF8.self) == "grün\n", "\(output.message)")
    await fixture.stop()
  }

  @Test func `A commit has git's identity, hooks and trailers, and undo takes it back`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    try fixture.repository.git("config", "hone.coAuthoredBy", "Hone <hone@example.com>")
    try fixture.repository.write(
      ".git/hooks/commit-msg", "#!/bin/sh\nprintf 'Checked-by: hook\\n' >> \"$1\"\n", mode: 0o755)
    let head = try fixture.repository.head()
    let result = try await fixture.hone("edit", "-y", "--commit", "-m", "Rename load", "rename load to read_config")
    #expect(result.exitCode == 0, "\(result.error)")
    let message = try fixture.repository.git("log", "-1", "--format=%an%n%B")
    #expect(message.hasPrefix("Ada\nRename load\n\n"))
    #expect(message.contains("Hone-Run: "))
    #expect(message.contains("Co-authored-by: Hone <hone@example.com>"))
    #expect(message.contains("Checked-by: hook"))
    #expect(try fixture.repository.git("rev-parse", "HEAD^").hasPrefix(head))
    #expect(try fixture.repository.status() == [])
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.head() == head)
    #expect(try fixture.repository.status() == ["M  app.py"])
    #expect(try fixture.repository.fsck() == nil)
    await fixture.stop()
  }

  @Test func `A commit that a formatting hook changed is taken back whole`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    let before = try fixture.repository.stagedText("app.py")
    try fixture.repository.write(
      ".git/hooks/pre-commit", "#!/bin/sh\nsed -i 's/read_config/READ_CONFIG/' app.py && git add app.py\n", mode: 0o755)
    let head = try fixture.repository.head()
    let result = try await fixture.hone("edit", "-y", "--commit", "-m", "Rename", "rename load to read_config")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.git("show", "HEAD:app.py").contains("def READ_CONFIG(path):"))
    let undo = try await fixture.hone("undo")
    #expect(undo.exitCode == 0, "\(undo.error)")
    #expect(try fixture.repository.head() == head)
    #expect(try fixture.repository.stagedText("app.py") == before)
    #expect(fixture.repository.text("app.py") == before)
    await fixture.stop()
  }

  @Test func `A hook that says no stops the commit and changes nothing`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    try fixture.repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'tests are red' >&2\nexit 1\n", mode: 0o755)
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let result = try await fixture.hone("edit", "-y", "--commit", "-m", "Rename", "rename load to read_config")
    #expect(result.exitCode == 3)
    #expect(result.error.contains("tests are red"))
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    await fixture.stop()
  }

  @Test func `The engine proposes the message of a commit`() async throws {
    let fixture = try await HoneFixture(
      replies: .chat(text: HoneFixture.rename), .chat(text: "Rename load to read_config\n\nIt reads one file.\n"))
    try fixture.stageChange()
    let result = try await fixture.hone("edit", "-y", "--commit", "rename load to read_config")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(
      try fixture.repository.git("log", "-1", "--format=%B").hasPrefix(
        "Rename load to read_config\n\nIt reads one file.\n"))
    await fixture.stop()
  }
}
