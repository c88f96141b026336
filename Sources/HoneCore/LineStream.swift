/// The part that all edit parsers share: cutting the arriving bytes into lines.
///
/// Every decision of a parser is made on whole lines, so the places where a transport cut the reply cannot matter. A
/// failure that follows finished edits in one piece of input is kept until the next call, so that those edits are
/// returned however the reply was cut.
struct LineStream: Sendable {
  /// The bytes of the line that has not ended yet.
  fileprivate var pending: [UInt8] = []
  /// Why the reply can no longer be read.
  fileprivate var failure: Refusal?

  /// Ends the line.
  ///
  /// Some servers end lines with a carriage return as well; which endings a file has is not for a reply to say.
  fileprivate mutating func takeLine() -> ArraySlice<UInt8> {
    defer { pending = [] }
    return pending.last == 0x0d ? pending.dropLast() : pending[...]
  }
}

/// An edit parser that works line by line.
protocol LineEditParser: EditStreamParser {
  var stream: LineStream { get set }

  /// Takes one line of the reply, without its line feed, nor the carriage return before it.
  /// - Returns: the edit that the line completed.
  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) -> Edit?

  /// Takes the end of the reply, after its last line.
  mutating func takeEnd() throws(Refusal)
}

extension LineEditParser {
  package mutating func feed(_ bytes: some Sequence<UInt8>) throws(Refusal) -> [Edit] {
    if let failure = stream.failure { throw failure }
    // Behind a protocol nothing is specialised: byte by byte costs more than all that is done with the bytes.
    let edits = bytes.withContiguousStorageIfAvailable { buffer in
      Result { () throws(Refusal) in try feed(buffer: buffer) }
    }
    if let edits { return try edits.get() }
    return try Array(bytes).withUnsafeBufferPointer { buffer throws(Refusal) in try feed(buffer: buffer) }
  }

  private mutating func feed(buffer: UnsafeBufferPointer<UInt8>) throws(Refusal) -> [Edit] {
    var edits: [Edit] = []
    do throws(Refusal) {
      var rest = buffer[...]
      while let end = rest.firstIndex(of: 0x0a) {
        stream.pending += rest[..<end]
        rest = rest[(end + 1)...]
        let line = stream.takeLine()
        if let edit = try take(line) { edits.append(edit) }
      }
      stream.pending += rest
    } catch {
      stream.failure = error
      if edits.isEmpty { throw error }
    }
    return edits
  }

  package mutating func finish() throws(Refusal) -> [Edit] {
    if let failure = stream.failure { throw failure }
    var edits: [Edit] = []
    do throws(Refusal) {
      if !stream.pending.isEmpty {
        let line = stream.takeLine()
        if let edit = try take(line) { edits.append(edit) }
      }
      try takeEnd()
    } catch {
      stream.failure = error
      throw error
    }
    return edits
  }
}
