internal import HoneCore
package import HoneSyntax

/// Imports at the beginning of an answer that else holds only a part of the file.
///
/// An engine that rewrites one function cannot reach the top of the file, so it writes what must be imported above the
/// function, and the imports are brought to their place.
package struct LeadingImports: Sendable {
  /// The statements, without their line endings.
  package let statements: [String]
  /// The answer without them and without the blank lines below them.
  package let rest: [UInt8]

  /// As many lines at the beginning may be imports.
  private static let limit = 30

  package init(of text: [UInt8], grammar: Grammar) {
    var found: [String] = []
    var position = 0
    var end = 0
    var count = 0
    while end < text.count, count < Self.limit {
      end = (text[end...].firstIndex(of: 0x0a) ?? text.count - 1) + 1
      count += 1
      guard let statements = Self.imports(Array(text[position..<end]), grammar) else { continue }
      found += statements
      position = end
    }
    statements = found
    rest = found.isEmpty ? text : Array(text[position...].drop { $0 == 0x0a || $0 == 0x0d })
  }

  /// The import statements that a text consists of; `nil` when it holds anything else.
  private static func imports(_ text: [UInt8], _ grammar: Grammar) -> [String]? {
    guard let first = text.first, !first.isBlank, var parser = try? SyntaxParser(grammar),
      let tree = try? parser.parse(text), !tree.hasError
    else { return text.allSatisfy { $0.isBlank || $0 == 0x0a || $0 == 0x0d } && !text.isEmpty ? [] : nil }
    let nodes = tree.root.children.filter(\.isNamed)
    guard !nodes.isEmpty, nodes.allSatisfy(\.isImportStatement) else { return nil }
    return nodes.map { String(decoding: $0.text, as: UTF8.self) }
  }
}
