internal import HoneCore

/// Reads the stream of llama.cpp's `POST /infill`, which ends with a frame whose `stop` is true.
///
/// Each frame tells how many tokens there are so far. What may be the beginning of a stop text is held back, so several may come
/// in one frame.
struct LlamaInfillDecoder: ReplyDecoder {
  private let engine: EngineDescription
  private var tokens = TokenCount(.joined)
  private(set) var isComplete = false

  init(engine: EngineDescription) {
    self.engine = engine
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
    isComplete = true
    events.append(.finished(FinishReason(word: word)))
  }
}
