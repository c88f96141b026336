internal import HoneCore

/// Reads the stream of `POST /chat/completions`.
///
/// The reply is complete after a `finish_reason` and `[DONE]`: a gateway that lost its upstream may invent the first, and a
/// closed connection looks like the second. The interface numbers no frames, so a lost frame in the middle cannot be seen
/// here; the grammar of the edits has to.
struct ChatCompletionsDecoder: ReplyDecoder {
  private let engine: EngineDescription
  private var reason: FinishReason?
  private(set) var isComplete = false

  init(engine: EngineDescription) {
    self.engine = engine
  }

  mutating func decode(_ frame: ServerSentEvent, into events: inout [EngineEvent]) throws(EngineError) {
    if frame.data.elementsEqual("[DONE]".utf8) {
      guard let reason else {
        throw .failure(.brokenStream, of: engine, "ended the reply without a reason")
      }
      isComplete = true
      events.append(.finished(reason))
      return
    }
    let json = try json(of: frame, engine: engine)
    if json["error"] != nil || json["choices"] == nil, let failure = ServiceFailure(json) {
      throw failure.error(of: engine, status: nil)
    }
    guard json["choices"]?.array != nil || json["usage"] != nil || json["timings"] != nil else {
      throw .failure(.malformedFrame, of: engine, "sent a frame without `choices`")
    }
    for choice in json["choices"]?.array ?? [] where choice["index"]?.integer ?? 0 == 0 {
      try decode(choice: choice, into: &events)
    }
    if let usage = json["usage"].flatMap(Usage.init(chat:)) { events.append(.usage(usage)) }
    if let timings = ServerTimings(llama: json["timings"]) ?? ServerTimings(cerebras: json["time_info"]) {
      events.append(.timings(timings))
    }
  }

  private mutating func decode(choice: JSON, into events: inout [EngineEvent]) throws(EngineError) {
    let delta = choice["delta"]
    if let text = (delta?["reasoning_content"] ?? delta?["reasoning"])?.string, !text.isEmpty {
      events.append(.reasoningDelta(text))
    }
    if let content = delta?["content"], content.string == nil {
      throw .failure(.malformedFrame, of: engine, "sent a frame whose `content` is no text")
    }
    if let text = delta?["content"]?.string, !text.isEmpty {
      guard reason == nil else {
        throw .failure(.malformedFrame, of: engine, "went on after it had ended the reply")
      }
      events.append(.textDelta(text))
    }
    if delta?["refusal"]?.string.map({ !$0.isEmpty }) ?? false { reason = .contentFilter }
    if let word = choice["finish_reason"]?.string, reason != .contentFilter { reason = FinishReason(word: word) }
  }
}

extension FinishReason {
  /// The reason that the word of a Chat Completions or llama.cpp server means.
  init(word: String) {
    switch word {
    case "stop", "eos", "word": self = .stop
    case "length", "limit", "max_tokens": self = .length
    case "content_filter": self = .contentFilter
    default: self = .other(word)
    }
  }
}

extension Usage {
  /// The `usage` of Chat Completions.
  init?(chat json: JSON) {
    guard let completion = json["completion_tokens"]?.integer else { return nil }
    self.init(
      prompt: json["prompt_tokens"]?.integer ?? 0,
      cached: json["prompt_tokens_details"]?["cached_tokens"]?.integer ?? 0, completion: completion)
  }
}

extension ServerTimings {
  /// The `timings` of a llama.cpp server, in milliseconds.
  init?(llama json: JSON?) {
    guard let json, case .object = json else { return nil }
    self.init(
      prompt: json["prompt_ms"]?.double.flatMap { Duration(seconds: $0 / 1000) },
      completion: json["predicted_ms"]?.double.flatMap { Duration(seconds: $0 / 1000) },
      promptTokens: json["prompt_n"]?.integer, completionTokens: json["predicted_n"]?.integer)
  }

  /// The `time_info` of Cerebras, in seconds.
  init?(cerebras json: JSON?) {
    guard let json, case .object = json else { return nil }
    self.init(
      queue: json["queue_time"]?.double.flatMap(Duration.init(seconds:)),
      prompt: json["prompt_time"]?.double.flatMap(Duration.init(seconds:)),
      completion: json["completion_time"]?.double.flatMap(Duration.init(seconds:)))
  }
}

extension Duration {
  /// A number of seconds as a server measured it; `nil` when it is negative or beyond a year.
  fileprivate init?(seconds: Double) {
    guard seconds >= 0, seconds < 31_536_000 else { return nil }
    self = .microseconds(Int64(seconds * 1e6))
  }
}
