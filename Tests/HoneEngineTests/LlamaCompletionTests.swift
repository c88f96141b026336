import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneEngine

/// Conversations through llama.cpp's own completions.
@Suite struct LlamaCompletionTests {
  private static let text = "let value = 1\nlet other = 2\n"

  /// A server with a template for its model, and what it has to say about it.
  private func server(
    template: String = "{{ messages }}", renders: Bool = true,
    _ reply: ScriptedEngineReply = .completion(text: Self.text)
  ) async throws -> ScriptedEngine {
    try await ScriptedEngine.start { request, _ in
      switch request.target {
      case "/props": .json(#"{"chat_template":\#(ScriptedEngineReply.quoted(template))}"#)
      case "/apply-template":
        renders ? .json(#"{"prompt":"<user>hello<assistant>"}"#) : .failure(status: 404, message: "File Not Found")
      case "/completion", "/infill": reply
      default: .chat(text: "by chat")
      }
    }
  }

  private func engine(
    _ server: ScriptedEngine, _ fixture: LocalFixture, uncounted: UncountedReplies = .accept, parallel: Int? = nil
  ) throws -> any Engine {
    var configuration = EngineConfiguration(name: "scripted", url: server.baseURL, model: "m", api: .completion)
    configuration.uncounted = uncounted
    configuration.parallelRequests = parallel
    return try configuration.makeEngine(environment: fixture.environment)
  }

  @Test func `a conversation is written by the server and completed, with all that was asked for`() async throws {
    let server = try await server()
    let fixture = try LocalFixture()
    var asked = request()
    asked.temperature = 0
    asked.seed = 1
    asked.stop = ["\n```"]
    asked.prefill = "```py\n"
    asked.grammar = .window(fence: "```")
    let reply = try await CollectedReply(engine(server, fixture).stream(asked))
    #expect(reply.text == Self.text && reply.finish == .stop && reply.isCounted == true && reply.trailing == 0)
    #expect(reply.usage == Usage(prompt: 20, cached: 5, completion: 8) && reply.timings?.promptTokens == 15)
    #expect(server.requests.map(\.target) == ["/props", "/apply-template", "/completion"])
    #expect(
      String(decoding: server.requests[1].body, as: UTF8.self)
        == #"{"messages":[{"role":"system","content":"rules"},{"role":"user","content":"hello"},"#
        + #"{"role":"assistant","content":"```py\n"}]}"#)
    let body = try JSON(parsing: server.requests[2].body)
    #expect(body["prompt"] == "<user>hello<assistant>" && body["id_slot"] == 0 && body["n_predict"] == 64)
    #expect(body["cache_prompt"] == true && body["stream"] == true && body["return_progress"] == true)
    #expect(body["stop"] == ["\n```"] && body["seed"] == 1 && body["temperature"]?.double == 0)
    #expect(body["grammar"]?.string == WindowGrammar.text(fence: "```"))
    // What the server can is known to the next command; where several requests may be under way none is bound to a slot.
    _ = try await CollectedReply(engine(server, fixture, parallel: 2).stream(request()))
    #expect(server.requests.dropFirst(3).map(\.target) == ["/apply-template", "/completion"])
    #expect(try JSON(parsing: server.requests[4].body)["id_slot"] == nil)
    await server.stop()
  }

  @Test func `a server that writes no conversation is asked by chat, in one step`() async throws {
    let server = try await server(renders: false)
    let fixture = try LocalFixture()
    let first = try engine(server, fixture)
    #expect(try await CollectedReply(first.stream(request())).text == "by chat")
    let tried = ["/props", "/apply-template", "/v1/chat/completions"]
    #expect(server.requests.map(\.target) == tried)
    #expect(try await CollectedReply(first.stream(request())).text == "by chat")
    #expect(try await CollectedReply(engine(server, fixture).stream(request())).text == "by chat")
    #expect(server.requests.map(\.target) == tried + ["/v1/chat/completions", "/v1/chat/completions"])
    await server.stop()
  }

  @Test(arguments: ["{% if enable_thinking %}<think>{% endif %}", "<|start|>assistant<|channel|>final", ""])
  func `a model that writes more than its reply is asked by chat, where that is taken apart`(_ template: String)
    async throws
  {
    let server = try await server(template: template)
    let fixture = try LocalFixture()
    #expect(try await CollectedReply(engine(server, fixture).stream(request())).text == "by chat")
    #expect(server.requests.map(\.target) == ["/props", "/v1/chat/completions"])
    await server.stop()
  }

  @Test func `a server that fails while it is looked at is asked by chat, and looked at again`() async throws {
    let server = try await ScriptedEngine.start { request, _ in
      request.target == "/props" ? .failure(status: 503, message: "Loading model") : .chat(text: "by chat")
    }
    let fixture = try LocalFixture()
    for _ in 0..<2 { #expect(try await CollectedReply(engine(server, fixture).stream(request())).text == "by chat") }
    #expect(server.requests.map(\.target) == ["/props", "/v1/chat/completions", "/props", "/v1/chat/completions"])
    await server.stop()
  }

  @Test(arguments: [false, true])
  func `replies that cannot be counted are refused, or asked for in one piece, where that is wanted`(_ isGap: Bool)
    async throws
  {
    let fixture = try LocalFixture()
    var asked = request()
    if isGap { asked.infill = .init(prefix: "a", suffix: "b") }
    let uncounted = try await server(.infill(text: Self.text))
    let refused = await failure(of: try engine(uncounted, fixture, uncounted: .refuse).stream(asked))
    #expect(refused?.code == .misconfigured && refused?.message.contains("could not all be counted") == true)
    #expect(try await CollectedReply(engine(uncounted, fixture).stream(asked)).isCounted == false)
    await uncounted.stop()

    let body =
      #"{"index":0,"content":"# + ScriptedEngineReply.quoted(Self.text)
      + #","stop":true,"stop_type":"eos","stopping_word":"","truncated":false,"tokens_predicted":9,"tokens_evaluated":20}"#
    let server = try await server(.json(body))
    let reply = try await CollectedReply(engine(server, fixture, uncounted: .whole).stream(asked))
    #expect(reply.text == Self.text && reply.isCounted == true && reply.finish == .stop)
    #expect(try JSON(parsing: #require(server.requests.last).body)["stream"] == false)
    await server.stop()
    for cut in stride(from: 1, to: body.utf8.count, by: 13) {
      var reply = ScriptedEngineReply.json(body)
      reply.frames = [Array(body.utf8.prefix(cut))]
      let server = try await self.server(reply)
      asked.deadline = .now
      let code = await failure(of: try engine(server, fixture, uncounted: .whole).stream(asked))?.code
      #expect(code == .brokenStream, "cut at \(cut)")
      await server.stop()
    }
  }

  @Test func `letting go closes the connection`() async throws {
    var stalled = ScriptedEngineReply.completion(text: Self.text)
    stalled.stallAfter = 4
    let server = try await server(stalled)
    let fixture = try LocalFixture()
    for try await event in try engine(server, fixture).stream(request()) {
      if case .textDelta = event { break }
    }
    #expect(await server.disconnection(ofRequest: 2, within: .seconds(20)) != nil)
    await server.stop()
  }
}
