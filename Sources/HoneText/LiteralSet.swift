/// Finds all occurrences of many literals in one pass over the bytes.
///
/// Source: A. Aho and M. Corasick, "Efficient String Matching: An Aid to Bibliographic Search" (1975), as a complete
/// automaton over classes of bytes. In its initial state, where a text without literals keeps it, it does not step but
/// skips to the next pair of bytes with which a literal begins. Building takes microseconds for hundreds of literals, as it
/// is done at the start of a hook; searching allocates nothing.
package struct LiteralSet: Sendable {
  /// One occurrence of one literal.
  package struct Occurrence: Hashable, Sendable {
    /// The literal's place in the list that the set was made of.
    package let literal: Int
    /// The offset, in bytes, of the first byte after it.
    package let end: Int
  }

  /// The literals, as they were given.
  package let literals: [[UInt8]]
  private let automaton: LiteralAutomaton

  /// Builds the automaton.
  /// - Parameters:
  ///   - literals: what to find; empty ones are never found, equal ones are each reported.
  ///   - ignoringASCIICase: whether `A` to `Z` equal `a` to `z`, in the literals and in the text.
  package init(_ literals: [[UInt8]], ignoringASCIICase: Bool = false) {
    self.literals = literals
    automaton = LiteralAutomaton(literals, ignoringASCIICase: ignoringASCIICase)
  }

  /// Calls `body` with every occurrence, overlapping ones too, in the order of their ends, longest first at the same end.
  ///
  /// - Parameters:
  ///   - range: the offsets to search; all of `buffer` when `nil`. Literals that reach out of it are not found.
  ///   - body: returns whether to go on.
  package func forEachOccurrence(
    in buffer: UnsafeBufferPointer<UInt8>, range: Range<Int>? = nil, _ body: (Occurrence) -> Bool
  ) {
    let range = (range ?? 0..<buffer.count).clamped(to: 0..<buffer.count)
    automaton.search(buffer, range) { state, end in
      var state = state
      while let reported = automaton.output(of: state) {
        var literal = reported.literal
        while literal >= 0 {
          if !body(Occurrence(literal: literal, end: end)) { return false }
          literal = automaton.duplicate(of: literal)
        }
        state = reported.shorter
      }
      return true
    }
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
    var occurring = literals.map { _ in false }
    var missing = literals.count
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
