/// Tells what an engine thought from its reply, where the server leaves both in one text: `<think>` at the very beginning, and
/// what stands up to `</think>`.
///
/// A reply that speaks of such a tag further below is left as it is. Pieces may be cut anywhere.
struct ReasoningTags: Sendable {
  private enum State {
    /// Nothing but blanks and perhaps a part of the first tag has come.
    case beginning
    case reasoning
    /// Nothing but line ends has come since the second tag.
    case reasoned
    case reply
  }

  private var state: State
  /// What may be a part of a tag.
  private var held: [UInt8] = []

  private static let opening = Array("<think>".utf8)
  private static let closing = Array("</think>".utf8)

  /// - Parameter isExpected: whether the reply may begin so; where its beginning was given, or is code, it may not.
  init(isExpected: Bool) {
    state = isExpected ? .beginning : .reply
  }

  /// Takes the next piece, which is not empty, and appends what it is.
  mutating func take(_ text: String, into events: inout [EngineEvent]) {
    if state == .reply {
      events.append(.textDelta(text))
      return
    }
    held += text.utf8
    if state == .beginning {
      let start = held.drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
      if start.starts(with: Self.opening) {
        held = Array(start.dropFirst(Self.opening.count))
        state = .reasoning
      } else if !Self.opening.starts(with: start) {
        flush(into: &events)
      }
    }
    if state == .reasoning { takeReasoning(into: &events) }
    if state == .reasoned {
      held = Array(held.drop { $0 == 0x0a || $0 == 0x0d })
      if !held.isEmpty { flush(into: &events) }
    }
  }

  /// Takes the end of the reply.
  /// - Returns: whether what the engine thought had an end.
  mutating func finish(into events: inout [EngineEvent]) -> Bool {
    guard state != .reasoning else { return false }
    if !held.isEmpty { flush(into: &events) }
    return true
  }

  private mutating func takeReasoning(into events: inout [EngineEvent]) {
    let end = held.indices.first { held[$0...].starts(with: Self.closing) }
    // The tag is ASCII, so a cut before a part of it is no cut inside a character.
    let open = held.indices.suffix(Self.closing.count - 1).first { Self.closing.starts(with: held[$0...]) }
    let thought = held[..<(end ?? open ?? held.endIndex)]
    if !thought.isEmpty { events.append(.reasoningDelta(String(decoding: thought, as: UTF8.self))) }
    held.removeFirst(thought.count + (end == nil ? 0 : Self.closing.count))
    if end != nil { state = .reasoned }
  }

  private mutating func flush(into events: inout [EngineEvent]) {
    events.append(.textDelta(String(decoding: held, as: UTF8.self)))
    held = []
    state = .reply
  }
}

extension EngineDescription {
  /// The failure of a reply in which the engine was still thinking when it ended.
  var unendedReasoning: EngineError {
    .failure(.malformedFrame, of: self, "ended the reply inside `<think>`, without a reply")
  }
}
