import HoneTestSupport
import Testing

/// `git hone doctor` says what would stop another command.
struct DoctorTests {
  private func fixture(_ files: [String: String] = [:]) async throws -> HoneFixture {
    let fixture = try await HoneFixture(replies: .chat(text: "none"))
    for (name, text) in files { try fixture.repository.write(name, text) }
    return fixture
  }

  @Test(arguments: [
    (".hone.yml", "a: [1\n", ".hone.yml:2:1"), (".hone.yml", "recipes: [nosuch]\n", "nosuch"),
    (".hone/recipes/bad.md", "---\nlanguage: nosuch\n---\n# Bad\n", ".hone/recipes/bad.md"),
  ])
  func `Files of the repository that cannot be used are told`(file: (String, String, String)) async throws {
    let fixture = try await fixture([file.0: file.1])
    let result = try await fixture.hone("doctor")
    #expect(result.exitCode != 0, "\(result.output)\(result.error)")
    #expect((result.output + result.error).contains(file.2), "\(result.output)\(result.error)")
    await fixture.stop()
  }

  @Test func `A setting that is not known is told with the one that is meant`() async throws {
    let fixture = try await fixture()
    try fixture.repository.git("config", "hone.budgett", "3")
    let result = try await fixture.hone("doctor")
    #expect((result.output + result.error).contains("did you mean hone.budget?"), "\(result.output)\(result.error)")
    await fixture.stop()
  }

  @Test func `A fault of the staged version is told as its own`() async throws {
    let fixture = try await fixture([".hone.yml": "a: [1\n"])
    try fixture.repository.stage(".hone.yml")
    try fixture.repository.write(".hone.yml", "recipes: []\n")
    let result = try await fixture.hone("run", "--patch", "-p", "f($A)", "-r", "g($A)", "-l", "python")
    #expect(result.exitCode == 2)
    #expect(
      result.error.contains("(as it is staged)") && result.error.contains("git add .hone.yml"), "\(result.error)")
    await fixture.stop()
  }
}
