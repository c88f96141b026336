import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// New instructions while the engine writes, typed on a terminal or sent as JSON.
@Suite(.serialized)
struct SteeringTests {
  private static let rename = block("app.py", "def load(path):", "def read(path):")
  private static let call = block("app.py", "    print(load(\"a.txt\"))", "    print(fetch(\"a.txt\"))")

  private func fixture(then second: String) async throws -> HoneFixture {
    var slow = ScriptedEngineReply.chat(text: Self.rename + String(repeating: "and so on ", count: 400))
    slow.framesPerSecond = 40
    let fixture = try await HoneFixture(replies: slow, .chat(text: second))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    return fixture
  }

  private func body(_ request: ScriptedEngine.Request) -> String { String(decoding: request.body, as: UTF8.self) }

  @Test func `A line typed while edits stream stops the reply and asks again, with what is finished`() async throws {
    let fixture = try await fixture(then: Self.call)
    let screen = try await fixture.onTerminal(
      "edit", "'rename load to read'", keys: ["call it fetch", "y", "y"], after: "+def read(path):")
    #expect(screen.contains("call it fetch; 1 edit kept"), "\(screen)")
    let requests = fixture.engine.requests
    try #require(requests.count == 2)
    let again = body(requests[1])
    #expect(again.contains(#""role":"assistant","content":"app.py\n<<<<<<< SEARCH"#), "\(again)")
    #expect(again.contains("call it fetch") && !again.contains("and so on"))
    #expect(await fixture.engine.disconnection(ofRequest: 0, within: .seconds(2)) != nil)
    let staged = try fixture.repository.stagedText("app.py")
    #expect(staged.hasPrefix("def read(path):") && staged.contains("print(fetch("))
    await fixture.stop()
  }

  @Test func `One key drops what is finished`() async throws {
    let fixture = try await fixture(then: Self.call)
    // The line feed that the script types after the key finds an empty line.
    let screen = try await fixture.onTerminal(
      "edit", "'rename load to read'", keys: ["call it fetch\u{18}", "y"], after: "+def read(path):")
    #expect(screen.contains("call it fetch; 1 edit dropped"), "\(screen)")
    let staged = try fixture.repository.stagedText("app.py")
    #expect(staged.hasPrefix("def load(path):") && staged.contains("print(fetch("))
    await fixture.stop()
  }

  /// Steers an engine that listens while it writes, as the configuration says of it, when its first edit is shown.
  /// - Parameter isAnswered: whether the edit comes that was asked for, and is taken too.
  private func steer(
    isAnswered: Bool = true,
    _ answer: @escaping @Sendable (_ message: String, _ number: Int) -> [ScriptedWebSocketEngine.Step]
  ) async throws -> ScriptedWebSocketEngine {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let whole = ScriptedEngineReply.responses(text: Self.rename + "app.py\n<<<<<<< SEARCH\ndef mai").messages
    let parent = whole.dropLast(2)
    let server = try await ScriptedWebSocketEngine.start { message, number in
      number == 0 ? parent.map { .send($0) } : answer(message, parent.count)
    }
    for (key, value) in [
      ("url", server.baseURL), ("model", "m"), ("api", "responses"), ("transport", "websocket"), ("steer", "true"),
    ] { try fixture.repository.git("config", "honeengine.test.\(key)", value) }
    let screen = try await fixture.onTerminal(
      "edit", "'rename load to read'", keys: ["call it fetch", "y", "y"], after: "+def read(path):")
    #expect(screen.contains("call it fetch; 1 edit kept"), "\(screen)")
    let staged = try fixture.repository.stagedText("app.py")
    #expect(staged.hasPrefix("def read(path):") && staged.contains("print(fetch(") == isAnswered, "\(screen)")
    if !isAnswered { #expect(screen.contains("what was finished before your words stays"), "\(screen)") }
    await fixture.stop()
    return server
  }

  @Test func `An engine that listens is told in the middle of its reply, and what it has finished stays`() async throws
  {
    let server = try await steer { message, number in
      guard message.contains("response.steer") else { return [.close(code: nil)] }
      let ended =
        #"{"type":"response.incomplete","sequence_number":\#(number),"response":{"id":"resp_1","#
        + #""incomplete_details":{"reason":"steered"}}}"#
      return [.send(#"{"type":"response.steer.accepted"}"#), .send(ended)]
        + ScriptedEngineReply.responses(text: Self.call).messages.map { .send($0) }
    }
    #expect(server.messages.count == 2 && server.connectionCount == 1)
    #expect(server.messages.last?.contains("call it fetch") == true)
    await server.stop()
  }

  @Test func `What an instruction kept stays when the engine that heard it fails`() async throws {
    let server = try await steer(isAnswered: false) { message, number in
      guard message.contains("response.steer") else { return [.close(code: nil)] }
      let ended =
        #"{"type":"response.incomplete","sequence_number":\#(number),"response":{"id":"resp_1","#
        + #""incomplete_details":{"reason":"steered"}}}"#
      return [.send(#"{"type":"response.steer.accepted"}"#), .send(ended)]
        + ScriptedEngineReply.responses(text: Self.call).messages.dropLast(2).map { .send($0) }
        + [.send(#"{"type":"error","status":500,"error":{"code":"server_error","message":"out of memory"}}"#)]
    }
    await server.stop()
  }

  @Test func `An engine that does not take what it is told is closed and asked again`() async throws {
    let server = try await steer { message, _ in
      message.contains("response.steer")
        ? [.send(#"{"type":"response.steer.failed"}"#), .fallSilent]
        : ScriptedEngineReply.responses(text: Self.call).messages.map { .send($0) }
    }
    #expect(server.messages.count == 3 && server.connectionNumbers == [0, 0, 1])
    let again = try #require(server.messages.last)
    #expect(again.contains("call it fetch") && again.contains("def read(path)") && !again.contains("def mai\""))
    await server.stop()
  }

  @Test func `An engine that falls silent is told on the terminal, and can be redirected`() async throws {
    var silent = ScriptedEngineReply.chat(text: Self.rename + "app.py\n<<<<<<< SEARCH\n")
    silent.stallAfter = silent.frames.count - 4
    let fixture = try await HoneFixture(replies: silent, .chat(text: Self.call))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let screen = try await fixture.onTerminal(
      "edit", "'rename load to read'", keys: ["call it fetch", "y", "y"], after: "(waiting; type to redirect")
    #expect(screen.contains("call it fetch; 1 edit kept"), "\(screen)")
    #expect(try fixture.repository.stagedText("app.py").contains("print(fetch("))
    await fixture.stop()
  }

  @Test func `A line of JSON on standard input redirects a run`() async throws {
    let fixture = try await fixture(then: Self.call)
    let run = try fixture.startListening("edit", "-y", "--format", "json", "rename load to read")
    #expect(await fixture.engine.hasSent(frames: 40, within: .seconds(20)))
    run.say("what\n{\"steer\": \"call it ")
    run.say("fetch\", \"keep\": true}\n")
    let (status, events) = try await run.finish()
    #expect(status == 0)
    #expect(
      events.map { $0["type"] as? String ?? "" }.filter { $0 != "progress" } == [
        "proposal", "redirection", "proposal", "summary",
      ])
    let redirection = try #require(events.first { $0["type"] as? String == "redirection" })
    #expect(redirection["instruction"] as? String == "call it fetch" && redirection["kept"] as? Int == 1)
    #expect(try fixture.repository.stagedText("app.py").contains("print(fetch("))
    await fixture.stop()
  }

  @Test(arguments: [false, true])
  func `A line of JSON cancels a run, and says what becomes of finished edits`(keeps: Bool) async throws {
    let fixture = try await fixture(then: Self.call)
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let run = try fixture.startListening("edit", "-y", "--format", "json", "rename load to read")
    #expect(await fixture.engine.hasSent(frames: 40, within: .seconds(20)))
    run.say("{\"cancel\": true, \"keep\": \(keeps)}\n")
    let (status, _) = try await run.finish()
    #expect(status == 130)
    #expect(fixture.engine.requests.count == 1)
    if keeps {
      #expect(try fixture.repository.stagedText("app.py").hasPrefix("def read(path):"))
    } else {
      #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    }
    await fixture.stop()
  }

  @Test func `An edit of a line that is not there ends the reply, and is asked again with the true lines`() async throws
  {
    let wrong = block("app.py", "def main(arguments):\n    pass", "def main():\n    pass")
    var reply = ScriptedEngineReply.chat(text: Self.rename + wrong + String(repeating: "and so on ", count: 4000))
    reply.framesPerSecond = 400
    let fixture = try await HoneFixture(replies: reply, .chat(text: Self.call))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let result = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(result.exitCode == 0, "\(result.error)")
    let requests = fixture.engine.requests
    try #require(requests.count == 2)
    let again = body(requests[1])
    #expect(again.contains("def main():") && again.contains(#"def main(arguments):"#), "\(again)")
    #expect(!again.contains("and so on"))
    #expect(fixture.engine.framesSent < 1000, "the reply was read on behind the wrong line")
    let staged = try fixture.repository.stagedText("app.py")
    #expect(staged.hasPrefix("def read(path):") && staged.contains("print(fetch("))
    await fixture.stop()
  }

  @Test(arguments: [
    ("anchors", "<<<<<<< FROM def mian(\n", "is not there", "def main():"),
    ("anchors", "<<<<<<< FROM def main(\n------- TO return 9\n", "no line from line 5 on begins with", "def main():"),
    ("line-range", "<<<<<<< LINES 90-91\n", "names line 91, and the file has 7 lines", "x = 1"),
  ])
  func `So does an edit that refers to a line which is not there`(
    _ format: String, _ wrong: String, _ reason: String, _ line: String
  ) async throws {
    let isNumbered = format == "line-range"
    let good = "app.py\n<<<<<<< \(isNumbered ? "LINES 1" : "FROM def load(")\ndef read(path):\n>>>>>>> END\n"
    let call = "app.py\n<<<<<<< \(isNumbered ? "LINES 6" : "FROM print(")\n    print(fetch(\"a.txt\"))\n>>>>>>> END\n"
    var reply = ScriptedEngineReply.chat(text: good + wrong + String(repeating: "and so on ", count: 4000))
    reply.framesPerSecond = 400
    let fixture = try await HoneFixture(format: format, replies: reply, .chat(text: call))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let result = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(result.exitCode == 0, "\(result.error)")
    let requests = fixture.engine.requests
    try #require(requests.count == 2, "\(result.error)")
    let again = body(requests[1])
    #expect(again.contains("was stopped") && again.contains(reason) && again.contains(line), "\(again)")
    #expect(again.contains(#""role":"assistant","content":"app.py\n<<<<<<< "#) && !again.contains("and so on"))
    #expect(fixture.engine.framesSent < 1000, "the reply was read on behind the wrong line")
    let staged = try fixture.repository.stagedText("app.py")
    #expect(staged.hasPrefix("def read(path):") && staged.contains("print(fetch("), "\(staged)")
    await fixture.stop()
  }
}
