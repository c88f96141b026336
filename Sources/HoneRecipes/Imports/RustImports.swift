internal import HoneSyntax

/// `use a::b;` and `use a::{b, c};`.
///
/// A list within a list is read, so that nothing is imported twice, and left as it is.
struct RustImports: ImportDialect {
  func statements(in tree: SyntaxTree) -> [ImportStatement] {
    tree.topLevel.filter { $0.kind == "use_declaration" }.flatMap { node -> [ImportStatement] in
      guard let argument = node.child(in: "argument") else { return [] }
      let style: ImportStatement.Style = node.child(kind: "visibility_modifier") == nil ? .names : .special
      guard argument.kind == "scoped_use_list", let list = argument.child(in: "list"),
        !list.children.contains(where: { $0.kind.hasSuffix("use_list") })
      else {
        return Self.leaves(argument, prefix: "").map { path, name in
          ImportStatement(
            range: node.range, module: path, style: style, names: [name],
            container: Self.isList(argument) ? node.range : nil)
        }
      }
      let module = argument.child(in: "path")?.string ?? ""
      let names = list.children.filter { $0.isNamed && !$0.isComment }.map { Self.name($0) }
      return [ImportStatement(range: node.range, module: module, style: style, names: names, canGrow: true)]
    }
  }

  private static func isList(_ node: SyntaxNode) -> Bool { node.kind == "use_list" || node.kind == "scoped_use_list" }

  /// Everything that an argument brings, with the path it comes from.
  private static func leaves(_ node: SyntaxNode, prefix: String) -> [(String, ImportedName)] {
    func joined(_ path: String) -> String { prefix.isEmpty || path.isEmpty ? prefix + path : prefix + "::" + path }
    switch node.kind {
    case "use_list", "scoped_use_list":
      let path = joined(node.child(in: "path")?.string ?? "")
      let list = node.kind == "use_list" ? node : node.child(in: "list")
      return list?.children.filter { $0.isNamed && !$0.isComment }.flatMap { leaves($0, prefix: path) } ?? []
    default:
      let path = node.kind == "use_as_clause" ? node.child(in: "path") : node
      let parts = (path?.string ?? "").split(separator: "::", omittingEmptySubsequences: true)
      return [(joined(parts.dropLast().joined(separator: "::")), name(node))]
    }
  }

  private static func name(_ node: SyntaxNode) -> ImportedName {
    if node.kind == "use_wildcard" { return ImportedName(range: node.range, isWildcard: true) }
    let path = node.kind == "use_as_clause" ? node.child(in: "path")?.string ?? "" : node.string
    let name = path.split(separator: "::").last.map(String.init)
    return ImportedName(name: name, binding: node.child(in: "alias")?.string ?? name, range: node.range)
  }

  func isPreamble(_ node: SyntaxNode) -> Bool {
    node.kind == "inner_attribute_item" || node.kind == "extern_crate_declaration"
  }
}
