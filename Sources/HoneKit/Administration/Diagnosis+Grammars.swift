internal import HoneSyntax

extension Diagnosis {
  /// Whether the grammar of every language is where it can be loaded from.
  static func grammars() -> [Finding] {
    let library = GrammarLibrary.standard
    let missing = library.missing
    guard let first = missing.first else {
      return [Finding(subject: "grammars", level: .good, message: "all \(Language.all.count) languages")]
    }
    return [
      Finding(
        subject: "grammars", level: .note, message: "missing: \(missing.map(\.name).joined(separator: ", "))",
        remedy: GrammarError.missing(name: first.name, searched: library.folders).remedy)
    ]
  }
}
