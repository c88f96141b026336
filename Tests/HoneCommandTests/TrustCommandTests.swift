import HoneSystem
import HoneTestSupport
import Testing

/// `git hone trust`: a command that came with a repository runs only after its user said so.
struct TrustCommandTests {
  @Test func `The gate of a repository runs once it is trusted, and no longer after it changed`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.write(".hone.yml", "gate: exit 3\n")
    func edit() async throws -> HoneResult {
      try await fixture.hone("edit", "-y", "rename load to read", "--", "app.py")
    }
    let untrusted = try await edit()
    #expect(untrusted.exitCode == 0, "\(untrusted.error)")
    #expect(untrusted.error.contains("git hone trust"))
    #expect(try await fixture.hone("undo").exitCode == 0)

    #expect(try await fixture.hone("trust").exitCode == 0)
    let trusted = try await edit()
    #expect(trusted.exitCode == 1)
    #expect(trusted.error.contains("the gate `exit 3`"))

    try fixture.repository.write(".hone.yml", "gate: exit 4\n")
    let changed = try await edit()
    #expect(changed.exitCode == 0, "\(changed.error)")
    await fixture.stop()
  }

  @Test func `A gate does not inherit what ties git to the user's repository`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    let repository = fixture.repository
    let other = repository.scratch + "/other"
    try repository.git("init", "--quiet", other)
    var environment = repository.environment
    environment["GIT_DIR"] = repository.path + "/.git"
    environment["GIT_WORK_TREE"] = repository.path
    environment["GIT_INDEX_FILE"] = repository.path + "/.git/index"
    let gate =
      "test -z \"$GIT_DIR$GIT_WORK_TREE$GIT_INDEX_FILE\" && cp app.py '\(other)' && git -C '\(other)' add app.py"
    let arguments = ["edit", "-y", "--gate", gate, "rename load to read", "--", "app.py"]
    let result = HoneResult(try await fixture.run(HoneFixture.program, arguments, environment: environment))
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try repository.git(["ls-files"], in: other) == "app.py\n")
    #expect(try repository.status() == ["M  app.py"])
    await fixture.stop()
  }

  @Test func `What is trusted can be seen and taken back`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write(".hone.yml", "gate: make check\n")
    func shown() async throws -> String {
      let result = try await fixture.hone("trust", "--show")
      #expect(result.exitCode == 0, "\(result.error)")
      return result.output + result.error
    }
    let before = try await shown()
    #expect(before.contains("gate: make check") && before.contains("not trusted"))
    #expect(try await fixture.hone("trust").exitCode == 0)
    #expect(try await !shown().contains("not trusted"))
    #expect(try await fixture.hone("trust", "--revoke").exitCode == 0)
    #expect(try await shown().contains("not trusted"))
    await fixture.stop()
  }

  @Test(arguments: [("url", "https://engine.example/v1"), ("keyenv", "SOME_KEY"), ("allowInsecure", "true")])
  func `An engine elsewhere that the repository sets up is asked once it is trusted`(
    key: String, value: String
  ) async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let user = fixture.repository.scratch + "/user"
    for (name, text) in [("url", "https://engine.example/v2"), ("model", "m"), ("api", "chat")] {
      try fixture.repository.git("config", "--file", user, "honeengine.away.\(name)", text)
    }
    try fixture.repository.git("config", "--file", user, "hone.engine", "away")
    var environment = fixture.repository.environment
    environment["GIT_CONFIG_GLOBAL"] = user
    environment["SOME_KEY"] = "secret"
    try fixture.repository.git("config", "hone.engine", "away")
    func hone(_ arguments: String...) async throws -> HoneResult {
      HoneResult(try await fixture.run(HoneFixture.program, arguments, environment: environment))
    }
    // The user's own configuration needs no leave.
    #expect(try await hone("doctor").output.contains("away at https://engine.example/v2"))

    try fixture.repository.git("config", "honeengine.away.\(key)", value)
    for command in [["edit", "-y", "x", "--", "app.py"], ["engine", "models", "--engine", "away"]] {
      let refused = HoneResult(try await fixture.run(HoneFixture.program, command, environment: environment))
      #expect(refused.exitCode == 2, "\(command): \(refused.output)")
      #expect(refused.error.contains("git hone trust"), "\(command): \(refused.error)")
    }
    #expect(try await hone("trust", "--show").error.contains("honeengine.away.\(key.lowercased()): \(value)"))
    #expect(try await hone("trust").exitCode == 0)
    let trusted = try await hone("doctor")
    #expect(trusted.output.contains("away at https://engine.example/"), "\(trusted.output) \(trusted.error)")
    try fixture.repository.git("config", "honeengine.away.\(key)", value + "X")
    #expect(try await hone("edit", "-y", "x", "--", "app.py").exitCode == 2)
    await fixture.stop()
  }

  @Test func `Contradicting options are wrong usage`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let result = try await fixture.hone("trust", "--show", "--revoke")
    #expect(result.exitCode == 2)
    await fixture.stop()
  }

  /// A folder that somebody hands over chooses no service, whose key the user has, in place of an engine of this machine.
  @Test(arguments: ["openai", "away"])
  func `An engine elsewhere that the repository chooses is asked once that is trusted`(name: String) async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let repository = fixture.repository
    let user = repository.scratch + "/user"
    try repository.git("config", "--file", user, "honeengine.away.url", "https://engine.example/v2")
    try repository.git("config", "--file", user, "honeengine.away.model", "m")
    var environment = repository.environment
    environment["GIT_CONFIG_GLOBAL"] = user
    environment["OPENAI_API_KEY"] = "secret"
    func hone(_ arguments: String...) async throws -> HoneResult {
      HoneResult(try await fixture.run(HoneFixture.program, arguments, environment: environment))
    }
    try repository.git("config", "hone.engine", name)
    try repository.git("config", "hone.model", "gpt-4.1")
    for command in [["edit", "-y", "x", "--", "app.py"], ["engine", "models"]] {
      let refused = HoneResult(try await fixture.run(HoneFixture.program, command, environment: environment))
      #expect(refused.exitCode == 2, "\(refused.output)")
      #expect(refused.error.contains("`\(name)`") && refused.error.contains("git hone trust"), "\(refused.error)")
      #expect(refused.error.contains("git config --global hone.engine \(name)"), "\(refused.error)")
    }
    let shown = try await hone("trust", "--show").error
    #expect(shown.contains("hone.engine: \(name)") && shown.contains("hone.model: gpt-4.1"), "\(shown)")
    #expect(shown.contains("not trusted"))
    #expect(try await hone("trust").exitCode == 0)
    #expect(try await hone("doctor").output.contains("\(name) at https://"))
    try repository.git("config", "hone.model", "other")
    #expect(try await hone("engine", "models").exitCode == 2)
    // What the user chooses needs no leave, also where the repository says the same.
    try repository.git("config", "--file", user, "hone.engine", name)
    #expect(try await hone("doctor").output.contains("\(name) at https://"))
    try repository.git("config", "--file", user, "--unset", "hone.engine")
    let variables = ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "hone.engine", "GIT_CONFIG_VALUE_0": name]
    for (variable, value) in variables { environment[variable] = value }
    #expect(try await hone("doctor").output.contains("\(name) at https://"))
    await fixture.stop()
  }

  @Test func `No key of the user's goes to a port that the repository names`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.git("config", "honeengine.test.keyenv", "SOME_KEY")
    fixture.repository.environment["SOME_KEY"] = "secret"
    let refused = try await fixture.hone("edit", "-y", "rename load to read", "--", "app.py")
    #expect(refused.exitCode == 2 && refused.error.contains("git hone trust"), "\(refused.error)")
    #expect(fixture.engine.requests.isEmpty)
    #expect(try await fixture.hone("trust").exitCode == 0)
    #expect(try await fixture.hone("edit", "-y", "rename load to read", "--", "app.py").exitCode == 0)
    await fixture.stop()
  }

  @Test func `What a gate says last is told, also behind much that it has printed before`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    let gate = "seq 1 20000; echo nothing fits >&2; exit 3"
    let result = try await fixture.hone("edit", "-y", "--gate", gate, "rename load to read", "--", "app.py")
    #expect(result.exitCode == 1 && result.error.contains("20000 | nothing fits"), "\(result.error)")
    await fixture.stop()
  }
}
