/// The statements of a file that a change touches, found without parsing.
///
/// What parses in pieces between the borders of statements parses as a whole. So when a change leaves everything around a few
/// statements as it was, parsing those tells whether the change broke something, in a fraction of the time. A text is only
/// looked through for strings, comments and brackets. Whatever is doubtful is no border, and a text that is not understood
/// to its end has none.
package struct TouchedStatements: Sendable {
  /// The statements, after the first lines of those that they stand in; empty when both versions are equal.
  package let text: [UInt8]
  /// Whether statements around them are there with their first lines only.
  package let isNested: Bool

  /// - Parameters:
  ///   - base: the version before.
  ///   - bytes: the version after.
  /// - Returns: `nil` for a language whose borders cannot be told so simply, and for a text that is not understood.
  package init?(from base: [UInt8], to bytes: [UInt8], in language: Language) {
    if base == bytes {
      guard Self.canFind(in: language) else { return nil }
      (text, isNested) = ([], false)
    } else if language.name == "python" {
      guard let statements = PythonStatements(from: base, to: bytes) else { return nil }
      (text, isNested) = statements.piece()
    } else {
      guard let borders = TopLevelBorders(language), let range = Self.range(from: base, to: bytes, borders) else {
        return nil
      }
      (text, isNested) = (Array(bytes[range]), false)
    }
  }

  /// The text of a file of Python with blanks for all comments that have lines of their own; `nil` when it is not understood.
  package static func withoutComments(_ bytes: [UInt8]) -> [UInt8]? { IndentedLine.withoutComments(bytes) }

  /// Whether statements can be found in files of that language.
  package static func canFind(in language: Language) -> Bool { TopLevelBorders(language) != nil }

  /// The statements of the top level in which the versions differ: a part of `bytes` outside of which both are equal, and at
  /// both ends of which a statement ends in both.
  private static func range(from base: [UInt8], to bytes: [UInt8], _ borders: TopLevelBorders) -> Range<Int>? {
    guard let old = borders.offsets(in: base), let new = borders.offsets(in: bytes) else { return nil }
    let same = CommonEnds(base, bytes)
    let shift = bytes.count - base.count
    let start = new.last { $0 <= same.prefix && old.first(at: $0, by: \.self) != nil } ?? 0
    let end =
      new.first { $0 >= bytes.count - same.suffix && old.first(at: $0 - shift, by: \.self) != nil } ?? bytes.count
    guard start <= end, start <= end - shift else { return nil }
    // Pieces of conditional compilation need not be balanced by themselves.
    if borders.dialect?.hasDirectives ?? false {
      let pieces = [bytes[start..<end], base[start..<(end - shift)]]
      if pieces.contains(where: BracedBorders.hasCondition) { return nil }
    }
    return start..<end
  }
}
