/// What an engine sends while it replies.
///
/// `finished` is the last event of every reply that may be used. A sequence that ends without it always ends by throwing.
package enum EngineEvent: Hashable, Sendable {
  /// The next piece of the reply. Pieces are cut anywhere, though never inside a Unicode scalar.
  case textDelta(String)
  /// How many pieces beyond one the text before it came in, where several arrived together and were joined.
  case joined(Int)
  /// The next piece of the engine's reasoning, which is never part of the reply.
  case reasoningDelta(String)
  /// The tokens counted so far; a later one replaces an earlier one.
  case usage(Usage)
  /// What the server measured; a later one replaces an earlier one.
  case timings(ServerTimings)
  /// Something about the connection that the user should know, in one line; no part of the reply.
  case notice(String)
  /// What the service says is left of its limits; no part of the reply.
  case allowance(RateAllowance)
  /// Whether a piece of the reply that was lost or came twice on its way would have been noticed; comes before the end of a reply
  /// that ended by itself, and not where that is not known.
  case counted(Bool)
  /// The engine has taken what it was told by `steer(_:)`: what came before is all there is of the reply so far, and what
  /// follows is a reply of its own.
  case redirected
  /// The engine does not take what it was told by `steer(_:)`; the reply goes on without it.
  case unheard
  /// The reply is complete, for this reason.
  case finished(FinishReason)
}

extension EngineDescription {
  /// Says how long the service makes a request wait.
  func notice(ofWaiting wait: Duration) -> EngineEvent {
    .notice("the engine `\(name)` takes no more requests for \(wait.roundedUp); waiting")
  }
}

/// Why a reply ended.
package enum FinishReason: Hashable, Sendable {
  /// The engine had nothing more to say, or reached a stop text. Only such a reply may be applied.
  case stop
  /// The reply was cut at the token limit.
  case length
  /// The service withheld the rest.
  case contentFilter
  /// Another reason, in the service's own word.
  case other(String)
}

/// How many tokens a request took.
package struct Usage: Hashable, Sendable {
  /// Tokens of the request, cached ones included.
  package var prompt: Int
  /// Tokens of the request that the server had in its cache.
  package var cached: Int
  /// Tokens of the reply, reasoning and rejected predictions included.
  package var completion: Int

  package init(prompt: Int = 0, cached: Int = 0, completion: Int = 0) {
    self.prompt = prompt
    self.cached = cached
    self.completion = completion
  }
}

/// What a server says about its own speed; everything is optional, since servers differ.
package struct ServerTimings: Hashable, Sendable {
  /// The time before the request was looked at.
  package var queue: Duration?
  /// The time spent reading the request.
  package var prompt: Duration?
  /// The time spent writing the reply.
  package var completion: Duration?
  /// Tokens of the request that were read anew, not taken from a cache.
  package var promptTokens: Int?
  /// Tokens of the reply.
  package var completionTokens: Int?

  package init(
    queue: Duration? = nil, prompt: Duration? = nil, completion: Duration? = nil,
    promptTokens: Int? = nil, completionTokens: Int? = nil
  ) {
    self.queue = queue
    self.prompt = prompt
    self.completion = completion
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
  }
}
