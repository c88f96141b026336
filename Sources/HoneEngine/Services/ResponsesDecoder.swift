internal import HoneCore

/// Reads the stream of `POST /responses`.
///
/// Frames carry a number and every text is repeated whole when it is done, so that lost and repeated frames are found.
struct ResponsesDecoder: ReplyDecoder {
  private let engine: EngineDescription
  private var numbering = Numbering()
  private var part = TextDigest()
  private(set) var isComplete = false
  /// The name under which the service knows the reply.
  private(set) var responseID: String?
  /// Whether the model was told something that it has not answered yet, or whose answer has not begun.
  private var isSteered = false
  /// What the replies took that ended because the model was told something.
  private var earlier: Usage?
  /// Whether the reply came as the input of a tool, which a later turn would have to answer.
  private(set) var hasToolCall = false
  /// Whether the reply failed because the connection has reached its age, or because the server does not remember the
  /// response that the request continued: asked anew, and in full, it may succeed at once.
  private(set) var isConnectionStale = false
  private var isRefused = false
  private var callsFunction = false
  private var hasText = false

  init(engine: EngineDescription) {
    self.engine = engine
  }

  mutating func decode(_ frame: ServerSentEvent, into events: inout [EngineEvent]) throws(EngineError) {
    if frame.isDone { return }
    let json = try json(of: frame, engine: engine)
    guard let type = json["type"]?.string else {
      if let failure = ServiceFailure(json) { throw failure.error(of: engine, status: nil) }
      throw .failure(.malformedFrame, of: engine, "sent a frame without a type")
    }
    if type.hasPrefix("response.steer.") {
      numbering.passes(json["sequence_number"]?.count)
      return answer(type, into: &events)
    }
    // A recorded reply is steered without having been told anything.
    if type == "response.incomplete", json["response"]?["incomplete_details"]?["reason"]?.string == "steered" {
      steer()
    }
    if isSteered, try followsSteering(type, json, into: &events) { return }
    guard numbering.accepts(json["sequence_number"]?.count) else {
      throw .failure(.brokenStream, of: engine, "lost or repeated a part of the reply")
    }
    switch type {
    case "response.created": responseID = json["response"]?["id"]?.string
    case "response.output_text.delta", "response.custom_tool_call_input.delta":
      let text = try text("delta", of: json)
      hasToolCall = hasToolCall || type != "response.output_text.delta"
      hasText = hasText || !text.isEmpty
      part.append(text)
      if !text.isEmpty { events.append(.textDelta(text)) }
    case "response.output_text.done": try endPart(try text("text", of: json))
    case "response.custom_tool_call_input.done": try endPart(try text("input", of: json))
    case "response.reasoning_text.delta", "response.reasoning_summary_text.delta":
      events.append(.reasoningDelta(try text("delta", of: json)))
    case "response.refusal.delta", "response.refusal.done": isRefused = true
    case "response.output_item.added", "response.output_item.done": look(at: json["item"])
    case "response.function_call_arguments.delta", "response.function_call_arguments.done": callsFunction = true
    case "response.completed", "response.incomplete": try complete(type, json, into: &events)
    case "response.failed":
      let failure = json["response"].flatMap(ServiceFailure.init) ?? ServiceFailure(body: [])
      throw failure.error(of: engine, status: nil)
    case "error":
      let words = ServiceFailure(json)?.words ?? []
      isConnectionStale = words.contains { Self.staleWords.contains($0) }
      throw (ServiceFailure(json) ?? ServiceFailure(body: [])).error(of: engine, status: nil)
    default: break
    }
  }

  private static let staleWords: Set<String> = ["websocket_connection_limit_reached", "previous_response_not_found"]

  private func text(_ name: String, of json: JSON) throws(EngineError) -> String {
    guard let text = json[name]?.string else {
      throw .failure(.malformedFrame, of: engine, "sent a frame without `\(name)`")
    }
    return text
  }

  private mutating func endPart(_ whole: String) throws(EngineError) {
    guard part == TextDigest(whole) else {
      throw .failure(.brokenStream, of: engine, "lost or repeated a part of the reply")
    }
    part = TextDigest()
  }

  /// Notes what an item of the reply is, beside text.
  private mutating func look(at item: JSON?) {
    callsFunction = callsFunction || item?["type"]?.string == "function_call"
    let parts = item?["content"]?.array ?? []
    isRefused = isRefused || parts.contains { $0["type"]?.string == "refusal" }
  }

  private mutating func complete(
    _ type: String, _ json: JSON, into events: inout [EngineEvent]
  ) throws(EngineError) {
    let response = json["response"]
    guard part == TextDigest() || type == "response.incomplete" else {
      throw .failure(.brokenStream, of: engine, "ended the reply in the middle of a text")
    }
    if let usage = usage(of: response) { events.append(.usage(usage)) }
    responseID = response?["id"]?.string
    isComplete = true
    for item in response?["output"]?.array ?? [] { look(at: item) }
    let reason: FinishReason =
      if isRefused { .contentFilter } else if type == "response.incomplete" {
        Self.reason(for: response)
      } else if callsFunction, !hasText { .other("function_call") } else { .stop }
    // Each text is repeated whole at its end.
    if reason == .stop { events.append(.counted(true)) }
    events.append(.finished(reason))
  }

  /// The usage of a reply, with that of the replies which it follows.
  private func usage(of response: JSON?) -> Usage? {
    guard let own = response?["usage"].flatMap(Usage.init(responses:)) else { return earlier }
    guard let earlier else { return own }
    return Usage(
      prompt: earlier.prompt + own.prompt, cached: earlier.cached + own.cached,
      completion: earlier.completion + own.completion)
  }

  // MARK: Steering

  /// Tells that the model was told something.
  mutating func steer() { isSteered = true }

  /// Takes what the service says of what the model was told; a word that is not known counts as a refusal.
  private mutating func answer(_ type: String, into events: inout [EngineEvent]) {
    guard isSteered, !["response.steer.accepted", "response.steer.pending"].contains(type) else { return }
    isSteered = false
    events.append(.unheard)
  }

  /// Reads a frame after the model was told something: the reply ends in whatever way, and another begins.
  /// - Returns: whether the frame was one of these; the others are those of a reply that goes on.
  private mutating func followsSteering(
    _ type: String, _ json: JSON, into events: inout [EngineEvent]
  ) throws(EngineError) -> Bool {
    switch type {
    case "response.completed", "response.incomplete":
      guard numbering.accepts(json["sequence_number"]?.count) else {
        throw .failure(.brokenStream, of: engine, "lost or repeated a part of the reply")
      }
      earlier = usage(of: json["response"])
    case "response.created":
      // The reply that ended counts its frames for itself, and so may the one that begins.
      (isSteered, numbering, part) = (false, Numbering(), TextDigest())
      (isRefused, callsFunction, hasText) = (false, false, false)
      numbering.passes(json["sequence_number"]?.count)
      responseID = json["response"]?["id"]?.string
      events.append(.redirected)
    case "error":
      // Also a service that does not know the message at all says so.
      isSteered = false
      events.append(.unheard)
    default: return false
    }
    return true
  }

  private static func reason(for response: JSON?) -> FinishReason {
    let reason = response?["incomplete_details"]?["reason"]?.string ?? "incomplete"
    switch reason {
    case "max_output_tokens": return .length
    case "content_filter": return .contentFilter
    default: return .other(reason)
    }
  }
}

/// Checks that frames come one after the other.
///
/// Some servers number no frames, or give all the same number; only a stream that was seen to count is held to it.
private struct Numbering: Sendable {
  private var last: Int?
  private var isCounting = false

  mutating func accepts(_ number: Int?) -> Bool {
    guard let number else { return !isCounting }
    defer { last = number }
    guard let last else { return true }
    if number == last + 1 { isCounting = true }
    return number == last + 1 || (!isCounting && number == last)
  }

  /// Takes the number of a frame that may or may not be counted with the others.
  mutating func passes(_ number: Int?) {
    guard let number, last.map({ number == $0 + 1 }) ?? true else { return }
    last = number
  }
}

/// The length and a hash (64-bit FNV-1a) of a text, so that a reply of any length can be compared in constant space.
private struct TextDigest: Hashable, Sendable {
  private var count = 0
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  init(_ text: String = "") {
    append(text)
  }

  mutating func append(_ text: String) {
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    count += text.utf8.count
  }
}

extension Usage {
  /// The `usage` of Responses.
  init?(responses json: JSON) {
    guard let completion = json["output_tokens"]?.count else { return nil }
    self.init(
      prompt: json["input_tokens"]?.count ?? 0,
      cached: json["input_tokens_details"]?["cached_tokens"]?.count ?? 0, completion: completion)
  }
}
