import HoneSystem
import HoneTestSupport
import Testing

/// `prepare-commit-msg`: a message is proposed where there is none, and only there.
@Suite(.serialized)
struct HookMessageTests {
  /// A change that is staged, the hook, and an editor that keeps what it was shown.
  private func fixture(_ replies: ScriptedEngineReply...) async throws -> HoneFixture {
    let engine = try await ScriptedEngine.start { _, number in replies[min(number, replies.count - 1)] }
    let fixture = try HoneFixture(engine: engine)
    let repository = fixture.repository
    try repository.git("config", "hone.hook.budget", "30s")
    try repository.write("../editor", "#!/bin/sh\ncp \"$1\" '\(repository.scratch)/seen'\n", mode: 0o755)
    #expect(try await fixture.hone("hook", "install", "prepare-commit-msg").exitCode == 0)
    try repository.write("app.py", HoneFixture.app + "x = 1\n")
    try repository.stage("app.py")
    return fixture
  }

  /// Runs `git commit` with that editor.
  private func commit(
    _ fixture: HoneFixture, _ arguments: String..., editor: String? = nil, variables: [String: String] = [:]
  ) async throws -> HoneResult {
    var environment = fixture.repository.environment
    environment["GIT_EDITOR"] = editor ?? fixture.repository.scratch + "/editor"
    for (name, value) in variables { environment[name] = value }
    return HoneResult(try await fixture.run("git", ["commit", "-q"] + arguments, environment: environment))
  }

  private func seen(_ fixture: HoneFixture) -> String? { fixture.repository.text("../seen") }

  private func subject(_ fixture: HoneFixture) throws -> String {
    String(try fixture.repository.git("log", "-1", "--format=%s").dropLast())
  }

  @Test(arguments: [[], ["--verbose"], ["-a"], ["--", "app.py"]])
  func `An empty message is filled for the editor`(arguments: [String]) async throws {
    let fixture = try await fixture(.chat(text: "Count what is read\n\nIt was not known.\n"))
    var environment = fixture.repository.environment
    environment["GIT_EDITOR"] = fixture.repository.scratch + "/editor"
    let result = HoneResult(
      try await fixture.run("git", ["commit", "-q"] + arguments, environment: environment))
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error == "")
    let seen = try #require(self.seen(fixture))
    #expect(seen.hasPrefix("Count what is read\n\nIt was not known.\n\n# Please enter"), "\(seen)")
    #expect(try subject(fixture) == "Count what is read")
    let request = try #require(fixture.engine.requests.last)
    #expect(String(decoding: request.body, as: UTF8.self).contains("+x = 1"))
    #expect(fixture.repository.names(in: ".git").filter { $0.contains(".hone-") } == [])
    await fixture.stop()
  }

  @Test func `A message that there is, is never overwritten`() async throws {
    let fixture = try await fixture(.chat(text: "Proposed\n"))
    let repository = fixture.repository
    #expect(try await commit(fixture, "-m", "mine").exitCode == 0)
    #expect(try subject(fixture) == "mine")
    try repository.write("app.py", HoneFixture.app + "x = 2\n")
    try repository.write("../message", "from a file\n")
    #expect(try await commit(fixture, "-a", "-F", repository.scratch + "/message").exitCode == 0)
    #expect(try subject(fixture) == "from a file")
    #expect(try await commit(fixture, "--amend").exitCode == 0)
    #expect(seen(fixture)?.hasPrefix("from a file\n") == true)
    #expect(try await commit(fixture, "--amend", "-C", "HEAD~1").exitCode == 0)
    #expect(try subject(fixture) == "mine")
    // A template is text to start from.
    try repository.write("app.py", HoneFixture.app + "x = 3\n")
    try repository.write("../template", "Area: \n")
    try repository.git("config", "commit.template", repository.scratch + "/template")
    _ = try await commit(fixture, "-a")
    #expect(seen(fixture)?.hasPrefix("Area: \n") == true)
    try repository.git("config", "--unset", "commit.template")
    // A merge has a message of its own, and so has what is squashed.
    try repository.git("reset", "-q", "--hard")
    try repository.git("checkout", "-q", "-b", "side", "HEAD~1")
    try repository.write("side.txt", "side\n")
    try repository.commit("side")
    try repository.git("checkout", "-q", "main")
    var environment = repository.environment
    environment["GIT_EDITOR"] = repository.scratch + "/editor"
    let merge = try await fixture.run("git", ["merge", "-q", "--edit", "--no-ff", "side"], environment: environment)
    #expect(merge.status.isSuccess)
    #expect(seen(fixture)?.hasPrefix("Merge branch 'side'\n") == true)
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    try repository.git("merge", "-q", "--squash", "side")
    #expect(try await commit(fixture).exitCode == 0)
    #expect(seen(fixture)?.hasPrefix("Squashed commit") == true)
    #expect(fixture.engine.requests.isEmpty)
    await fixture.stop()
  }

  @Test func `Without an editor, and where Hone is switched off, nothing is proposed`() async throws {
    let fixture = try await fixture(.chat(text: "Proposed\n"))
    #expect(try await commit(fixture, "--no-edit").exitCode == 1)
    #expect(try await commit(fixture, variables: ["HONE": "0"]).exitCode == 1)
    #expect(seen(fixture)?.hasPrefix("\n# Please enter") == true)
    #expect(fixture.engine.requests.isEmpty)
    await fixture.stop()
  }

  @Test func `An engine that fails is not heard of`() async throws {
    var failure = ScriptedEngineReply(frames: [Array("no".utf8)])
    failure.status = 400
    // A refused request is sent once more, without what the server may not know.
    let fixture = try await fixture(failure, failure, .chat(text: "<<<<<<< SEARCH"))
    for _ in 0..<2 {
      let result = try await commit(fixture)
      #expect(result.exitCode == 1)
      #expect(!result.error.contains("hone"), "\(result.error)")
      #expect(seen(fixture)?.hasPrefix("\n# Please enter") == true)
    }
    #expect(fixture.engine.requests.count == 3)
    await fixture.stop()
  }

  @Test func `An engine that is slow is waited for as long as was said`() async throws {
    var slow = ScriptedEngineReply.chat(text: "Proposed\n")
    slow.delay = .seconds(60)
    let fixture = try await fixture(slow)
    try fixture.repository.git("config", "hone.hook.budget", "300ms")
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try await commit(fixture).exitCode == 1)
    #expect(clock.now - start < .seconds(30))
    #expect(seen(fixture)?.hasPrefix("\n# Please enter") == true)
    await fixture.stop()
  }

  @Test func `The hook is installed only by its name`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let everywhere = try await fixture.hone("hook", "install", "--all")
    #expect(everywhere.exitCode == 0 && everywhere.error == "")
    #expect(fixture.repository.exists(".git/hooks/post-commit"))
    #expect(!fixture.repository.exists(".git/hooks/prepare-commit-msg"))
    // Where a team's file says on which branches hooks act, that is told.
    try fixture.repository.write(".hone.yml", "checks: {}\n")
    #expect(try await fixture.hone("hook", "install").error.contains("hone.hook.when"))
    await fixture.stop()
  }

  @Test func `The proposal can be asked for by hand`() async throws {
    let fixture = try await fixture(.chat(text: "Count what is read\n"))
    let result = try await fixture.hone("hook", "message")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.output == "Count what is read\n")
    let told = try await fixture.hone("hook", "message", "--format", "json")
    #expect(told.output == "{\"message\":\"Count what is read\\n\",\"type\":\"message\"}\n", "\(told.error)")
    try fixture.repository.git("reset", "-q")
    let nothing = try await fixture.hone("hook", "message")
    #expect(nothing.exitCode == 2)
    #expect(nothing.output == "")
    let error = try await fixture.hone("hook", "message", "--format", "json")
    #expect(try error.events().last?["type"] as? String == "error" && error.exitCode == 2)
    await fixture.stop()
  }
}
