internal import HoneCore

/// Code that no operator beside it can tear apart: a name, a literal, what stands in brackets, and calls, subscripts and
/// members of these.
///
/// It is told by the shape of the code, which is the same in all languages. What is not known to be tight is looked at.
extension SyntaxTree {
  /// Whether a node is tight.
  func isTight(_ node: Int) -> Bool {
    let record = nodes[node]
    var child = node + 1
    guard child < Int(record.next) else { return true }
    if isQuoted(node) || isWord(node) { return true }
    var depth = 0
    var isFirst = true
    var expectsMember = false
    while child < Int(record.next) {
      let part = nodes[child]
      defer { child = Int(part.next) }
      if part.flags.contains(.extra) { continue }
      let text = source[Int(part.start)..<Int(part.end)]
      if !part.flags.contains(.named), text.count == 1, let mark = text.first {
        if "([{".utf8.contains(mark) {
          // What begins with a bracket must end with it: a cast does not.
          if isFirst, !endsWithCloser(node) || !isOnlyGroup(node) { return false }
          depth += 1
          isFirst = false
          continue
        }
        if ")]}".utf8.contains(mark) {
          depth -= 1
          continue
        }
      }
      if depth > 0 { continue }
      if isFirst || expectsMember {
        guard part.flags.contains(.named), isTight(child) else { return false }
        isFirst = false
        expectsMember = false
      } else if text.isMemberMark {
        expectsMember = true
      } else if !part.flags.contains(.named) || !isSuffix(child) {
        return false
      }
    }
    return depth == 0 && !expectsMember
  }

  /// Whether a comma stands in a node outside of brackets.
  func holdsComma(_ node: Int) -> Bool {
    var child = node + 1
    while child < Int(nodes[node].next) {
      let part = nodes[child]
      if part.end == part.start + 1, source[Int(part.start)] == UInt8(ascii: ",") { return true }
      if part.end == part.start + 1, "([{".utf8.contains(source[Int(part.start)]) { return false }
      child = Int(part.next)
    }
    return false
  }

  /// Whether a node that begins with a bracket is closed by it alone.
  private func isOnlyGroup(_ node: Int) -> Bool {
    var depth = 0
    var child = node + 1
    while child < Int(nodes[node].next) {
      let part = nodes[child]
      child = Int(part.next)
      guard part.end == part.start + 1 else { continue }
      if "([{".utf8.contains(source[Int(part.start)]) { depth += 1 }
      if ")]}".utf8.contains(source[Int(part.start)]) { depth -= 1 }
      if depth == 0 { return child == Int(nodes[node].next) }
    }
    return false
  }

  private func endsWithCloser(_ node: Int) -> Bool {
    source[..<Int(nodes[node].end)].last.map { ")]}".utf8.contains($0) } ?? false
  }

  /// Whether a node follows what is before it without an operator: arguments in brackets, or a member with its mark.
  private func isSuffix(_ node: Int) -> Bool {
    let text = source[Int(nodes[node].start)..<Int(nodes[node].end)]
    guard let first = text.first, let last = text.last else { return false }
    if "([{".utf8.contains(first) { return ")]}".utf8.contains(last) }
    return first == UInt8(ascii: ".")
      && text.dropFirst().first.map { $0 == UInt8(ascii: "?") || $0.isNamePart } ?? false
  }

  /// Whether a node is one word, with the mark of a variable where a language has one.
  private func isWord(_ node: Int) -> Bool {
    source[Int(nodes[node].start)..<Int(nodes[node].end)].allSatisfy { $0.isNamePart || "$@".utf8.contains($0) }
  }

  /// Whether a node is a literal that begins and ends with tokens of quotation marks.
  private func isQuoted(_ node: Int) -> Bool {
    let first = nodes[node + 1]
    guard first.next == UInt32(node + 2) else { return false }
    let opening = source[Int(first.start)..<Int(first.end)]
    let marks = opening.drop(while: \.isNamePart)
    guard let mark = marks.first, "\"'`".utf8.contains(mark), marks.allSatisfy({ $0 == mark }) else { return false }
    let range = Int(first.end)..<max(Int(first.end), Int(nodes[node].end))
    return source[range].suffix(marks.count).elementsEqual(marks)
  }
}

extension FixTemplate {
  /// Whether what the template writes is tight, if what its holes stand for is.
  static func isTight(_ items: [Item]) -> Bool {
    var depth = 0
    var expectsOperand = true
    var quote: [UInt8]?
    for item in items {
      let content = item.content
      if case .token(let text) = content {
        if let open = quote {
          if text == open { quote = nil }
          continue
        }
        if content.isOpener {
          if depth == 0, expectsOperand, text == [UInt8(ascii: "{")] { return false }
          if depth == 0, expectsOperand { expectsOperand = false }
          depth += 1
          continue
        }
        if content.isCloser {
          depth -= 1
          continue
        }
        if depth > 0 { continue }
        if text[...].isMemberMark {
          if expectsOperand { return false }
          expectsOperand = true
          continue
        }
        let marks = text.drop(while: \.isNamePart)
        if let mark = marks.first {
          guard "\"'`".utf8.contains(mark) else { return false }
          if marks.allSatisfy({ $0 == mark }) { quote = Array(marks) }
        }
      } else if depth > 0 || quote != nil {
        continue
      }
      guard expectsOperand else { return false }
      expectsOperand = false
    }
    return !expectsOperand && depth == 0 && quote == nil
  }
}

extension ArraySlice<UInt8> {
  /// Whether it is what stands between a value and its member in any language.
  fileprivate var isMemberMark: Bool {
    elementsEqual(".".utf8) || elementsEqual("::".utf8) || elementsEqual("?.".utf8)
  }
}

extension UInt8 {
  fileprivate var isNamePart: Bool { isNameByte || self >= 0x80 }
}
