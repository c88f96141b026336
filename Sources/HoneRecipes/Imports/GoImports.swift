internal import HoneSyntax

/// `import "a"` and `import ( ... )`.
struct GoImports: ImportDialect {
  func statements(in tree: SyntaxTree) -> [ImportStatement] {
    tree.topLevel.filter { $0.kind == "import_declaration" }.flatMap { node -> [ImportStatement] in
      let list = node.child(kind: "import_spec_list")
      let specifications = (list ?? node).children.filter { $0.kind == "import_spec" }
      return specifications.compactMap { specification in
        guard let path = specification.child(in: "path") else { return nil }
        let module = String(path.string.dropFirst().dropLast())
        let alias = specification.child(in: "name")?.string
        let isSilent = alias == "_" || alias == "."
        return ImportStatement(
          range: list == nil ? node.range : specification.range, module: module, style: .whole,
          names: [
            ImportedName(
              name: nil, binding: isSilent ? nil : alias ?? Self.packageName(of: module), range: specification.range)
          ], container: list == nil ? nil : node.range)
      }
    }
  }

  /// The name that a package most likely has: the last part of its path, without a version.
  private static func packageName(of path: String) -> String {
    var parts = path.split(separator: "/")
    if let last = parts.last, parts.count > 1, last.first == "v", last.dropFirst().allSatisfy(\.isNumber) {
      parts.removeLast()
    }
    let last = parts.last ?? ""
    let name = last.split(separator: ".").first ?? last
    return String(name.hasPrefix("go-") ? name.dropFirst(3) : name)
  }

  func isPreamble(_ node: SyntaxNode) -> Bool { node.kind == "package_clause" || node.kind == "\n" }

  /// The standard library has no dot in the first part of its paths.
  func section(of statement: ImportStatement) -> Int {
    statement.module.split(separator: "/").first?.contains(".") == true ? 1 : 0
  }

  var separatesSections: Bool { true }

  func text(_ statement: String, beside neighbour: ImportStatement) -> String {
    guard neighbour.container != nil, statement.hasPrefix("import") else { return statement }
    return String(statement.dropFirst("import".count)).trimmed
  }
}
