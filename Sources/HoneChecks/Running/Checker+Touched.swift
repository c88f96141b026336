package import HoneCore
internal import HoneSyntax

extension Checker {
  /// Whether the checks that look at syntax trees have nothing to say about what differs from `base`, told without parsing
  /// more than the statements of the top level that differ.
  ///
  /// `false` says nothing: the file is to be checked as a whole then. Statements that stand as they stood before, between the
  /// same neighbours, are as right or wrong as they were, and findings in them do not count.
  /// - Parameter base: the only version that `file` is new against.
  package func isQuiet(_ file: CheckedFile, since base: [UInt8]) -> Bool {
    guard !file.isBinary, let language = file.language, language == Language.named(path: file.path),
      let part = TopLevelBorders(language)?.changed(from: base, to: file.contents),
      part.count < file.contents.count * 3 / 4
    else { return false }
    let piece = CheckedFile(
      path: file.path, mode: file.mode, contents: Array(file.contents[part]), grammars: file.grammars)
    for check in thorough {
      guard check.findings(in: check.isLocal ? piece : file).isEmpty else { return false }
    }
    guard piece.unparsed == nil, file.unparsed == nil else { return false }
    return part.isEmpty || piece.tree.map { !$0.hasError } ?? false
  }
}
