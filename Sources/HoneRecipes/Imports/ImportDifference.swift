internal import HoneCore
package import HoneSyntax

/// Something that one version of a file imports and another does not.
package struct ImportDifference: Hashable, Sendable {
  /// A statement that brings it alone.
  package var text: String
  /// The word by which a file speaks of it; `nil` where it does not show.
  package var binding: String?
}

extension ImportEditor {
  /// What a change of a file imports newly, and no longer.
  package func differences(
    from before: SyntaxTree, to after: SyntaxTree
  ) -> (added: [ImportDifference], removed: [ImportDifference]) {
    let (old, new) = (items(of: before), items(of: after))
    return (
      new.filter { item in !old.contains { $0.text == item.text } },
      old.filter { item in !new.contains { $0.text == item.text } }
    )
  }

  /// The bytes of a file in which its imports stand.
  package func regions(in tree: SyntaxTree) -> [Range<Int>] {
    dialect.statements(in: tree).map { $0.container ?? $0.range }
  }

  private func items(of tree: SyntaxTree) -> [ImportDifference] {
    let statements = dialect.statements(in: tree)
    return statements.flatMap { statement -> [ImportDifference] in
      statement.names.indices.compactMap { index in
        guard let text = text(bringing: index, of: statement, in: tree), (try? check(text)) != nil else { return nil }
        return ImportDifference(text: text, binding: statement.names[index].binding)
      }
    }
  }

  /// The statement with one of its names alone.
  private func text(bringing index: Int, of statement: ImportStatement, in tree: SyntaxTree) -> String? {
    let source = Array(tree.source[statement.range])
    func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    if let container = statement.container {
      // One import of several: the statement would bring the others as well.
      let name = String(decoding: tree.source[statement.names[index].range], as: UTF8.self)
      return container == statement.range || statement.names.count == 1 ? "import \(name)" : nil
    }
    guard statement.names.count > 1 else { return string(source) }
    let start = statement.range.lowerBound
    let others = Set(statement.names.indices).subtracting([index])
    let edits = statement.removing(others, from: tree.source).map {
      Replacement(range: ($0.range.lowerBound - start)..<($0.range.upperBound - start), bytes: $0.bytes)
    }
    return (try? AppliedEdits(edits, to: TextLines(source)).bytes).map(string)
  }
}
