import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneEngine

@Suite struct ServiceTests {
  private let text = "one two\nthree \"four\" 😀\n"

  @Test(arguments: [EngineAPI.chat, .llama])
  func `a chat is read whole, with reasoning apart`(_ api: EngineAPI) async throws {
    let server = try await ScriptedEngine.start(.chat(text: text, reasoning: "let me see"))
    let reply = try await CollectedReply(makeEngine(server, api: api).stream(request()))
    #expect(reply.text == text)
    #expect(reply.reasoning == "let me see")
    #expect(reply.usage == Usage(prompt: 12, cached: 4, completion: 7))
    #expect(reply.finish == .stop)
    #expect(server.requests.map(\.target) == ["/v1/chat/completions"])
    await server.stop()
  }

  @Test func `Responses is read whole, with reasoning apart`() async throws {
    let server = try await ScriptedEngine.start(.responses(text: text, reasoning: "let me see"))
    let reply = try await CollectedReply(makeEngine(server, api: .responses).stream(request()))
    #expect(reply.text == text)
    #expect(reply.reasoning == "let me see")
    #expect(reply.usage == Usage(prompt: 12, cached: 4, completion: 7))
    #expect(reply.finish == .stop)
    #expect(server.requests.map(\.target) == ["/v1/responses"])
    await server.stop()
  }

  @Test func `a gap is filled through llama's own interface`() async throws {
    let server = try await ScriptedEngine.start(.infill(text: text))
    var request = request()
    request.infill = .init(prefix: "a", suffix: "b", context: [.init(fileName: "x.swift", text: "x")])
    let reply = try await CollectedReply(makeEngine(server, api: .llama).stream(request))
    #expect(reply.text == text)
    #expect(reply.finish == .stop)
    #expect(reply.usage?.prompt == 20)
    #expect(reply.usage?.cached == 5)
    #expect(reply.timings?.completion == .microseconds(12_250))
    let sent = try #require(server.requests.first)
    #expect(sent.target == "/infill")
    let body = try JSON(parsing: sent.body)
    #expect(body["input_prefix"] == "a")
    #expect(body["input_suffix"] == "b")
    #expect(body["input_extra"] == [["filename": "x.swift", "text": "x"]])
    #expect(body["n_predict"] == 64)
    await server.stop()
  }

  @Test func `a chat request carries what was asked, in the server's words`() async throws {
    let server = try await ScriptedEngine.start(.chat(text: "ok"))
    var request = request("ask")
    request.temperature = 0.25
    request.stop = ["A", "B", "C", "D", "E"]
    request.seed = 3
    request.prediction = "guess"
    request.prefill = "begin"
    var configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .chat)
    configuration.dialect = .init(tokenLimit: .maxCompletionTokens, prediction: true, prefill: true)
    _ = try await CollectedReply(configuration.makeEngine(environment: Environment()).stream(request))
    let sent = try #require(server.requests.first)
    #expect(
      String(decoding: sent.body, as: UTF8.self)
        == #"{"model":"m","messages":[{"role":"system","content":"rules"},{"role":"user","content":"ask"},"#
        + #"{"role":"assistant","content":"begin"}],"stream":true,"stream_options":{"include_usage":true},"#
        + #""max_completion_tokens":64,"temperature":0.25,"seed":3,"stop":["A","B","C","D"],"#
        + #""prediction":{"type":"content","content":"guess"}}"#)
    #expect(sent.header("Authorization") == nil)
    await server.stop()
  }

  @Test func `a patch is asked for through a tool bound to its form, where the model takes one`() async throws {
    let patch = "*** Begin Patch\n*** Delete File: a.txt\n*** End Patch\n"
    let call = ScriptedEngineReply.responses(text: patch).body
    let tool = String(decoding: call, as: UTF8.self)
      .replacing("response.output_text.", with: "response.custom_tool_call_input.").replacing(
        #""text":"***"#, with: #""input":"***"#)
    let server = try await ScriptedEngine.start(ScriptedEngineReply(frames: [Array(tool.utf8)]))
    var configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .responses)
    configuration.patchTool = true
    var asked = request()
    asked.grammar = .patch
    let engine = try configuration.makeEngine(environment: Environment([:]))
    #expect(engine.capabilities.patchTool)
    #expect(try await CollectedReply(engine.stream(asked)).text == patch)
    // Without the capability the request stays as it was.
    configuration.patchTool = nil
    _ = try await CollectedReply(try configuration.makeEngine(environment: Environment([:])).stream(asked))
    await server.stop()
    let bodies = try server.requests.map { try JSON(parsing: $0.body) }
    let sent = try #require(bodies.first?["tools"]?.array?.first)
    #expect(sent["type"]?.string == "custom" && sent["format"]?["syntax"]?.string == "lark")
    let grammar = try #require(sent["format"]?["definition"]?.string)
    #expect(grammar.contains(#"PATH: /[^\n]+/"#) && grammar.hasPrefix("start: "))
    #expect(bodies.first?["instructions"]?.string?.contains("apply_patch") == true)
    #expect(bodies.last?["tools"] == nil && bodies.last?["instructions"]?.string == "rules")
    configuration.kind = .openAI
    configuration.model = "gpt-5.3-codex"
    #expect(try configuration.makeEngine(environment: Environment([:])).capabilities.patchTool)
    configuration.model = "gpt-4.1"
    #expect(try !configuration.makeEngine(environment: Environment([:])).capabilities.patchTool)
  }

  @Test func `a Responses request keeps nothing at the service`() async throws {
    let server = try await ScriptedEngine.start(.responses(text: "ok"))
    _ = try await CollectedReply(makeEngine(server, api: .responses).stream(request("ask")))
    let sent = try #require(server.requests.first)
    #expect(
      String(decoding: sent.body, as: UTF8.self)
        == #"{"model":"test-model","instructions":"rules","input":[{"role":"user","content":"ask"}],"stream":true,"#
        + #""stream_options":{"include_obfuscation":false},"store":false,"max_output_tokens":64}"#)
    await server.stop()
  }

  @Test(arguments: [
    ("length", FinishReason.length), ("content_filter", .contentFilter), ("tool_calls", .other("tool_calls")),
  ])
  func `an end for another reason is told`(_ word: String, _ reason: FinishReason) async throws {
    let server = try await ScriptedEngine.start(.chat(text: "half", finishReason: word))
    let reply = try await CollectedReply(makeEngine(server).stream(request()))
    #expect(reply.finish == reason)
    await server.stop()
  }

  @Test func `an incomplete response is told`() async throws {
    let incomplete = ScriptedEngineReply(frames: [
      Array(
        (#"data: {"type":"response.output_text.delta","sequence_number":0,"delta":"x"}"# + "\n\n"
          + #"data: {"type":"response.incomplete","sequence_number":1,"response":"#
          + #"{"incomplete_details":{"reason":"max_output_tokens"}}}"# + "\n\n").utf8)
    ])
    let server = try await ScriptedEngine.start(incomplete)
    let reply = try await CollectedReply(makeEngine(server, api: .responses).stream(request()))
    #expect(reply.finish == .length)
    await server.stop()
  }

  private func responses(_ events: String...) async throws -> CollectedReply {
    let frames = events.enumerated().map { Array("data: {\"sequence_number\":\($0),\($1)}\n\n".utf8) }
    let server = try await ScriptedEngine.start(ScriptedEngineReply(frames: frames))
    let reply = try await CollectedReply(makeEngine(server, api: .responses).stream(request()))
    await server.stop()
    return reply
  }

  @Test func `a refusal of Responses is told as one`() async throws {
    let done = #""type":"response.completed","response":{"id":"r"}"#
    let streamed = try await responses(
      #""type":"response.refusal.delta","delta":"I""#, #""type":"response.refusal.done","refusal":"I cannot""#, done)
    #expect(streamed.finish == .contentFilter && streamed.text.isEmpty && streamed.isCounted == nil)
    let item = #"{"type":"message","content":[{"type":"refusal","refusal":"I cannot"}]}"#
    let whole = try await responses(#""type":"response.completed","response":{"id":"r","output":[\#(item)]}"#)
    #expect(whole.finish == .contentFilter)
  }

  @Test func `a reply that only calls functions is told, and one with text beside them is read`() async throws {
    let call = #""type":"response.output_item.added","item":{"type":"function_call","name":"f"}"#
    let done = #""type":"response.completed","response":{"id":"r"}"#
    #expect(try await responses(call, done).finish == .other("function_call"))
    let both = try await responses(
      call, #""type":"response.output_text.delta","delta":"x""#, #""type":"response.output_text.done","text":"x""#, done
    )
    #expect(both.finish == .stop && both.text == "x")
  }

  @Test func `Cerebras timings are read`() async throws {
    let frames = [
      #"data: {"choices":[{"index":0,"delta":{"reasoning":"hm","content":"x"},"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":1,"completion_tokens":1},"#
        + #""time_info":{"queue_time":0.5,"prompt_time":0.25,"completion_time":0.125}}"# + "\n\n",
      "data: [DONE]\n\n",
    ]
    let server = try await ScriptedEngine.start(ScriptedEngineReply(frames: frames.map { Array($0.utf8) }))
    let reply = try await CollectedReply(makeEngine(server).stream(request()))
    #expect(reply.timings?.queue == .milliseconds(500))
    #expect(reply.timings?.completion == .milliseconds(125))
    #expect(reply.reasoning == "hm")
    await server.stop()
  }

  @Test func `a terminal event ends the reply though the connection stays open`() async throws {
    var open = ScriptedEngineReply.responses(text: text)
    open.keepsOpen = true
    let server = try await ScriptedEngine.start(open)
    let start = ContinuousClock.now
    let reply = try await CollectedReply(makeEngine(server, api: .responses).stream(request()))
    #expect(reply.text == text)
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(await server.disconnection(ofRequest: 0, within: .seconds(20)) != nil)
    await server.stop()
  }

  @Test func `one connection serves one request after the other`() async throws {
    let server = try await ScriptedEngine.start(.chat(text: text))
    let engine = try makeEngine(server)
    for _ in 0..<3 { #expect(try await CollectedReply(engine.stream(request())).text == text) }
    #expect(server.requests.count == 3)
    #expect(await server.disconnection(ofRequest: 0, within: .milliseconds(20)) == nil)
    await server.stop()
  }

  @Test func `a llama server counts tokens itself, and others are not asked to`() async throws {
    let server = try await ScriptedEngine.start { request, _ in
      request.target == "/tokenize"
        ? .json(#"{"tokens":[1,22,333]}"#) : .failure(status: 404, message: "File Not Found")
    }
    let llama = try makeEngine(server, api: .llama)
    // Without the template of the model, so much is added for each turn.
    #expect(await llama.tokenCount(of: request("a b")) == 3 + 8 * 3)
    #expect(server.requests.map(\.target) == ["/apply-template", "/tokenize"])
    #expect(
      String(decoding: server.requests[1].body, as: UTF8.self) == #"{"content":"rules\na b","add_special":false}"#)
    #expect(await RedactingEngine(llama) { _ in }.tokenCount(of: request("a b")) == 27)
    #expect(await (try makeEngine(server)).tokenCount(of: request()) == nil)
    #expect(server.requests.map(\.target) == ["/apply-template", "/tokenize", "/tokenize"])
    await server.stop()
  }

  @Test func `a llama server that knows the template of its model counts to the token`() async throws {
    let server = try await ScriptedEngine.start { request, _ in
      request.target == "/tokenize" ? .json(#"{"tokens":[1,22,333]}"#) : .json(#"{"prompt":"<user>a b<assistant>"}"#)
    }
    #expect(await (try makeEngine(server, api: .llama)).tokenCount(of: request("a b")) == 3)
    #expect(
      String(decoding: server.requests[1].body, as: UTF8.self)
        == #"{"content":"<user>a b<assistant>","add_special":true}"#)
    await server.stop()
  }

  @Test func `models are listed`() async throws {
    let server = try await ScriptedEngine.start(.json(#"{"object":"list","data":[{"id":"b"},{"id":"a"}]}"#), .page())
    let configuration = EngineConfiguration(name: "x", url: server.baseURL + "/", model: "", api: .chat)
    let connection = try configuration.connection(environment: Environment())
    #expect(try await connection.models() == ["a", "b"])
    #expect(server.requests.map(\.target) == ["/v1/models"])
    await #expect { try await connection.models() } throws: { ($0 as? EngineError)?.code == .notAStream }
    await server.stop()
  }
}
