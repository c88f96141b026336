internal import HoneSyntax

/// Where a file binds a name other than as a member: by an import, a definition, or as what a function declares for itself.
struct NameBinding {
  private var isOfFile = false
  /// Whether an import binds it.
  private(set) var isImported = false
  private var functions: Set<Int> = []

  init(_ name: String, in tree: SyntaxTree) {
    let text = Array(name.utf8)[...]
    let isGo = tree.grammar.name == "go"
    for (index, node) in tree.nodes.enumerated() where Int(node.next) == index + 1 {
      let count = Int(node.end) - Int(node.start)
      guard count >= text.count else { continue }
      let code = tree.source[Int(node.start)..<Int(node.end)]
      guard code == text || isGo && count > text.count && Self.isPath(code, of: text) else { continue }
      let leaf = SyntaxNode(tree: tree, index: index)
      if leaf.isInImport {
        // Where something comes from is not bound by it, as in `from here import it`.
        isImported = !leaf.ancestors.contains { $0.field == "module_name" }
        isOfFile = isOfFile || isImported
      } else if code.count == text.count, !NameRole.isMember(leaf), NameRole.isDeclared(at: leaf) {
        if let owner = NameRole.owner(ofDeclared: leaf) { functions.insert(owner) } else { isOfFile = true }
      }
      if isOfFile { return }
    }
  }

  /// Whether the name means something at a node.
  func holds(at node: SyntaxNode) -> Bool {
    isOfFile || !functions.isEmpty && node.ancestors.contains { functions.contains($0.index) }
  }

  /// Whether a text is the path of a package of Go that is called so.
  private static func isPath(_ code: ArraySlice<UInt8>, of name: ArraySlice<UInt8>) -> Bool {
    let parts = code.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "`") }.split(separator: UInt8(ascii: "/"))
    let isVersion =
      parts.last.map { $0.first == UInt8(ascii: "v") && $0.dropFirst().allSatisfy { (0x30...0x39).contains($0) } }
    return (isVersion == true ? parts.dropLast().last : parts.last) == name
  }
}

/// Tells the places that an edit left over: what gave way to another name is bound nowhere there any more, and the other name is.
///
/// Such code does not work as it stands, however everyday the names are, where an import had to bind the old one: what a language,
/// or another file of the package, gives without one means something all the same.
struct LeftOver {
  private let name: ArraySlice<UInt8>
  private let old: NameBinding
  private let new: NameBinding
  /// What is taken of the old name in the edits: what comes in its stead need not have anything else.
  private let members: Set<String>

  /// - Returns: `nil` for a rule that gives nothing another name, or that something else than its names speaks against.
  init?(of rule: LearnedRule, in tree: SyntaxTree) {
    guard let exchanged = rule.exchanged, rule.wasImported, rule.evidence.form != .memberRename,
      !rule.doubts.isEmpty, rule.doubts.allSatisfy(\.isOfName)
    else { return nil }
    name = Array(exchanged.old.utf8)[...]
    new = NameBinding(exchanged.new, in: tree)
    old = NameBinding(exchanged.old, in: tree)
    members = Set(rule.seen.compactMap { SyntaxNode(tree: $0.match.tree, index: $0.match.node).taken })
  }

  /// Whether a match speaks of the old name where only the new one means something.
  func contains(_ match: Match) -> Bool {
    let leaves = (match.node..<Int(match.tree.nodes[match.lastNode].next)).lazy
      .map { SyntaxNode(tree: match.tree, index: $0) }
      .filter { Int($0.record.next) == $0.index + 1 && $0.text == name }
    return !leaves.isEmpty
      && leaves.allSatisfy { leaf in
        !NameRole.isMember(leaf) && !leaf.isInImport && !old.holds(at: leaf) && new.holds(at: leaf)
          && (match.node != leaf.index || leaf.taken.map(members.contains) ?? true)
      }
  }
}

extension SyntaxNode {
  /// What is taken of a name, such as `open` of `file` in `file.open`; `nil` for a name that stands alone.
  var taken: String? {
    guard let parent, parent.range.lowerBound == range.lowerBound,
      let member = parent.children.first(where: { $0.isNamed && $0.index > index }), NameRole.isMember(member)
    else { return nil }
    return member.string
  }
}
