package import HoneCore

/// Whether an edit leaves a file that can be parsed, as the checks of syntax see it.
///
/// Languages whose grammars are known to be incomplete are judged by their brackets, data formats by their own readers;
/// see `SyntaxCheck` and `DataFormatCheck`.
package struct SyntaxGate: Sendable {
  private let checker = Checker([SyntaxCheck(), DataFormatCheck()], weighsPaths: false)

  package init() {}

  /// The first place in `result` that cannot be parsed, where `base` had fewer of them; `nil` where all is well, and where
  /// it cannot be known: without a grammar, and in files that are too large.
  /// - Parameter base: the file before; `nil` when it is new.
  package func fault(in result: [UInt8], since base: [UInt8]?, at path: RepositoryPath) -> Finding? {
    let file = CheckedFile(path: path, contents: result)
    let found = checker.findings(in: file).findings.filter { $0.severity == .error }
    return checker.new(found, in: file, since: base.map { [$0] } ?? []).first
  }
}
