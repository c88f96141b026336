import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// The main job with the real local model on a real file.
///
/// The engine is set up where the user has it, or would have it, so that the model is loaded once for all runs of the tests.
/// `HONE_TEST_MODEL=0` leaves this out, and the test runner says so.
@Suite(.serialized, .enabled(if: Environment.current["HONE_TEST_MODEL"] != "0", "HONE_TEST_MODEL is 0"))
struct RealModelTests {
  @Test(.timeLimit(.minutes(15)))
  func `The local model edits a staged change, and undo takes it back`() async throws {
    let fixture = try await HoneFixture(
      files: ["report.py": "def title(user):\n    return user.name.title()\n"], replies: .chat(text: ""))
    let repository = fixture.repository
    // Setting up uses the user's own settings of pip; the edit below sees nothing of the user's but the installed engine.
    let setup = try await fixture.run(HoneFixture.program, ["engine", "setup"], environment: .current)
    try #require(setup.status.isSuccess, "\(setup.message)")
    let directories = try #require(UserDirectories(environment: .current))
    repository.environment["XDG_DATA_HOME"] = String(directories.data.dropLast("/hone".count))
    repository.environment["XDG_RUNTIME_DIR"] = repository.scratch + "/home"
    repository.environment["XDG_STATE_HOME"] = repository.scratch + "/home"

    let change = """
      def title(user):
          return user.name.title()


      def summary(user, count):
          return "Hello " + title(user) + ", you have " + str(count) + " new messages"

      """
    try repository.write("report.py", change)
    try repository.stage("report.py")
    let result = try await fixture.hone("edit", "-y", "--engine", "local", "--format", "json", "use an f-string")
    let stop = try await fixture.hone("engine", "stop")
    #expect(stop.exitCode == 0, "\(stop.error)")
    #expect(result.exitCode == 0, "\(result.error)\(result.output)")

    let edited = try repository.stagedText("report.py")
    #expect(edited.hasPrefix("def title(user):\n    return user.name.title()\n\n\ndef summary(user, count):\n"))
    #expect(edited.contains("f\"Hello {"), "\(edited)")
    #expect(repository.text("report.py") == edited)
    let summary = try #require(try result.events().last)
    let tokens = try #require(summary["tokens"] as? [String: any Sendable])
    #expect((tokens["completion"] as? Int ?? 0) > 0)
    #expect(try repository.status() == ["M  report.py"])
    #expect(try repository.fsck() == nil)

    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try repository.stagedText("report.py") == change)
    await fixture.stop()
  }
}
