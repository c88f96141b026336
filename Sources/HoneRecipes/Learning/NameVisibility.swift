internal import HoneSyntax

/// How far a definition can be named, as far as its file tells: by its modifiers, or by the look of its name.
enum NameVisibility: Comparable {
  /// In its own file.
  case file
  /// In the files of its folder.
  case folder
  /// Anywhere, for all that is known.
  case everywhere

  /// - Parameter path: the path of the name's file, where it is known.
  /// - Returns: `nil` for a name that is not defined where it stands.
  init?(ofDefinition name: SyntaxNode, path: String?) {
    if name.kind == "private_property_identifier" {
      self = .file
      return
    }
    guard let declaration = Self.declaration(of: name) else { return nil }
    switch name.tree.grammar.name {
    case "go":
      let isExported = name.string.first?.isUppercase ?? false
      self = isExported ? .everywhere : .folder
    case "python": self = Self.isPrivateByName(name.string, declaration) ? .file : .everywhere
    case "c", "cpp": self = !Self.isHeader(path) && Self.isStatic(declaration) ? .file : .everywhere
    case "rust": self = !Self.isRootOfModules(path) && Self.isOfModule(declaration) ? .file : .everywhere
    default: self = Self.isPrivate(declaration) ? .file : .everywhere
    }
  }

  /// Whether a language lets nobody outside name what is private.
  ///
  /// In Python the underscore is a custom, and in Rust the modules inside of one see what it has.
  static func isEnforced(in grammar: Grammar) -> Bool { !["python", "rust"].contains(grammar.name) }

  /// How far the definitions of a name in a file can be named, the widest of them.
  /// - Returns: `nil` when the file defines no such name, beside what functions declare for themselves.
  static func widest(of text: ArraySlice<UInt8>, in tree: SyntaxTree, path: String?) -> NameVisibility? {
    var widest: NameVisibility?
    for (index, node) in tree.nodes.enumerated() where Int(node.next) == index + 1 {
      guard Int(node.end) - Int(node.start) == text.count, tree.source[Int(node.start)..<Int(node.end)] == text else {
        continue
      }
      let leaf = SyntaxNode(tree: tree, index: index)
      guard leaf.isNamed, let visibility = NameVisibility(ofDefinition: leaf, path: path),
        NameRole(of: leaf).function == nil
      else { continue }
      widest = max(widest ?? visibility, visibility)
    }
    return widest
  }

  // MARK: Declarations

  /// The declaration that gives a name its meaning.
  private static func declaration(of name: SyntaxNode) -> SyntaxNode? {
    var node = name
    while let parent = node.parent {
      let isPart = node.field.map(naming.contains) ?? false || lists.contains(parent.kind)
      guard isPart else { return nil }
      if isDeclaration(parent) { return parent }
      node = parent
    }
    return nil
  }

  private static let naming: Set<String> = ["name", "declarator", "bound_identifier", "pattern", "left", "property"]
  private static let lists: Set<String> = ["pattern", "identifier_list", "expression_list", "pattern_list"]

  private static func isDeclaration(_ node: SyntaxNode) -> Bool {
    let kind = node.kind
    return kind.hasSuffix("declaration") || kind.hasSuffix("_definition") || kind.hasSuffix("_item")
      || kind.hasSuffix("_spec") || kind.hasSuffix("_elem") || kind == "assignment"
  }

  // MARK: Languages

  /// `private` and `fileprivate`, before the declaration or before the extension that holds it.
  private static func isPrivate(_ declaration: SyntaxNode) -> Bool {
    if isMarkedPrivate(declaration) {
      // The parts of a type of C# stand in several files.
      return !declaration.ancestors.contains { $0.modifiers.contains("partial") }
    }
    guard let body = declaration.parent, let type = body.parent, type.kind == "class_declaration",
      type.children.contains(where: { $0.kind == "extension" })
    else { return false }
    return isMarkedPrivate(type)
  }

  private static func isMarkedPrivate(_ declaration: SyntaxNode) -> Bool {
    declaration.modifiers.contains { $0 == "private" || $0 == "fileprivate" }
  }

  /// `_name` of a module, and `__name` of a class.
  private static func isPrivateByName(_ name: String, _ declaration: SyntaxNode) -> Bool {
    guard name.hasPrefix("_"), !(name.hasPrefix("__") && name.hasSuffix("__")) else { return false }
    let scope = declaration.ancestors.first { $0.kind == "class_definition" || $0.kind == "function_definition" }
    return scope == nil || name.hasPrefix("__")
  }

  /// `static` outside of a type and of a function, and what a namespace without a name holds.
  private static func isStatic(_ declaration: SyntaxNode) -> Bool {
    let around = declaration.ancestors
    if around.contains(where: { $0.kind == "field_declaration_list" }) { return false }
    let isHidden = around.contains { node in
      node.kind == "namespace_definition" && !node.children.contains { $0.field == "name" }
    }
    return isHidden || declaration.modifiers.contains("static")
  }

  private static func isHeader(_ path: String?) -> Bool {
    guard let name = path?.split(separator: "/").last else { return false }
    return name.split(separator: ".").last.map { $0.hasPrefix("h") || $0 == "inc" } ?? false
  }

  /// Whether a file is one whose modules stand in other files, which see what it has.
  private static func isRootOfModules(_ path: String?) -> Bool {
    guard let name = path?.split(separator: "/").last else { return false }
    return ["lib.rs", "main.rs", "mod.rs"].contains(name)
  }

  /// Items and fields without `pub`, outside of traits and what implements them; a module is a file of its own.
  private static func isOfModule(_ declaration: SyntaxNode) -> Bool {
    guard declaration.kind != "mod_item",
      declaration.kind.hasSuffix("_item") || declaration.kind == "field_declaration",
      !declaration.modifiers.contains(where: { $0.hasPrefix("pub") })
    else { return false }
    return !declaration.ancestors.contains { node in
      node.kind == "trait_item" || node.kind == "foreign_mod_item"
        || node.kind == "impl_item" && node.children.contains { $0.field == "trait" }
    }
  }
}

extension SyntaxNode {
  /// The words before a declaration, such as `private`; each with what stands in brackets behind it.
  fileprivate var modifiers: [String] {
    children.flatMap { child -> [String] in
      if child.kind == "modifiers" { return child.children.map(\.string) }
      return child.kind.hasSuffix("modifier") || child.kind == "storage_class_specifier" ? [child.string] : []
    }
  }
}
