internal import HoneSyntax

/// Sorts edits into kinds: those of one kind are examples of one rule.
///
/// Two are of a kind when the same words go and come, or when they are alike once what both sides hold is left open:
/// `check(a, expected: a)` -> `check(a)` and the same of `b` remove different words, and are one edit.
struct EditKinds {
  /// More edits than this are sorted by their words alone.
  private static let abstractionLimit = 200

  /// No more edits than this are looked at one by one when no rule explains all of them.
  static let separationLimit = 12

  /// Edits of one kind, apart by what they do it to: the kinds of the nodes that go and come, and what stands beside those
  /// that are inserted.
  static func separated(_ edits: [(file: Int, edit: TreeEdit)]) -> [[(file: Int, edit: TreeEdit)]] {
    func place(_ edit: TreeEdit) -> [String] {
      let kinds = edit.removed.map { SyntaxNode(tree: edit.before, index: $0).kind }
      guard kinds.isEmpty else { return kinds }
      return [edit.neighbours.previous, edit.neighbours.next].map { pair in
        pair.map { String(decoding: SyntaxNode(tree: edit.before, index: $0.before).text, as: UTF8.self) } ?? ""
      }
    }
    let places = edits.map { place($0.edit) }
    return Dictionary(grouping: edits.indices, by: { places[$0] }).values.sorted { $0[0] < $1[0] }
      .map { $0.map { edits[$0] } }
  }

  /// The edits with the numbers of their files, by kind; in the order of their first edits.
  let kinds: [[(file: Int, edit: TreeEdit)]]

  init(_ edits: [(file: Int, edit: TreeEdit)], digests: [ObjectIdentifier: SubtreeDigests]) {
    var kindOf: [Int] = []
    var bySignature: [EditSignature: Int] = [:]
    var byAbstract: [AbstractEdit: Int] = [:]
    for (index, pair) in edits.enumerated() {
      let signature = EditSignature(pair.edit)
      let abstract = edits.count <= Self.abstractionLimit ? AbstractEdit(pair.edit, digests: digests) : nil
      let kind = bySignature[signature] ?? abstract.flatMap { byAbstract[$0] } ?? index
      kindOf.append(kind)
      bySignature[signature] = kind
      if let abstract { byAbstract[abstract] = byAbstract[abstract] ?? kind }
    }
    kinds = Dictionary(grouping: edits.indices, by: { kindOf[$0] }).sorted { $0.key < $1.key }
      .map { $0.value.map { edits[$0] } }
  }
}
