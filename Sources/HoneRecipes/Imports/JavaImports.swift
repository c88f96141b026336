internal import HoneSyntax

/// `import a.b.C;` and `import static a.b.C.d;`.
struct JavaImports: ImportDialect {
  func statements(in tree: SyntaxTree) -> [ImportStatement] {
    tree.topLevel.filter { $0.kind == "import_declaration" }.compactMap { node in
      guard let path = node.children.first(where: { $0.kind == "scoped_identifier" || $0.kind == "identifier" }) else {
        return nil
      }
      let style: ImportStatement.Style = node.child(kind: "static") == nil ? .whole : .special
      if node.child(kind: "asterisk") != nil {
        return ImportStatement(
          range: node.range, module: path.string, style: style,
          names: [ImportedName(range: node.range, isWildcard: true)])
      }
      let parts = path.string.split(separator: ".")
      let name = parts.last.map(String.init)
      return ImportStatement(
        range: node.range, module: parts.dropLast().joined(separator: "."), style: style,
        names: [ImportedName(name: name, binding: name, range: path.range)])
    }
  }

  func isPreamble(_ node: SyntaxNode) -> Bool { node.kind == "package_declaration" }

  /// Static imports stand in a block of their own, behind the others.
  func section(of statement: ImportStatement) -> Int { statement.style == .special ? 1 : 0 }

  var separatesSections: Bool { true }

  func sortKeys(of statement: ImportStatement) -> [String] {
    [statement.module + "." + (statement.names.first?.name ?? "*")]
  }
}
