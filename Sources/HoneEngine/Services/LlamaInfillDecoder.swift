internal import HoneCore

/// Reads the stream of llama.cpp's `POST /infill`, which ends with a frame whose `stop` is true.
///
/// Each frame tells how many tokens there are so far. What may be the beginning of a stop text is held back, and a frame without
/// text tells of it; what ends inside of a character is held back without a word.
struct LlamaInfillDecoder: ReplyDecoder {
  private let engine: EngineDescription
  private var tokens: TokenCount
  private(set) var isComplete = false

  /// - Parameter stops: the stop texts of the request; `nil` when they are not known.
  init(engine: EngineDescription, stops: [String]? = nil) {
    self.engine = engine
    tokens = TokenCount(stops.map { .single(stops: $0, isFromStart: true) } ?? .joined)
  }

  mutating func decode(_ frame: ServerSentEvent, into events: inout [EngineEvent]) throws(EngineError) {
    if frame.data.elementsEqual("[DONE]".utf8) { return }
    let json = try json(of: frame, engine: engine)
    if json["content"] == nil, let failure = ServiceFailure(json) { throw failure.error(of: engine, status: nil) }
    guard let content = json["content"]?.string, let isLast = json["stop"]?.bool else {
      throw .failure(.malformedFrame, of: engine, "sent a frame without `content` and `stop`")
    }
    if !content.isEmpty {
      guard tokens.accepts(content, count: json["tokens_predicted"]?.integer) else {
        throw .failure(.brokenStream, of: engine, "lost or repeated a part of the reply")
      }
      events.append(.textDelta(content))
    } else if !isLast, let count = json["tokens_predicted"]?.integer {
      tokens.holds(count: count)
    }
    guard isLast else { return }
    let evaluated = json["tokens_evaluated"]?.integer ?? 0
    let timings = ServerTimings(llama: json["timings"])
    if let completion = json["tokens_predicted"]?.integer ?? timings?.completionTokens {
      let cached = timings?.promptTokens.map { max(0, evaluated - $0) } ?? 0
      events.append(.usage(Usage(prompt: evaluated, cached: cached, completion: completion)))
    }
    if let timings { events.append(.timings(timings)) }
    let word = json["truncated"]?.bool == true ? "limit" : json["stop_type"]?.string ?? "none"
    let reason = FinishReason(word: word)
    if reason == .stop {
      let stop = json["stopping_word"]?.string ?? ""
      guard tokens.acceptsEnd(total: json["tokens_predicted"]?.integer, stop: stop) else {
        throw .failure(.brokenStream, of: engine, "lost or repeated a part of the reply")
      }
      events.append(.counted(tokens.isCertain))
    }
    isComplete = true
    events.append(.finished(reason))
  }
}
