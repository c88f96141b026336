import HoneEngine
import HoneSystem
import HoneTestSupport

/// Everything that one reply said, for comparing.
struct CollectedReply: Hashable {
  var text = ""
  var reasoning = ""
  var usage: Usage?
  var timings: ServerTimings?
  var finish: FinishReason?
  var notices: [String] = []
  var isCounted: Bool?
  var allowance: RateAllowance?
  /// What came after `finished`, which must be nothing.
  var trailing = 0

  init() {}

  /// Reads a reply to its end.
  init(_ stream: EngineStream) async throws(EngineError) {
    for try await event in stream { add(event) }
  }

  mutating func add(_ event: EngineEvent) {
    if finish != nil { trailing += 1 }
    switch event {
    case .textDelta(let piece): text += piece
    case .joined: break
    case .reasoningDelta(let piece): reasoning += piece
    case .usage(let value): usage = value
    case .timings(let value): timings = value
    case .notice(let text): notices.append(text)
    case .allowance(let value): allowance = value
    case .counted(let value): isCounted = value
    case .redirected: text += "|"
    case .unheard: notices.append("unheard")
    case .finished(let reason): finish = reason
    }
  }
}

/// The key that every test sends, found nowhere else.
let testKey = "test-key-4f9a1c7e2b8d6035"

/// An engine that asks `server`.
///
/// Its waits are so long that no test passes by them.
func makeEngine(
  _ server: ScriptedEngine, api: EngineAPI = .chat, firstByte: Duration = .seconds(60), idle: Duration = .seconds(60),
  environment: [String: String] = ["TEST_KEY": testKey]
) throws -> any Engine {
  var configuration = EngineConfiguration(
    name: "scripted", url: server.baseURL, model: "test-model", api: api, keyEnvironmentVariable: "TEST_KEY")
  configuration.timeouts = EngineTimeouts(firstByte: firstByte, idle: idle)
  return try configuration.makeEngine(environment: Environment(environment))
}

/// A request with the given text.
func request(_ text: String = "hello") -> EngineRequest {
  EngineRequest(messages: [Message(.system, "rules"), Message(.user, text)], maxOutputTokens: 64)
}

/// The error that reading the reply ends with; `nil` when it ends well.
func failure(of stream: EngineStream) async -> EngineError? {
  do throws(EngineError) {
    _ = try await CollectedReply(stream)
    return nil
  } catch {
    return error
  }
}
