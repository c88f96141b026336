package import HoneCore

/// Speaks `POST <base>/chat/completions` with streaming, the interface that nearly every server has.
package struct ChatCompletionsEngine: Engine {
  /// In which details servers of this interface differ.
  package struct Dialect: Hashable, Sendable {
    /// The name of the field that limits the reply.
    package enum TokenLimit: String, Sendable {
      /// What local servers have taken from the beginning.
      case maxTokens = "max_tokens"
      /// What newer services ask for, since reasoning counts too.
      case maxCompletionTokens = "max_completion_tokens"
    }

    package var tokenLimit: TokenLimit
    /// Whether `prediction` may be sent; servers that do not know it refuse the request.
    package var prediction: Bool
    /// Whether the server goes on from a last message of the assistant.
    package var prefill: Bool
    /// Whether `grammar` may be sent, in llama.cpp's notation.
    package var grammar: Bool
    /// How many stop texts are accepted.
    package var stopLimit: Int

    package init(
      tokenLimit: TokenLimit, prediction: Bool = false, prefill: Bool = false, grammar: Bool = false,
      stopLimit: Int = 4
    ) {
      self.tokenLimit = tokenLimit
      self.prediction = prediction
      self.prefill = prefill
      self.grammar = grammar
      self.stopLimit = stopLimit
    }
  }

  package let capabilities: EngineCapabilities
  let connection: EngineConnection
  let dialect: Dialect

  package var description: EngineDescription { connection.description }

  package init(
    connection: EngineConnection, dialect: Dialect, contextTokens: Int? = nil, bestFormat: EditFormat = .searchReplace,
    parallelRequests: Int? = nil
  ) {
    self.connection = connection
    self.dialect = dialect
    capabilities = EngineCapabilities(
      prefill: dialect.prefill, prediction: dialect.prediction, grammar: dialect.grammar,
      contextTokens: contextTokens, isLocal: connection.address.isLoopback, bestFormat: bestFormat,
      // A server on this machine shares its cores or its one device among them.
      parallelRequests: parallelRequests ?? (connection.address.isLoopback ? 4 : 8))
  }

  package func stream(_ request: EngineRequest) -> EngineStream {
    let body = body(for: request).bytes
    return EngineStream { [connection] in
      ReplySource(
        connection: connection, url: connection.address.appending("/chat/completions"), body: body,
        deadline: request.deadline, decoder: ChatCompletionsDecoder(engine: connection.description),
        policy: RetryPolicy(isPaced: request.isPaced))
    }
  }

  /// The request in the service's form.
  func body(for request: EngineRequest) -> JSON {
    var messages = request.messages
    if let prefill = request.prefill, dialect.prefill { messages.append(Message(.assistant, prefill)) }
    var members: [JSON.Member] = [
      .init("model", .string(description.model)),
      .init("messages", .array(messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] })),
      .init("stream", true),
      .init("stream_options", ["include_usage": true]),
      .init(dialect.tokenLimit.rawValue, .integer(request.maxOutputTokens)),
    ]
    if let temperature = request.temperature { members.append(.init("temperature", .number(temperature))) }
    if let seed = request.seed { members.append(.init("seed", .integer(seed))) }
    let stop = request.stop.prefix(dialect.stopLimit)
    if !stop.isEmpty { members.append(.init("stop", .array(stop.map { .string($0) }))) }
    if let prediction = request.prediction, dialect.prediction {
      members.append(.init("prediction", ["type": "content", "content": .string(prediction)]))
    }
    if dialect.grammar, let grammar = request.grammar?.text { members.append(.init("grammar", .string(grammar))) }
    return .object(members)
  }
}

extension EngineRequest.Grammar {
  /// The grammar in llama.cpp's notation; `nil` when there is none that helps.
  var text: String? {
    switch self {
    case .window(let fence): WindowGrammar.text(fence: fence)
    case .search(let files): SearchGrammar.text(for: files)
    case .patch: nil
    case .lineRange(let files): LineRangeGrammar.text(for: files)
    case .anchors(let files): AnchorGrammar.text(for: files)
    }
  }
}

extension JSON.Member {
  init(_ name: String, _ value: JSON) {
    self.init(name: name, value: value)
  }
}
