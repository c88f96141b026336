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
  /// Whether each name stands behind a dot, or is the key of a literal.
  var isOfMembers = false
  /// Everyday names of the old side that functions declare for themselves: they tell nothing of other functions.
  var localNames: Set<String> = []
  /// Whether operands come or go at the smallest difference.
  var isOperand = false
  /// Whether the new side is a statement and the old one is none, or one of another kind.
  var becomesStatement = false
  /// Whether the smallest difference is a text of several words, or a long one.
  var isText = false
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
      return RuleEvidence(
        form: isOfMembers ? .memberRename : .rename, oldNames: 1, newNames: 1, level: level, support: expected.count,
        supportFiles: Set(expected.map(\.file)).count, isTelling: NameJudgement.isTelling(from),
        isFading: NameJudgement.isFading([to], keepsTelling: NameJudgement.isTelling(from)),
        kinds: kinds)
    case .template(let made):
      let isBareName = made.before.text.isPathOfNames
      let gone = made.before.concreteWords.subtracting(made.after.concreteWords)
      let come = made.after.concreteWords.subtracting(made.before.concreteWords)
      let names = made.before.names.subtracting(localNames)
      let isTelling = names.contains(where: NameJudgement.isTelling)
      let holes = made.before.holes
      return RuleEvidence(
        form: isInsertion ? .insertion : isBareName ? .bareName : made.after.text.isEmpty ? .deletion : .rewrite,
        oldNames: names.count, localNames: localNames.count, newNames: come.count,
        holes: Set(holes.map(\.name)).count, sequenceHoles: Set(holes.filter(\.isSequence).map(\.name)).count,
        level: level, support: expected.count, supportFiles: Set(expected.map(\.file)).count,
        isTelling: isTelling,
        isPath: made.after.text.isPathOfNames && made.after.text.contains { $0 == "." || $0 == ":" },
        keepsAll: gone.isEmpty, isFading: !gone.isEmpty && NameJudgement.isFading(come, keepsTelling: isTelling),
        onlyRemoves: !gone.isEmpty && come.isEmpty, isText: isText, isRemainder: made.after.isBareHole,
        isOperand: isOperand && gone.isEmpty != come.isEmpty,
        isStatement: isStatement, makesStatement: isStatement && (isInsertion || becomesStatement), kinds: kinds)
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
    var locals = LocalNames()
    let isOperand = edits.allSatisfy(\.edit.isOfOperand)
    let isText = edits.allSatisfy(\.edit.isOfText)
    let isOfMembers = edits.allSatisfy { pair in
      pair.edit.removed.allSatisfy { SyntaxNode(tree: pair.edit.before, index: $0).isNameOfMember }
    }
    func add(_ shape: Candidate.Shape, level: Int, edits: [(file: Int, edit: TreeEdit)], isInsertion: Bool = false) {
      guard seen.insert(shape).inserted else { return }
      guard let cut = edits.first?.edit, let node = cut.removed.first.map({ SyntaxNode(tree: cut.before, index: $0) })
      else { return }
      candidates.append(
        Candidate(
          shape: shape, level: level, kinds: node.kindsToStatement, isStatement: node.parent?.holdsStatements ?? true,
          isInsertion: isInsertion, expected: edits.map(expectation), isOfMembers: isOfMembers,
          localNames: locals.names(of: shape), isOperand: isOperand,
          becomesStatement: cut.becomesStatement, isText: isText,
          borrowedNames: isInsertion ? [] : borrowedNames(shape, of: cut)))
    }
    for rename in renames(edits.map(\.edit)) { add(rename, level: 0, edits: edits) }
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

  /// The renames that all edits are, if they replace one name by another: of a telling name wherever it is a name of any
  /// kind, then of the kinds that were seen.
  private static func renames(_ edits: [TreeEdit]) -> [Candidate.Shape] {
    var kinds: Set<String> = []
    var words: (from: String, to: String)?
    for edit in edits {
      guard edit.removed.count == 1, edit.added.count == 1 else { return [] }
      let old = SyntaxNode(tree: edit.before, index: edit.removed[0])
      let new = SyntaxNode(tree: edit.after, index: edit.added[0])
      guard old.isName, new.isName, old.kind == new.kind else { return [] }
      kinds.insert(old.kind)
      words = (String(decoding: old.text, as: UTF8.self), String(decoding: new.text, as: UTF8.self))
    }
    guard let words, let grammar = edits.first?.before.grammar else { return [] }
    // `{ name }` takes a property out and declares a variable of its name, which is used as any other.
    if kinds.contains("shorthand_property_identifier_pattern") { kinds.insert("identifier") }
    // In Go the keys of a literal are the names of fields, and the grammar has no kind of their own for them.
    let names = edits.map { SyntaxNode(tree: $0.before, index: $0.removed[0]) }
    if grammar.name == "go", names.allSatisfy(NameRole.isMember) { kinds.formUnion(["identifier", "field_identifier"]) }
    var found: [Candidate.Shape] = []
    let wider = kinds.union(nameKinds.filter { !grammar.symbols(named: $0).isEmpty })
    if NameJudgement.isTelling(words.from), wider != kinds {
      found.append(.rename(from: words.from, to: words.to, kinds: wider.sorted()))
    }
    return found + [.rename(from: words.from, to: words.to, kinds: kinds.sorted())]
  }

  /// The kinds of node by which grammars tell apart what a name stands for; a shorthand, which is two names in one, is not
  /// among them.
  private static let nameKinds = [
    "identifier", "simple_identifier", "type_identifier", "field_identifier", "property_identifier",
    "package_identifier", "namespace_identifier",
  ]
}

/// Tells which names of one place are local to functions, each looked up once.
private struct LocalNames {
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

extension String {
  /// Whether it is a name, or names parted by dots or colons.
  fileprivate var isPathOfNames: Bool {
    !isEmpty && utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
  }
}

extension TreeEdit {
  /// Whether an operation stays one of its kind: what differs are its operands or its operator.
  fileprivate var isOfOperand: Bool {
    guard let old = removed.first, let new = added.first else {
      guard let parent = path.last else { return false }
      return RuleEvidence.isOperation(kind: SyntaxNode(tree: before, index: parent.before).kind)
    }
    let (from, to) = (SyntaxNode(tree: before, index: old), SyntaxNode(tree: after, index: new))
    let isOperation = (RuleEvidence.isOperation(kind: from.kind), RuleEvidence.isOperation(kind: to.kind))
    guard isOperation.0 || isOperation.1 else { return false }
    // One operand of an operation may be all that is left, or was there.
    return from.kind == to.kind || (isOperation.0 ? from : to).holds(isOperation.0 ? to : from)
  }

  /// Whether a text with several words, or a long one, is replaced.
  fileprivate var isOfText: Bool {
    guard removed.count == 1, added.count == 1 else { return false }
    let node = SyntaxNode(tree: before, index: removed[0])
    guard ([node] + node.ancestors.prefix(1)).contains(where: { $0.kind.contains("string") }) else { return false }
    let words = node.text.split { !$0.isTextWordByte }
    return words.count > 1 || words.contains { $0.count > 8 }
  }

  /// Whether a statement of another kind comes, or several.
  fileprivate var becomesStatement: Bool {
    guard let old = removed.first, let new = added.first else { return false }
    let (from, to) = (SyntaxNode(tree: before, index: old).kind, SyntaxNode(tree: after, index: new).kind)
    return added.count > 1 || from != to && (to.hasSuffix("statement") || to.hasSuffix("declaration"))
  }

  /// Whether the cut is a node that a pattern can stand for.
  fileprivate var isNamed: Bool {
    removed.allSatisfy { SyntaxNode(tree: before, index: $0).isNamed }
  }
}

extension SyntaxNode {
  /// Whether a grammar calls it the name of a member, or it is one where the grammar does not say.
  fileprivate var isNameOfMember: Bool {
    kind.hasPrefix("property_") || kind.hasPrefix("field_") || kind == "method_identifier" || isKeyOfLiteral
  }

  /// Whether one of its operands has the code of another node.
  fileprivate func holds(_ other: SyntaxNode) -> Bool { children.contains { $0.text.elementsEqual(other.text) } }

  /// Whether the node is one word that names something.
  fileprivate var isName: Bool {
    Int(record.next) == index + 1 && isNamed && !range.isEmpty
      && text.drop { $0 == UInt8(ascii: "#") }.allSatisfy(\.isNameByte)
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
