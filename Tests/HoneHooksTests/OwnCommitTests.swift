import HoneCore
import HoneGit
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Hone's hooks in a commit that Hone makes: what they mend belongs to the run.
@Suite struct OwnCommitTests {
  /// A text of twenty lines, some replaced.
  private func numbered(_ replacing: [Int: String] = [:]) -> String {
    (1...20).map { (replacing[$0] ?? "line_\($0) = \($0)") + "\n" }.joined()
  }

  /// Two files of which the user has staged lines that the hook mends.
  private func fixture() throws -> HookFixture {
    let fixture = try HookFixture(hooks: [])
    for text in [numbered(), numbered([15: "staged = 1   "])] {
      for name in ["a.py", "b.py"] { try fixture.write(name, text) }
      try fixture.git("add", "src")
      if text == numbered() { try fixture.git("commit", "--quiet", "-m", "python") }
    }
    _ = try fixture.installation().install(HookName.standard, program: HookFixture.program)
    return fixture
  }

  private func state(_ fixture: HookFixture) throws -> [String?] {
    try [fixture.git("ls-files", "-s"), fixture.text("a.py"), fixture.text("b.py")] + fixture.status()
  }

  private func commit(_ fixture: HookFixture) throws -> RunRecord {
    let path = try RepositoryPath("src/a.py")
    let opened = try Repository.open(at: fixture.top, environment: fixture.repository.environment)
    let entry = try #require(try opened.trackedFiles(paths: [path]).first).entry
    let staged = try opened.blob(entry.id)
    let fixed = String(decoding: staged, as: UTF8.self).replacing("line_3 = 3\n", with: "fixed = 1\n")
    let write = FileWrite(path: path, base: .staged, entry: entry, original: staged, result: Array(fixed.utf8))
    return try opened.write(
      [write], to: .commit(message: Array("Fix".utf8), head: ObjectID(hex: fixture.head()), coAuthor: nil),
      details: RunDetails(kind: "edit")
    ).run
  }

  @Test func undoTakesBackWhatTheHookHasMended() throws {
    let fixture = try fixture()
    let before = try state(fixture)
    let run = try commit(fixture)
    #expect(try fixture.git("show", "HEAD:src/a.py") == numbered([3: "fixed = 1", 15: "staged = 1"]))
    #expect(try fixture.git("show", "HEAD:src/b.py") == numbered([15: "staged = 1"]))
    #expect(try fixture.status() == [])
    let opened = try Repository.open(at: fixture.top, environment: fixture.repository.environment)
    #expect(try opened.runs().map(\.id) == [run.id])
    _ = try opened.undo(opened.run())
    #expect(try state(fixture) == before)
    #expect(try fixture.leftOvers() == "")
    #expect(try fixture.fsck() == nil)
  }

  @Test func refusedCommitTakesBackWhatTheHookHasMended() throws {
    let fixture = try fixture()
    try fixture.repository.write(".git/hooks/commit-msg", "#!/bin/sh\necho no >&2\nexit 1\n", mode: 0o755)
    let before = try state(fixture)
    let refusal = #expect(throws: Refusal.self) { _ = try commit(fixture) }
    #expect(refusal?.code == .rejected)
    #expect(try state(fixture) == before)
    let opened = try Repository.open(at: fixture.top, environment: fixture.repository.environment)
    #expect(try opened.runs().isEmpty && opened.recover().isEmpty)
    #expect(try fixture.git("for-each-ref", "refs/hone-*") == "")
    #expect(try fixture.leftOvers() == "")
  }
}
