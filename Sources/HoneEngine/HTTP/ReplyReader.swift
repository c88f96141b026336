internal import HoneCore

/// Turns the bytes of one response into events, whatever the service.
struct ReplyReader: Sendable {
  private var parser = ServerSentEventParser()
  private var decoder: any ReplyDecoder
  private let engine: EngineDescription
  private var beginning: [UInt8]? = []

  init(decoder: any ReplyDecoder, engine: EngineDescription) {
    self.decoder = decoder
    self.engine = engine
  }

  /// The most bytes that a reply in one piece may have.
  private static let largestWhole = 8 << 20

  /// What the reply has told of its tokens so far; `nil` where that is not summed up.
  var tally: TokenTally? { decoder.tally }

  /// Whether the terminal frame was seen.
  var isComplete: Bool { decoder.isComplete }

  /// Takes the next bytes and appends the events that they completed, with adjacent deltas joined.
  ///
  /// How many deltas a text was joined from is told behind it: where the server counts nothing, each stands for a token.
  mutating func feed(_ bytes: [UInt8], into events: inout [EngineEvent]) throws(EngineError) {
    guard !isComplete else { return }
    var bytes = bytes
    if let held = beginning {
      bytes = held + bytes
      switch bytes.first(where: { $0 > 0x20 }) {
      case UInt8(ascii: "<"):
        throw .failure(.notAStream, of: engine, "answered with a web page instead of an event stream")
      case UInt8(ascii: "{"), UInt8(ascii: "["), nil:
        guard bytes.count <= (decoder.isWhole ? Self.largestWhole : 1 << 20) else { throw notAStream() }
        beginning = bytes
        return
      default: beginning = nil
      }
    }
    var frames: [ServerSentEvent] = []
    do throws(ServerSentEventParser.EventTooLarge) {
      try parser.feed(bytes, into: &frames)
    } catch {
      throw .failure(.malformedFrame, of: engine, "sent a frame of more than \(error.limit >> 20) MiB")
    }
    var joined = 0
    var decoded: [EngineEvent] = []
    for frame in frames where !decoder.isComplete {
      if frame.isKeepAlive { continue }
      decoded.removeAll(keepingCapacity: true)
      try decoder.decode(frame, into: &decoded)
      for event in decoded where Self.append(event, to: &events) { joined += 1 }
    }
    guard joined > 0 else { return }
    var end = events.endIndex
    if case .finished = events.last { end -= 1 }
    events.insert(.joined(joined), at: end)
  }

  /// Tells that the response ended, and appends the events of a reply that was asked for in one piece.
  /// - Throws: an error unless the terminal frame, or the whole, was seen.
  mutating func finish(into events: inout [EngineEvent]) throws(EngineError) {
    if isComplete { return }
    if let beginning, beginning.contains(where: { $0 > 0x20 }) {
      if decoder.isWhole { return try finish(whole: beginning, into: &events) }
      let failure = (try? JSON(parsing: beginning)).flatMap(ServiceFailure.init)
      throw failure?.error(of: engine, status: nil) ?? notAStream()
    }
    throw .failure(.brokenStream, of: engine, "ended the reply without saying that it is complete")
  }

  private mutating func finish(whole bytes: [UInt8], into events: inout [EngineEvent]) throws(EngineError) {
    guard let json = try? JSON(parsing: bytes, tallying: "logprobs") else {
      throw .failure(.brokenStream, of: engine, "ended the reply without saying that it is complete")
    }
    if json["choices"] == nil, let failure = ServiceFailure(json) { throw failure.error(of: engine, status: nil) }
    try decoder.decode(whole: json, into: &events)
  }

  private func notAStream() -> EngineError {
    .failure(.notAStream, of: engine, "answered with plain JSON instead of an event stream")
  }

  /// - Returns: whether it is a text that was joined with the one before it.
  private static func append(_ event: EngineEvent, to events: inout [EngineEvent]) -> Bool {
    switch (event, events.last) {
    // Taken out first, the text before has one owner and grows where it is.
    case (.textDelta(let text), .textDelta(var before)):
      events.removeLast()
      before += text
      events.append(.textDelta(before))
      return true
    case (.reasoningDelta(let text), .reasoningDelta(var before)):
      events.removeLast()
      before += text
      events.append(.reasoningDelta(before))
    default: events.append(event)
    }
    return false
  }
}
