/// Why a grammar is not at hand.
package enum GrammarError: Error, Hashable, Sendable {
  /// No folder holds it.
  case missing(name: String, searched: [String])
  /// The file is there and cannot be used.
  case unusable(name: String, path: String, reason: String)

  /// What is wrong, in one line.
  package var message: String {
    switch self {
    case .missing(let name, _): "the grammar for \(name) is not installed"
    case .unusable(let name, let path, let reason):
      "the grammar for \(name)\(path.isEmpty ? "" : " in \(path)") \(reason.split(separator: "\n").first ?? "")"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .missing(_, let searched):
      "make grammars builds it in a checkout, make install installs it; searched: "
        + (searched.isEmpty ? "no folder" : searched.joined(separator: ", "))
    case .unusable: "build the grammars anew: make grammars"
    }
  }
}

extension GrammarError: CustomStringConvertible {
  package var description: String { "\(message) (\(remedy))" }
}
