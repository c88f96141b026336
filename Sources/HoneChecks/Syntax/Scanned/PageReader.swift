/// Whether a page of HTML can be read: what browsers guess at when a tag, a quote, a comment or a script is not closed.
///
/// It follows the tokenization of the HTML standard (section 13.2.5). What is to be filled in, `{{...}}`, may stand anywhere.
struct PageReader {
  private let bytes: [UInt8]
  private var position = 0
  /// Whether a `}}` may come.
  private var hasFilledIn = true
  /// Of each element how many tags open it more than close it, and where the last of these stands.
  private var balances: [String: (count: Int, offset: Int)] = [:]

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The first place that cannot be read; `nil` when all can, and where something else than `{{...}}` fills in the page.
  ///
  /// It is no error where tags do not pair up: pages are put together from parts.
  static func fault(in bytes: [UInt8]) -> (fault: SyntaxFault, isError: Bool)? {
    var reader = PageReader(bytes)
    do throws(SyntaxFault) {
      try reader.read()
      return reader.unpaired.map { ($0, false) }
    } catch {
      return error.isTolerated ? nil : (error, true)
    }
  }

  private subscript(index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// What holds text and no tags.
  private static let rawElements = ["script", "style", "textarea", "title"]

  /// Elements that are closed by a tag of their own and by nothing else.
  private static let closedElements: Set<String> = [
    "a", "article", "aside", "b", "blockquote", "button", "code", "div", "em", "fieldset", "figure", "footer", "form",
    "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "i", "label", "main", "nav", "ol", "pre", "section", "select", "small",
    "span",
    "strong", "table", "ul",
  ]

  /// Where the tags of an element do not pair up.
  private var unpaired: SyntaxFault? {
    let first = balances.filter { $0.value.count != 0 }.min { $0.value.offset < $1.value.offset }
    guard let (name, balance) = first else { return nil }
    let tag = balance.count > 0 ? "</\(name)>" : "<\(name)>"
    return SyntaxFault(
      offset: balance.offset, message: "a `\(tag)` is missing: the tags of this element do not pair up")
  }

  private mutating func count(_ name: String, _ step: Int, _ offset: Int) {
    guard Self.closedElements.contains(name) else { return }
    balances[name] = ((balances[name]?.count ?? 0) + step, offset)
  }

  /// The name that begins here, in lower case.
  private var name: String {
    let letters = bytes[position...].prefix { $0.isInWord }
    return String(decoding: letters.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private mutating func read() throws(SyntaxFault) {
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      switch self[position] {
      case UInt8(ascii: "!"), UInt8(ascii: "?"):
        if bytes[start...].starts(with: "<!--".utf8) {
          position = start + 2
          guard skip(behind: "-->") else {
            throw SyntaxFault(offset: start, message: "this comment is never closed by `-->`")
          }
        } else if bytes[start...].starts(with: "<![CDATA[".utf8) {
          guard skip(behind: "]]>") else { return }
        } else {
          // Nothing behind a `<` without a `>` is a tag.
          guard skip(behind: ">") else { return }
        }
      case UInt8(ascii: "/"):
        position += 1
        if self[position]?.isLetter == true {
          count(name, -1, start)
          try readAttributes(of: start)
        }
      case .some(let byte) where byte.isLetter:
        let name = name
        guard try !readAttributes(of: start) else { continue }
        count(name, 1, start)
        if Self.rawElements.contains(name), !skip(toEndOf: name) {
          throw SyntaxFault(offset: start, message: "this `<\(name)>` is never closed by `</\(name)>`")
        }
      default: break
      }
    }
  }

  /// Goes behind a text; `false` when there is none.
  private mutating func skip(behind text: String) -> Bool {
    var index = position
    while index < bytes.count {
      if bytes[index...].starts(with: text.utf8) {
        position = index + text.utf8.count
        return true
      }
      index += 1
    }
    return false
  }

  /// Goes to the end tag of an element; `false` when there is none.
  private mutating func skip(toEndOf name: String) -> Bool {
    let text = Array("</\(name)".utf8)
    var index = position
    while let next = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      if bytes[next...].prefix(text.count).elementsEqual(text, by: { $0 == $1 || $0 | 0x20 == $1 && $0.isLetter }) {
        position = next
        return true
      }
      index = next + 1
    }
    return false
  }

  /// Reads a tag up to its `>`.
  /// - Returns: whether it closes itself.
  @discardableResult
  private mutating func readAttributes(of start: Int) throws(SyntaxFault) -> Bool {
    var isClosed = false
    while let byte = self[position] {
      switch byte {
      case UInt8(ascii: ">"):
        position += 1
        return isClosed
      case UInt8(ascii: "<"): throw SyntaxFault(offset: start, message: "this tag is never closed by `>`")
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // Other quotes than those at the end of a word belong to something that fills in the page.
        if bytes[position - 1].isInWord, self[position + 1].map({ $0.isBlank || $0 == UInt8(ascii: ">") }) ?? true {
          throw SyntaxFault(offset: position, message: "the partner of this quote is missing")
        }
        position += 1
      case UInt8(ascii: "{") where skipFilledIn(): break
      case UInt8(ascii: "="):
        position += 1
        try readValue()
      default: position += 1
      }
      isClosed = byte == UInt8(ascii: "/")
    }
    throw SyntaxFault(offset: start, message: "this tag is never closed by `>`")
  }

  private mutating func readValue() throws(SyntaxFault) {
    while let byte = self[position], byte.isBlank { position += 1 }
    guard let quote = self[position], quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      // Without quotes a value may hold some inside, as a call does.
      let first = position
      while let byte = self[position], !byte.isBlank, byte != UInt8(ascii: ">") {
        if byte != UInt8(ascii: "{") || !skipFilledIn() { position += 1 }
      }
      let value = bytes[first..<position]
      if let last = value.last, last == UInt8(ascii: "\"") || last == UInt8(ascii: "'"),
        value.count(where: { $0 == last }) == 1
      {
        throw SyntaxFault(offset: position - 1, message: "the partner of this quote is missing")
      }
      return
    }
    let start = position
    position += 1
    while let byte = self[position], byte != quote {
      if byte != UInt8(ascii: "{") || !skipFilledIn() { position += 1 }
    }
    guard position < bytes.count else {
      throw SyntaxFault(offset: start, message: "this quote is never closed")
    }
    let value = bytes[(start + 1)..<position]
    position += 1
    guard let next = self[position], !next.isBlank, next != UInt8(ascii: ">"), next != UInt8(ascii: "/") else { return }
    // The value went on to the quote that opens a later one. A tag in a value is filled in by something else.
    if let tag = value.firstIndex(of: UInt8(ascii: "<")), !value[..<tag].contains(UInt8(ascii: ">")) {
      throw SyntaxFault(offset: start, message: "", isTolerated: true)
    }
    if value.last == UInt8(ascii: "=") {
      throw SyntaxFault(offset: start, message: "this quote is never closed")
    }
  }

  /// Goes over `{{...}}`, if that stands here.
  private mutating func skipFilledIn() -> Bool {
    let start = position
    guard hasFilledIn, self[start + 1] == UInt8(ascii: "{") else { return false }
    position += 2
    if skip(behind: "}}") { return true }
    hasFilledIn = false
    position = start
    return false
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self) }
  fileprivate var isInWord: Bool { isLetter || (0x30...0x39).contains(self) || self == 0x2d || self == 0x5f }
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}
