internal import HoneCore
package import HoneSyntax

/// What it finds, and what it makes of that.
extension LearnedRule {
  /// The places of a file that it matches, outermost first, none inside of another.
  package func matches(in tree: SyntaxTree) -> [Match] {
    var end = 0
    let made = wrapping?.matches(in: tree).map(\.range) ?? []
    return rewriter.matcher.matches(in: tree).filter { match in
      guard match.range.lowerBound >= end, isOfSameKind(match), !isPartOfStatement(match) else { return false }
      // What has the new form already holds the old one.
      if made.contains(where: { $0.contains(match.range) && $0 != match.range }) { return false }
      end = match.range.upperBound
      return true
    }
  }

  /// Whether a match is the same kind of code as the places that it was learned from: a default of a parameter reads as a named argument
  /// of a call does.
  func isOfSameKind(_ match: Match) -> Bool {
    guard !isRename, !seen.isEmpty else { return true }
    return seen.contains { ($0.kind == nil || $0.kind == match.kind) && ($0.key == nil || $0.key == match.key) }
  }

  /// Whether an edit of whole statements meets an expression inside of one: `f(x)` -> `_ = f(x)` is nothing for `y = f(x)`.
  private func isPartOfStatement(_ match: Match) -> Bool {
    guard evidence.makesStatement else { return false }
    var node = SyntaxNode(tree: match.tree, index: match.node)
    while let parent = node.parent, !parent.holdsStatements {
      // A statement that is an expression and nothing else.
      guard parent.range == node.range else { return true }
      node = parent
    }
    return false
  }

  /// The edit of a match, which keeps what the rule does not speak of; `nil` when the match already reads so.
  package func edit(for match: Match) -> PlannedEdit? {
    guard var edit = rewriter.edit(for: match), !edit.replacements.isEmpty else { return nil }
    if style == .asWritten { edit = written(edit) }
    return evidence.form == .deletion && evidence.isStatement ? edit.takingEmptiedLines : edit
  }

  /// The edit that writes the new side with what the holes of a match found, its later lines indented as the line of the
  /// match is.
  private func written(_ edit: PlannedEdit) -> PlannedEdit {
    let match = edit.match
    let source = match.tree.source
    let lineStart = source[..<match.range.lowerBound].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let margin = source[lineStart..<match.range.lowerBound].prefix { $0 == 0x20 || $0 == 0x09 }
    let template = FixTemplate(rewrite, grammar: match.tree.grammar)
    var result: [UInt8] = []
    func write(_ code: ArraySlice<UInt8>) {
      for byte in code {
        result.append(byte)
        if byte == 0x0a { result += margin }
      }
    }
    var holes: [(item: Int, range: Range<Int>)] = []
    var position = 0
    for (index, item) in template.items.enumerated() {
      guard case .hole(let name, let isMany) = item.content else { continue }
      write(template.text[position..<item.range.lowerBound])
      let slot = match.slots.firstIndex { $0.name == name && $0.isMany == isMany }
      if let slot, let capture = match.captures[slot] {
        holes.append((index, result.count..<(result.count + capture.range.count)))
        result += source[capture.range]
      }
      position = item.range.upperBound
    }
    write(template.text[position...])
    return edit.writing(result, template: template, holes: holes)
  }

  /// What stands in the place of a match afterwards.
  package func result(of match: Match) -> [UInt8] {
    var result: [UInt8] = []
    var position = match.range.lowerBound
    for replacement in edit(for: match)?.replacements ?? [] {
      result += match.tree.source[position..<max(position, replacement.range.lowerBound)] + replacement.bytes
      position = max(position, replacement.range.upperBound)
    }
    return result + match.tree.source[position..<max(position, match.range.upperBound)]
  }
}
