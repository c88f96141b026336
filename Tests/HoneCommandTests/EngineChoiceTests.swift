import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// What a command finds out about a server by itself, and what it stores of an exchange.
@Suite struct EngineChoiceTests {
  @Test func `A server of which only the address is known is looked at once, and asked in its own way`() async throws {
    let engine = try await ScriptedEngine.start { request, _ in
      switch request.target {
      case "/props": .json(#"{"default_generation_settings":{}}"#)
      case "/v1/models": .json(#"{"data":[{"id":"the-only-model"}]}"#)
      case "/v1/chat/completions": .chat(text: "def load(path):\n    return 1\n```\n")
      default: .failure(status: 404, message: "no")
      }
    }
    let fixture = try HoneFixture(files: ["app.py": "def load(path):\n    return 0\n"], engine: engine)
    for key in ["api", "format", "model"] { try fixture.repository.git("config", "--unset", "honeengine.test.\(key)") }
    try fixture.repository.write("app.py", "def load(path):\n    return  0\n")
    try fixture.repository.stage("app.py")
    #expect(try await fixture.hone("edit", "-y", "return one").exitCode == 0)
    #expect(try fixture.repository.stagedText("app.py") == "def load(path):\n    return 1\n")
    let asked = try #require(engine.requests.last { $0.target == "/v1/chat/completions" })
    let body = String(decoding: asked.body, as: UTF8.self)
    // llama.cpp's own: counts with each token, and the fence that the reply goes on from.
    #expect(body.contains(#""model":"the-only-model""#) && body.contains(#""timings_per_token":true"#), "\(body)")
    #expect(body.contains(#""role":"assistant""#) && !body.contains("logprobs"), "\(body)")
    #expect(engine.requests.count { $0.target == "/props" } == 1)

    try fixture.repository.write("app.py", "def load(path):\n    return   0\n")
    try fixture.repository.stage("app.py")
    _ = try await fixture.hone("edit", "-y", "return one")
    #expect(engine.requests.count { $0.target == "/props" } == 1)
    #expect(engine.requests.count { $0.target == "/v1/chat/completions" } == 2)
    #expect(try await fixture.hone("engine", "models", "--engine", "test").output == "the-only-model\n")
    let listed = try await fixture.hone("engine", "list").output
    #expect(listed.contains("sse grammar fim prefill cache timings counts cancel"), "\(listed)")
    await fixture.stop()
  }

  @Test func `A recorded run can be played again, and holds no secret of a file`() async throws {
    let secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
    let fixture = try await HoneFixture(
      files: ["app.py": HoneFixture.app + "TOKEN = \"\(secret)\"\n"],
      replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    let folder = fixture.repository.scratch + "/recorded"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try fixture.repository.write("app.py", HoneFixture.app + "TOKEN = \"\(secret)\"\nx = 1\n")
    try fixture.repository.stage("app.py")
    var environment = fixture.repository.environment
    environment["HONE_RECORD"] = folder
    let recorded = HoneResult(
      try await fixture.run(HoneFixture.program, ["edit", "-y", "rename load"], environment: environment))
    #expect(recorded.exitCode == 0, "\(recorded.error)")
    let edited = try fixture.repository.stagedText("app.py")
    #expect(edited.hasPrefix("def read(path):") && edited.contains(secret))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.count { $0.hasSuffix(".exchange") } == 1)
    for name in names {
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")), as: UTF8.self)
      #expect(!text.contains(secret.suffix(20)) && (name.hasSuffix(".times") || text.contains("rename load")))
    }

    #expect(try await fixture.hone("undo").exitCode == 0)
    let played = try await fixture.hone("edit", "-y", "--engine", "replay:\(folder)@5000", "rename load")
    #expect(played.exitCode == 0, "\(played.error)")
    #expect(try fixture.repository.stagedText("app.py") == edited)
    #expect(fixture.engine.requests.count == 1)
    await fixture.stop()
  }

  @Test func `A folder without recordings is wrong usage, and the message says how to make one`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let empty = fixture.repository.scratch + "/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    for (place, words) in [
      (empty, "no recorded exchange in \(empty)"), (empty + "@own", "no recorded exchange in \(empty)"),
      (empty + "/none", "no folder \(empty)/none"), ("", "names no folder"),
    ] {
      let result = try await fixture.hone("edit", "-y", "--engine", "replay:\(place)", "rename load")
      #expect(
        result.exitCode == 2 && result.error.contains(words) && result.error.contains("HONE_RECORD="), "\(result.error)"
      )
    }
    await fixture.stop()
  }

  @Test func `The model of the default engine is not asked of another that has one`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.git("config", "hone.engine", "other")
    try fixture.repository.git("config", "hone.model", "others-model")
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    #expect(try await fixture.hone("edit", "-y", "--engine", "test", "rename load").exitCode == 0)
    let body = String(decoding: try #require(fixture.engine.requests.last).body, as: UTF8.self)
    #expect(body.contains(#""model":"m""#), "\(body)")
    await fixture.stop()
  }

  @Test(arguments: [("parallel", "3"), ("transport", "websocket"), ("keyenv", "KEY"), ("steer", "true")])
  func `A setting that means nothing to the local engine is refused`(key: String, value: String) async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.git("config", "honeengine.local.\(key)", value)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    for arguments in [["edit", "-y", "--engine", "local", "rename load"], ["engine", "start"]] {
      let result = try await fixture.hone(arguments: arguments)
      #expect(result.exitCode == 2 && result.error.contains("honeengine.local.\(key) is `\(value)`"), "\(result.error)")
    }
    try fixture.repository.git("config", "hone.engine", "local")
    #expect(try await fixture.hone("doctor").output.contains("honeengine.local.\(key) is"))
    await fixture.stop()
  }
}
