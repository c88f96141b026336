internal import HoneCore

/// Reads the stream of `POST /chat/completions`.
///
/// The reply is complete after a `finish_reason` and `[DONE]`: a gateway that lost its upstream may invent the first, and a
/// closed connection looks like the second. The interface numbers no frames; a lost or repeated one is seen where the server
/// counts tokens as it goes (`TokenCount`), or lists them and tells their number at the end (`TokenTally`), and elsewhere the
/// grammar of the edits has to see it.
struct ChatCompletionsDecoder: ReplyDecoder {
  private let engine: EngineDescription
  private var tokens: TokenCount
  private var total: Int?
  /// Usage and times of the last piece of text, where nothing came after them.
  private var numbers: JSON?
  private var reason: FinishReason?
  private var lists = TokenTally()
  private var tags: ReasoningTags
  private(set) var isComplete = false
  let isWhole: Bool

  var tally: TokenTally? { lists }

  /// - Parameters:
  ///   - counting: how the server counts the tokens of the reply as it goes.
  ///   - isWhole: whether the reply is asked for in one piece.
  ///   - mayThink: whether the reply may begin with what the engine thought, in tags.
  init(
    engine: EngineDescription, counting: TokenCount.Manner = .none, isWhole: Bool = false, mayThink: Bool = true
  ) {
    tags = ReasoningTags(isExpected: mayThink)
    self.engine = engine
    self.isWhole = isWhole
    tokens = TokenCount(counting)
  }

  mutating func decode(whole json: JSON, into events: inout [EngineEvent]) throws(EngineError) {
    guard json["choices"] != nil else {
      throw .failure(.notAStream, of: engine, "answered with JSON that is no reply")
    }
    let choice = json["choices"]?.array?.first { $0["index"]?.integer ?? 0 == 0 }
    guard let choice, let message = choice["message"], let word = choice["finish_reason"]?.string else {
      throw .failure(.malformedFrame, of: engine, "sent a reply without a message and the reason of its end")
    }
    if let text = (message["reasoning_content"] ?? message["reasoning"])?.string, !text.isEmpty {
      events.append(.reasoningDelta(text))
    }
    let text = message["content"]?.string ?? ""
    if !text.isEmpty { tags.take(text, into: &events) }
    Self.append(json, to: &events)
    let isRefused = message["refusal"]?.string.map { !$0.isEmpty } ?? false
    let reason = isRefused ? FinishReason.contentFilter : FinishReason(word: word)
    guard tags.finish(into: &events) || reason != .stop else { throw engine.unendedReasoning }
    isComplete = true
    if reason == .stop { events.append(.counted(true)) }
    events.append(.finished(reason))
  }

  mutating func decode(_ frame: ServerSentEvent, into events: inout [EngineEvent]) throws(EngineError) {
    if frame.isDone {
      guard let reason else {
        throw .failure(.brokenStream, of: engine, "ended the reply without a reason")
      }
      guard reason != .stop || tokens.acceptsEnd(total: total) else { throw damaged() }
      guard tags.finish(into: &events) || reason != .stop else { throw engine.unendedReasoning }
      isComplete = true
      if let numbers { Self.append(numbers, to: &events) }
      // What lists tell is for the reader to judge, who knows the server.
      if reason == .stop { events.append(.counted(tokens.isCertain)) }
      events.append(.finished(reason))
      return
    }
    let json = try json(of: frame, engine: engine, tallying: "logprobs")
    if json["error"] != nil || json["choices"] == nil, let failure = ServiceFailure(json) {
      throw failure.error(of: engine, status: nil)
    }
    guard json["choices"]?.array != nil || json["usage"] != nil || json["timings"] != nil else {
      throw .failure(.malformedFrame, of: engine, "sent a frame without `choices`")
    }
    // A llama.cpp server says how far it has read the request; nothing of the reply is in that.
    guard json["prompt_progress"] == nil else { return }
    let count = json["timings"]?["predicted_n"]?.count ?? json["usage"]?["completion_tokens"]?.count
    var hasText = false
    for choice in json["choices"]?.array ?? [] where choice["index"]?.integer ?? 0 == 0 {
      hasText = try decode(choice: choice, count: count, into: &events) || hasText
    }
    total = count ?? total
    if let usage = json["usage"] { lists.read(usage: usage) }
    guard json["usage"] != nil || json["timings"] != nil || json["time_info"] != nil else { return }
    // The numbers of a piece of text are those of the moment; the last ones count.
    numbers = hasText ? json : nil
    if !hasText { Self.append(json, to: &events) }
  }

  private static func append(_ numbers: JSON, to events: inout [EngineEvent]) {
    if let usage = numbers["usage"].flatMap(Usage.init(chat:)) { events.append(.usage(usage)) }
    if let timings = ServerTimings(llama: numbers["timings"]) ?? ServerTimings(cerebras: numbers["time_info"]) {
      events.append(.timings(timings))
    }
  }

  private func damaged() -> EngineError {
    .failure(.brokenStream, of: engine, "lost or repeated a part of the reply")
  }

  /// - Parameter count: the tokens of the reply so far, where the frame tells them.
  /// - Returns: whether there was text or reasoning in it.
  private mutating func decode(
    choice: JSON, count: Int?, into events: inout [EngineEvent]
  ) throws(EngineError) -> Bool {
    var hasText = false
    let delta = choice["delta"]
    if let text = (delta?["reasoning_content"] ?? delta?["reasoning"])?.string, !text.isEmpty {
      events.append(.reasoningDelta(text))
      tokens.skip()
      lists.addReasoning()
      hasText = true
    } else {
      lists.add(text: delta?["content"]?.string ?? "", listed: choice["logprobs"]?["content"]?.count)
    }
    if let content = delta?["content"], content.string == nil {
      throw .failure(.malformedFrame, of: engine, "sent a frame whose `content` is no text")
    }
    if let text = delta?["content"]?.string, !text.isEmpty {
      guard reason == nil else {
        throw .failure(.malformedFrame, of: engine, "went on after it had ended the reply")
      }
      guard tokens.accepts(text, count: count) else { throw damaged() }
      tags.take(text, into: &events)
      hasText = true
    }
    if delta?["refusal"]?.string.map({ !$0.isEmpty }) ?? false { reason = .contentFilter }
    // What cut the reply short has cut it, whatever is said after that.
    if let word = choice["finish_reason"]?.string, reason == nil || reason == .stop {
      reason = FinishReason(word: word)
    }
    return hasText
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
    guard let completion = json["completion_tokens"]?.count else { return nil }
    self.init(
      prompt: json["prompt_tokens"]?.count ?? 0,
      cached: json["prompt_tokens_details"]?["cached_tokens"]?.count ?? 0, completion: completion)
  }
}

extension ServerTimings {
  /// The `timings` of a llama.cpp server, in milliseconds.
  init?(llama json: JSON?) {
    guard let json, case .object = json else { return nil }
    self.init(
      prompt: json["prompt_ms"]?.double.flatMap { Duration(seconds: $0 / 1000) },
      completion: json["predicted_ms"]?.double.flatMap { Duration(seconds: $0 / 1000) },
      promptTokens: json["prompt_n"]?.count, completionTokens: json["predicted_n"]?.count)
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
