internal import HoneSyntax

/// `import` statements and `const a = require("a")` of JavaScript and TypeScript.
struct ECMAScriptImports: ImportDialect {
  func statements(in tree: SyntaxTree) -> [ImportStatement] {
    tree.topLevel.flatMap { node -> [ImportStatement] in
      switch node.kind {
      case "import_statement": [module(node)].compactMap(\.self)
      case "lexical_declaration", "variable_declaration": [required(node)].compactMap(\.self)
      default: []
      }
    }
  }

  private func module(_ node: SyntaxNode) -> ImportStatement? {
    guard let source = node.child(in: "source") else { return nil }
    let clause = node.child(kind: "import_clause")
    let list = clause?.child(kind: "named_imports")
    let isBesideOthers = clause?.child(kind: "identifier") != nil
    var names: [ImportedName] = []
    for child in clause?.children.map(\.self) ?? [] {
      switch child.kind {
      case "identifier": names.append(ImportedName(name: "default", binding: child.string, range: child.range))
      case "namespace_import":
        names.append(ImportedName(name: "*", binding: child.child(kind: "identifier")?.string, range: child.range))
      case "named_imports":
        names += child.children.filter { $0.kind == "import_specifier" }.map { name in
          let plain = name.child(in: "name")?.string
          return ImportedName(
            name: plain, binding: name.child(in: "alias")?.string ?? plain, range: name.range,
            list: isBesideOthers ? child.range : nil)
        }
      default: continue
      }
    }
    let isType = node.children.contains { $0.kind == "type" && !$0.isNamed }
    // A default import beside a list has its own comma, so only a list that stands alone is edited.
    return ImportStatement(
      range: node.range, module: Self.unquoted(source.string),
      style: isType ? .special : clause == nil ? .whole : .names,
      names: clause == nil ? [ImportedName(range: node.range)] : names,
      canGrow: list != nil && !isBesideOthers)
  }

  private func required(_ node: SyntaxNode) -> ImportStatement? {
    let declarators = node.children.filter { $0.kind == "variable_declarator" }
    guard declarators.count == 1, let target = declarators[0].child(in: "name"),
      let call = declarators[0].child(in: "value"), call.kind == "call_expression",
      call.child(in: "function")?.string == "require", let arguments = call.child(in: "arguments"),
      let source = arguments.child(kind: "string")
    else { return nil }
    var names: [ImportedName] = []
    switch target.kind {
    case "identifier": names = [ImportedName(name: nil, binding: target.string, range: target.range)]
    case "object_pattern":
      for child in target.children where child.isNamed && !child.isComment {
        let key = child.child(in: "key")?.string ?? child.string
        names.append(ImportedName(name: key, binding: child.child(in: "value")?.string ?? key, range: child.range))
      }
    default: return nil
    }
    return ImportStatement(
      range: node.range, module: Self.unquoted(source.string), style: .require, names: names,
      canGrow: target.kind == "object_pattern")
  }

  func isPreamble(_ node: SyntaxNode) -> Bool {
    // A directive: "use strict".
    node.kind == "expression_statement" && node.child(kind: "string") != nil
  }

  /// Packages stand before files of the project.
  func section(of statement: ImportStatement) -> Int { statement.module.hasPrefix(".") ? 1 : 0 }

  private static func unquoted(_ text: String) -> String { String(text.dropFirst().dropLast()) }
}
