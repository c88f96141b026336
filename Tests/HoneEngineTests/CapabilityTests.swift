import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneEngine

@Suite struct CapabilityTests {
  private static let answers: [(path: String, json: String, kind: ServerKind)] = [
    ("/props", #"{"default_generation_settings":{}}"#, .llamaCpp), ("/api/tags", #"{"models":[]}"#, .ollama),
    ("/get_model_info", #"{"model_path":"m"}"#, .sglang), ("/api/v0/models", #"{"data":[]}"#, .lmStudio),
    ("/version", #"{"version":"1"}"#, .vllm), ("/nothing", "{}", .other),
  ]

  private func connection(_ url: String) throws -> EngineConnection {
    try EngineConfiguration(name: "x", url: url, model: "m", api: .chat).connection(environment: Environment([:]))
  }

  @Test(arguments: answers)
  func `an unknown server is looked at once, and remembered`(
    _ path: String, _ json: String, _ kind: ServerKind
  ) async throws {
    let server = try await ScriptedEngine.start { request, _ in
      request.target == path ? .json(json) : .failure(status: 404, message: "no")
    }
    let fixture = try LocalFixture()
    let probe = ServerProbe(cache: fixture.directories.cache)
    let connection = try connection(server.baseURL)
    #expect(probe.remembered(at: connection.address) == nil)
    #expect(await probe.kind(at: connection) == kind)
    let count = server.requests.count
    #expect(await probe.kind(at: connection) == kind)
    #expect(server.requests.count == count)
    #expect(server.requests.allSatisfy { $0.method == "GET" && $0.body.isEmpty })
    await server.stop()
  }

  @Test func `where nobody answers nothing is remembered`() async throws {
    let server = try await ScriptedEngine.start(.page())
    let fixture = try LocalFixture()
    let probe = ServerProbe(cache: fixture.directories.cache)
    let connection = try connection(server.baseURL)
    await server.stop()
    #expect(await probe.kind(at: connection) == nil)
    #expect(probe.remembered(at: connection.address) == nil)
  }

  @Test func `a server that is silent is not waited for beyond the command's time`() async throws {
    var silent = ScriptedEngineReply.page()
    silent.delay = .seconds(600)
    let server = try await ScriptedEngine.start(silent)
    let fixture = try LocalFixture()
    let probe = ServerProbe(cache: fixture.directories.cache)
    var configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .chat)
    configuration.timeouts = EngineTimeouts(connect: .seconds(600), firstByte: .seconds(600), idle: .seconds(600))
    let connection = try configuration.connection(environment: Environment([:]))
    let deadline = ContinuousClock.now + .milliseconds(300)
    #expect(await probe.kind(at: connection, deadline: deadline) == nil)
    #expect(probe.remembered(at: connection.address) == nil)
    #expect(await connection.models(before: deadline) == nil)
    #expect(await probe.kind(at: connection) == nil, "a few seconds without a deadline")
    await server.stop()
  }

  @Test func `a known service is not looked at`() throws {
    #expect(ServerKind(host: "api.cerebras.ai") == .cerebras)
    #expect(ServerKind(host: "example.com") == nil)
  }

  @Test func `what is configured decides which features count`() {
    var configuration = EngineConfiguration(name: "x", url: "https://api.openai.com/v1", model: "m", api: .responses)
    configuration.kind = .openAI
    #expect(configuration.features == [.sse, .cache, .counts])
    configuration.transport = .websocket
    #expect(configuration.features == [.sse, .cache, .counts, .websocket])
    configuration.model = "gpt-6-codex"
    #expect(configuration.features.contains(.steer))
    configuration.transport = .sse
    #expect(!configuration.features.contains(.steer))
    configuration.api = .chat
    #expect(configuration.features.isDisjoint(with: [.steer, .counts]))
    configuration.kind = .other
    (configuration.api, configuration.transport, configuration.steer) = (.responses, .websocket, true)
    #expect(configuration.features.contains(.steer))
    configuration.kind = .llamaCpp
    configuration.api = .chat
    #expect(configuration.features.isDisjoint(with: [.grammar, .fim, .prefill, .websocket]))
    configuration.api = .llama
    #expect(configuration.features.isSuperset(of: [.grammar, .fim, .prefill, .counts, .cancel]))
  }

  @Test func `the format that measured best is remembered for an engine and a model`() throws {
    let fixture = try LocalFixture()
    let choices = FormatChoices(data: fixture.directories.data)
    #expect(choices.best(engine: "a", model: "m") == nil)
    try choices.remember(.searchReplace, engine: "a", model: "m")
    try choices.remember(.window, engine: "a", model: "n")
    #expect(choices.best(engine: "a", model: "m") == .searchReplace)
    #expect(choices.best(engine: "a", model: "n") == .window)
    #expect(choices.best(engine: "b", model: "m") == nil)
  }

  @Test(arguments: [
    (["retry-after-ms": "1500", "retry-after": "9"], Duration.milliseconds(1500)), (["retry-after": "2"], .seconds(2)),
    (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2m59.56s"], .milliseconds(179_560)),
    (
      [
        "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "20ms",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "1s",
      ], .seconds(1)
    ),
    (["x-ratelimit-remaining-tokens-minute": "0", "x-ratelimit-reset-tokens-minute": "11.5"], .milliseconds(11_500)),
  ])
  func `headers name the wait`(_ headers: [String: String], _ wait: Duration) {
    #expect(RateLimit.wait { headers[$0] } == wait)
  }

  @Test(arguments: [
    [:], ["x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "20s"],
    ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"], ["retry-after-ms": "-1"],
    ["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "5x"],
  ])
  func `headers that name no wait are passed over`(_ headers: [String: String]) {
    #expect(RateLimit.wait { headers[$0] } == nil)
  }
}
