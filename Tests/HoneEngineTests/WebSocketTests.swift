import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneEngine

/// The Responses interface over a WebSocket, against a scripted server; its messages were written by hand from the documented
/// formats.
@Suite struct WebSocketTests {
  private typealias Step = ScriptedWebSocketEngine.Step

  /// An engine that asks `server` over a WebSocket.
  private func engine(
    at url: String, firstByte: Duration = .seconds(60), idle: Duration = .seconds(60), connect: Duration = .seconds(20)
  ) throws -> any Engine {
    var configuration = EngineConfiguration(
      name: "scripted", url: url, model: "test-model", api: .responses, keyEnvironmentVariable: "TEST_KEY")
    configuration.transport = .websocket
    configuration.timeouts = EngineTimeouts(connect: connect, firstByte: firstByte, idle: idle)
    return try configuration.makeEngine(environment: Environment(["TEST_KEY": testKey]))
  }

  private static func steps(_ text: String) -> [Step] {
    ScriptedEngineReply.responses(text: text).messages.map { .send($0) }
  }

  private static func errorMessage(_ code: String, status: Int = 400) -> Step {
    .send(
      #"{"type":"error","status":\#(status),"error":{"code":"\#(code)","message":"no","type":"invalid_request_error"}}"#
    )
  }

  private func json(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

  @Test func `a reply comes whole, however its messages are cut into frames`() async throws {
    let text = "let größe = \"😀\"\n"
    let server = try await ScriptedWebSocketEngine.start { _, _ in
      ScriptedEngineReply.responses(text: text, reasoning: "hm").messages.flatMap { [Step.ping, .send($0, frames: 3)] }
    }
    let reply = try await CollectedReply(engine(at: server.baseURL).stream(request()))
    #expect(reply.text == text && reply.reasoning == "hm" && reply.finish == .stop && reply.trailing == 0)
    #expect(reply.usage == Usage(prompt: 12, cached: 4, completion: 7) && reply.notices.isEmpty)
    let sent = try json(try #require(server.messages.first))
    #expect(sent["type"]?.string == "response.create" && sent["store"]?.bool == false)
    #expect(sent["stream"] == nil && sent["previous_response_id"] == nil && sent["instructions"]?.string == "rules")
    #expect(try await eventually { server.pongCount > 0 })
    let headers = try #require(server.upgradeHeaders.first)
    #expect(headers.contains { $0.name.lowercased() == "authorization" && $0.value == "Bearer \(testKey)" })
    await server.stop()
  }

  @Test func `a request that goes on is sent without what the server knows, on the same connection`() async throws {
    let server = try await ScriptedWebSocketEngine.start { _, number in Self.steps("reply \(number)") }
    let engine = try engine(at: server.baseURL)
    var asked = request("one")
    #expect(try await CollectedReply(engine.stream(asked)).text == "reply 0")
    asked.messages += [Message(.assistant, "reply 0"), Message(.user, "two")]
    #expect(try await CollectedReply(engine.stream(asked)).text == "reply 1")
    #expect(try await CollectedReply(engine.stream(request("other"))).text == "reply 2")
    let sent = try server.messages.map(json)
    #expect(sent[1]["previous_response_id"]?.string == "resp_1")
    #expect(sent[1]["input"]?.array?.compactMap { $0["content"]?.string } == ["two"])
    #expect(sent[1]["instructions"]?.string == "rules")
    #expect(sent[2]["previous_response_id"] == nil)
    #expect(server.connectionNumbers == [0, 0, 0])
    await server.stop()
  }

  @Test func `what was prepared is continued`() async throws {
    let server = try await ScriptedWebSocketEngine.start { _, number in Self.steps(number == 0 ? "" : "reply") }
    let engine = try engine(at: server.baseURL)
    try await engine.prepare(nil)
    try await engine.prepare(request("the files"))
    var asked = request("the files")
    asked.messages.append(Message(.user, "the instruction"))
    #expect(try await CollectedReply(engine.stream(asked)).text == "reply")
    let sent = try server.messages.map(json)
    #expect(sent[0]["generate"]?.bool == false)
    #expect(sent[1]["generate"] == nil && sent[1]["previous_response_id"]?.string == "resp_1")
    #expect(sent[1]["input"]?.array?.count == 1)
    #expect(server.connectionCount == 1)
    await server.stop()
  }

  @Test(arguments: ["websocket_connection_limit_reached", "previous_response_not_found"])
  func `a connection that has become useless is replaced once, with the whole request`(_ code: String) async throws {
    let server = try await ScriptedWebSocketEngine.start { _, number in
      number == 1 ? [Self.errorMessage(code)] : Self.steps("reply \(number)")
    }
    let engine = try engine(at: server.baseURL)
    var asked = request("one")
    _ = try await CollectedReply(engine.stream(asked))
    asked.messages += [Message(.assistant, "reply 0"), Message(.user, "two")]
    #expect(try await CollectedReply(engine.stream(asked)).text == "reply 2")
    let last = try json(server.messages[2])
    #expect(last["previous_response_id"] == nil && last["input"]?.array?.count == 3)
    #expect(server.connectionNumbers == [0, 0, 1])
    await server.stop()
  }

  @Test func `a kept connection that the server has closed is replaced`() async throws {
    let server = try await ScriptedWebSocketEngine.start { _, number in
      number == 1 ? [.close(code: 1001)] : Self.steps("reply \(number)")
    }
    let engine = try engine(at: server.baseURL)
    _ = try await CollectedReply(engine.stream(request()))
    #expect(try await CollectedReply(engine.stream(request())).text == "reply 2")
    await server.stop()
  }

  @Test func `a connection is not used any more shortly before services close it for its age`() async throws {
    let server = try await ScriptedWebSocketEngine.start { _, _ in Self.steps("reply") }
    let configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .responses)
    let connection = try await WebSocketReplySource.open(configuration.connection(environment: Environment([:])))
    let pool = WebSocketPool()
    await pool.put(connection, chain: nil)
    let young = try #require(await pool.take(model: "m", messages: [], now: connection.opened + .seconds(54 * 60)))
    await pool.put(young.connection, chain: nil)
    #expect(await pool.take(model: "m", messages: [], now: connection.opened + .seconds(56 * 60)) == nil)
    await server.stop()
  }

  @Test func `a server without WebSocket is asked over HTTP, and that is said once`() async throws {
    let server = try await ScriptedEngine.start(.responses(text: "over HTTP"))
    let engine = try engine(at: server.baseURL)
    let first = try await CollectedReply(engine.stream(request()))
    #expect(first.text == "over HTTP" && first.finish == .stop)
    #expect(first.notices.count == 1 && first.notices.first?.contains("over HTTP instead") == true)
    let second = try await CollectedReply(engine.stream(request()))
    #expect(second.text == "over HTTP" && second.notices.isEmpty)
    // One attempt to open a WebSocket, and then two requests.
    #expect(server.requests.filter { $0.method == "POST" }.count == 2)
    #expect(server.requests.filter { $0.method == "GET" }.count <= 1)
    await server.stop()
  }

  /// A server that takes connections, never answers a request to open a WebSocket, and replies over HTTP.
  private func silentServer() async throws -> ScriptedEngine {
    try await ScriptedEngine.start { request, _ in
      var reply = ScriptedEngineReply.responses(text: "over HTTP")
      if request.method == "GET" { reply.delay = .seconds(600) }
      return reply
    }
  }

  @Test func `a server that never answers is asked over HTTP when the time to connect is over`() async throws {
    let server = try await silentServer()
    let reply = try await CollectedReply(
      engine(at: server.baseURL, connect: .milliseconds(300)).stream(request()))
    #expect(reply.text == "over HTTP" && reply.notices.count == 1)
    #expect(reply.notices.first?.contains("no connection within 0.3 s") == true)
    #expect(await server.disconnection(ofRequest: 0, within: .seconds(20)) != nil)
    await server.stop()
  }

  @Test func `cancelling does not wait for a server that never answers`() async throws {
    let server = try await silentServer()
    let engine = try engine(at: server.baseURL, connect: .seconds(600))
    let task = Task { await failure(of: engine.stream(request())) }
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    #expect(await server.disconnection(ofRequest: 0, within: .seconds(20)) != nil)
    await server.stop()
  }

  @Test func `an error message repeats the headers that say when to ask again`() async throws {
    let refusal =
      #"{"type":"error","status":429,"error":{"code":"rate_limit_exceeded","message":"no","headers":{"Retry-After":"7"}}}"#
    let server = try await ScriptedWebSocketEngine.start { _, _ in [.send(refusal)] }
    var request = request()
    request.deadline = .now
    let error = await failure(of: try engine(at: server.baseURL).stream(request))
    #expect(error?.code == .rateLimited(retryAfter: .seconds(7)))
    await server.stop()
  }

  @Test func `what was read ahead to the middle of a message goes on there`() async throws {
    let server = try await ScriptedWebSocketEngine.start { _, number in Self.steps(number == 0 ? "" : "reply") }
    let engine = try engine(at: server.baseURL)
    try await engine.prepare(request("the files\nInstruction: "))
    #expect(try await CollectedReply(engine.stream(request("the files\nInstruction: rename é"))).text == "reply")
    // What has a reply is not gone on with in its middle.
    #expect(try await CollectedReply(engine.stream(request("the files\nInstruction: rename éa"))).text == "reply")
    let sent = try server.messages.map(json)
    #expect(sent[1]["previous_response_id"]?.string == "resp_1")
    #expect(sent[1]["input"]?.array?.compactMap { $0["content"]?.string } == ["rename é"])
    #expect(sent[2]["previous_response_id"] == nil)
    await server.stop()
  }

  @Test func `a reply cut after any message is refused, and one that lost or repeated a message too`() async throws {
    let messages = ScriptedEngineReply.responses(text: "hello world", reasoning: "hm").messages
    // The request says which damage it wants: a kept connection that was closed is replaced, so messages are no count.
    let server = try await ScriptedWebSocketEngine.start { message, _ in
      let number = (0..<(messages.count * 4)).first { message.contains("damage \($0).") } ?? 0
      var damaged = messages
      switch number / messages.count {
      case 0: return messages.prefix(number).map { .send($0) } + [.close(code: number % 2 == 0 ? 1011 : nil)]
      case 1: damaged.remove(at: number % messages.count)
      case 2: damaged.insert(messages[number % messages.count], at: number % messages.count)
      default: damaged.insert("{\"type\"", at: max(1, number % messages.count))
      }
      return damaged.map { .send($0) } + [.close(code: nil)]
    }
    let engine = try engine(at: server.baseURL)
    for round in 0..<(messages.count * 4) {
      var request = request("damage \(round).")
      request.deadline = .now
      do throws(EngineError) {
        let reply = try await CollectedReply(engine.stream(request))
        #expect(round >= messages.count && reply.text == "hello world" && reply.finish == .stop, "round \(round)")
      } catch {
        #expect([.brokenStream, .malformedFrame].contains(error.code), "round \(round): \(error)")
      }
    }
    await server.stop()
  }

  @Test(arguments: [
    ("rate_limit_exceeded", 429, EngineError.Code.rateLimited(retryAfter: nil)),
    ("server_error", 500, .serverError(status: nil)), ("context_length_exceeded", 400, .contextTooLong),
  ])
  func `an error message is told by its kind`(_ word: String, _ status: Int, _ code: EngineError.Code) async throws {
    let server = try await ScriptedWebSocketEngine.start { _, _ in [Self.errorMessage(word, status: status)] }
    var request = request()
    request.deadline = .now
    let error = await failure(of: try engine(at: server.baseURL).stream(request))
    #expect(error?.code == code)
    await server.stop()
  }

  @Test func `a connection that falls silent is a timeout, and pings keep it alive`() async throws {
    let messages = ScriptedEngineReply.responses(text: "hello").messages
    let server = try await ScriptedWebSocketEngine.start { _, number in
      number == 0
        ? [.send(messages[0]), .fallSilent]
        : [.send(messages[0])] + Array(repeating: [Step.wait(.milliseconds(200)), .ping], count: 8).flatMap { $0 }
          + messages.dropFirst().map { .send($0) }
    }
    let engine = try engine(at: server.baseURL, idle: .milliseconds(1000))
    #expect(await failure(of: engine.stream(request()))?.code == .timeout)
    #expect(try await CollectedReply(engine.stream(request())).text == "hello")
    await server.stop()
  }

  @Test func `every byte is a sign of life, be it a piece of a message or a pong`() async throws {
    let messages = ScriptedEngineReply.responses(text: "hello").messages
    let server = try await ScriptedWebSocketEngine.start { _, number in
      let slow =
        number == 0
        ? [Step.send(messages[1], frames: 8, pause: .milliseconds(300))]
        : Array(repeating: [Step.pong, .wait(.milliseconds(300))], count: 8).flatMap { $0 } + [.send(messages[1])]
      return [.send(messages[0])] + slow + messages.dropFirst(2).map { .send($0) }
    }
    let engine = try engine(at: server.baseURL, idle: .milliseconds(1000))
    for _ in 0..<2 { #expect(try await CollectedReply(engine.stream(request())).text == "hello") }
    await server.stop()
  }

  // MARK: Steering

  /// The messages of a reply of which only the beginning was sent when the model was told something.
  private static func parent(_ text: String) -> [Step] {
    ScriptedEngineReply.responses(text: text).messages.dropLast(2).map { .send($0) }
  }

  /// Reads a reply and says `words` when its first text has come.
  private func steered(_ engine: any Engine, _ words: String) async throws -> (reply: CollectedReply, isSent: Bool) {
    let source = engine.stream(request()).makeSource()
    var reply = CollectedReply()
    var isSent: Bool?
    while let event = try await source.next() {
      reply.add(event)
      if case .unheard = event { break }
      if case .textDelta = event, isSent == nil { isSent = await source.steer(words) }
    }
    return (reply, isSent ?? false)
  }

  private func steerableEngine(at url: String, steer: Bool? = true) throws -> any Engine {
    var configuration = EngineConfiguration(name: "scripted", url: url, model: "test-model", api: .responses)
    (configuration.transport, configuration.steer) = (.websocket, steer)
    return try configuration.makeEngine(environment: Environment([:]))
  }

  @Test func `a model that listens is told something, and what follows is a reply of its own`() async throws {
    let number = Self.parent("old words").count
    let ended =
      #"{"type":"response.incomplete","sequence_number":\#(number),"response":{"id":"resp_1","#
      + #""incomplete_details":{"reason":"steered"},"usage":{"input_tokens":10,"output_tokens":3}}}"#
    let server = try await ScriptedWebSocketEngine.start { message, _ in
      guard message.contains("response.steer") else { return Self.parent("old words") }
      return [.send(#"{"type":"response.steer.pending"}"#), .send(#"{"type":"response.steer.accepted"}"#)]
        + [.send(ended)] + Self.steps("new words")
    }
    let (reply, isSent) = try await steered(steerableEngine(at: server.baseURL), "other words")
    #expect(isSent && reply.text == "old words|new words" && reply.finish == .stop && reply.trailing == 0)
    #expect(reply.usage == Usage(prompt: 22, cached: 4, completion: 10))
    let sent = try json(try #require(server.messages.last))
    #expect(sent["type"]?.string == "response.steer" && sent["previous_response_id"]?.string == "resp_1")
    #expect(sent["input"]?.array?.first?["content"]?.string == "other words")
    #expect(server.messages.count == 2 && server.connectionCount == 1)
    await server.stop()
  }

  @Test(arguments: [
    #"{"type":"response.steer.failed"}"#, #"{"type":"response.steer.postponed"}"#,
    #"{"type":"error","status":400,"error":{"code":"unknown_event","message":"no"}}"#,
  ])
  func `a model that does not take what it is told says so`(_ answer: String) async throws {
    let server = try await ScriptedWebSocketEngine.start { message, _ in
      message.contains("response.steer") ? [.send(answer)] : Self.parent("old words")
    }
    let (reply, isSent) = try await steered(steerableEngine(at: server.baseURL), "other words")
    #expect(isSent && reply.text == "old words" && reply.notices == ["unheard"] && reply.finish == nil)
    await server.stop()
  }

  @Test func `a model that is not known to listen is told nothing`() async throws {
    let server = try await ScriptedWebSocketEngine.start { _, _ in Self.steps("words") }
    let (reply, isSent) = try await steered(steerableEngine(at: server.baseURL, steer: nil), "other words")
    #expect(!isSent && reply.text == "words" && reply.finish == .stop && server.messages.count == 1)
    await server.stop()
  }

  @Test func `a secret is never told in the middle of a reply`() async throws {
    let server = try await ScriptedWebSocketEngine.start { _, _ in Self.steps("words") }
    let engine = RedactingEngine(try steerableEngine(at: server.baseURL)) { _ in }
    let (reply, isSent) = try await steered(engine, "use the key ghp_16C7e42F292c6912E7710c838347Ae178B4a")
    #expect(!isSent && reply.text == "words" && server.messages.count == 1)
    await server.stop()
  }

  @Test func `cancelling closes the connection in the middle of a reply`() async throws {
    let messages = ScriptedEngineReply.responses(text: "hello world").messages
    let server = try await ScriptedWebSocketEngine.start { _, _ in
      messages.prefix(3).map { .send($0) } + [.fallSilent]
    }
    let engine = try engine(at: server.baseURL)
    let task = Task { await failure(of: engine.stream(request())) }
    while server.messages.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    #expect(await server.closing(ofConnection: 0, within: .seconds(20)) != nil)
    #expect(await task.value?.code == .cancelled)
    await server.stop()
  }
}
