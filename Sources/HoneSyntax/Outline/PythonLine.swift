/// A logical line of Python.
///
/// Source: The Python Language Reference, "Lexical analysis": a logical line ends with its line unless a bracket or a string
/// over several lines is open, or a backslash joins it with the next.
struct PythonLine {
  /// The first byte that is no blank; the end of a blank line.
  private(set) var start: Int
  /// The byte after its last.
  private(set) var end: Int
  /// The last byte of code; -1 for a line without any.
  private(set) var last = -1

  /// Reads the line that begins at `start`.
  /// - Returns: `nil` for one that does not end, or has a bracket that closes nothing.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    var position = start
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 || bytes[position] == 0x0c {
      position += 1
    }
    self.start = position
    end = bytes.count
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x0a:
        if depth == 0 {
          end = position
          return
        }
      case 0x20, 0x09, 0x0c, 0x0d: break
      case UInt8(ascii: "#"): while position < bytes.count, bytes[position] != 0x0a { position += 1 }
      case UInt8(ascii: "\\"):
        if position < bytes.count, bytes[position] == 0x0d { position += 1 }
        position += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let end = Self.stringEnd(bytes, from: position, quote: byte) else { return nil }
        position = end
        last = end - 1
      default:
        last = position - 1
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
          depth -= 1
          if depth < 0 { return nil }
        default: break
        }
      }
    }
    guard depth == 0, position == bytes.count else { return nil }
  }

  /// All lines of a module that hold code; `nil` for a module that is not understood.
  static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [PythonLine]? {
    var lines: [PythonLine] = []
    var position = 0
    while position < bytes.count {
      guard let line = PythonLine(bytes, from: position) else { return nil }
      if line.last >= 0 { lines.append(line) }
      position = line.end
    }
    return lines
  }

  private static let clauses: [StaticString] = ["else", "elif", "except", "finally"]

  /// Whether the line goes on with the statement before, as `else` does.
  func isClause(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    Self.clauses.contains { Self.isWord($0, bytes, at: start) }
  }

  /// Whether a word stands at an offset, and does not go on.
  static func isWord(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard start + count <= bytes.count else { return false }
    for index in 0..<count where bytes[start + index] != word.utf8Start[index] { return false }
    guard start + count < bytes.count else { return true }
    switch bytes[start + count] {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x80...: return false
    default: return true
    }
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
}
