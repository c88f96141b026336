package import HoneCore
package import HoneSyntax

/// Keeps columns where they were when edits make the code before them longer or shorter, as the formatter of Go does: the values of
/// literals, the types and tags of fields, the types and values of constants and variables, and comments behind code.
///
/// Lines belong together when they follow one another, are indented alike and had a cell of the same role in the same column. Of those
/// that were not aligned nothing is known, and nothing is done to them.
package struct ColumnAlignment {
  /// Whether a language has a formatter that everybody uses and that aligns columns.
  package static func isKept(in grammar: Grammar) -> Bool { grammar.name == "go" }

  private let replacements: [Replacement]
  private let source: [UInt8]
  private let tree: SyntaxTree
  /// Where each replacement stands in the new text.
  private let made: [Range<Int>]
  private let lines: TextLines
  private var rows: [Int: AlignedRow] = [:]

  /// - Parameters:
  ///   - replacements: ascending and disjoint, in bytes of `source`.
  ///   - tree: the tree of the text after them.
  package init(_ replacements: [Replacement], of source: [UInt8], tree: SyntaxTree) {
    self.replacements = replacements
    self.source = source
    self.tree = tree
    lines = TextLines(tree.source, convention: .git)
    var shift = 0
    made = replacements.map { replacement in
      let start = replacement.range.lowerBound + shift
      shift += replacement.bytes.count - replacement.range.count
      return start..<(start + replacement.bytes.count)
    }
    guard !made.isEmpty else { return }
    collect(changed: Set(made.flatMap { lines.line(at: $0.lowerBound)...lines.line(at: $0.upperBound) }))
  }

  /// The replacements, with those of the blanks before columns that move; the same ones where such blanks cannot be told from what a
  /// replacement brings.
  package var result: [Replacement] {
    var columns = self
    for role in AlignedRow.Role.allCases { columns.layOut(role) }
    let blanks = columns.rows.values.flatMap { row in
      row.cells.filter { $0.blanks != $0.gap.count }
        .map { Replacement(range: $0.gap, bytes: Array(repeating: 0x20, count: $0.blanks)) }
    }
    return joined(blanks.sorted { $0.range.lowerBound < $1.range.lowerBound }) ?? replacements
  }

  // MARK: Finding the columns

  private mutating func collect(changed: Set<Int>) {
    var parts: [Int: [(role: AlignedRow.Role, start: Int)]] = [:]
    let symbols = Set(AlignedRow.kinds.flatMap { tree.grammar.symbols(named: $0) })
    for index in tree.nodes.indices where symbols.contains(tree.nodes[index].symbol) {
      let node = SyntaxNode(tree: tree, index: index)
      let line = lines.line(at: node.range.lowerBound)
      let isFirst = tree.source[lines.start(of: line)..<node.range.lowerBound].allSatisfy(AlignedRow.isBlank)
      // A comment stands behind code, anything else is all of its line.
      guard isFirst != (node.kind == "comment"),
        node.kind == "comment" || line == lines.line(at: max(node.range.lowerBound, node.range.upperBound - 1))
      else { continue }
      parts[line, default: []] += AlignedRow.parts(of: node)
    }
    for (line, found) in parts {
      let start = lines.start(of: line)
      let isChanged = changed.contains(line)
      rows[line] = AlignedRow(found, in: tree.source, start: start, isChanged: isChanged) {
        isChanged ? oldColumn(of: $0) : AlignedRow.width(tree.source[start..<$0])
      }
    }
  }

  /// The column that something of the new text had in the old one; `nil` for what was not there.
  private func oldColumn(of offset: Int) -> Int? {
    guard !made.contains(where: { $0.contains(offset) }) else { return nil }
    let old = offset - shift(before: offset)
    let start = source[..<old].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    return AlignedRow.width(source[start..<old])
  }

  /// How many bytes the replacements up to a byte of the new text have brought.
  private func shift(before offset: Int) -> Int {
    made.lastIndex { $0.upperBound <= offset }.map { made[$0].upperBound - replacements[$0].range.upperBound } ?? 0
  }

  // MARK: Laying them out

  /// Lets the cells of a role begin behind the longest code before them, in all lines that belong together.
  private mutating func layOut(_ role: AlignedRow.Role) {
    var done: Set<Int> = []
    for line in rows.keys.sorted() where !done.contains(line) {
      let group = group(of: role, around: line)
      done.formUnion(group)
      let ends = group.compactMap { rows[$0]?.end(before: role) }
      guard group.count > 1, let end = ends.max(), group.contains(where: { rows[$0]?.isMoved ?? false }) else {
        continue
      }
      for number in group { rows[number]?.place(role, at: end + 1) }
    }
  }

  /// The lines that belong to one by a column, itself among them; empty where it has no such column.
  private func group(of role: AlignedRow.Role, around line: Int) -> [Int] {
    guard let own = rows[line], let column = own.oldColumn(of: role) else { return [] }
    func belongs(_ number: Int) -> Bool {
      guard let row = rows[number] else { return false }
      return row.oldColumn(of: role) == column && row.indentation == own.indentation
    }
    var (first, last) = (line, line)
    while belongs(first - 1) { first -= 1 }
    while belongs(last + 1) { last += 1 }
    return Array(first...last)
  }

  // MARK: Writing

  /// Puts changes of the new text into the replacements; `nil` where one reaches into what a replacement brings and beyond.
  private func joined(_ blanks: [Replacement]) -> [Replacement]? {
    var result = replacements
    for blank in blanks.reversed() {
      let (start, end) = (blank.range.lowerBound, blank.range.upperBound)
      let touched = made.indices.filter { made[$0].lowerBound < end && made[$0].upperBound > start }
      if let index = touched.first {
        guard touched.count == 1, made[index].lowerBound <= start, end <= made[index].upperBound else { return nil }
        let inside = (start - made[index].lowerBound)..<(end - made[index].lowerBound)
        result[index].bytes.replaceSubrange(inside, with: blank.bytes)
        continue
      }
      let shift = shift(before: start)
      let old = (start - shift)..<(end - shift)
      // What is written where the blanks begin goes before them.
      if let before = replacements.lastIndex(where: { $0.range.upperBound == old.lowerBound }) {
        result[before].range = result[before].range.lowerBound..<old.upperBound
        result[before].bytes += blank.bytes
      } else {
        result.append(Replacement(range: old, bytes: blank.bytes))
      }
    }
    return result.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
