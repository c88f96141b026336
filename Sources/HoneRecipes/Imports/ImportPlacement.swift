internal import HoneCore
internal import HoneSyntax

/// Finds where an import goes.
struct ImportPlacement {
  private let tree: SyntaxTree
  private let lines: TextLines
  private let statements: [ImportStatement]
  private let dialect: any ImportDialect

  init(tree: SyntaxTree, statements: [ImportStatement], dialect: any ImportDialect) {
    self.tree = tree
    lines = TextLines(tree.source)
    self.statements = statements
    self.dialect = dialect
  }

  /// The edit that writes `text`, the source of `statement`, on a line of its own.
  func insertion(of text: String, _ statement: ImportStatement) -> Replacement {
    let section = dialect.section(of: statement)
    let groups = groups
    guard let last = groups.last?.last else { return belowPreamble(text) }
    let fitting = groups.filter { group in group.contains { dialect.section(of: statements[$0]) == section } }
    if let group = fitting.max(by: { kinship($0, statement) < kinship($1, statement) }) {
      return insertion(of: text, statement, into: group)
    }
    guard dialect.separatesSections else { return insertion(of: text, statement, into: groups[groups.count - 1]) }
    // A new section: before the first later one, else behind everything.
    if let next = groups.first(where: { dialect.section(of: statements[$0[0]]) > section })?.first {
      return line(text, before: statements[next], blank: true)
    }
    return line(text, after: statements[last], blank: true)
  }

  /// The edits that put the statements of each group in order; a group with a comment or a long statement is left.
  func sortingEdits() -> [Replacement] {
    var edits: [Replacement] = []
    for group in groups where group.count > 1 {
      let ranges = group.map { statements[$0].range }
      let isPlain = zip(ranges, ranges.dropFirst()).allSatisfy { first, second in
        lines.line(at: first.upperBound - 1) + 1 == lines.line(at: second.lowerBound)
          && lines.bytes[first.upperBound..<second.lowerBound].allSatisfy { $0 <= 0x20 || $0 == UInt8(ascii: ";") }
      }
      guard isPlain, Set(ranges).count == ranges.count, !isInOrder(group) else { continue }
      let sorted = group.sorted { first, second in
        let keys = (key(statements[first], 0), key(statements[second], 0))
        return keys.0 == keys.1 ? first < second : keys.0 < keys.1
      }
      for (place, index) in zip(group, sorted) where place != index {
        edits.append(Replacement(range: statements[place].range, bytes: Array(lines.bytes[statements[index].range])))
      }
    }
    return edits
  }

  /// Whether a group is sorted in one of the ways in which people sort.
  private func isInOrder(_ group: [Int]) -> Bool {
    let count = group.map { dialect.sortKeys(of: statements[$0]).count }.max() ?? 0
    return (0..<count).contains { number in
      let keys = group.map { key(statements[$0], number) }
      return zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }
    }
  }

  // MARK: Groups

  /// Indices of statements that follow each other without a blank line.
  private var groups: [[Int]] {
    var groups: [[Int]] = []
    for index in statements.indices {
      guard let previous = groups.last?.last else {
        groups.append([index])
        continue
      }
      let (first, second) = (statements[previous], statements[index])
      let gap = lines.line(at: second.range.lowerBound) - lines.line(at: max(first.range.upperBound - 1, 0))
      if gap <= 1, first.container == second.container || second.range == first.range {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    return groups
  }

  /// How many leading parts of its path the nearest module of a group shares with a module.
  private func kinship(_ group: [Int], _ statement: ImportStatement) -> Int {
    let parts = Self.parts(statement.module)
    return group.map { zip(Self.parts(statements[$0].module), parts).prefix { $0 == $1 }.count }.max() ?? 0
  }

  private static func parts(_ module: String) -> [Substring] {
    module.split { $0 == "." || $0 == "/" || $0 == ":" }
  }

  private func key(_ statement: ImportStatement, _ number: Int) -> String {
    let keys = dialect.sortKeys(of: statement)
    return "\(dialect.section(of: statement)) \(keys[min(number, keys.count - 1)])"
  }

  private func insertion(of text: String, _ statement: ImportStatement, into group: [Int]) -> Replacement {
    for number in dialect.sortKeys(of: statement).indices {
      let keys = group.map { key(statements[$0], number) }
      guard zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) else { continue }
      let own = key(statement, number)
      if let next = keys.firstIndex(where: { $0 > own }) { return line(text, before: statements[group[next]]) }
      return line(text, after: statements[group[group.count - 1]])
    }
    let section = dialect.section(of: statement)
    if let last = group.last(where: { dialect.section(of: statements[$0]) <= section }) {
      return line(text, after: statements[last])
    }
    return line(text, before: statements[group[0]])
  }

  // MARK: Lines

  private var ending: [UInt8] { lines.dominantEnding == .none ? [0x0a] : lines.dominantEnding.bytes }

  private func line(_ text: String, before statement: ImportStatement, blank: Bool = false) -> Replacement {
    let start = lines.start(of: lines.line(at: statement.range.lowerBound))
    var bytes = Array(lines.bytes[start..<statement.range.lowerBound].prefix(while: \.isBlank))
    bytes += Array(dialect.text(text, beside: statement).utf8) + ending
    if blank { bytes += ending }
    return Replacement(range: start..<start, bytes: bytes)
  }

  private func line(_ text: String, after statement: ImportStatement, blank: Bool = false) -> Replacement {
    let first = lines.start(of: lines.line(at: statement.range.lowerBound))
    let indentation = lines.bytes[first..<max(first, statement.range.lowerBound)].prefix(while: \.isBlank)
    let last = lines.line(at: statement.range.upperBound - 1)
    let end = lines.start(of: last) + lines[last].count
    var bytes = blank ? ending + ending : ending
    bytes += Array(indentation) + Array(dialect.text(text, beside: statement).utf8)
    return Replacement(range: end..<end, bytes: bytes)
  }

  /// Below licence, docstring, directives and package clause of a file without imports.
  private func belowPreamble(_ text: String) -> Replacement {
    let (preambleEnd, follower) = preamble
    let statement = Array(text.utf8)
    // The statements of a script in HTML may all be indented.
    var indentation: [UInt8] = []
    if let follower, !follower.isComment {
      indentation = Array(lines[lines.line(at: follower.range.lowerBound)].prefix(while: \.isBlank))
    }
    guard preambleEnd > 0 else {
      let blanks =
        follower == nil ? [] : Array(repeatElement(ending, count: dialect.blankLines(before: follower)).joined())
      let start = lines.hasByteOrderMark ? 3 : 0
      return Replacement(
        range: start..<start, bytes: indentation + statement + ending + (isBlank(lineNumber: 0) ? [] : blanks))
    }
    let last = lines.line(at: preambleEnd - 1)
    let end = lines.start(of: last) + lines[last].count
    let needsBlanks = follower != nil && !isBlank(lineNumber: last + 1)
    let blanks = needsBlanks ? Array(repeatElement(ending, count: dialect.blankLines(before: follower)).joined()) : []
    return Replacement(range: end..<end, bytes: ending + ending + indentation + statement + blanks)
  }

  private func isBlank(lineNumber: Int) -> Bool {
    lineNumber < lines.count && lines[lineNumber].allSatisfy(\.isBlank)
  }

  /// The end of what stands above imports, and the first node below it.
  private var preamble: (end: Int, follower: SyntaxNode?) {
    var end = 0
    var nodes = Array(tree.topLevel)
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      if node.isComment {
        // Comments that touch the code below them belong to it, unless they speak of the whole file.
        var last = index
        while last + 1 < nodes.count, nodes[last + 1].isComment, isBelow(nodes[last + 1], nodes[last]) { last += 1 }
        let speaksOfFile = nodes[index...last].contains { Self.speaksOfFile($0) }
        let touches = last + 1 < nodes.count && isBelow(nodes[last + 1], nodes[last])
        let leads = last + 1 < nodes.count && dialect.isPreamble(nodes[last + 1])
        guard speaksOfFile || !touches || leads else { return (end, node) }
        end = nodes[last].range.upperBound
        index = last + 1
      } else if dialect.isPreamble(node) {
        end = max(end, node.range.upperBound)
        index += 1
      } else if let enclosed = dialect.enclosed(by: node) {
        end = enclosed.openingEnd
        (nodes, index) = (enclosed.nodes, 0)
      } else {
        return (end, node)
      }
    }
    return (end, nil)
  }

  /// Whether `second` starts on the line after `first`, or on the same.
  private func isBelow(_ second: SyntaxNode, _ first: SyntaxNode) -> Bool {
    let end = max(first.range.upperBound - 1, first.range.lowerBound)
    return lines.line(at: second.range.lowerBound) - lines.line(at: end) <= 1
  }

  private static func speaksOfFile(_ comment: SyntaxNode) -> Bool {
    let text = comment.string.lowercased()
    let marks = ["#!", "//!", "/*!", "//go:build", "// +build"]
    let words = ["copyright", "license", "licence", "spdx-", "coding:", "coding=", "@flow", "@ts-check", "eslint-"]
    return marks.contains { text.hasPrefix($0) } || words.contains { text.contains($0) }
  }
}
