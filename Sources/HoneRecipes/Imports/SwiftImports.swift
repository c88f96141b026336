internal import HoneSyntax

/// `import A`, with attributes and access levels.
///
/// What a module brings cannot be seen in the file, so an import that is asked for is added unless it is there, and one
/// that goes only stays where the module is named.
struct SwiftImports: ImportDialect {
  func statements(in tree: SyntaxTree) -> [ImportStatement] {
    tree.topLevel.filter { $0.kind == "import_declaration" }.compactMap { node in
      guard let path = node.child(kind: "identifier") else { return nil }
      return ImportStatement(
        range: node.range, module: path.string, style: .whole,
        names: [ImportedName(name: nil, binding: nil, range: path.range)])
    }
  }

  func isPreamble(_ node: SyntaxNode) -> Bool { false }
}
