/// A logical line of Python with what its indentation and its first word say of where it belongs.
struct IndentedLine {
  /// What a line has to do with the one before it.
  enum Role {
    case statement
    /// It goes on with the statement before, as `else` does.
    case clause
    /// What stands below belongs to it.
    case decorator
    /// It begins a statement that is none without its clauses: `try`.
    case unfinished
  }

  /// Where the line begins, its indentation included, in bytes.
  let start: Int
  /// How many bytes it is indented by.
  let indentation: Int
  /// Where the logical line ends; blank lines and comments may follow.
  let end: Int
  let role: Role
  /// Whether a block may follow: the line ends with a colon.
  let opensBlock: Bool

  /// The lines that hold code; `nil` when the text is not understood, or when not all indentation is written alike, with
  /// blanks or with tabs.
  static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [IndentedLine]? {
    var lines: [IndentedLine] = []
    var indent: UInt8?
    var position = 0
    while position < bytes.count {
      guard let line = PythonLine(bytes, from: position) else { return nil }
      if line.last >= 0 {
        for offset in position..<line.start {
          indent = indent ?? bytes[offset]
          guard indent == bytes[offset], bytes[offset] != 0x0c else { return nil }
        }
        let role = role(of: line, bytes)
        lines.append(
          IndentedLine(
            start: position, indentation: line.start - position, end: line.end, role: role,
            opensBlock: bytes[line.last] == UInt8(ascii: ":")))
      }
      position = line.end
    }
    return lines
  }

  /// The text with blanks for all comments that have lines of their own; `nil` when the text is not understood.
  static func withoutComments(_ bytes: [UInt8]) -> [UInt8]? {
    var result = bytes
    let isUnderstood = bytes.withUnsafeBufferPointer { buffer in
      var position = 0
      while position < buffer.count {
        guard let line = PythonLine(buffer, from: position) else { return false }
        if line.last < 0 {
          for offset in line.start..<line.end where buffer[offset] != 0x0a && buffer[offset] != 0x0d {
            result[offset] = 0x20
          }
        }
        position = line.end
      }
      return true
    }
    return isUnderstood ? result : nil
  }

  private static func role(of line: PythonLine, _ bytes: UnsafeBufferPointer<UInt8>) -> Role {
    switch bytes[line.start] {
    case UInt8(ascii: "@"): .decorator
    case UInt8(ascii: "e"), UInt8(ascii: "f"): line.isClause(in: bytes) ? .clause : .statement
    case UInt8(ascii: "t"): PythonLine.isWord("try", bytes, at: line.start) ? .unfinished : .statement
    default: .statement
    }
  }
}
