import HoneSystem
import HoneTestSupport
import Testing

/// What commands say where there is nothing to do, or what was asked for is not what was meant.
@Suite(.serialized)
struct MessageTests {
  private func fixture() async throws -> HoneFixture { try await HoneFixture(replies: .chat(text: "")) }

  @Test(arguments: [
    (["chekc"], "check"), (["undoo"], "undo"), (["serach", "-p", "x", "-l", "c"], "search"),
    (["hooks", "status"], "hook"),
  ])
  func `A mistyped command is no instruction`(arguments: [String], meant: String) async throws {
    let fixture = try await fixture()
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = try await fixture.hone(arguments: arguments)
    #expect(result.exitCode == 2)
    #expect(result.error.contains("did you mean `git hone \(meant)`?"), "\(result.error)")
    #expect(fixture.engine.requests.isEmpty)
    await fixture.stop()
  }

  @Test func `An instruction of one word, and one like a command, can still be given`() async throws {
    let fixture = try await fixture()
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    for arguments in [["simplify"], ["inline"], ["edit", "chekc"], ["chekc everything"]] {
      _ = try await fixture.hone(arguments: arguments)
    }
    #expect(fixture.engine.requests.count == 4)
    await fixture.stop()
  }

  @Test func `show without runs says that there is none to show`() async throws {
    let fixture = try await fixture()
    let result = try await fixture.hone("show")
    #expect(result.exitCode == 2)
    #expect(result.error.contains("there is no run to show"), "\(result.error)")
    await fixture.stop()
  }

  @Test func `trust says what would be trusted, and tells scripts`() async throws {
    let fixture = try await fixture()
    try fixture.repository.git("config", "--unset-all", "honeengine.test.url")
    for name in ["model", "format", "api", "uncounted"] {
      try fixture.repository.git("config", "--unset", "honeengine.test.\(name)")
    }
    let nothing = try await fixture.hone("trust")
    #expect(nothing.exitCode == 0)
    #expect(nothing.error.contains("there is nothing to trust here"), "\(nothing.error)")
    #expect(nothing.error.contains(".hone.yml") && nothing.error.contains(".hone/recipes"))
    try fixture.repository.write(".hone.yml", "gate: make check\n")
    for (arguments, isTrusted) in [(["--show"], false), ([], true), (["--revoke"], false)] {
      let events = try await fixture.hone(arguments: ["trust", "--format", "json"] + arguments).events()
      #expect(events.map { $0["type"] as? String } == ["trust"])
      #expect(events.first?["gate"] as? String == "make check")
      #expect(events.first?["trusted"] as? Bool == isTrusted)
    }
    await fixture.stop()
  }

  @Test func `engine stop tells scripts how the engine is`() async throws {
    let fixture = try await fixture()
    let events = try await fixture.hone("engine", "stop", "--format", "json").events()
    #expect(events.map { $0["type"] as? String } == ["engine"])
    #expect((events.first?["servers"] as? [any Sendable])?.isEmpty == true)
    await fixture.stop()
  }

  @Test func `doctor names hooks whose program is gone`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.link(".git/hooks/pre-commit", to: "/nowhere/hone-hook")
    let result = try await fixture.hone("doctor")
    #expect(result.exitCode == 1)
    #expect(result.output.contains("pre-commit: /nowhere/hone-hook is not there"), "\(result.output)")
    #expect(result.output.contains("git hone hook install pre-commit"), "\(result.output)")
    await fixture.stop()
  }

  @Test(arguments: [("HONE_GRAMMARS", "grammars"), ("HONE_RECIPES", "recipes")])
  func `doctor exits with 1 where grammars or recipes are missing`(variable: String, subject: String) async throws {
    let fixture = try await fixture()
    func doctor(_ folder: String?) async throws -> [String: any Sendable] {
      var environment = fixture.repository.environment
      environment[variable] = folder
      let result = HoneResult(
        try await fixture.run(HoneFixture.program, ["doctor", "--format", "json"], environment: environment))
      if folder != nil { #expect(result.exitCode == 1) }
      return try #require(try result.events().first { $0["subject"] as? String == subject })
    }
    let missing = try await doctor("/nonexistent")
    #expect(missing["level"] as? String == "bad")
    #expect((missing["remedy"] as? String)?.contains("\(variable) names /nonexistent") == true)
    #expect(try await doctor(nil)["level"] as? String == "good")
    await fixture.stop()
  }

  @Test func `check --fix mends a merge that a hook has stopped`() async throws {
    let fixture = try await HoneFixture(files: ["a.py": "x = 1\n"], replies: .chat(text: ""))
    let repository = fixture.repository
    try repository.git("checkout", "-q", "-b", "side")
    try repository.write("a.py", "x = 2\n")
    try repository.commit("side")
    try repository.git("checkout", "-q", "main")
    try repository.write("a.py", "x = 3\n")
    try repository.commit("main")
    _ = try repository.run("git", ["merge", "-q", "side"])
    try repository.write("a.py", "x = 4  \n")
    try repository.stage("a.py")
    let fixed = try await fixture.hone("check", "--fix")
    #expect(fixed.exitCode == 0, "\(fixed.error)")
    #expect(try repository.stagedText("a.py") == "x = 4\n")
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try repository.stagedText("a.py") == "x = 4  \n")
    #expect(try await fixture.hone("edit", "-y", "x y").exitCode == 3)
    await fixture.stop()
  }
}
