/// Whether XML is well-formed, by the rules of XML 1.0 (fifth edition) for documents without external parts.
struct MarkupReader {
  private let bytes: [UInt8]
  private var position = 0
  /// The elements that are open.
  private var open: [(name: ArraySlice<UInt8>, offset: Int)] = []
  private var hasRoot = false
  /// Whether entities may be declared.
  private var hasDeclarations = false

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The first place that cannot be read; `nil` when all can, and for text that is not in an extension of ASCII.
  static func fault(in bytes: [UInt8]) -> SyntaxFault? {
    var reader = MarkupReader(bytes)
    do throws(SyntaxFault) {
      try reader.read()
      return nil
    } catch {
      return error
    }
  }

  private subscript(index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func read() throws(SyntaxFault) {
    if stands("\u{feff}") { position = 3 }
    // What stands in UTF-16 is not looked at.
    if self[0] == 0xff || self[0] == 0xfe || bytes.prefix(4).contains(0) { return }
    while let byte = self[position] {
      switch byte {
      case UInt8(ascii: "<"): try readMarkup()
      case UInt8(ascii: "&"): try readReference()
      case UInt8(ascii: "]") where stands("]]>") && !open.isEmpty:
        throw SyntaxFault(offset: position, message: "`]]>` cannot stand in text")
      case 0x00..<0x09, 0x0b, 0x0c, 0x0e..<0x20:
        throw SyntaxFault(offset: position, message: "this character cannot stand in XML")
      default:
        if open.isEmpty, !byte.isBlank {
          throw SyntaxFault(offset: position, message: "text cannot stand outside of the outermost element")
        }
        position += 1
      }
    }
    if let element = open.last {
      throw SyntaxFault(
        offset: element.offset, message: "this element is never closed by `</\(Self.text(element.name))>`")
    }
    if !hasRoot, bytes.contains(where: { !$0.isBlank }) {
      throw SyntaxFault(offset: bytes.count, message: "the file has no element")
    }
  }

  private static func text(_ name: ArraySlice<UInt8>) -> String { String(decoding: name, as: UTF8.self) }

  private func stands(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  private mutating func skip(behind end: String, _ message: String) throws(SyntaxFault) {
    let start = position
    let end = Array(end.utf8)
    while let next = bytes[position...].firstIndex(of: end[0]) {
      if bytes[next...].starts(with: end) {
        position = next + end.count
        return
      }
      position = next + 1
    }
    throw SyntaxFault(offset: start, message: message)
  }

  private mutating func skipBlanks() {
    while let byte = self[position], byte.isBlank { position += 1 }
  }

  private mutating func readName() -> ArraySlice<UInt8> {
    let start = position
    if let byte = self[position], byte.beginsXMLName {
      while let byte = self[position], byte.isInXMLName { position += 1 }
    }
    return bytes[start..<position]
  }

  private mutating func readMarkup() throws(SyntaxFault) {
    let start = position
    let isAtStart = start == 0 || start == 3 && bytes.starts(with: "\u{feff}".utf8)
    if stands("<!--") {
      position += 4
      try skip(behind: "--", "this comment is never closed by `-->`")
      guard self[position] == UInt8(ascii: ">") else {
        throw SyntaxFault(offset: position - 2, message: "`--` cannot stand in a comment")
      }
      position += 1
    } else if stands("<![CDATA["), !open.isEmpty {
      try skip(behind: "]]>", "this `<![CDATA[` is never closed by `]]>`")
    } else if stands("<?") {
      if stands("<?xml "), !isAtStart {
        throw SyntaxFault(offset: start, message: "`<?xml` must be the first thing in the file")
      }
      try skip(behind: "?>", "this `<?` is never closed by `?>`")
    } else if stands("<!DOCTYPE"), !hasRoot {
      try readDeclarations()
    } else if stands("</") {
      position += 2
      let name = readName()
      skipBlanks()
      guard self[position] == UInt8(ascii: ">"), !name.isEmpty else {
        throw SyntaxFault(offset: start, message: "this end tag is not closed by `>`")
      }
      position += 1
      guard let element = open.popLast() else {
        throw SyntaxFault(offset: start, message: "this `</\(Self.text(name))>` closes nothing")
      }
      guard element.name == name else {
        let line = bytes[..<element.offset].count { $0 == 0x0a } + 1
        throw SyntaxFault(
          offset: start,
          message: "`</\(Self.text(name))>` cannot close the `<\(Self.text(element.name))>` of line \(line)")
      }
    } else {
      try readStartTag()
    }
  }

  private mutating func readStartTag() throws(SyntaxFault) {
    let start = position
    position += 1
    let name = readName()
    guard !name.isEmpty else { throw SyntaxFault(offset: start, message: "`<` must be written `&lt;` in text") }
    if open.isEmpty, hasRoot { throw SyntaxFault(offset: start, message: "there is a second outermost element") }
    hasRoot = true
    var attributes: [ArraySlice<UInt8>] = []
    while true {
      let before = position
      skipBlanks()
      if self[position] == UInt8(ascii: ">") {
        position += 1
        open.append((name, start))
        return
      }
      if stands("/>") {
        position += 2
        return
      }
      let attribute = readName()
      guard !attribute.isEmpty, position > before, bytes[before].isBlank else {
        throw SyntaxFault(offset: start, message: "this tag is not closed by `>`")
      }
      guard !attributes.contains(attribute) else {
        throw SyntaxFault(offset: before, message: "the attribute `\(Self.text(attribute))` is given twice")
      }
      attributes.append(attribute)
      skipBlanks()
      guard self[position] == UInt8(ascii: "=") else {
        throw SyntaxFault(offset: before, message: "the attribute `\(Self.text(attribute))` has no value")
      }
      position += 1
      skipBlanks()
      try readValue()
    }
  }

  private mutating func readValue() throws(SyntaxFault) {
    let start = position
    guard let quote = self[start], quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw SyntaxFault(offset: start, message: "this value must stand in quotes")
    }
    position += 1
    while let byte = self[position], byte != quote {
      if byte == UInt8(ascii: "<") { throw SyntaxFault(offset: start, message: "this quote is never closed") }
      if byte == UInt8(ascii: "&") { try readReference() } else { position += 1 }
    }
    guard position < bytes.count else { throw SyntaxFault(offset: start, message: "this quote is never closed") }
    position += 1
  }

  private mutating func readReference() throws(SyntaxFault) {
    let start = position
    let end = bytes[start...].prefix(64).firstIndex(of: UInt8(ascii: ";"))
    let name = bytes[(start + 1)..<(end ?? start + 1)]
    let isNumber =
      name.first == UInt8(ascii: "#") && name.count > 1
      && (name.dropFirst().first == UInt8(ascii: "x")
        ? name.count > 2 && name.dropFirst(2).allSatisfy(\.isHexDigit)
        : name.dropFirst().allSatisfy { (0x30...0x39).contains($0) })
    let isName = name.first?.beginsXMLName == true && name.allSatisfy(\.isInXMLName)
    guard let end, isNumber || isName else {
      throw SyntaxFault(offset: start, message: "`&` must be written `&amp;`")
    }
    if isName, !hasDeclarations, !["amp", "lt", "gt", "quot", "apos"].contains(where: { $0.utf8.elementsEqual(name) }) {
      throw SyntaxFault(offset: start, message: "XML knows no `&\(Self.text(name));` unless it is declared")
    }
    position = end + 1
  }

  /// Goes over `<!DOCTYPE ...>` with what it declares.
  private mutating func readDeclarations() throws(SyntaxFault) {
    let start = position
    hasDeclarations = true
    var isInside = false
    while let byte = self[position] {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        position += 1
        try skip(behind: byte == UInt8(ascii: "'") ? "'" : "\"", "this quote is never closed")
        continue
      case UInt8(ascii: "<") where stands("<!--"): try skip(behind: "-->", "this comment is never closed by `-->`")
      case UInt8(ascii: "<") where stands("<?"): try skip(behind: "?>", "this `<?` is never closed by `?>`")
      case UInt8(ascii: "["): (isInside, position) = (true, position + 1)
      case UInt8(ascii: "]"): (isInside, position) = (false, position + 1)
      case UInt8(ascii: ">") where !isInside:
        position += 1
        return
      default: position += 1
      }
    }
    throw SyntaxFault(offset: start, message: "this `<!DOCTYPE` is never closed")
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d }

  /// Whether a name may begin with the byte; those outside of ASCII are taken for letters.
  fileprivate var beginsXMLName: Bool {
    switch self {
    case 0x41...0x5a, 0x61...0x7a, 0x5f, 0x3a, 0x80...0xff: true
    default: false
    }
  }

  fileprivate var isInXMLName: Bool { beginsXMLName || (0x2d...0x2e).contains(self) || (0x30...0x39).contains(self) }

  fileprivate var isHexDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
