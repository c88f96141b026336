internal import HoneCore
internal import HoneText

/// The words `hone:ignore <rule>[, <rule>]` in a file, with which an author says that a finding is meant.
///
/// They count for their own line. On a line that holds nothing but a comment they count for the next line as well. A rule is
/// an id, a group, or `group/*`; without a rule nothing is ignored, since that would hide what is not yet known.
struct InlineIgnores {
  /// The rules by the number of the line, from 1, that they are ignored on.
  private var rules: [Int: [Substring]] = [:]

  private static let marker = LiteralFinder("hone:ignore")

  init(in file: CheckedFile) {
    for offset in file.contents.offsets(of: Self.marker) {
      let line = file.lines.line(at: offset)
      let text = file.lines[line]
      let names = Self.names(in: text[(offset + Self.marker.literal.count)...])
      rules[line + 1, default: []] += names
      let isAlone = text[..<offset].allSatisfy { !Self.isCode($0) }
      if isAlone { rules[line + 2, default: []] += names }
    }
  }

  /// Whether the author ignores `finding`.
  func cover(_ finding: Finding) -> Bool {
    guard !rules.isEmpty else { return false }
    return (finding.start.line...max(finding.start.line, finding.end.line)).contains { line in
      rules[line, default: []].contains { RuleSelection.name(String($0), covers: finding.rule) }
    }
  }

  private static func names(in text: ArraySlice<UInt8>) -> [Substring] {
    var names: [Substring] = []
    var rest = text.drop { $0 == UInt8(ascii: ":") }
    repeat {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
      let name = rest.prefix(while: isNameByte)
      rest = rest[name.endIndex...]
      if !name.isEmpty { names.append(Substring(decoding: name, as: UTF8.self)) }
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
