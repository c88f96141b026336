import HoneSystem
import HoneTestSupport
import Synchronization
import Testing

@testable import HoneEngine

@Suite struct FanOutTests {
  /// The text of the last message of a request, as it was received.
  private static func asked(_ request: ScriptedEngine.Request) -> String {
    let body = String(decoding: request.body, as: UTF8.self)
    return String(body.split(separator: "site ").last?.prefix { $0.isNumber } ?? "")
  }

  private func requests(_ count: Int, prefix: String = "") -> [EngineRequest] {
    (0..<count).map { request("\(prefix)site \($0)") }
  }

  /// What the reader gets for each request, in the order of the requests.
  private func replies(
    to requests: [EngineRequest], of engine: any Engine
  ) async -> [Result<CollectedReply, EngineError>] {
    await FanOut.run(requests, on: engine) { engine in
      var results: [Result<CollectedReply, EngineError>] = []
      for request in requests {
        do throws(EngineError) {
          results.append(.success(try await CollectedReply(engine.stream(request))))
        } catch {
          results.append(.failure(error))
        }
      }
      return results
    }
  }

  @Test func `replies come in the order of the requests, whichever is there first`() async throws {
    let arrived = Mutex(0)
    let server = try await ScriptedEngine.start { request, _ in
      arrived.withLock { $0 += 1 }
      let site = Self.asked(request)
      var reply = ScriptedEngineReply.chat(text: "reply \(site)")
      if site == "0" { reply.delay = .milliseconds(300) }
      // Nothing is answered before four are under way.
      reply.gate = { try await eventually { arrived.withLock { $0 } >= 4 } }
      return reply
    }
    let requests = requests(6)
    let replies = await replies(to: requests, of: try makeEngine(server))
    #expect(replies.map { try? $0.get().text } == (0..<6).map { "reply \($0)" })
    #expect(replies.allSatisfy { (try? $0.get().finish) == .stop })
    #expect(server.requests.count == 6)
    #expect(server.requests.prefix(4).contains { Self.asked($0) == "3" }, "four are under way at once")
    await server.stop()
  }

  @Test func `a server that takes two at once is asked for no more, and every request is answered`() async throws {
    let load = Load()
    let server = try await ScriptedEngine.start { request, _ in
      guard load.begin(limit: 2) else {
        return .failure(status: 429, message: "busy", headers: [("retry-after-ms", "40")])
      }
      Task {
        try await Task.sleep(for: .milliseconds(30))
        load.end()
      }
      var reply = ScriptedEngineReply.chat(text: "reply \(Self.asked(request))")
      reply.delay = .milliseconds(35)
      return reply
    }
    let replies = await replies(to: requests(12), of: try makeEngine(server))
    #expect(replies.map { try? $0.get().text } == (0..<12).map { "reply \($0)" })
    #expect(load.refused > 0)
    await server.stop()
  }

  @Test func `a service that goes on refusing is a typed failure`() async throws {
    let server = try await ScriptedEngine.start(
      .failure(status: 429, message: "busy", headers: [("Retry-After", "3600")]))
    let replies = await replies(to: requests(2), of: try makeEngine(server))
    for reply in replies {
      guard case .failure(let error) = reply, case .rateLimited = error.code else {
        Issue.record("\(reply)")
        continue
      }
    }
    await server.stop()
  }

  @Test func `one failure is told where it is read, and the others are read`() async throws {
    let server = try await ScriptedEngine.start { request, _ in
      Self.asked(request) == "1"
        ? .failure(status: 400, message: "no") : .chat(text: "reply \(Self.asked(request))")
    }
    let replies = await replies(to: requests(3), of: try makeEngine(server))
    #expect(replies.map { (try? $0.get().text) ?? "failed" } == ["reply 0", "failed", "reply 2"])
    await server.stop()
  }

  @Test func `a long common beginning is sent by one request before the others`() async throws {
    let prefix = String(repeating: "the same for all ", count: 400)
    let isOpen = Mutex(false)
    let server = try await ScriptedEngine.start { request, number in
      var reply = ScriptedEngineReply.chat(text: "reply \(Self.asked(request))")
      if number == 0 { reply.gate = { try await eventually { isOpen.withLock { $0 } } } }
      return reply
    }
    let requests = requests(4, prefix: prefix)
    #expect(FanOut.prefixLength(of: requests) == "rules".utf8.count + prefix.utf8.count + "site ".utf8.count)
    let engine = try makeEngine(server)
    await FanOut.run(requests, on: engine) { engine in
      _ = try? await eventually { server.requests.count >= 1 }
      try? await Task.sleep(for: .milliseconds(75))
      #expect(server.requests.count == 1)
      isOpen.withLock { $0 = true }
      for request in requests { _ = try? await CollectedReply(engine.stream(request)) }
    }
    #expect(server.requests.count == 4)
    await server.stop()
  }

  @Test func `what is not read when the reader leaves is cancelled at the server`() async throws {
    var endless = ScriptedEngineReply.chat(text: String(repeating: "and so on ", count: 400))
    endless.stallAfter = 20
    let server = try await ScriptedEngine.start(endless)
    let engine = try makeEngine(server)
    let requests = requests(4)
    await FanOut.run(requests, on: engine) { _ in
      while server.requests.count < 4 { try? await Task.sleep(for: .milliseconds(1)) }
    }
    for number in 0..<4 {
      #expect(await server.disconnection(ofRequest: number, within: .seconds(20)) != nil)
    }
    await server.stop()
  }

  @Test func `a reply that has arrived is known to be whole until it is read, and is read once`() async throws {
    let server = try await ScriptedEngine.start { request, number in .chat(text: "reply \(number)") }
    let engine = try makeEngine(server)
    let requests = requests(2)
    await FanOut.run(requests, on: engine) { engine in
      while !requests.allSatisfy(engine.hasWhole) { try? await Task.sleep(for: .milliseconds(1)) }
      let first = try? await CollectedReply(engine.stream(requests[0]))
      #expect(first?.finish == .stop)
      #expect(!engine.hasWhole(requests[0]) && engine.hasWhole(requests[1]))
      let again = try? await CollectedReply(engine.stream(requests[0]))
      #expect(again?.text == "reply 2")
    }
    await server.stop()
  }

  @Test func `headers tell what is left`() async throws {
    var reply = ScriptedEngineReply.chat(text: "hello")
    reply.headers += [
      ("x-ratelimit-remaining-requests", "7"), ("x-ratelimit-limit-requests", "10"),
      ("x-ratelimit-reset-requests", "1m3s"), ("x-ratelimit-remaining-tokens", "unknown"),
    ]
    let server = try await ScriptedEngine.start(reply)
    let collected = try await CollectedReply(try makeEngine(server).stream(request()))
    #expect(
      collected.allowance
        == RateAllowance(["requests": .init(.requests, remaining: 7, limit: 10, reset: .seconds(63))]))
    await server.stop()
  }
}

/// How many requests a server works on, and how many it has refused.
private final class Load: Sendable {
  private let counts = Mutex((running: 0, refused: 0))

  var refused: Int { counts.withLock(\.refused) }

  /// Takes a request, unless there are `limit` already.
  func begin(limit: Int) -> Bool {
    counts.withLock { counts in
      guard counts.running < limit else {
        counts.refused += 1
        return false
      }
      counts.running += 1
      return true
    }
  }

  func end() { counts.withLock { $0.running -= 1 } }
}
