package import HoneCore

/// Speaks to a llama.cpp server: chat completions for conversations, its own interface for gaps.
package struct LlamaEngine: Engine {
  package let capabilities: EngineCapabilities
  private let chat: ChatCompletionsEngine
  private let root: EngineConnection

  package var description: EngineDescription { root.description }

  /// - Parameters:
  ///   - connection: to the server's root, or to `/v1` below it.
  ///   - infill: whether the model was trained to fill gaps; every server takes the request, not every model can answer it.
  package init(
    connection: EngineConnection, contextTokens: Int? = nil, bestFormat: EditFormat = .window, infill: Bool = true,
    parallelRequests: Int? = nil, uncounted: UncountedReplies = .accept
  ) {
    let base = connection.address.withoutVersion
    root = connection.moved(to: base)
    chat = ChatCompletionsEngine(
      connection: connection.moved(to: base.appending("/v1")),
      dialect: .init(tokenLimit: .maxTokens, prefill: true, grammar: true, stopLimit: 64, counting: .timings),
      contextTokens: contextTokens, bestFormat: bestFormat,
      // With its one slot taken, a server keeps the others waiting and forgets what it has read for them.
      parallelRequests: parallelRequests ?? 1, uncounted: uncounted)
    var capabilities = chat.capabilities
    capabilities.infill = infill
    self.capabilities = capabilities
  }

  package func stream(_ request: EngineRequest) -> EngineStream {
    guard let infill = request.infill else { return chat.stream(request) }
    let body = Self.body(for: infill, of: request).bytes
    return EngineStream { [root] in
      ReplySource(
        connection: root, url: root.address.appending("/infill"), body: body, deadline: request.deadline,
        decoder: LlamaInfillDecoder(engine: root.description, stops: request.stop),
        policy: RetryPolicy(isPaced: request.isPaced))
    }
  }

  /// Lets the server read `request`, so that it finds what it has read in its cache when the request goes on from there.
  package func prepare(_ request: EngineRequest?) async throws(EngineError) {
    guard var request else { return }
    request.maxOutputTokens = 1
    request.prefill = nil
    request.grammar = nil
    let source = chat.stream(request).makeSource()
    while try await source.next() != nil {}
  }

  /// Counts with `POST <root>/tokenize`; the template of the conversation adds about eight tokens a turn.
  package func tokenCount(of request: EngineRequest) async -> Int? {
    let text = request.messages.map(\.content).joined(separator: "\n") + (request.prefill ?? "")
    let body: JSON = ["content": .string(text)]
    guard let response = try? await root.send(root.address.appending("/tokenize"), body: body.bytes) else { return nil }
    // A token of the answer has up to seven digits and a comma.
    let answer = await response.collect(upTo: text.utf8.count * 8 + 64, within: .seconds(5))
    guard let tokens = (try? JSON(parsing: answer))?["tokens"]?.array else { return nil }
    return tokens.count + 8 * (request.messages.count + 1)
  }

  /// The request to fill a gap; its `prompt` begins what stands in the gap.
  static func body(for infill: EngineRequest.Infill, of request: EngineRequest) -> JSON {
    var members: [JSON.Member] = [
      .init("input_prefix", .string(infill.prefix)),
      .init("input_suffix", .string(infill.suffix)),
      .init(
        "input_extra",
        .array(infill.context.map { ["filename": .string($0.fileName), "text": .string($0.text)] })),
      .init("prompt", .string(request.prefill ?? "")),
      .init("n_predict", .integer(request.maxOutputTokens)),
      .init("cache_prompt", true),
      .init("stream", true),
      // The server looks at the connection when it has something to send.
      .init("return_progress", true),
    ]
    if let temperature = request.temperature { members.append(.init("temperature", .number(temperature))) }
    if let seed = request.seed { members.append(.init("seed", .integer(seed))) }
    if !request.stop.isEmpty { members.append(.init("stop", .array(request.stop.map { .string($0) }))) }
    return .object(members)
  }
}
