internal import HoneSyntax

/// Tells which names of one place are local to functions, each looked up once.
struct LocalNames {
  /// With more names than this it matters little.
  private static let limit = 6

  private var isLocal: [Int: Bool] = [:]

  /// Those of the names of a template's old side that are local wherever it has them, and no telling ones.
  mutating func names(of shape: Candidate.Shape) -> Set<String> {
    guard case .template(let made) = shape, made.before.names.count <= Self.limit else { return [] }
    var names = made.before.names.filter { !NameJudgement.isTelling($0) }
    for leaf in made.before.nameLeaves {
      let name = String(decoding: leaf.text, as: UTF8.self)
      guard names.contains(name) else { continue }
      let known = isLocal[leaf.index] ?? (NameRole(of: leaf).function != nil)
      isLocal[leaf.index] = known
      if !known { names.remove(name) }
    }
    return names
  }
}
