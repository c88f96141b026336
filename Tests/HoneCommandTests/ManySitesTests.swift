import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// Runs that ask about several places, and what is told and kept of what they took.
@Suite struct ManySitesTests {
  private static let places = (0..<4).map { "def f\($0)():\n    return \($0)\n" }
  private static let file = places.joined(separator: "\n\n")

  /// A window engine that answers for the function that it is shown; the first one late.
  private func engine(late: Duration? = nil) async throws -> ScriptedEngine {
    try await ScriptedEngine.start { request, _ in
      let body = String(decoding: request.body, as: UTF8.self)
      let number = body.split(separator: "```py\\ndef f").dropFirst().first?.prefix(1) ?? "?"
      var reply = ScriptedEngineReply.chat(
        text: "```py\ndef f\(number)():\n    return \(number)0\n```\n", usage: (100, 40, 20))
      if number == "0" { reply.delay = late }
      return reply
    }
  }

  private func fixture(_ engine: ScriptedEngine) throws -> HoneFixture {
    let fixture = try HoneFixture(files: ["app.py": Self.file], format: "window", engine: engine)
    try fixture.repository.write("app.py", Self.file.replacing("    return", with: "    return  "))
    try fixture.repository.stage("app.py")
    return fixture
  }

  private static let edited = (0..<4).map { "def f\($0)():\n    return \($0)0\n" }.joined(separator: "\n\n")

  @Test func `Places are asked about at the same time, and come in their order`() async throws {
    let engine = try await engine(late: .milliseconds(400))
    let fixture = try fixture(engine)
    let result = try await fixture.hone("edit", "-y", "--format", "json", "multiply what is returned by ten")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.stagedText("app.py") == Self.edited)
    let events = try result.events()
    let starts = events.filter { $0["type"] as? String == "proposal" }.compactMap { event in
      ((event["hunks"] as? [[String: any Sendable]])?.first?["start"] as? NSNumber)?.intValue
    }
    #expect(starts == starts.sorted() && starts.count == 4)
    #expect(engine.requests.count == 4)
    await fixture.stop()
  }

  @Test func `One request after the other where the engine is to have no more`() async throws {
    let engine = try await engine()
    let fixture = try fixture(engine)
    try fixture.repository.git("config", "honeengine.test.parallel", "1")
    let result = try await fixture.hone("edit", "-y", "multiply what is returned by ten")
    #expect(result.exitCode == 0, "\(result.error)")
    let asked = engine.requests.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(asked.count == 4)
    for (number, body) in asked.enumerated() { #expect(body.contains("```py\\ndef f\(number)()")) }
    await fixture.stop()
  }

  @Test func `When the budget ends, replies that are there are kept`() async throws {
    let engine = try await engine(late: .seconds(30))
    let fixture = try fixture(engine)
    let result = try await fixture.hone(
      "edit", "-y", "--format", "json", "--budget", "4s", "multiply what is returned by ten")
    #expect(result.exitCode == 1, "\(result.error)")
    let refusals = try result.events().filter { $0["type"] as? String == "refusal" }
    #expect(refusals.count == 1 && refusals.first?["path"] as? String == "app.py", "\(refusals)")
    #expect(refusals.first?["code"] as? String == "engine-out-of-time")
    #expect(try result.events().last?["refused"] as? Int == 1)
    #expect(
      try fixture.repository.stagedText("app.py")
        == Self.edited.replacing("return 00", with: "return   0"), "\(result.error)")
    await fixture.stop()
  }

  @Test func `Where one place fails, what the others bring is kept, and said to be a part`() async throws {
    let engine = try await ScriptedEngine.start { request, _ in
      let body = String(decoding: request.body, as: UTF8.self)
      let number = body.split(separator: "```py\\ndef f").dropFirst().first?.prefix(1) ?? "?"
      var reply = ScriptedEngineReply.chat(text: "```py\ndef f\(number)():\n    return \(number)0\n```\n")
      // Its answer comes late, so that the others have begun by then.
      if number == "1" {
        reply = .failure(status: 400, message: "no")
        reply.delay = .seconds(2)
      }
      return reply
    }
    let fixture = try fixture(engine)
    let result = try await fixture.hone("edit", "-y", "--format", "json", "multiply what is returned by ten")
    #expect(result.exitCode == 4, "\(result.error)")
    #expect(
      try fixture.repository.stagedText("app.py") == Self.edited.replacing("return 10", with: "return   1"),
      "\(result.output)")
    let events = try result.events()
    let refusal = try #require(events.first { $0["type"] as? String == "refusal" })
    #expect((refusal["message"] as? String)?.hasPrefix("lines 5 to 6 went without an answer") == true, "\(refusal)")
    #expect(refusal["path"] as? String == "app.py")
    #expect(refusal["code"] as? String == "engine-misconfigured")
    #expect(events.last?["edits"] as? Int == 3 && events.last?["written"] as? String == "index")
    await fixture.stop()
  }

  @Test func `Near the end of its context the engine's own count decides what is asked`() async throws {
    func run(tokens: Int) async throws -> (result: HoneResult, asked: [String]) {
      let engine = try await ScriptedEngine.start { request, _ in
        switch request.target {
        case "/tokenize": .json(#"{"tokens":[\#(Array(repeating: "1", count: tokens).joined(separator: ","))]}"#)
        case "/apply-template": .failure(status: 404, message: "File Not Found")
        default: .chat(text: "def f0():\n    return 1\n```\n")
        }
      }
      let fixture = try HoneFixture(
        files: ["app.py": "def f0():\n    return 0\n"], format: "window", api: "llama", engine: engine)
      try fixture.repository.write("app.py", "def f0():\n    return  0\n")
      try fixture.repository.stage("app.py")
      try fixture.repository.git("config", "honeengine.test.context", "400")
      let result = try await fixture.hone("edit", "-y", "return one")
      await fixture.stop()
      return (result, engine.requests.filter { $0.method == "POST" }.map(\.target))
    }
    let fits = try await run(tokens: 200)
    let counted = ["/apply-template", "/tokenize"]
    #expect(fits.result.exitCode == 0 && fits.asked == counted + ["/v1/chat/completions"], "\(fits.result.error)")
    let full = try await run(tokens: 350)
    #expect(full.result.exitCode == 1 && full.asked == counted, "\(full.result.error)")
    #expect(full.result.error.contains("374 of 400 tokens are taken"), "\(full.result.error)")
  }

  @Test func `The log tells what a run took and what it cost`() async throws {
    let fixture = try fixture(try await engine())
    try fixture.repository.git("config", "honeengine.test.price", "1 0.5 10")
    let edit = try await fixture.hone("edit", "-y", "--format", "json", "multiply what is returned by ten")
    let summary = try #require(try edit.events().last)
    let milliseconds = try #require(summary["milliseconds"] as? [String: any Sendable])
    for key in ["total", "firstToken", "engine", "queue", "prompt", "completion"] { #expect(milliseconds[key] != nil) }
    #expect((summary["cost"] as? NSNumber)?.doubleValue == 0.00112)
    // The scripted server counts nothing.
    #expect(summary["counted"] as? Bool == false)
    let log = try await fixture.hone("log")
    #expect(log.output.contains("400 (160 cached) + 80 tokens for 0.0011  "), "\(log.output)")
    let run = try #require(try await fixture.hone("log", "--format", "json").events().first)
    #expect((run["cost"] as? NSNumber)?.doubleValue == 0.00112)
    let times = try #require(run["milliseconds"] as? [String: any Sendable])
    #expect(try #require(times["engine"] as? NSNumber).intValue <= (try #require(times["total"] as? NSNumber)).intValue)
    #expect(times["firstToken"] is NSNumber)
    let shown = try await fixture.hone("show").output
    #expect(shown.contains("Tokens: 400 (160 cached) + 80\nPrice:  0.0011\nTime: "), "\(shown)")
    #expect(shown.contains("asking the engine, the first token after"))
    await fixture.stop()
  }

  @Test func `An instruction that is asked for comes from standard input`() async throws {
    let fixture = try fixture(try await engine())
    let text = try await fixture.run(
      "sh", ["-c", "printf 'multiply by ten\\nnever read\\n' | \(HoneFixture.program) edit -y --prompt"])
    #expect(text.status.isSuccess)
    #expect(String(decoding: fixture.engine.receivedBytes, as: UTF8.self).contains("Instruction: multiply by ten\""))
    #expect(try fixture.repository.stagedText("app.py") == Self.edited)
    let json = try await fixture.run(
      "sh", ["-c", "echo '{\"steer\": \"once more\"}' | \(HoneFixture.program) edit --format json --prompt"])
    #expect(json.status.isSuccess)
    #expect(String(decoding: fixture.engine.receivedBytes, as: UTF8.self).contains("Instruction: once more\""))
    await fixture.stop()
  }

  @Test func `What stands in front of the instruction is read while it is typed`() async throws {
    let ready = FileManager.default.temporaryDirectory.appendingPathComponent("hone-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: ready) }
    let engine = try await ScriptedEngine.start { request, _ in
      guard String(decoding: request.body, as: UTF8.self).contains("\"max_tokens\":1,") else {
        return .chat(text: "def f0():\n    return 1\n```\n")
      }
      _ = FileManager.default.createFile(atPath: ready, contents: nil)
      return .chat(text: "x")
    }
    let fixture = try HoneFixture(
      files: ["app.py": "def f0():\n    return 0\n"], format: "window", api: "llama", engine: engine)
    try fixture.repository.write("app.py", "def f0():\n    return  0\n")
    try fixture.repository.stage("app.py")
    let typed = "until [ -e \(ready) ]; do sleep 0.1; done; echo 'return one'"
    let result = try await fixture.run("sh", ["-c", "(\(typed)) | \(HoneFixture.program) edit -y --prompt"])
    #expect(result.status.isSuccess, "\(String(decoding: result.standardError, as: UTF8.self))")
    let bodies = engine.requests.filter { $0.method == "POST" }.map { String(decoding: $0.body, as: UTF8.self) }
    try #require(bodies.count == 2)
    #expect(
      bodies[0].contains("\"max_tokens\":1,") && bodies[0].contains("return  0") && !bodies[0].contains("return one"))
    #expect(bodies[1].contains("Instruction: return one\""))
    await fixture.stop()
  }
}
