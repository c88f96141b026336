internal import HoneCore

extension Repository {
  /// Takes line endings out of the conversions of files whose staged version has CRLF already.
  ///
  /// Where line endings are converted automatically, git leaves those of such a file as they are, in both directions: so
  /// `git add` of an edited line changes that line alone. `git hash-object --path` cannot be asked, as it does not read the index.
  ///
  /// Source: gitattributes(5) on `text=auto`, and `has_crlf_in_index` in git's convert.c; tried with git 2.39.
  /// - Parameters:
  ///   - paths: those whose line endings are converted automatically.
  ///   - origins: where files come from that are moved: their index entry goes along, as with `git mv`.
  ///   - alsoChanged: those of which `$Id$` or a program changes more than line endings, which git cannot be asked to do alone.
  ///   - conversions: what happens to each; that of a file with CRLF in the index becomes `.none`, or a refusal.
  func keepCarriageReturns(
    of paths: [RepositoryPath], origins: [RepositoryPath: RepositoryPath], alsoChanged: Set<RepositoryPath>,
    _ conversions: inout [RepositoryPath: Result<Conversion, Refusal>]
  ) throws(Refusal) {
    guard !paths.isEmpty else { return }
    let targets = Dictionary(paths.map { (origins[$0] ?? $0, [$0]) }, uniquingKeysWith: { $0 + $1 })
    let sources = paths.map { origins[$0] ?? $0 }
    for file in try trackedFiles(paths: sources) where file.stage == 0 && file.entry.mode.isRegularFile {
      for path in targets[file.path] ?? [] {
        guard case .success(let conversion) = conversions[path], conversion != .none,
          let bytes = try? blob(file.entry.id), bytes.holdsCarriageReturnLineFeed
        else { continue }
        conversions[path] = alsoChanged.contains(path) ? .failure(Self.besides(path)) : .success(.none)
      }
    }
  }

  private static func besides(_ path: RepositoryPath) -> Refusal {
    Refusal(
      .filtered, path: path,
      "has CRLF in the index, where line endings are converted automatically and a filter or ident runs",
      remedy: "git add --renormalize it, or mark it text or -text in .gitattributes")
  }
}

extension [UInt8] {
  /// Whether a carriage return stands before a line feed.
  fileprivate var holdsCarriageReturnLineFeed: Bool {
    var rest = self[...]
    while let place = rest.firstIndex(of: 0x0d) {
      rest = rest[(place + 1)...]
      if rest.first == 0x0a { return true }
    }
    return false
  }
}
