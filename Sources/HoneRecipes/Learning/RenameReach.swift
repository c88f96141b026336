internal import HoneSyntax

/// Which of the places that bear a name a rename is about: those of the roles that it was seen with.
struct RenameReach: Sendable {
  /// A function that renames one of its own names, in both versions of its file.
  private struct Home: Sendable {
    let before: SyntaxTree
    let after: SyntaxTree
    let old: Range<Int>
    let new: Range<Int>?
  }

  private var homes: [Home] = []
  private var hasShared = false
  private var hasLabel = false
  private var definitions = 0
  private var hasDefinition: Bool { definitions > 0 }
  private var hasMember = false
  /// The packages that the edited files are parts of, where a language has files say so.
  private var packages: Set<String> = []
  private var isOfMembers = true
  private var hasImport = false
  /// Whether a name was renamed where it is declared: then it is a rename, whatever the names are.
  private(set) var hasDeclaration = false
  /// Whether an edited file defines the name.
  private var isDefinedHere = false
  private var isOfImportsAlone = true

  /// Whether every name that was renamed is that of a function, where it is called or defined.
  private(set) var isOfFunctions = true
  /// Whether every name that was renamed belongs to a function.
  var isLocal: Bool { !homes.isEmpty && !hasShared && !hasLabel }
  /// Whether a name of an argument was renamed, and whether one inside of an import was.
  var isOfLabels: Bool { hasLabel }
  var isOfImports: Bool { hasImport || hasShared && hasDefinition }
  /// Whether no definition was renamed, and what was is no function's own.
  var isOfUsesAlone: Bool { hasShared && !hasDefinition }
  /// Whether uses alone were renamed of what other files define, and no import of it.
  var leavesImports: Bool { isOfUsesAlone && !hasImport && !isDefinedHere }
  /// How many functions there are of which a name was renamed.
  var functions: Int { homes.count }

  /// Learns from an edit of the user.
  /// - Parameter offset: the byte at which the new name begins.
  mutating func learn(_ name: SyntaxNode, in example: LearningExample, renamedAt offset: Int) {
    isOfFunctions = isOfFunctions && NameRole.isOfFunction(name)
    if NameRole.isOfDefinition(name) { definitions += 1 }
    hasDeclaration = hasDeclaration || NameRole.isDeclared(at: name)
    hasMember = hasMember || NameRole.isOfObject(name) || name.isInType
    if let package = example.before.package { packages.insert(package) }
    isOfMembers = isOfMembers && NameRole.isMember(name)
    if name.isInImport { hasImport = true } else { isOfImportsAlone = false }
    if !isDefinedHere { isDefinedHere = example.before.defines(String(decoding: name.text, as: UTF8.self)) }
    switch NameRole(of: name) {
    case .shared: hasShared = true
    case .label: hasLabel = true
    case .local(let function):
      let old = SyntaxNode(tree: example.before, index: function).range
      let depth = name.ancestors.filter { $0.kind == SyntaxNode(tree: example.before, index: function).kind }
        .firstIndex { $0.index == function }
      let kind = SyntaxNode(tree: example.before, index: function).kind
      let around = example.after.leaf(at: offset)?.ancestors.filter { $0.kind == kind } ?? []
      let new = depth.flatMap { $0 < around.count ? around[$0].range : nil }
      guard !homes.contains(where: { $0.before === example.before && $0.old == old }) else { return }
      homes.append(Home(before: example.before, after: example.after, old: old, new: new))
    }
  }

  /// Whether a name is defined or imported at a place, and was at none of those that were renamed.
  ///
  /// What is only used under another name may be another thing, and the old one stays. Where a definition was renamed, its imports
  /// follow.
  func isOtherUse(_ name: SyntaxNode) -> Bool {
    guard hasShared, !hasDefinition else { return false }
    return NameRole.isOfDefinition(name) || !hasImport && name.isInImport
  }

  /// Whether a file that defines the name itself speaks of another thing: one definition was renamed, or uses alone.
  ///
  /// In C and C++ one thing is declared in one file and defined in another.
  func isOfOneDefinition(in grammar: Grammar) -> Bool {
    hasShared && (definitions == 0 || definitions == 1 && !Self.declaringTwice.contains(grammar.name))
  }

  /// Whether a name is defined at a place where one other definition of it was renamed.
  func isOtherDefinition(_ name: SyntaxNode) -> Bool {
    guard hasShared, definitions == 1, NameRole.isOfDefinition(name) else { return false }
    let kind = name.parent?.kind ?? ""
    if kind.contains("constructor") || kind.contains("destructor") { return false }
    return !Self.declaringTwice.contains(name.tree.grammar.name) || name.kind == "field_identifier" && hasMember
  }

  private static let declaringTwice: Set<String> = ["c", "cpp"]

  /// Whether a name is a key of a literal, or a member of something that is no module, where what was renamed is neither.
  func isOtherMember(_ name: SyntaxNode) -> Bool {
    hasShared && !hasMember && NameRole.isOfObject(name) && !NameRole.isOfModule(name, among: packages)
  }

  /// Whether a name is used at a place where nothing but imports was edited.
  func isOnlyImported(_ name: SyntaxNode) -> Bool { hasImport && isOfImportsAlone && !name.isInImport }

  /// Whether a name of Go stands alone where only members of an everyday name were renamed.
  private func isOfVariable(_ name: SyntaxNode) -> Bool {
    isOfMembers && name.kind == "identifier" && name.tree.grammar.name == "go"
      && !name.isKeyOfLiteral && !NameJudgement.isTelling(String(decoding: name.text, as: UTF8.self))
  }

  /// Whether a place that bears the name is certainly about another thing: what one function declares stays inside of it.
  func excludes(_ name: SyntaxNode) -> Bool {
    if isOfVariable(name) { return true }
    guard !covers(name) else { return false }
    if isLocal { return functions == 1 }
    if case .local = NameRole(of: name) { return homes.isEmpty }
    return false
  }

  /// Whether a place that bears the name is one that the rename is about.
  func covers(_ name: SyntaxNode) -> Bool {
    guard !isOfVariable(name) else { return false }
    let role = NameRole(of: name)
    let source = name.tree.source
    // Where its declaration is renamed already, what is left of a function bears a name that nothing declares.
    let isLeft = homes.contains { home in
      guard let new = home.new, new.contains(name.range.lowerBound), home.after.source == source else { return false }
      return role.function.map { SyntaxNode(tree: name.tree, index: $0).range == new } ?? (role == .shared)
    }
    if isLeft { return true }
    switch role {
    case .shared: return hasShared
    case .label: return hasLabel
    case .local(let function):
      let range = SyntaxNode(tree: name.tree, index: function).range
      return homes.contains { $0.old == range && $0.before.source == source }
    }
  }
}

extension SyntaxNode {
  var isInImport: Bool { kindsToStatement.contains { RuleEvidence.isImport(kind: $0) } }

  /// Whether it stands in a type and outside of its functions, and is not what that type is called.
  fileprivate var isInType: Bool {
    let declaration = parent?.index
    for node in ancestors where node.index != declaration {
      if NameRole.isFunction(node) { return false }
      if Self.types.contains(where: node.kind.hasPrefix) { return true }
    }
    return false
  }

  private static let types = [
    "class", "struct", "interface", "trait", "impl", "protocol", "enum", "record", "extension",
  ]

  /// The nodes around it, the innermost first.
  var ancestors: [SyntaxNode] { Array(sequence(first: self, next: \.parent).dropFirst()) }
}

extension SyntaxTree {
  /// The leaf that covers a byte.
  func leaf(at offset: Int) -> SyntaxNode? {
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      guard Int(node.start) <= offset, offset < Int(node.end) else {
        index = Int(node.next)
        continue
      }
      if Int(node.next) == index + 1 { return SyntaxNode(tree: self, index: index) }
      index += 1
    }
    return nil
  }
}
