internal import HoneCore

/// Puts names into a comma-separated list and takes them out, without touching what lies between the others.
///
/// A comment behind a name on its line is that name's, and goes with it; comment lines above a name stay above it.
struct NameList {
  let source: [UInt8]
  /// The byte ranges of the items, in order.
  let items: [Range<Int>]

  /// The edits that take items away; not all of them.
  func removing(_ indices: Set<Int>) -> [Replacement] {
    var edits: [Replacement] = []
    var index = 0
    while index < items.count {
      guard indices.contains(index) else {
        index += 1
        continue
      }
      var end = index
      while end < items.count, indices.contains(end) { end += 1 }
      edits.append(Replacement(range: span(of: index..<end), bytes: []))
      index = end
    }
    return edits
  }

  /// What goes with some items: what follows them, or at the end of the list what stands before them, but for comments of others.
  private func span(of run: Range<Int>) -> Range<Int> {
    let start = items[run.lowerBound].lowerBound
    let last = items[run.upperBound - 1].upperBound
    let next = run.upperBound < items.count ? items[run.upperBound].lowerBound : nil
    let previous = run.lowerBound > 0 ? items[run.lowerBound - 1].upperBound : nil
    let holdsComment =
      run.dropFirst().contains { hasComment(items[$0 - 1].upperBound..<items[$0].lowerBound) }
      || next.map { hasComment(last..<$0) } ?? previous.map { hasComment($0..<start) } ?? false
    guard holdsComment else {
      return next.map { start..<$0 } ?? (previous ?? start)..<last
    }
    let afterComma = source[skippingBlanks(last)...].first == UInt8(ascii: ",") ? skippingBlanks(last) + 1 : last
    if let end = restIsComment(from: afterComma), source[end - 1] == 0x0a {
      if startsLine(items[run.lowerBound]) { return lineStart(of: start)..<end }
      // The comment is that of the last name of its line.
      if isComment(afterComma) {
        let blanks = source[..<start].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
        return (start - blanks)..<(end - newline(before: end).count)
      }
    }
    return start..<(next == nil ? afterComma : skippingBlanks(afterComma))
  }

  /// The edit that puts a name where the order of the list wants it, else at its end.
  func adding(_ name: String) -> Replacement {
    let texts = items.map { String(decoding: source[$0], as: UTF8.self) }
    let keys: [(String) -> String] = [{ $0 }, { $0.lowercased() }]
    for key in keys {
      let sorted = texts.map(key)
      guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0 <= $1 }) else { continue }
      guard let next = sorted.firstIndex(where: { $0 > key(name) }) else { break }
      return inserting(name, before: items[next].lowerBound)
    }
    return appending(name)
  }

  private func inserting(_ name: String, before next: Int) -> Replacement {
    var line = lineStart(of: next)
    let indentation = source[line..<skippingBlanks(line)]
    guard line > 0, skippingBlanks(line) == next, !isContinued, isComment(lineStart(of: line - 1)) else {
      return Replacement(range: next..<next, bytes: Array(name.utf8) + separator)
    }
    while line > 0, isComment(lineStart(of: line - 1)) { line = lineStart(of: line - 1) }
    let text = indentation + Array(name.utf8) + [UInt8(ascii: ",")]
    return Replacement(range: line..<line, bytes: text + newline(before: line))
  }

  private func appending(_ name: String) -> Replacement {
    let end = items.last?.upperBound ?? 0
    let comma = skippingBlanks(end)
    let hasComma = source[comma...].first == UInt8(ascii: ",")
    let behind = skippingBlanks(hasComma ? comma + 1 : end)
    guard let item = items.last, isComment(behind), !isContinued, startsLine(item),
      let lineEnd = restIsComment(from: behind), source[lineEnd - 1] == 0x0a
    else {
      return Replacement(range: end..<end, bytes: separator + Array(name.utf8))
    }
    let line = lineStart(of: item.lowerBound)
    let text = source[line..<skippingBlanks(line)] + Array(name.utf8)
    let newline = newline(before: lineEnd)
    if hasComma { return Replacement(range: lineEnd..<lineEnd, bytes: text + [UInt8(ascii: ",")] + newline) }
    return Replacement(range: end..<lineEnd, bytes: [UInt8(ascii: ",")] + source[end..<lineEnd] + text + newline)
  }

  /// What stands between two items: that between the first two, without a comment.
  private var separator: [UInt8] {
    guard items.count > 1 else { return Array(", ".utf8) }
    let between = source[items[0].upperBound..<items[1].lowerBound]
    if between.contains(UInt8(ascii: "\\")) { return Array(", ".utf8) }
    let blanks = between.reversed().prefix(while: Self.blanks.contains).reversed()
    return [UInt8(ascii: ",")] + blanks
  }

  // MARK: Lines and comments

  private static let blanks: [UInt8] = [0x20, 0x09, 0x0a, 0x0d]

  private func hasComment(_ gap: Range<Int>) -> Bool {
    source[gap].contains { !Self.blanks.contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\\") }
  }

  private func lineStart(of offset: Int) -> Int {
    source[..<offset].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
  }

  private func startsLine(_ item: Range<Int>) -> Bool {
    skippingBlanks(lineStart(of: item.lowerBound)) == item.lowerBound
  }

  /// Whether backslashes hold the list together, so that no name may have a line of its own.
  private var isContinued: Bool {
    guard let first = items.first, let last = items.last else { return false }
    return source[first.lowerBound..<last.upperBound].contains(UInt8(ascii: "\\"))
  }

  /// How the line before the start of another ends.
  private func newline(before start: Int) -> [UInt8] {
    start > 1 && source[start - 2] == 0x0d ? [0x0d, 0x0a] : [0x0a]
  }

  private func skippingBlanks(_ offset: Int) -> Int {
    source[offset...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? source.count
  }

  /// Whether a comment to the end of the line begins at an offset, or after blanks.
  private func isComment(_ offset: Int) -> Bool {
    let rest = source[skippingBlanks(offset)...]
    return rest.first == UInt8(ascii: "#") || rest.starts(with: "//".utf8)
  }

  /// Where the next line begins, if from an offset on a line holds nothing but a comment.
  private func restIsComment(from offset: Int) -> Int? {
    let end = source[offset...].firstIndex(of: 0x0a).map { $0 + 1 } ?? source.count
    return isComment(offset) || source[offset..<end].allSatisfy(Self.blanks.contains) ? end : nil
  }
}
