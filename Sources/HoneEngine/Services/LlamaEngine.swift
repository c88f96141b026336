package import HoneCore

/// Speaks to a llama.cpp server: chat completions or its own completions for conversations, its own interface for gaps.
package struct LlamaEngine: Engine {
  package let capabilities: EngineCapabilities
  private let chat: ChatCompletionsEngine
  private let root: EngineConnection
  private let template: ChatTemplate
  private let isNative: Bool
  private let uncounted: UncountedReplies

  package var description: EngineDescription { root.description }

  /// - Parameters:
  ///   - connection: to the server's root, or to `/v1` below it.
  ///   - infill: whether the model was trained to fill gaps; every server takes the request, not every model can answer it.
  ///   - isNative: whether conversations go to `POST /completion`, where the server can write them by the model's template.
  ///   - cache: the user's cache folder, which remembers what the server can; `nil` where there is none.
  package init(
    connection: EngineConnection, contextTokens: Int? = nil, bestFormat: EditFormat = .window, infill: Bool = true,
    parallelRequests: Int? = nil, uncounted: UncountedReplies = .accept, isNative: Bool = false, cache: String? = nil
  ) {
    let base = connection.address.withoutVersion
    root = connection.moved(to: base)
    template = ChatTemplate(root, cache: cache)
    self.isNative = isNative
    self.uncounted = uncounted
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
    if let infill = request.infill {
      return stream { [self] in own("/infill", gap(infill, of: request), for: request) }
    }
    guard isNative else { return chat.stream(request) }
    return stream { [self] () async throws(EngineError) in
      guard let prompt = try await template.prompt(for: request.turns) else { return chat.stream(request).makeSource() }
      return own("/completion", completion(of: prompt, for: request), for: request)
    }
  }

  private func stream(
    _ open: @escaping @Sendable () async throws(EngineError) -> any EngineEventSource
  ) -> EngineStream {
    EngineStream { [description, uncounted] in LlamaSource(engine: description, policy: uncounted, open: open) }
  }

  /// The reply to a request of the server's own interface.
  private func own(_ path: String, _ members: [JSON.Member], for request: EngineRequest) -> ReplySource {
    let isWhole = uncounted == .whole
    return ReplySource(
      connection: isWhole ? root.forWholeReply(of: request.maxOutputTokens) : root, url: root.address.appending(path),
      body: JSON.object(members + settings(of: request, isWhole: isWhole)).bytes,
      asked: root.recorder.map { _ in AskedConversation.key(of: request) }, deadline: request.deadline,
      decoder: LlamaCompletionDecoder(
        engine: description, stops: request.stop, isWhole: isWhole,
        mayThink: request.infill == nil && request.prefill == nil),
      policy: RetryPolicy(isPaced: request.isPaced))
  }

  /// Lets the server read `request`, so that it finds what it has read in its cache when the request goes on from there.
  package func prepare(_ request: EngineRequest?) async throws(EngineError) {
    guard var request else { return }
    request.maxOutputTokens = 1
    request.prefill = nil
    request.grammar = nil
    let source = stream(request).makeSource()
    while try await source.next() != nil {}
  }

  /// Counts with `POST <root>/tokenize` what the server makes of the conversation; where it does not tell, the template of the
  /// conversation adds about eight tokens a turn.
  package func tokenCount(of request: EngineRequest) async -> Int? {
    let prompt = try? await template.rendered(request.turns)
    let text = prompt ?? request.messages.map(\.content).joined(separator: "\n") + (request.prefill ?? "")
    let body: JSON = ["content": .string(text), "add_special": .bool(prompt != nil)]
    // A token of the answer has up to seven digits and a comma.
    let limit = text.utf8.count * 8 + 64
    guard
      let answer = try? await root.document(root.address.appending("/tokenize"), body: body.bytes, limit: limit)
    else { return nil }
    guard let tokens = (try? JSON(parsing: answer))?["tokens"]?.array else { return nil }
    return tokens.count + (prompt == nil ? 8 * (request.messages.count + 1) : 0)
  }

  // MARK: Requests

  /// What stands in a request for a reply to `prompt`.
  private func completion(of prompt: String, for request: EngineRequest) -> [JSON.Member] {
    var members: [JSON.Member] = [.init("prompt", .string(prompt))]
    // Where one request follows the other, each finds what the last one has left.
    if capabilities.parallelRequests == 1 { members.append(.init("id_slot", 0)) }
    if let grammar = request.grammar?.text { members.append(.init("grammar", .string(grammar))) }
    return members
  }

  /// What stands in a request to fill a gap; its `prompt` begins what stands in the gap.
  private func gap(_ infill: EngineRequest.Infill, of request: EngineRequest) -> [JSON.Member] {
    [
      .init("input_prefix", .string(infill.prefix)),
      .init("input_suffix", .string(infill.suffix)),
      .init(
        "input_extra",
        .array(infill.context.map { ["filename": .string($0.fileName), "text": .string($0.text)] })),
      .init("prompt", .string(request.prefill ?? "")),
    ]
  }

  /// What both have in common.
  private func settings(of request: EngineRequest, isWhole: Bool) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("n_predict", .integer(request.maxOutputTokens)),
      .init("cache_prompt", true),
      .init("stream", .bool(!isWhole)),
    ]
    // The server looks at the connection when it has something to send.
    if !isWhole { members.append(.init("return_progress", true)) }
    if let temperature = request.temperature { members.append(.init("temperature", .number(temperature))) }
    if let seed = request.seed { members.append(.init("seed", .integer(seed))) }
    if !request.stop.isEmpty { members.append(.init("stop", .array(request.stop.map { .string($0) }))) }
    return members
  }
}

extension EngineRequest {
  /// The conversation with the beginning of the reply.
  fileprivate var turns: [Message] { messages + (prefill.map { [Message(.assistant, $0)] } ?? []) }
}
