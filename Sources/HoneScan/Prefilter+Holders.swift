package import HoneCore
package import HoneGit
package import HoneSyntax

extension Prefilter {
  /// So many sets of words are worth a look by git each.
  private static let fewAlternatives = 6
  /// So many words of a set, the longest, rule out nearly all that all of them would.
  private static let fewWords = 3

  /// The tracked files that hold the words without which no rule matches: git searches faster than files can be handed
  /// out one by one.
  /// - Returns: `nil` where there are no such words, or too many sets of them; then every file may match.
  /// - Throws: what git says.
  package func holders(
    in repository: Repository, paths: [RepositoryPath] = []
  ) throws(Refusal) -> Set<RepositoryPath>? {
    guard let alternatives = alternatives(limit: Self.fewAlternatives) else { return nil }
    var sets: [[[UInt8]]] = []
    for texts in alternatives {
      let words = texts.filter { !$0.contains(0x0a) && !$0.contains(0) }.sorted { $0.count > $1.count }
      guard !words.isEmpty else { return nil }
      let few = Array(words.prefix(Self.fewWords))
      if !sets.contains(few) { sets.append(few) }
    }
    return try repository.trackedFiles(holdingAnyOf: sets, paths: paths)
  }
}
