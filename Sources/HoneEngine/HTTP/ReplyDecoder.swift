internal import HoneCore

/// Turns the frames of one service into events.
protocol ReplyDecoder: Sendable {
  /// Whether the terminal frame was seen; nothing after it counts.
  var isComplete: Bool { get }

  /// What the reply has told of its tokens so far; `nil` where that is not summed up.
  var tally: TokenTally? { get }

  /// Whether the reply is asked for in one piece, and comes as plain JSON.
  var isWhole: Bool { get }

  /// Reads a reply that came in one piece.
  /// - Throws: as `decode(_:into:)`.
  mutating func decode(whole: JSON, into events: inout [EngineEvent]) throws(EngineError)

  /// Reads the next frame and appends what it means.
  /// - Throws: `EngineError` for a frame that cannot be read, reports an error, or shows that others are missing.
  mutating func decode(_ frame: ServerSentEvent, into events: inout [EngineEvent]) throws(EngineError)
}

extension ReplyDecoder {
  var tally: TokenTally? { nil }
  var isWhole: Bool { false }
  mutating func decode(whole: JSON, into events: inout [EngineEvent]) throws(EngineError) {}

  /// The JSON of a frame.
  /// - Parameter tallied: the name of members of whose arrays only the counts are wanted.
  /// - Throws: an error with the code `malformedFrame`; to skip a frame would silently join what stood around it.
  func json(
    of frame: ServerSentEvent, engine: EngineDescription, tallying tallied: String? = nil
  ) throws(EngineError) -> JSON {
    let json: JSON
    do throws(JSON.SyntaxError) {
      json = try JSON(parsing: frame.data, tallying: tallied)
    } catch {
      throw .failure(.malformedFrame, of: engine, "sent a frame that is no JSON object (at byte \(error.offset))")
    }
    guard case .object = json else {
      throw .failure(.malformedFrame, of: engine, "sent a frame that is no JSON object (at byte 0)")
    }
    return json
  }
}
