/// Finds all occurrences of many literals in one pass over the bytes.
///
/// A text without literals is passed over pair by pair: only at a pair of bytes with which a literal begins anything is
/// compared. Making a set takes some ten microseconds for hundreds of literals, as it is done at the start of a hook.
package struct LiteralSet: Sendable {
  /// One occurrence of one literal.
  package struct Occurrence: Hashable, Sendable {
    /// The literal's place in the list that the set was made of.
    package let literal: Int
    /// The offset, in bytes, of the first byte after it.
    package let end: Int
  }

  private let table: LiteralTable

  /// - Parameters:
  ///   - literals: what to find; empty ones are never found, equal ones are each reported.
  ///   - ignoringASCIICase: whether `A` to `Z` equal `a` to `z`, in the literals and in the text.
  package init(_ literals: [[UInt8]], ignoringASCIICase: Bool = false) {
    var table = LiteralTable(
      ignoringASCIICase: ignoringASCIICase, bytes: literals.reduce(0) { $0 + $1.count }, literals: literals.count)
    for literal in literals { literal.withUnsafeBufferPointer { table.append($0) } }
    self.table = table
  }

  /// The same without an array of each literal.
  /// - Parameters:
  ///   - bytes: about how many bytes the literals have together.
  ///   - count: about how many there are.
  ///   - fill: calls what it is given with each literal.
  package init(
    bytes: Int, count: Int, ignoringASCIICase: Bool = false,
    _ fill: ((UnsafeBufferPointer<UInt8>) -> Void) -> Void
  ) {
    var table = LiteralTable(ignoringASCIICase: ignoringASCIICase, bytes: bytes, literals: count)
    fill { table.append($0) }
    self.table = table
  }

  /// How many literals there are.
  package var count: Int { table.count }

  /// Calls `body` with every occurrence, overlapping ones too, in the order of their ends, longest first at the same end.
  ///
  /// - Parameters:
  ///   - range: the offsets to search; all of `buffer` when `nil`. Literals that reach out of it are not found.
  ///   - body: returns whether to go on.
  package func forEachOccurrence(
    in buffer: UnsafeBufferPointer<UInt8>, range: Range<Int>? = nil, _ body: (Occurrence) -> Bool
  ) {
    let range = (range ?? 0..<buffer.count).clamped(to: 0..<buffer.count)
    LiteralSearch.run(table, in: buffer, range) { literal, end in body(Occurrence(literal: literal, end: end)) }
  }

  /// All occurrences, in the order of their ends.
  package func occurrences(in bytes: [UInt8]) -> [Occurrence] {
    bytes.withUnsafeBufferPointer { buffer in
      var occurrences: [Occurrence] = []
      forEachOccurrence(in: buffer) {
        occurrences.append($0)
        return true
      }
      return occurrences
    }
  }

  /// Whether any of the literals stands in `bytes`.
  package func anyOccurs(in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var occurs = false
      forEachOccurrence(in: buffer) { _ in
        occurs = true
        return false
      }
      return occurs
    }
  }

  /// For each literal whether it stands in `bytes`; the search ends as soon as all were found.
  package func occurring(in bytes: [UInt8]) -> [Bool] {
    var occurring = [Bool](repeating: false, count: count)
    var missing = count
    bytes.withUnsafeBufferPointer { buffer in
      forEachOccurrence(in: buffer) { occurrence in
        if !occurring[occurrence.literal] {
          occurring[occurrence.literal] = true
          missing -= 1
        }
        return missing > 0
      }
    }
    return occurring
  }
}
