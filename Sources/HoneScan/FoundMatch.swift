internal import HoneSyntax

/// A match as people and programs are told of it: a value that needs no tree.
///
/// All matches of a file share the file's bytes and hold only places in them: a line of a million bytes may hold a hundred
/// thousand matches, and each may lie in the one before.
package struct FoundMatch: Sendable {
  /// A metavariable and the code that it stands for.
  package struct Binding: Hashable, Sendable {
    package var name: String
    /// Bytes of the file, from 0.
    package var range: Range<Int>
  }

  /// Bytes of the file, from 0.
  package var range: Range<Int>
  /// From 1.
  package var line: Int
  /// From 1, in bytes.
  package var column: Int
  /// The line of the byte after the last, from 1.
  package var endLine: Int
  /// The column of the byte after the last, from 1, in bytes.
  package var endColumn: Int
  /// The lines that it stands on, in bytes of the file, without the last line's end.
  package var lines: Range<Int>
  /// By name.
  package var bindings: [Binding]
  /// Whether the grammar could not place some of the code around or inside of it.
  package var isUnderError: Bool
  /// How many bytes of a text are told, where so much is found in the file that long texts are cut; `nil` for all.
  package var textLimit: Int?
  /// Where its text, what is told of its lines, and its bindings can be found.
  let source: Excerpt

  /// Bytes of a file from some offset on.
  struct Excerpt: Sendable {
    var bytes: [UInt8]
    /// The offset in the file of the first of them.
    var start: Int

    subscript(range: Range<Int>) -> ArraySlice<UInt8> {
      bytes[(range.lowerBound - start)..<(range.upperBound - start)]
    }
  }

  /// At most so many bytes of a line are kept on each side of a match; nobody reads more.
  static let context = 1_024

  /// The code that matched.
  package var text: ArraySlice<UInt8> { source[range] }

  /// What stands on its first line before it, or the end of that.
  package var before: ArraySlice<UInt8> { source[around.lowerBound..<range.lowerBound] }

  /// What stands on its last line after it, or the start of that; without the line's end.
  package var after: ArraySlice<UInt8> { source[range.upperBound..<around.upperBound] }

  /// The match and what is told of its lines.
  private var around: Range<Int> {
    let start = min(range.lowerBound, max(lines.lowerBound, range.lowerBound - Self.context))
    return start..<max(range.upperBound, min(lines.upperBound, range.upperBound + Self.context))
  }

  /// The code that a metavariable stands for.
  package func text(of binding: Binding) -> ArraySlice<UInt8> { source[binding.range] }

  /// All bytes of the file that it tells of.
  var shown: Range<Int> {
    bindings.reduce(around) {
      min($0.lowerBound, $1.range.lowerBound)..<max($0.upperBound, $1.range.upperBound)
    }
  }

  /// Whether all that it tells of is at hand.
  var isWhole: Bool {
    shown.lowerBound >= source.start && shown.upperBound <= source.start + source.bytes.count
  }
}

extension FoundMatch: Equatable {
  /// Whether both tell the same.
  package static func == (first: FoundMatch, second: FoundMatch) -> Bool {
    (first.range, first.lines, first.line, first.column) == (second.range, second.lines, second.line, second.column)
      && (first.endLine, first.endColumn, first.isUnderError) == (second.endLine, second.endColumn, second.isUnderError)
      && first.bindings == second.bindings && first.before == second.before && first.text == second.text
      && first.after == second.after
      && zip(first.bindings, second.bindings).allSatisfy {
        first.text(of: $0) == second.text(of: $1)
      }
  }
}

extension FoundMatch {
  /// Turns matches of one file into values.
  static func values(of matches: [PlacedMatch], in source: [UInt8]) -> [FoundMatch] {
    guard !matches.isEmpty else { return [] }
    let lines = SourceLines(source)
    let excerpt = Excerpt(bytes: source, start: 0)
    return matches.map { match in
      let line = lines.line(at: match.range.lowerBound)
      let endLine = lines.line(at: match.range.upperBound)
      var end = lines.end(of: endLine)
      if end > match.range.upperBound, source[end - 1] == 0x0d { end -= 1 }
      return FoundMatch(
        range: match.range, line: line + 1, column: match.range.lowerBound - lines.starts[line] + 1,
        endLine: endLine + 1, endColumn: match.range.upperBound - lines.starts[endLine] + 1,
        lines: lines.starts[line]..<end, bindings: bindings(of: match),
        isUnderError: match.match.flags.contains(.underError), source: excerpt)
    }
  }

  private static func bindings(of placed: PlacedMatch) -> [Binding] {
    zip(placed.match.slots, placed.match.captures).compactMap { slot, capture in
      guard let name = slot.name, let capture else { return nil }
      return Binding(name: name, range: placed.range(inFile: capture.range))
    }.sorted { $0.name < $1.name }
  }
}

/// A match in a part of a file that was parsed by itself.
struct PlacedMatch {
  let match: Match
  /// Where the part begins, in bytes of the file.
  private let start: Int

  init(_ match: Match, from start: Int = 0) {
    self.match = match
    self.start = start
  }

  /// In bytes of the file.
  var range: Range<Int> { range(inFile: match.range) }

  /// A range of the part in bytes of the file.
  func range(inFile range: Range<Int>) -> Range<Int> { (range.lowerBound + start)..<(range.upperBound + start) }
}

/// How much text of the matches of one file is told.
///
/// Matches that lie in one another may have as much text together as the square of the file. Every text of up to
/// `shortText` bytes is told whole; longer ones are until they are `limit` bytes in sum, and then their beginnings are.
struct TextBudget {
  static let shortText = 1_024
  static let limit = 16 << 20

  private var spent = 0

  /// The match, with the limit of its texts where it goes beyond the budget.
  mutating func limited(_ match: FoundMatch) -> FoundMatch {
    var long = match.range.count > Self.shortText ? match.range.count : 0
    for binding in match.bindings where binding.range.count > Self.shortText { long += binding.range.count }
    guard long > 0 else { return match }
    guard spent + long > Self.limit else {
      spent += long
      return match
    }
    var match = match
    match.textLimit = Self.shortText
    return match
  }
}
