/// The statements in which two versions of a Python module differ, with the first lines of what they stand in.
///
/// Indentation alone says what a statement stands in, so the lines that begin its class, its function and its loops, and then
/// the statement, parse as the whole does.
struct PythonStatements {
  private let bytes: [UInt8]
  private let lines: [IndentedLine]
  private let base: [IndentedLine]
  /// How many bytes are equal at the start, and where those begin that are equal to the end.
  private let prefix: Int
  private let suffixStart: Int
  /// How much longer the version is than its base.
  private let shift: Int

  /// - Returns: `nil` when one of the versions is not understood.
  init?(from base: [UInt8], to bytes: [UInt8]) {
    guard let old = base.withUnsafeBufferPointer(IndentedLine.all),
      let new = bytes.withUnsafeBufferPointer(IndentedLine.all), PythonIndentation.fault(of: new) == nil
    else { return nil }
    let same = CommonEnds(base, bytes)
    self.bytes = bytes
    lines = new
    self.base = old
    prefix = same.prefix
    suffixStart = bytes.count - same.suffix
    shift = bytes.count - base.count
  }

  /// The first lines of what the changed statements stand in, and those statements; `isNested` tells whether there are such
  /// first lines.
  func piece() -> (text: [UInt8], isNested: Bool) {
    var first = lines.lastIndex { line in
      guard line.start <= prefix, let before = baseLine(at: line.start) else { return false }
      return before.indentation == line.indentation && before.role == line.role
    }
    while let index = first {
      switch end(from: index) {
      case .end(let end):
        switch headers(of: index) {
        case .lines(let headers): return (headers + bytes[lines[index].start..<end], !headers.isEmpty)
        case .wider(let header): first = header < index ? header : nil
        }
      case .wider(let indentation): first = previous(index, indentedBy: indentation)
      }
    }
    // Nothing before the change is as it was, so the change begins with the module.
    let end = lines.first { $0.start >= suffixStart && $0.indentation == 0 && $0.role != .clause && isInBase($0) }
    return (Array(bytes[..<(end?.start ?? bytes.count)]), false)
  }

  private enum End {
    /// Where the changed statements end.
    case end(Int)
    /// The statements reach out of the block; the indentation of the one that they belong to.
    case wider(Int)
  }

  /// Where statements end that begin with a line.
  private func end(from index: Int) -> End {
    let start = lines[index]
    let depth = start.indentation
    if start.role == .clause { return .wider(depth) }
    if index > 0, lines[index - 1].role == .decorator { return .wider(depth) }
    let next = lines[(index + 1)...].firstIndex {
      $0.start >= suffixStart && ($0.indentation < depth || $0.indentation == depth && $0.role != .clause)
        && isInBase($0)
    }
    let end = next.map { lines[$0].start } ?? bytes.count
    let own = lines[index..<(next ?? lines.count)]
    let old = base.lazy.filter { $0.start >= start.start && $0.start < end - shift }
    let least = min(own.map(\.indentation).min() ?? depth, old.map(\.indentation).min() ?? depth)
    return least < depth ? .wider(least) : .end(end)
  }

  /// The last line before one that is indented by no more than that; `nil` at the start.
  private func previous(_ index: Int, indentedBy indentation: Int) -> Int? {
    lines[..<index].lastIndex { $0.indentation <= indentation }
  }

  private enum Headers {
    case lines([UInt8])
    /// A line that has to be there with all that belongs to it.
    case wider(Int)
  }

  /// The lines that begin what a line stands in, outermost first, with their decorators.
  private func headers(of index: Int) -> Headers {
    var pieces: [ArraySlice<UInt8>] = []
    var depth = lines[index].indentation
    var position = index
    while depth > 0 {
      guard let header = previous(position, indentedBy: depth - 1) else { return .wider(0) }
      guard lines[header].role == .statement else { return .wider(header) }
      var top = header
      while top > 0, lines[top - 1].role == .decorator { top -= 1 }
      for line in lines[top...header].reversed() { pieces.append(bytes[line.start..<line.end]) }
      depth = lines[header].indentation
      position = top
    }
    return .lines(pieces.reversed().flatMap(\.self))
  }

  // MARK: The base

  private func isInBase(_ line: IndentedLine) -> Bool { baseLine(at: line.start - shift) != nil }

  private func baseLine(at start: Int) -> IndentedLine? { base.first(at: start, by: \.start) }
}
