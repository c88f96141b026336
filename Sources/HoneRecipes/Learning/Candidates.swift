internal import HoneCore
internal import HoneSyntax

/// Candidates for edits of one kind, from narrow cuts to wide ones and in each from many holes to few.
struct Candidates {
  /// Cuts wider than this say more about the place than about the edit.
  private static let maximumLevel = 6

  /// - Parameters:
  ///   - edits: edits of one kind, each with the number of its file.
  ///   - limit: how many are wanted; with a limit none is told by a statement beside it, and which names are local is not
  ///     asked.
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
    func add(
      _ shape: Candidate.Shape, level: Int, edits: [(file: Int, edit: TreeEdit)], isInsertion: Bool = false,
      isNarrowed: Bool = false
    ) {
      guard seen.insert(shape).inserted else {
        if !isNarrowed, let known = candidates.firstIndex(where: { $0.shape == shape }) {
          candidates[known].isNarrowed = false
        }
        return
      }
      guard let cut = edits.first?.edit, let node = cut.removed.first.map({ SyntaxNode(tree: cut.before, index: $0) })
      else { return }
      candidates.append(
        Candidate(
          shape: shape, level: level, kinds: node.kindsToStatement, isStatement: node.parent?.holdsStatements ?? true,
          isInsertion: isInsertion, expected: edits.map(expectation), isOfMembers: isOfMembers,
          localNames: limit == nil ? locals.names(of: shape) : [], isOperand: isOperand,
          becomesStatement: cut.becomesStatement, isText: isText, isNarrowed: isNarrowed,
          borrowedNames: limit != nil ? [] : isInsertion ? namesBefore(shape, of: cut) : borrowedNames(shape, of: cut)))
    }
    for rename in renames(edits.map(\.edit)) { add(rename, level: 0, edits: edits) }
    for isBehind in [true, false] where limit == nil {
      let anchored = edits.compactMap { pair in
        pair.edit.anchored(isBehind: isBehind).map { (file: pair.file, edit: $0) }
      }
      guard anchored.count == edits.count, !edits.contains(where: { $0.edit.addsDefinitions }) else { continue }
      var isTold = false
      for scope in HoleScope.allCases.reversed() where scope != .definitions && (scope != .operands || !isTold) {
        guard let made = Generalisation(of: anchored.map(\.edit), scope: scope, digests: digests),
          !made.before.concreteWords.isEmpty
        else { continue }
        isTold = true
        add(
          .template(made), level: 0, edits: anchored, isInsertion: true, isNarrowed: scope == .operands)
      }
    }
    var cut = edits
    for level in 0...maximumLevel {
      if let limit, candidates.count >= limit { break }
      var isTold = limit != nil
      for scope in HoleScope.allCases.reversed() where scope != .operands || !isTold {
        if scope == .definitions, limit != nil || edits.count > 1 { continue }
        guard cut.allSatisfy({ $0.edit.removed.count == 1 && $0.edit.isOfNamedNodes }),
          let made = Generalisation(of: cut.map(\.edit), scope: scope, digests: digests)
        else { continue }
        // Where nothing that is defined has its name open, it says the same as others and comes too early.
        if scope == .definitions, !made.before.holes.contains(where: \.isOfDefinition) { continue }
        isTold = isTold || made.before.isTold && scope != .definitions
        guard
          made.before.isTold
            || limit == nil
              && (made.before.comparesValue || scope == .differences && cut.allSatisfy(\.edit.isOfStatement))
        else { continue }
        // What only takes something away means the same of anything that is defined.
        let isNarrowed = scope == .operands || scope == .definitions && !made.after.isLess(than: made.before)
        add(.template(made), level: level, edits: cut, isNarrowed: isNarrowed)
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

  /// The names that an insertion takes from the function around it: those that were declared before it.
  private static func namesBefore(_ shape: Candidate.Shape, of edit: TreeEdit) -> Set<String> {
    guard case .template(let made) = shape, let anchor = edit.removed.first, let first = edit.added.first else {
      return []
    }
    // What the statement beside it declares is declared too, though a hole may stand for it.
    let isBehind = SyntaxNode(tree: edit.before, index: anchor).text == SyntaxNode(tree: edit.after, index: first).text
    let inserted = (isBehind ? edit.added.dropFirst().first : nil) ?? first
    let come = made.after.concreteWords.subtracting(made.before.concreteWords)
    return come.filter { NameRole.isDeclared($0, before: SyntaxNode(tree: edit.after, index: inserted)) }
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
    // What a class is called where it is defined is a name of a type everywhere else, or the other way round.
    if edits.contains(where: { SyntaxNode(tree: $0.before, index: $0.removed[0]).isNameOfClass }) {
      kinds.formUnion(["identifier", "type_identifier"].filter { !grammar.symbols(named: $0).isEmpty })
    }
    let names = edits.map { SyntaxNode(tree: $0.before, index: $0.removed[0]) }
    // In Rust a method is called by a name of another kind than that which defines it.
    if grammar.name == "rust", names.contains(where: NameRole.isOfMethod) { kinds.insert("field_identifier") }
    // In Go a package has a name of another kind in types than in front of what is called or read.
    if grammar.name == "go", names.allSatisfy(NameRole.isQualifier) {
      kinds.formUnion(["identifier", "package_identifier"])
    }
    // In Go the keys of a literal are the names of fields, and the grammar has no kind of their own for them.
    if grammar.name == "go", names.allSatisfy(NameRole.isMember) {
      kinds.formUnion(["identifier", "field_identifier"])
    }
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

extension SyntaxNode {
  /// Whether a grammar calls it the name of a member, or it is one where the grammar does not say.
  fileprivate var isNameOfMember: Bool {
    kind.hasPrefix("property_") || kind.hasPrefix("field_") || kind == "method_identifier" || isKeyOfLiteral
  }

  /// Whether a class is defined by the name.
  fileprivate var isNameOfClass: Bool {
    guard field == "name", let parent else { return false }
    return ["class", "interface", "enum", "record", "abstract_class"].contains { parent.kind.hasPrefix($0) }
      && (parent.kind.hasSuffix("declaration") || parent.kind.hasSuffix("definition"))
  }

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
