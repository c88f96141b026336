/// Patterns in text that no grammar reads.
extension PatternReader {
  /// A pattern of one line is tokens in a row, one of several lines is lines in a row, each of them whole.
  /// - Returns: one reading, or one for each kind that its first metavariable can stand for, so that a token is not
  ///   taken for a line.
  /// - Throws: when it begins with any number of tokens.
  func plainTextReadings(of tree: SyntaxTree) throws(PatternError) -> [Pattern.Reading] {
    var lines = tree.children(of: 0)
    func isBlank(_ index: Int) -> Bool { tree.nodes[index].symbol == PlainText.Kind.blankLine.symbol }
    while let last = lines.last, isBlank(last) { lines.removeLast() }
    while let first = lines.first, isBlank(first) { lines.removeFirst() }
    let isOneLine = lines.count == 1
    let indices = isOneLine ? tree.children(of: lines[0]) : lines
    guard let reading = snippet.several(indices, in: tree, from: 0, place: "text") else {
      throw PatternError(
        "a pattern of text cannot begin with `$$$`", remedy: "begin with a word, or with `$A` for any one")
    }
    guard case .hole = reading.nodes[0] else { return [reading] }
    let kinds: [PlainText.Kind] = isOneLine ? [.word, .number, .mark] : [.line]
    return kinds.map { kind in
      Pattern.Reading(place: "text", kind: kind.rawValue, nodes: reading.nodes, rootSymbol: kind.symbol)
    }
  }
}
