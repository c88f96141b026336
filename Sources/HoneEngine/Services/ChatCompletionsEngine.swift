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
    /// How the server can be asked to count tokens as it goes.
    package var counting: Counting
    /// Whether the server may be asked to list the tokens of each piece (`logprobs`); whether it does is learned.
    package var lists: Bool

    /// How a server says with each piece of the reply how many tokens there are so far.
    package enum Counting: String, Sendable {
      case none
      /// In `timings`, as llama.cpp does, which sends each token by itself.
      case timings
      /// In `usage`, as vLLM and SGLang do, which may join tokens.
      case usage
    }

    package init(
      tokenLimit: TokenLimit, prediction: Bool = false, prefill: Bool = false, grammar: Bool = false,
      stopLimit: Int = 4, counting: Counting = .none, lists: Bool = false
    ) {
      self.tokenLimit = tokenLimit
      self.prediction = prediction
      self.prefill = prefill
      self.grammar = grammar
      self.stopLimit = stopLimit
      self.counting = counting
      self.lists = lists
    }
  }

  /// How a reply is asked for.
  enum Form: Hashable, Sendable {
    /// Piece by piece.
    case plain
    /// Piece by piece, each with a list of its tokens.
    case listing
    /// In one piece.
    case whole
  }

  package let capabilities: EngineCapabilities
  let connection: EngineConnection
  let dialect: Dialect
  private let lessons: CountLessons
  private let uncounted: UncountedReplies

  package var description: EngineDescription { connection.description }

  /// - Parameters:
  ///   - uncounted: what becomes of replies in which a lost piece might not be noticed.
  ///   - cache: the user's cache folder, which remembers how servers count; `nil` where there is none.
  package init(
    connection: EngineConnection, dialect: Dialect, contextTokens: Int? = nil, bestFormat: EditFormat = .searchReplace,
    parallelRequests: Int? = nil, uncounted: UncountedReplies = .accept, cache: String? = nil
  ) {
    self.connection = connection
    self.dialect = dialect
    self.uncounted = uncounted
    lessons = CountLessons(cache: cache)
    capabilities = EngineCapabilities(
      prefill: dialect.prefill, prediction: dialect.prediction, grammar: dialect.grammar,
      contextTokens: contextTokens, isLocal: connection.address.isLoopback, bestFormat: bestFormat,
      // A server on this machine shares its cores or its one device among them.
      parallelRequests: parallelRequests ?? (connection.address.isLoopback ? 4 : 8))
  }

  package func stream(_ request: EngineRequest) -> EngineStream {
    EngineStream { CountedSource(engine: self, lessons: lessons, policy: uncounted, request: request) }
  }

  /// The reply to `request`, asked for in one of the forms.
  /// - Parameter isProbe: whether it is asked for to learn something, and no part of what a recording is to play again.
  func source(for request: EngineRequest, form: Form, isProbe: Bool = false) -> ReplySource {
    ReplySource(
      connection: isProbe
        ? connection.unrecorded
        : form == .whole ? connection.forWholeReply(of: request.maxOutputTokens) : connection,
      url: connection.address.appending("/chat/completions"), body: body(for: request, form: form).bytes,
      asked: connection.recorder.map { _ in AskedConversation.key(of: request) }, deadline: request.deadline,
      decoder: ChatCompletionsDecoder(
        engine: connection.description, counting: counting(of: request), isWhole: form == .whole,
        mayThink: request.prefill == nil),
      policy: RetryPolicy(isPaced: request.isPaced))
  }

  /// How the pieces of the reply to `request` are counted.
  private func counting(of request: EngineRequest) -> TokenCount.Manner {
    switch dialect.counting {
    case .none: .none
    // What goes on from a beginning has no reasoning, and no marks of its own, in front.
    case .timings: .single(stops: request.stop, isFromStart: request.prefill != nil && dialect.prefill)
    case .usage: .joined
    }
  }

  /// The request in the service's form.
  func body(for request: EngineRequest, form: Form = .plain) -> JSON {
    var messages = request.messages
    if let prefill = request.prefill, dialect.prefill { messages.append(Message(.assistant, prefill)) }
    var members: [JSON.Member] = [
      .init("model", .string(description.model)),
      .init("messages", .turns(messages)),
      .init("stream", .bool(form != .whole)),
    ]
    if form != .whole {
      members.append(
        .init(
          "stream_options",
          dialect.counting == .usage
            ? ["include_usage": true, "continuous_usage_stats": true] : ["include_usage": true]))
    }
    members.append(.init(dialect.tokenLimit.rawValue, .integer(request.maxOutputTokens)))
    if form == .listing { members.append(.init("logprobs", true)) }
    if let temperature = request.temperature { members.append(.init("temperature", .number(temperature))) }
    if let seed = request.seed { members.append(.init("seed", .integer(seed))) }
    let stop = request.stop.prefix(dialect.stopLimit)
    if !stop.isEmpty { members.append(.init("stop", .array(stop.map { .string($0) }))) }
    if let prediction = request.prediction, dialect.prediction {
      members.append(.init("prediction", ["type": "content", "content": .string(prediction)]))
    }
    // A llama.cpp server looks at the connection when it has something to send, so also between the batches of a long request.
    if dialect.counting == .timings, form != .whole {
      members += [.init("timings_per_token", true), .init("return_progress", true)]
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
    case .search(let files, let limit): SearchGrammar.text(for: files, limit: limit)
    case .patch: nil
    case .lineRange(let files, let limit): LineRangeGrammar.text(for: files, limit: limit)
    case .anchors(let files, let limit): AnchorGrammar.text(for: files, limit: limit)
    }
  }
}

extension JSON {
  /// A conversation as Chat Completions and its relatives take it.
  static func turns(_ messages: [Message]) -> JSON {
    .array(messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] })
  }
}

extension JSON.Member {
  init(_ name: String, _ value: JSON) {
    self.init(name: name, value: value)
  }
}
