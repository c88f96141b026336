internal import HoneSyntax

/// `#include <a.h>` and `#include "a.h"` of C and C++.
///
/// What a header brings cannot be seen in the file, so a header that is asked for is added unless it is there, and one that
/// is to go goes: whoever asks must know that nothing needs it.
struct CIncludes: ImportDialect {
  func statements(in tree: SyntaxTree) -> [ImportStatement] {
    guard let root = tree.topLevel.first?.parent else { return [] }
    return Self.directives(in: root)
  }

  /// Those of a file, and in a header those inside of the guard around all of it.
  private static func directives(in node: SyntaxNode) -> [ImportStatement] {
    node.children.flatMap { child -> [ImportStatement] in
      if child.kind == "preproc_include", let path = child.child(in: "path") {
        return [
          ImportStatement(
            range: child.range.lowerBound..<path.range.upperBound, module: path.string, style: .whole,
            names: [ImportedName(name: nil, binding: nil, range: path.range)])
        ]
      }
      return isGuard(child) ? directives(in: child) : []
    }
  }

  private static func isGuard(_ node: SyntaxNode) -> Bool {
    guard node.kind == "preproc_ifdef", let name = node.child(in: "name")?.string else { return false }
    return node.children.contains { $0.kind == "preproc_def" && $0.child(in: "name")?.string == name }
  }

  func enclosed(by node: SyntaxNode) -> (openingEnd: Int, nodes: [SyntaxNode])? {
    guard Self.isGuard(node) else { return nil }
    let children = Array(node.children)
    guard let opening = children.firstIndex(where: { $0.kind == "preproc_def" }) else { return nil }
    return (children[opening].range.upperBound, children[(opening + 1)...].filter(\.isNamed))
  }

  func isPreamble(_ node: SyntaxNode) -> Bool {
    node.kind == "preproc_call" && node.string.contains("pragma") || node.kind == "preproc_def"
  }

  /// Headers of the system, and those of the project.
  func section(of statement: ImportStatement) -> Int { statement.module.hasPrefix("<") ? 0 : 1 }
}
