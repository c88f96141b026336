internal import HoneCore
internal import HoneSyntax

/// A rewrite that may be what the user meant, cut out at one width and with as many holes as one scope gives.
struct Candidate: Hashable {
  /// How the rewrite is told to the matcher.
  enum Shape: Hashable {
    /// One name takes another's place, wherever a node of one of these kinds holds it.
    case rename(from: String, to: String, kinds: [String])
    /// Code with holes.
    case template(Generalisation)
  }

  var shape: Shape
  /// How many levels above the smallest difference it was cut; 0 is the difference itself.
  var level: Int
  /// The kind of the node that is cut, and those of the nodes around it up to its statement.
  var kinds: [String]
  /// Whether the node is a whole statement or member.
  var isStatement: Bool
  /// Whether it tells what is inserted by a statement beside it, which stays.
  var isInsertion: Bool
  /// The bytes that each edit of the kind has to replace at this width, and by which.
  var expected: [Expectation]
  /// Whether both sides are nodes of one kind.
  var keepsKind = false
  /// Names that only the new side has and that the function around the first edit declares.
  var borrowedNames: Set<String> = []

  /// What one edit of the user did, at the width of the candidate.
  struct Expectation: Hashable {
    /// The number of the file among the examples.
    var file: Int
    /// Bytes of the old version.
    var range: Range<Int>
    /// Bytes of the new version that stand there.
    var result: Range<Int>
  }

  /// What the cut itself tells of how far it may be trusted.
  var evidence: RuleEvidence {
    switch shape {
    case .rename(let from, let to, let kinds):
      let isOfMember = kinds.allSatisfy {
        $0.hasPrefix("property_") || $0.hasPrefix("field_") || $0 == "method_identifier"
      }
      return RuleEvidence(
        form: isOfMember ? .memberRename : .rename, oldNames: 1, newNames: 1, level: level, support: expected.count,
        supportFiles: Set(expected.map(\.file)).count, isTelling: NameJudgement.isTelling(from),
        isFading: NameJudgement.isFading([to], keepsTelling: NameJudgement.isTelling(from)),
        kinds: kinds)
    case .template(let made):
      let isBareName = made.before.text.isPathOfNames
      let gone = made.before.concreteWords.subtracting(made.after.concreteWords)
      let come = made.after.concreteWords.subtracting(made.before.concreteWords)
      let isTelling = made.before.names.contains(where: NameJudgement.isTelling)
      let holes = made.before.holes
      return RuleEvidence(
        form: isInsertion ? .insertion : isBareName ? .bareName : made.after.text.isEmpty ? .deletion : .rewrite,
        oldNames: made.before.names.count,
        newNames: come.count,
        holes: Set(holes.map(\.name)).count, sequenceHoles: Set(holes.filter(\.isSequence).map(\.name)).count,
        level: level, support: expected.count, supportFiles: Set(expected.map(\.file)).count,
        isTelling: isTelling,
        isPath: made.after.text.isPathOfNames && made.after.text.contains { $0 == "." || $0 == ":" },
        keepsAll: gone.isEmpty, isFading: !gone.isEmpty && NameJudgement.isFading(come, keepsTelling: isTelling),
        isRemainder: made.after.isBareHole,
        isOperand: keepsKind && RuleEvidence.isOperation(kind: kinds.first ?? "") && gone.isEmpty != come.isEmpty,
        isStatement: isStatement, kinds: kinds)
    }
  }
}

/// Candidates for edits of one kind, from narrow cuts to wide ones and in each from many holes to few.
struct Candidates {
  /// Cuts wider than this say more about the place than about the edit.
  private static let maximumLevel = 6

  /// - Parameters:
  ///   - edits: edits of one kind, each with the number of its file.
  ///   - limit: how many are wanted; with a limit none is told by a statement beside it.
  static func all(
    for edits: [(file: Int, edit: TreeEdit)], digests: [ObjectIdentifier: SubtreeDigests], limit: Int? = nil
  ) -> [Candidate] {
    var candidates: [Candidate] = []
    var seen: Set<Candidate.Shape> = []
    func add(_ shape: Candidate.Shape, level: Int, edits: [(file: Int, edit: TreeEdit)], isInsertion: Bool = false) {
      guard seen.insert(shape).inserted else { return }
      guard let cut = edits.first?.edit, let node = cut.removed.first.map({ SyntaxNode(tree: cut.before, index: $0) })
      else { return }
      candidates.append(
        Candidate(
          shape: shape, level: level, kinds: node.kindsToStatement, isStatement: node.parent?.holdsStatements ?? true,
          isInsertion: isInsertion, expected: edits.map(expectation),
          keepsKind: cut.added.first.map { SyntaxNode(tree: cut.after, index: $0).kind } == node.kind,
          borrowedNames: isInsertion ? [] : borrowedNames(shape, of: cut)))
    }
    if let rename = rename(edits.map(\.edit)) { add(rename, level: 0, edits: edits) }
    for isBehind in [true, false] where limit == nil {
      let anchored = edits.compactMap { pair in
        pair.edit.anchored(isBehind: isBehind).map { (file: pair.file, edit: $0) }
      }
      guard anchored.count == edits.count, !edits.contains(where: { $0.edit.addsDefinitions }) else { continue }
      for scope in HoleScope.allCases.reversed() {
        guard let made = Generalisation(of: anchored.map(\.edit), scope: scope, digests: digests),
          !made.before.concreteWords.isEmpty
        else { continue }
        add(.template(made), level: 0, edits: anchored, isInsertion: true)
      }
    }
    var cut = edits
    for level in 0...maximumLevel {
      if let limit, candidates.count >= limit { break }
      for scope in HoleScope.allCases.reversed() {
        guard cut.allSatisfy({ $0.edit.removed.count == 1 && $0.edit.isNamed }),
          let made = Generalisation(of: cut.map(\.edit), scope: scope, digests: digests),
          made.before.isTold
        else { continue }
        add(.template(made), level: level, edits: cut)
      }
      let wider = cut.compactMap { pair in pair.edit.widened.map { (file: pair.file, edit: $0) } }
      guard wider.count == cut.count else { break }
      cut = wider
    }
    return candidates
  }

  /// The names that an edit takes from the function around it; those that it declares itself are among them, because what
  /// stands behind it in the function uses them.
  private static func borrowedNames(_ shape: Candidate.Shape, of edit: TreeEdit) -> Set<String> {
    guard case .template(let made) = shape, let result = edit.result else { return [] }
    let come = made.after.concreteWords.subtracting(made.before.concreteWords)
    return come.filter { name in
      edit.added.contains { root in
        (root..<Int(edit.after.nodes[root].next)).contains { index in
          let leaf = SyntaxNode(tree: edit.after, index: index)
          guard Int(leaf.record.next) == index + 1, leaf.text.elementsEqual(name.utf8),
            let function = NameRole(of: leaf).function
          else { return false }
          // What a closure inside of the edit declares comes with it.
          return !result.contains(SyntaxNode(tree: edit.after, index: function).range)
        }
      }
    }
  }

  private static func expectation(_ pair: (file: Int, edit: TreeEdit)) -> Candidate.Expectation {
    let added = pair.edit.added.compactMap { pair.edit.after.nodes[$0] }
    let result = added.first.flatMap { first in added.last.map { Int(first.start)..<Int($0.end) } }
    return Candidate.Expectation(file: pair.file, range: pair.edit.range, result: result ?? 0..<0)
  }

  /// The rename that all edits are, if they replace one name by another.
  private static func rename(_ edits: [TreeEdit]) -> Candidate.Shape? {
    var kinds: Set<String> = []
    var words: (String, String)?
    for edit in edits {
      guard edit.removed.count == 1, edit.added.count == 1 else { return nil }
      let old = SyntaxNode(tree: edit.before, index: edit.removed[0])
      let new = SyntaxNode(tree: edit.after, index: edit.added[0])
      guard old.isName, new.isName, old.kind == new.kind else { return nil }
      kinds.insert(old.kind)
      words = (String(decoding: old.text, as: UTF8.self), String(decoding: new.text, as: UTF8.self))
    }
    return words.map { .rename(from: $0.0, to: $0.1, kinds: kinds.sorted()) }
  }
}

extension String {
  /// Whether it is a name, or names parted by dots or colons.
  fileprivate var isPathOfNames: Bool {
    !isEmpty && utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
  }
}

extension TreeEdit {
  /// Whether the cut is a node that a pattern can stand for.
  fileprivate var isNamed: Bool {
    removed.allSatisfy { SyntaxNode(tree: before, index: $0).isNamed }
  }
}

extension SyntaxNode {
  /// Whether the node is one word that names something.
  fileprivate var isName: Bool {
    Int(record.next) == index + 1 && isNamed && !range.isEmpty && text.allSatisfy(\.isNameByte)
      && text.first.map { !(0x30...0x39).contains($0) } == true
      && (kind.hasSuffix("identifier") || kind == "name" || kind == "constant" || kind == "word")
  }

  /// Its kind, and those of the nodes around it up to the statement or member that it stands in.
  var kindsToStatement: [String] {
    var kinds = [kind]
    var node = self
    while let parent = node.parent, !parent.holdsStatements {
      kinds.append(parent.kind)
      node = parent
    }
    return kinds
  }
}
