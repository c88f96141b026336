/// Where statements of the top level of a Python module begin.
///
/// Source: The Python Language Reference, "Lexical analysis": a logical line ends with its line unless a bracket or a string
/// over several lines is open, or a backslash joins it with the next; one that is not indented belongs to the module.
enum PythonBorders {
  /// Words that go on with the statement before.
  private static let clauses = ["else", "elif", "except", "finally"].map { Array($0.utf8) }

  static func offsets(in bytes: UnsafeBufferPointer<UInt8>) -> [Int]? {
    var borders: [Int] = []
    var position = 0
    var isDecorated = false
    while position < bytes.count {
      let first = bytes[position]
      if first != 0x20, first != 0x09, first != 0x0a, first != 0x0d, first != 0x0c, first != UInt8(ascii: "#") {
        let word = clauses.contains { isWord($0, bytes, at: position) }
        // What a decorator stands above belongs to it.
        if !word, !isDecorated { borders.append(position) }
        isDecorated = first == UInt8(ascii: "@")
      }
      guard let end = lineEnd(bytes, from: position) else { return nil }
      position = end
    }
    return borders
  }

  /// The offset after the logical line that begins at `start`; `nil` when it does not end.
  private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x0a: if depth == 0 { return position }
      case UInt8(ascii: "#"): while position < bytes.count, bytes[position] != 0x0a { position += 1 }
      case UInt8(ascii: "\\"):
        if position < bytes.count, bytes[position] == 0x0d { position += 1 }
        position += 1
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth < 0 { return nil }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let end = stringEnd(bytes, from: position, quote: byte) else { return nil }
        position = end
      default: break
      }
    }
    return depth == 0 && position == bytes.count ? position : nil
  }

  /// The offset after the string whose first quote ends at `start`.
  private static func stringEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, quote: UInt8) -> Int? {
    var position = start
    let isTriple = start + 1 < bytes.count && bytes[start] == quote && bytes[start + 1] == quote
    if isTriple { position += 2 }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\\") {
        position += position < bytes.count && bytes[position] == 0x0d ? 2 : 1
      } else if byte == quote {
        guard isTriple else { return position }
        if position + 1 < bytes.count, bytes[position] == quote, bytes[position + 1] == quote { return position + 2 }
      } else if byte == 0x0a, !isTriple {
        return nil
      }
    }
    return nil
  }

  private static func isWord(_ word: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start + word.count <= bytes.count else { return false }
    for index in 0..<word.count where bytes[start + index] != word[index] { return false }
    guard start + word.count < bytes.count else { return true }
    switch bytes[start + word.count] {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x80...: return false
    default: return true
    }
  }
}
