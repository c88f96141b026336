import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// What a command does when nobody can read what it prints: what is written stands, and the exit code says so.
@Suite(.serialized)
struct OutputTests {
  private static let arguments = "run -y -p 'load($A)' -r 'read($A)' -l python"

  private func fixture() async throws -> HoneFixture { try await HoneFixture(replies: .chat(text: "")) }

  private func shell(_ script: String, in fixture: HoneFixture) async throws -> HoneResult {
    HoneResult(try await fixture.run("bash", ["-c", script, HoneFixture.program]))
  }

  @Test func `A reader that goes away does not make a finished run a failed one`() async throws {
    let fixture = try await fixture()
    for command in [Self.arguments, "undo", "\(Self.arguments) --format json", "undo --format json"] {
      let result = try await shell("\"$0\" \(command) | true; exit ${PIPESTATUS[0]}", in: fixture)
      #expect(result.exitCode == 0, "\(command): \(result.error)")
      #expect(!result.error.contains("standard output"), "\(command): \(result.error)")
      #expect(try fixture.repository.stagedText("app.py").contains("read(\"a.txt\")") == command.hasPrefix("run"))
    }
    await fixture.stop()
  }

  @Test func `On a full disk the run stands, and standard error says how to undo it`() async throws {
    let fixture = try await fixture()
    try fixture.repository.write("a.json", "{} \n")
    try fixture.repository.stage("a.json")
    for command in [Self.arguments, "check --fix --format json"] {
      let result = try await shell("\"$0\" \(command) >/dev/full", in: fixture)
      #expect(result.exitCode == 0, "\(command): \(result.error)")
      #expect(result.error.contains("write to standard output"), "\(command): \(result.error)")
      let undo = try #require(result.error.split(separator: "; ").first { $0.hasPrefix("undo with: git hone undo ") })
      let id = undo.split(separator: " ").last.map { $0.filter { !$0.isNewline } } ?? ""
      #expect(try await fixture.hone("undo", id).exitCode == 0, "\(undo)")
    }
    // What only reads has lost all that it was for.
    #expect(try await shell("\"$0\" log >/dev/full", in: fixture).exitCode == 1)
    await fixture.stop()
  }

  @Test func `Nothing is printed into a file when a standard stream is closed`() async throws {
    let fixture = try await fixture()
    let result = try await shell("\"$0\" \(Self.arguments) <&- >&- 2>&-", in: fixture)
    #expect(result.exitCode == 0)
    #expect(try fixture.repository.fsck() == nil)
    #expect(try fixture.repository.status() == ["M  app.py"])
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(fixture.repository.text("app.py") == HoneFixture.app)
    await fixture.stop()
  }
}
