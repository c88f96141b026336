extension SyntaxTree {
  /// The blanks at the start of the line that holds an offset, at most up to the offset.
  func indentation(at offset: Int) -> ArraySlice<UInt8> {
    let lines = written.lines
    return source[lines.starts[lines.line(at: offset)]..<offset].prefix { $0 == 0x20 || $0 == 0x09 }
  }
}

/// The blanks at the start of lines, and how they change when code moves.
enum Indentation {

  /// Moves the lines of a text after the first from one indentation to another.
  ///
  /// A line that is not indented by `old` keeps what it has beyond what both share; blank lines stay as they are.
  /// - Parameters:
  ///   - isFixed: whether the line that starts at an offset of `bytes` must not change, being inside of a literal.
  static func move(
    _ range: Range<Int>, of bytes: [UInt8], from old: [UInt8], to new: [UInt8], isFixed: (Int) -> Bool
  ) -> [UInt8] {
    var moved: [UInt8] = []
    moved.reserveCapacity(range.count + 64)
    var position = range.lowerBound
    while position < range.upperBound {
      let lineEnd = bytes[position..<range.upperBound].firstIndex(of: 0x0a).map { $0 + 1 } ?? range.upperBound
      let line = bytes[position..<lineEnd]
      let isBlank = line.allSatisfy(\.isWhitespace) && lineEnd < range.upperBound
      if position == range.lowerBound || isBlank || isFixed(position) {
        moved += line
      } else {
        let shared = zip(line, old).prefix { $0 == $1 }.count
        // Less indented than the place it comes from: it stays where it was, relative to nothing.
        moved += shared == old.count ? new + line.dropFirst(shared) : Array(line)
      }
      position = lineEnd
    }
    return moved
  }

  /// What one level of indentation is written as.
  enum Unit: Hashable, Sendable {
    case spaces
    case tab

    /// Reads it off the line at hand, or else off the first indented line of a file.
    static func used(at indentation: ArraySlice<UInt8>, in tree: SyntaxTree) -> Unit {
      if let first = indentation.first { return first == 0x09 ? .tab : .spaces }
      return tree.written.unit
    }

    /// Reads it off the first indented line of a file.
    static func used(in bytes: [UInt8], _ lines: SourceLines) -> Unit {
      // The first lines say it; a file that is never indented has no unit.
      for position in lines.starts.dropFirst().prefix(2000) where position < bytes.count {
        if bytes[position] == 0x09 { return .tab }
        if bytes[position] == 0x20, position + 1 < bytes.count, bytes[position + 1] == 0x20 { return .spaces }
      }
      return .spaces
    }
  }

  /// Rewrites the indentation of a template's line with tabs.
  /// - Parameter width: how many spaces of the template are one level.
  static func tabs(for blanks: ArraySlice<UInt8>, width: Int) -> [UInt8] {
    guard width > 0, blanks.allSatisfy({ $0 == 0x20 }) else { return Array(blanks) }
    return Array(repeating: 0x09, count: blanks.count / width) + Array(repeating: 0x20, count: blanks.count % width)
  }
}
