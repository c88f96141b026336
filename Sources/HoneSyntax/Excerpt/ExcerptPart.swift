/// A part of a source that can be parsed without what is around it.
struct ExcerptPart: Hashable {
  /// How a part is written into an excerpt.
  enum Role: Hashable {
    /// As it is.
    case whole
    /// The header of a Python block, which gets another block.
    case header
    /// A decorator, which gets a function.
    case decorator
    /// An `elif` with its block or without, which becomes an `if`.
    case elif(isHeader: Bool)
    /// An `except` with its block or without, which gets a `try`.
    case except(isHeader: Bool)
    /// A `case` that gets a `match`, or a `match` that gets a `case`.
    case matchCase
    case match
    /// A clause of which only the statement in its line counts.
    case inline
    /// A clause that holds nothing.
    case empty
    /// Text of which only the whole file tells whether it is code.
    case unclear
  }

  var range: Range<Int>
  /// The offset after the last byte of code.
  var codeEnd: Int
  var role: Role
}

extension ExcerptPart {
  /// A logical line of Python.
  init(_ line: PythonLine, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.init(range: line.start..<line.end, codeEnd: line.last + 1, role: Self.role(of: line, bytes))
  }

  private static func role(of line: PythonLine, _ bytes: UnsafeBufferPointer<UInt8>) -> Role {
    func begins(with word: StaticString) -> Bool { PythonLine.isWord(word, bytes, at: line.start) }
    let isHeader = bytes[line.last] == UInt8(ascii: ":")
    switch bytes[line.start] {
    case UInt8(ascii: "@"): return .decorator
    case UInt8(ascii: "e"):
      if begins(with: "elif") { return .elif(isHeader: isHeader) }
      if begins(with: "except") { return .except(isHeader: isHeader) }
      if begins(with: "else") { return isHeader ? .empty : .inline }
    case UInt8(ascii: "f") where begins(with: "finally"): return isHeader ? .empty : .inline
    case UInt8(ascii: "t") where begins(with: "try"): return isHeader ? .empty : .inline
    case UInt8(ascii: "m") where isHeader && begins(with: "match"): return .match
    case UInt8(ascii: "c") where isHeader && begins(with: "case"): return .matchCase
    default: break
    }
    return isHeader ? .header : .whole
  }

  /// Writes the part so that it parses by itself.
  func append(to excerpt: inout SourceExcerpt, from source: UnsafeBufferPointer<UInt8>) {
    excerpt.beginLine()
    let code = range.lowerBound..<codeEnd
    switch role {
    case .whole: excerpt.take(code, of: source)
    case .header:
      excerpt.take(code, of: source)
      excerpt.write(" 0")
    case .decorator:
      // Its node goes to the end of the line, with a comment there.
      excerpt.take(range, of: source)
      excerpt.write("def f(): 0")
    case .elif(let isHeader):
      excerpt.take((range.lowerBound + 2)..<codeEnd, of: source)
      if isHeader { excerpt.write(" 0") }
    case .except(let isHeader):
      excerpt.write("try: 0\n")
      excerpt.take(code, of: source)
      if isHeader { excerpt.write(" 0") }
    case .match:
      excerpt.take(code, of: source)
      excerpt.write("\n case 0: 0")
    case .matchCase:
      excerpt.write("match 0:\n ")
      excerpt.take(code, of: source)
      excerpt.write(" 0")
    case .inline:
      guard let colon = source[code].firstIndex(of: UInt8(ascii: ":")) else { return }
      let start = source[(colon + 1)..<codeEnd].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? codeEnd
      excerpt.take(start..<codeEnd, of: source)
    case .empty, .unclear: break
    }
    excerpt.write("\n")
  }
}
