internal import HoneCore

/// Turns the frames of one service into events.
protocol ReplyDecoder: Sendable {
  /// Whether the terminal frame was seen; nothing after it counts.
  var isComplete: Bool { get }

  /// Reads the next frame and appends what it means.
  /// - Throws: `EngineError` for a frame that cannot be read, reports an error, or shows that others are missing.
  mutating func decode(_ frame: ServerSentEvent, into events: inout [EngineEvent]) throws(EngineError)
}

extension ReplyDecoder {
  /// The JSON of a frame.
  /// - Throws: an error with the code `malformedFrame`; to skip a frame would silently join what stood around it.
  func json(of frame: ServerSentEvent, engine: EngineDescription) throws(EngineError) -> JSON {
    let json: JSON
    do throws(JSON.SyntaxError) {
      json = try JSON(parsing: frame.data)
    } catch {
      throw .failure(.malformedFrame, of: engine, "sent a frame that is no JSON object (at byte \(error.offset))")
    }
    guard case .object = json else {
      throw .failure(.malformedFrame, of: engine, "sent a frame that is no JSON object (at byte 0)")
    }
    return json
  }
}
