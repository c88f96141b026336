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
}

/// An edit parser that works line by line.
protocol LineEditParser: EditStreamParser {
  var stream: LineStream { get set }

  /// Takes one line of the reply, without its line feed.
  /// - Returns: the edit that the line completed.
  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) -> Edit?

  /// Takes the end of the reply, after its last line.
  mutating func takeEnd() throws(Refusal)
}

extension LineEditParser {
  package mutating func feed(_ bytes: some Sequence<UInt8>) throws(Refusal) -> [Edit] {
    if let failure = stream.failure { throw failure }
    var edits: [Edit] = []
    do throws(Refusal) {
      for byte in bytes {
        guard byte == 0x0a else {
          stream.pending.append(byte)
          continue
        }
        let line = stream.pending
        stream.pending.removeAll(keepingCapacity: true)
        if let edit = try take(line[...]) { edits.append(edit) }
      }
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
        let line = stream.pending
        stream.pending = []
        if let edit = try take(line[...]) { edits.append(edit) }
      }
      try takeEnd()
    } catch {
      stream.failure = error
      throw error
    }
    return edits
  }
}
