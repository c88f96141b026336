import HoneTestSupport
import Testing

@testable import HoneEngine

@Suite struct CancellationTests {
  private func stalled() -> ScriptedEngineReply {
    var reply = ScriptedEngineReply.chat(text: "hello world")
    reply.stallAfter = 3
    return reply
  }

  @Test func `cancelling closes the connection in the middle of a reply`() async throws {
    let server = try await ScriptedEngine.start(stalled())
    let engine = try makeEngine(server)
    let task = Task { await failure(of: engine.stream(request())) }
    #expect(await server.hasSent(frames: 3, within: .seconds(20)))
    try await Task.sleep(for: .milliseconds(20))
    let moment = ContinuousClock.now
    task.cancel()
    let closed = try #require(await server.disconnection(ofRequest: 0, within: .seconds(20)))
    #expect(moment.duration(to: closed) < .seconds(10))
    #expect(await task.value?.code == .cancelled)
    await server.stop()
  }

  @Test func `cancelling closes the connection before the reply`() async throws {
    var late = ScriptedEngineReply.chat(text: "hello")
    late.stallAfter = 0
    let server = try await ScriptedEngine.start(late)
    let engine = try makeEngine(server)
    let task = Task { await failure(of: engine.stream(request())) }
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    #expect(await server.disconnection(ofRequest: 0, within: .seconds(20)) != nil)
    #expect(await task.value?.code == .cancelled)
    await server.stop()
  }

  @Test func `letting go of the iterator closes the connection`() async throws {
    let server = try await ScriptedEngine.start(stalled())
    let engine = try makeEngine(server)
    for try await event in engine.stream(request()) {
      #expect(event == .textDelta("hell") || event == .textDelta("hello wo"))
      break
    }
    #expect(await server.disconnection(ofRequest: 0, within: .seconds(20)) != nil)
    await server.stop()
  }

  @Test func `a wait before another attempt can be cancelled`() async throws {
    let busy = ScriptedEngineReply.failure(status: 429, message: "busy", headers: [("Retry-After", "15")])
    let server = try await ScriptedEngine.start(busy)
    let engine = try makeEngine(server)
    let task = Task { await failure(of: engine.stream(request())) }
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    #expect(server.requests.count == 1)
    await server.stop()
  }

  @Test func `what is not asked for is not fetched`() async throws {
    var reply = ScriptedEngineReply.chat(text: "hello world")
    let comment = Array((":" + String(repeating: "x", count: 1 << 20) + "\n").utf8)
    reply.frames.insert(contentsOf: Array(repeating: comment, count: 64), at: 2)
    let server = try await ScriptedEngine.start(reply)
    let engine = try makeEngine(server)
    var events = engine.stream(request()).makeAsyncIterator()
    _ = try await events.next()
    try await Task.sleep(for: .milliseconds(300))
    #expect(server.framesSent < reply.frames.count, "the server was not slowed down by its reader")
    await server.stop()
  }
}
