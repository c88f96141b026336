/// Finds the texts of `script` and `style` elements by the tags of HTML.
///
/// Source: the HTML standard, section "Tokenization", without what turns on the element that a tag stands in; a comment that is
/// not closed, a `<` where an attribute should begin, and a template right after the name of a tag (`<script{% if x %}>`) are
/// taken as parsers that mend mistakes take them.
struct MarkupScanner {
  /// What a start tag says.
  struct Tag {
    var lang = ""
    var type = ""
    /// Whether it ends with `/>`.
    var isClosed = false
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  /// Whether no comment, and no element of a kind, ends after the place at hand; then none is looked for again.
  private var hasNoCommentEnd = false
  private var endless: Set<EmbeddedCode.Element> = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next element that has an end tag.
  /// - Returns: also its start tag, and the bytes between the two.
  mutating func next() -> (element: EmbeddedCode.Element, tag: Tag, range: Range<Int>)? {
    while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) {
      offset = start + 1
      if holds("!--", at: offset) {
        offset += 3
        skipComment()
        continue
      }
      let isEnd = byte(offset) == UInt8(ascii: "/")
      let name = offset + (isEnd ? 1 : 0)
      guard let first = byte(name), Self.isLetter(first) else { continue }
      offset = name
      while let byte = byte(offset), !Self.endsName(byte), byte != UInt8(ascii: "{"), byte != UInt8(ascii: "<") {
        offset += 1
      }
      let element = isEnd ? nil : EmbeddedCode.Element.allCases.first { isName($0.rawValue, name..<offset) }
      guard let tag = tag(), let element, !tag.isClosed else { continue }
      guard !endless.contains(element), let end = end(of: element) else {
        endless.insert(element)
        continue
      }
      defer { offset = end }
      return (element, tag, offset..<end)
    }
    return nil
  }

  /// Goes behind a comment.
  private mutating func skipComment() {
    guard !hasNoCommentEnd else { return }
    // `<!-->` and `<!--->` are whole comments.
    var place = max(0, offset - 2)
    while let dash = bytes[place...].firstIndex(of: UInt8(ascii: "-")) {
      if holds("->", at: dash + 1) {
        offset = max(offset, dash + 3)
        return
      }
      place = dash + 1
    }
    hasNoCommentEnd = true
  }

  /// The place of the end tag of an element whose text begins here.
  private func end(of element: EmbeddedCode.Element) -> Int? {
    var place = offset
    while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      let name = start + 2
      if byte(start + 1) == UInt8(ascii: "/"),
        isName(element.rawValue, name..<min(bytes.count, name + element.rawValue.utf8.count))
      {
        return start
      }
      place = start + 1
    }
    return nil
  }

  /// Reads the attributes of a tag, and goes behind its end.
  /// - Returns: `nil` where the tag does not end, or another begins before it does.
  private mutating func tag() -> Tag? {
    var tag = Tag()
    var seen: Set<String> = []
    while let byte = byte(offset) {
      switch byte {
      case UInt8(ascii: ">"):
        offset += 1
        return tag
      case UInt8(ascii: "<"): return nil
      case UInt8(ascii: "/"):
        tag.isClosed = self.byte(offset + 1) == UInt8(ascii: ">")
        offset += 1
      case _ where Self.isBlank(byte): offset += 1
      default:
        guard let (name, value) = attribute() else { return nil }
        // Of two attributes of one name the first counts.
        guard let name, seen.insert(name).inserted else { continue }
        if name == "lang" { tag.lang = value } else { tag.type = value }
      }
    }
    return nil
  }

  /// Reads an attribute.
  /// - Returns: its name where it is one that counts; `nil` where another tag begins, or nothing comes any more.
  private mutating func attribute() -> (name: String?, value: String)? {
    let start = offset
    offset += 1
    while let byte = byte(offset), byte != UInt8(ascii: "="), !Self.endsName(byte) {
      guard byte != UInt8(ascii: "<") else { return nil }
      offset += 1
    }
    // ast-grep takes `lang` in lower case only.
    let isLang = bytes[start..<offset].elementsEqual("lang".utf8)
    let name = isLang ? "lang" : isName("type", start..<offset) ? "type" : nil
    let end = offset
    while let byte = byte(offset), Self.isBlank(byte) { offset += 1 }
    guard byte(offset) == UInt8(ascii: "=") else {
      offset = end
      return (name, "")
    }
    offset += 1
    while let byte = byte(offset), Self.isBlank(byte) { offset += 1 }
    guard let quote = byte(offset) else { return nil }
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      let start = offset
      while let byte = byte(offset), byte != UInt8(ascii: ">"), !Self.isBlank(byte) { offset += 1 }
      return (name, name == nil ? "" : text(start..<offset))
    }
    guard let close = bytes[(offset + 1)...].firstIndex(of: quote) else { return nil }
    let value = (offset + 1)..<close
    offset = close + 1
    return (name, name == nil ? "" : text(value))
  }

  // MARK: Bytes

  private func byte(_ offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func holds(_ text: StaticString, at offset: Int) -> Bool {
    offset + text.utf8CodeUnitCount <= bytes.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
  }

  /// Whether a range holds a name of lower-case letters, in any case.
  private func isName(_ name: String, _ range: Range<Int>) -> Bool {
    range.count == name.utf8.count && zip(bytes[range], name.utf8).allSatisfy { $0 | 0x20 == $1 }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x09, 0x0a, 0x0c, 0x0d, 0x20].contains(byte) }

  /// Whether a byte ends the name of a tag or an attribute.
  private static func endsName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || isBlank(byte)
  }
}
