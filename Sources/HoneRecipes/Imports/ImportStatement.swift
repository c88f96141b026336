internal import HoneCore
internal import HoneSyntax

/// An import of a file, as much of it as all languages share.
struct ImportStatement {
  /// How the statement brings what it brings; imports of different styles are different imports.
  enum Style: Int {
    /// The module itself, or one thing by its full path.
    case whole
    /// Names out of a module.
    case names
    /// JavaScript's `require`.
    case require
    /// Java's `import static`, TypeScript's `import type`.
    case special
  }

  /// The bytes of the statement; a `;` that ends it is part of it.
  var range: Range<Int>
  var module: String
  var style: Style
  var names: [ImportedName]
  /// Whether `names` is a list that another name can be put into.
  var canGrow = false
  /// A statement around several imports, such as Go's `import ( ... )`.
  var container: Range<Int>?

  /// Whether both bring from the same module in the same way, so that one can take a name of the other.
  func canTakeNames(of other: ImportStatement) -> Bool {
    canGrow && other.canGrow && module == other.module && style == other.style
  }

  /// Whether the statement brings `name` of `other`.
  func brings(_ name: ImportedName, of other: ImportStatement) -> Bool {
    guard module == other.module, style == other.style else { return false }
    return names.contains { $0.isWildcard || $0.name == name.name && $0.binding == name.binding }
  }
}

extension ImportStatement {
  /// The edits that take names away; not all of them.
  func removing(_ positions: Set<Int>, from source: [UInt8]) -> [Replacement] {
    guard let list = names.lazy.compactMap(\.list).first else {
      return NameList(source: source, items: names.map(\.range)).removing(positions)
    }
    let inside = names.indices.filter { names[$0].list == list }
    let gone = Set(inside.indices.filter { positions.contains(inside[$0]) })
    // The list goes as a whole with the last of its names, beside what stands outside of it.
    let outside =
      (names.indices.filter { names[$0].list == nil }.map { (names[$0].range, positions.contains($0)) }
      + [(list, gone.count == inside.count)]).sorted { $0.0.lowerBound < $1.0.lowerBound }
    let outer = NameList(source: source, items: outside.map(\.0)).removing(
      Set(outside.indices.filter { outside[$0].1 }))
    guard gone.count < inside.count else { return outer }
    return outer + NameList(source: source, items: inside.map { names[$0].range }).removing(gone)
  }
}

/// One thing that an import brings.
struct ImportedName {
  /// Its name in the module; `nil` for the module itself.
  var name: String?
  /// The word by which the file speaks of it; `nil` when it is not spoken of, as with an import for its effects.
  var binding: String?
  /// The bytes of the name and its alias.
  var range: Range<Int>
  /// Whether it brings everything.
  var isWildcard = false
  /// The braces that it stands in, where something else of the statement stands beside them.
  var list: Range<Int>?
}

/// How one language writes imports, and where they stand.
protocol ImportDialect: Sendable {
  /// The imports at the top level of a file, in order.
  func statements(in tree: SyntaxTree) -> [ImportStatement]

  /// The imports inside of statements of the top level that may or may not run, such as `try`; nothing is changed there.
  func conditionalStatements(in tree: SyntaxTree) -> [ImportStatement]

  /// Whether imports go after a node of the top level that stands before them: a package clause, a directive.
  func isPreamble(_ node: SyntaxNode) -> Bool

  /// What stands inside of a node that goes around a whole file, such as the guard of a header, and where its opening ends;
  /// `nil` for any other node.
  func enclosed(by node: SyntaxNode) -> (openingEnd: Int, nodes: [SyntaxNode])?

  /// The number of the section that a module's import belongs to; sections stand in ascending order.
  func section(of statement: ImportStatement) -> Int

  /// Whether a blank line parts sections.
  var separatesSections: Bool { get }

  /// How many blank lines stand between imports and a node that follows.
  func blankLines(before node: SyntaxNode?) -> Int

  /// The text that writes a statement beside `neighbour`.
  func text(_ statement: String, beside neighbour: ImportStatement) -> String

  /// Keys by which people sort imports; the first by which a group is sorted counts.
  func sortKeys(of statement: ImportStatement) -> [String]
}

extension ImportDialect {
  func conditionalStatements(in tree: SyntaxTree) -> [ImportStatement] { [] }
  func enclosed(by node: SyntaxNode) -> (openingEnd: Int, nodes: [SyntaxNode])? { nil }
  func section(of statement: ImportStatement) -> Int { 0 }
  var separatesSections: Bool { false }
  func blankLines(before node: SyntaxNode?) -> Int { 1 }
  func text(_ statement: String, beside neighbour: ImportStatement) -> String { statement }
  func sortKeys(of statement: ImportStatement) -> [String] { [statement.module.lowercased(), statement.module] }
}

extension SyntaxTree {
  /// The nodes directly below the root.
  var topLevel: [SyntaxNode] { Array(root.children) }
}

extension SyntaxNode {
  /// The source of the node, for comparing.
  var string: String { String(decoding: text, as: UTF8.self) }

  /// The children in a field.
  func children(in field: String) -> [SyntaxNode] { children.filter { $0.field == field } }

  /// The first child in a field.
  func child(in field: String) -> SyntaxNode? { children.first { $0.field == field } }

  /// The first child of a kind.
  func child(kind: String) -> SyntaxNode? { children.first { $0.kind == kind } }

  /// Whether the node is a comment of any form.
  var isComment: Bool { kind.hasSuffix("comment") || kind == "hash_bang_line" || kind == "shebang" }
}
