internal import HoneCore
internal import HoneText

/// Strings that are not closed in their line, in languages where that is an error whatever their grammars make of it.
///
/// Asked only about files that could not be parsed.
enum OpenString {
  /// For each end of a name the marks of strings with other rules, with which nothing is said of a file.
  private static let others: [String: [String]] = [
    "c": [], "h": ["R\"", "'\"'"], "cc": ["R\""], "cpp": ["R\""], "cxx": ["R\""], "hh": ["R\""], "hpp": ["R\""],
    "cs": ["@\"", "@$\"", "\"\"\""], "kt": [], "kts": [], "swift": ["#/", "#\""],
  ]

  static func stands(in file: CheckedFile) -> Bool {
    guard let marks = others[file.path.fileExtension],
      !marks.contains(where: { LiteralFinder($0).occurs(in: file.contents) })
    else { return false }
    return BracketBalance.openString(in: file.contents, fileExtension: file.path.fileExtension) != nil
  }
}
