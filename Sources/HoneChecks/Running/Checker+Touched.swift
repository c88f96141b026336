internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

extension Checker {
  /// Whether the checks that look at syntax trees have nothing to say about what differs from `base`, told without parsing
  /// more than the statements that differ.
  ///
  /// `false` says nothing: the file is to be checked as a whole then. Statements that stand as they stood before, between the
  /// same neighbours, are as right or wrong as they were, and findings in them do not count. So a check that must see the
  /// whole file is asked only where the statements that differ hold the words of what it finds.
  /// - Parameter base: the only version that `file` is new against.
  package func isQuiet(_ file: CheckedFile, since base: [UInt8]) -> Bool {
    guard !file.isBinary, let language = file.language, language == Language.named(path: file.path),
      let touched = TouchedStatements(from: base, to: file.contents, in: language),
      touched.text.count < file.contents.count * 3 / 4
    else { return false }
    let piece = file.with(touched.text)
    let reach = touched.isNested ? MatchReach.statement : .topLevelStatement
    for check in thorough {
      if check.reach <= reach {
        guard check.findings(in: piece).isEmpty else { return false }
      } else if check.mayFind(in: piece, of: reach) {
        guard check.findings(in: file).isEmpty else { return false }
      }
    }
    guard piece.unparsed == nil, file.unparsed == nil else { return false }
    return touched.text.isEmpty || piece.tree.map { !$0.hasError } ?? false
  }
}
