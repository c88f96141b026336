/// Finds where statements of the top level begin, without parsing.
///
/// What parses in pieces between such borders parses as a whole. So when a change leaves everything around a few statements
/// as it was, parsing those tells whether the change broke something, in a fraction of the time. A text is only looked
/// through for strings, comments and brackets. Whatever is doubtful is no border, and a text that is not understood to its
/// end has none.
package struct TopLevelBorders: Sendable {
  private enum Style: Sendable {
    case indented
    case braced(BracedBorders.Dialect)
  }

  private let style: Style

  /// - Returns: `nil` for a language whose borders cannot be told so simply.
  package init?(_ language: Language) {
    if language.name == "python" {
      style = .indented
    } else if let dialect = BracedBorders.Dialect.named(language.name) {
      style = .braced(dialect)
    } else {
      return nil
    }
  }

  /// The offsets at which a statement of the top level begins, ascending; `nil` when the text is not understood.
  package func offsets(in bytes: [UInt8]) -> [Int]? {
    bytes.withUnsafeBufferPointer { buffer in
      switch style {
      case .indented: PythonBorders.offsets(in: buffer)
      case .braced(let dialect): BracedBorders.offsets(in: buffer, dialect)
      }
    }
  }

  /// The statements of the top level, ascending, of which each parses by itself, and the directives outside of them that
  /// may hold code; `nil` when the text is not understood.
  ///
  /// What stands before the first border comes first, where it holds code.
  func statements(in bytes: UnsafeBufferPointer<UInt8>) -> (code: [Range<Int>], directives: [Range<Int>])? {
    switch style {
    case .braced(let dialect): return BracedBorders.statements(in: bytes, dialect)
    case .indented:
      guard let offsets = PythonBorders.offsets(in: bytes) else { return nil }
      let starts = offsets.first == 0 ? offsets : [0] + offsets
      return (zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }, [])
    }
  }

  /// The statements of the top level in which `bytes` differs from `base`: a part of `bytes` outside of which both are
  /// equal, and at both ends of which a statement ends in both.
  /// - Returns: `nil` when that cannot be told.
  package func changed(from base: [UInt8], to bytes: [UInt8]) -> Range<Int>? {
    guard let old = offsets(in: base), let new = offsets(in: bytes) else { return nil }
    if base == bytes { return 0..<0 }
    let same = Self.commonEnds(base, bytes)
    let shift = bytes.count - base.count
    let start = new.last { $0 <= same.prefix && Self.contains(old, $0) } ?? 0
    let end = new.first { $0 >= bytes.count - same.suffix && Self.contains(old, $0 - shift) } ?? bytes.count
    guard start <= end, start <= end - shift else { return nil }
    // Pieces of conditional compilation need not be balanced by themselves.
    if case .braced(let dialect) = style, dialect.hasDirectives {
      let pieces = [bytes[start..<end], base[start..<(end - shift)]]
      if pieces.contains(where: BracedBorders.hasCondition) { return nil }
    }
    return start..<end
  }

  private static func contains(_ offsets: [Int], _ offset: Int) -> Bool {
    var low = 0
    var high = offsets.count
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low < offsets.count && offsets[low] == offset
  }

  /// How many bytes are equal at the start, and at the end without those.
  private static func commonEnds(_ first: [UInt8], _ second: [UInt8]) -> (prefix: Int, suffix: Int) {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        let least = min(first.count, second.count)
        var prefix = 0
        while prefix < least, first[prefix] == second[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < least - prefix, first[first.count - 1 - suffix] == second[second.count - 1 - suffix] {
          suffix += 1
        }
        return (prefix, suffix)
      }
    }
  }
}
