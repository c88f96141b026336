/// What a match is replaced with: text, and references to captures.
///
/// `$1`, `${1}`, `$name` and `${name}` stand for what the group captured, `$0` for the whole match, `$$` for a dollar. A name
/// without braces is the longest run of ASCII letters, digits and underscores, so `$1a` refers to a group named `1a` and
/// `${1}a` must be written for the other meaning. A group that does not exist or took no part stands for nothing. A dollar
/// before anything else is itself. These are the rules of Rust's `regex` crate, whose templates are the best known ones.
package struct ReplacementTemplate: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case text([UInt8])
    case number(Int)
    case name(String)
  }

  private let parts: [Part]

  /// Reads a template; every text is one.
  package init(_ template: String) {
    let bytes = Array(template.utf8)
    var parts: [Part] = []
    var text: [UInt8] = []
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "$"), let (part, end) = Self.reference(in: bytes, after: offset + 1) {
        if case .text(let dollar) = part {
          text += dollar
        } else {
          parts += [.text(text), part]
          text = []
        }
        offset = end
      } else {
        text.append(bytes[offset])
        offset += 1
      }
    }
    self.parts = (parts + [.text(text)]).filter { $0 != .text([]) }
  }

  private static func reference(in bytes: [UInt8], after dollar: Int) -> (Part, end: Int)? {
    guard dollar < bytes.count else { return nil }
    switch bytes[dollar] {
    case UInt8(ascii: "$"): return (.text([bytes[dollar]]), dollar + 1)
    case UInt8(ascii: "{"):
      guard let close = bytes[dollar...].firstIndex(of: UInt8(ascii: "}")), close > dollar + 1 else { return nil }
      return (part(named: bytes[(dollar + 1)..<close]), close + 1)
    default:
      let name = bytes[dollar...].prefix { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
        default: false
        }
      }
      return name.isEmpty ? nil : (part(named: name), name.endIndex)
    }
  }

  private static func part(named name: ArraySlice<UInt8>) -> Part {
    let text = String(decoding: name, as: UTF8.self)
    return Int(text).map(Part.number) ?? .name(text)
  }

  /// Adds what replaces `match`, which was found in `bytes`, to `result`.
  func append(_ match: PatternMatch, of bytes: [UInt8], to result: inout [UInt8]) {
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .number(let number): if let range = match[number] { result += bytes[range] }
      case .name(let name): if let range = match[name] { result += bytes[range] }
      }
    }
  }
}
