internal import HoneCore

/// Reads the stream of llama.cpp's own interface, `POST /completion` and `POST /infill`, which ends with a frame whose `stop` is
/// true.
///
/// Each frame tells how many tokens there are so far (`FrameCount`). A reply that is asked for in one piece is that last frame,
/// with all of the text.
struct LlamaCompletionDecoder: ReplyDecoder {
  private let engine: EngineDescription
  private var tokens: FrameCount
  private var tags: ReasoningTags
  private(set) var isComplete = false
  let isWhole: Bool

  /// - Parameters:
  ///   - stops: the stop texts of the request.
  ///   - isWhole: whether the reply is asked for in one piece.
  ///   - mayThink: whether the reply may begin with what the engine thought, in tags.
  init(engine: EngineDescription, stops: [String] = [], isWhole: Bool = false, mayThink: Bool = true) {
    tags = ReasoningTags(isExpected: mayThink)
    self.engine = engine
    self.isWhole = isWhole
    tokens = FrameCount(stops: stops)
  }

  mutating func decode(whole json: JSON, into events: inout [EngineEvent]) throws(EngineError) {
    if json["content"] == nil, let failure = ServiceFailure(json) { throw failure.error(of: engine, status: nil) }
    guard let content = json["content"]?.string, json["stop"]?.bool == true else {
      throw .failure(.malformedFrame, of: engine, "sent a reply without `content` and `stop`")
    }
    if !content.isEmpty { tags.take(content, into: &events) }
    try end(json, isCounted: true, into: &events)
  }

  mutating func decode(_ frame: ServerSentEvent, into events: inout [EngineEvent]) throws(EngineError) {
    if frame.isDone { return }
    let json = try json(of: frame, engine: engine)
    if json["content"] == nil, let failure = ServiceFailure(json) { throw failure.error(of: engine, status: nil) }
    guard let content = json["content"]?.string, let isLast = json["stop"]?.bool else {
      throw .failure(.malformedFrame, of: engine, "sent a frame without `content` and `stop`")
    }
    if !isLast || !content.isEmpty {
      guard tokens.accepts(content, count: json["tokens_predicted"]?.count) else { throw damaged() }
    }
    if !content.isEmpty { tags.take(content, into: &events) }
    if isLast { try end(json, isCounted: nil, into: &events) }
  }

  /// Takes the last frame.
  /// - Parameter isCounted: what is known without counting; `nil` counts.
  private mutating func end(
    _ json: JSON, isCounted: Bool?, into events: inout [EngineEvent]
  ) throws(EngineError) {
    let evaluated = json["tokens_evaluated"]?.count ?? 0
    let total = json["tokens_predicted"]?.count
    let timings = ServerTimings(llama: json["timings"])
    if let completion = total ?? timings?.completionTokens {
      let cached = timings?.promptTokens.map { max(0, evaluated - $0) } ?? 0
      events.append(.usage(Usage(prompt: evaluated, cached: cached, completion: completion)))
    }
    if let timings { events.append(.timings(timings)) }
    // What does not fit into the context is cut off.
    let word = json["truncated"]?.bool == true ? "limit" : json["stop_type"]?.string ?? "none"
    let reason = FinishReason(word: word)
    guard tags.finish(into: &events) || reason != .stop else { throw engine.unendedReasoning }
    if reason == .stop {
      guard isCounted != nil || tokens.acceptsEnd(total: total, stop: json["stopping_word"]?.string ?? "") else {
        throw damaged()
      }
      events.append(.counted(isCounted ?? tokens.isCertain))
    }
    isComplete = true
    events.append(.finished(reason))
  }

  private func damaged() -> EngineError {
    .failure(.brokenStream, of: engine, "lost or repeated a part of the reply")
  }
}
