internal import HoneCore
internal import HoneSyntax
internal import HoneText

/// The words `hone:ignore <rule>[, <rule>]` in a file, with which an author says that a finding is meant.
///
/// They count for their own line. On a line that holds nothing but a comment they count for the next line as well. A rule is
/// an id, a group, or `group/*`; without a rule nothing is ignored, since that would hide what is not yet known.
package struct InlineIgnores {
  /// What is said of a `hone:ignore` for nothing.
  package static let idleRule = RuleDescription(
    "leftover/idle-ignore", .note, "a `hone:ignore` covers nothing, which is told with --all-lines, or names no rule")

  /// One rule that is ignored somewhere.
  private struct Mark {
    var rules: String
    var range: Range<Int>
    var isUsed = false
  }

  private var marks: [Mark] = []
  /// The marks by the number of the line, from 1, that they count for.
  private var lines: [Int: [Int]] = [:]

  private static let marker = LiteralFinder("hone:ignore")

  /// Whether the words stand in a file at all.
  static func mayBe(in file: CheckedFile) -> Bool { !file.isBinary && marker.firstRange(in: file.contents) != nil }

  init(in file: CheckedFile) {
    for offset in file.contents.offsets(of: Self.marker) {
      let line = file.lines.line(at: offset)
      let text = file.lines[line]
      let isAlone = text[..<offset].allSatisfy { !Self.isCode($0) }
      for range in Self.names(in: text[(offset + Self.marker.literal.count)...]) {
        lines[line + 1, default: []].append(marks.count)
        if isAlone { lines[line + 2, default: []].append(marks.count) }
        marks.append(Mark(rules: String(decoding: file.contents[range], as: UTF8.self), range: range))
      }
    }
  }

  /// Whether the author ignores `finding`; the marks that say so are used from then on.
  mutating func cover(_ finding: Finding) -> Bool {
    guard !marks.isEmpty else { return false }
    var isCovered = false
    for line in finding.start.line...max(finding.start.line, finding.end.line) {
      for index in lines[line] ?? [] where RuleSelection.name(marks[index].rules, covers: finding.rule) {
        marks[index].isUsed = true
        isCovered = true
      }
    }
    return isCovered
  }

  /// The marks that have covered nothing, as findings.
  ///
  /// In documents and literals the words are likely told about rather than said.
  /// - Parameter isOn: whether a rule or group is looked for.
  func idle(in file: CheckedFile, where isOn: (String) -> Bool) -> [Finding] {
    guard let language = file.language, language.name != "markdown" else { return [] }
    return marks.filter { !$0.isUsed && isOn($0.rules) && file.isInLiteral($0.range.lowerBound) != true }.map { mark in
      file.finding(
        Self.idleRule, at: mark.range,
        "nothing here is a finding of `\(mark.rules)`; delete the comment, or correct the name")
    }
  }

  /// The marks whose names no rule has, as findings whose ranges are the names.
  /// - Parameter isKnown: whether a rule has a name.
  func unknown(in file: CheckedFile, where isKnown: (String) -> Bool) -> [Finding] {
    guard let language = file.language, language.name != "markdown" else { return [] }
    return marks.filter { !isKnown($0.rules) && file.isInLiteral($0.range.lowerBound) != true }.map { mark in
      file.finding(Self.idleRule, at: mark.range, "there is no rule `\(mark.rules)`, so nothing is ignored here")
    }
  }

  private static func names(in text: ArraySlice<UInt8>) -> [Range<Int>] {
    var names: [Range<Int>] = []
    var rest = text.drop { $0 == UInt8(ascii: ":") }
    repeat {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
      var name = rest.prefix(while: isNameByte)
      // The star of `group/*`; elsewhere it ends the comment.
      if name.last == UInt8(ascii: "/"), name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: "*") {
        name = rest[name.startIndex...name.endIndex]
      }
      rest = rest[name.endIndex...]
      if !name.isEmpty { names.append(name.startIndex..<name.endIndex) }
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    } while rest.first == UInt8(ascii: ",")
    return names
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Whether a byte before the marker shows that more than a comment stands on the line.
  private static func isCode(_ byte: UInt8) -> Bool {
    isNameByte(byte) && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "-") || byte >= 0x80
      || [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "}")].contains(byte)
  }
}
