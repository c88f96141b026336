internal import Synchronization

/// A parsed file: every node in one array, in the order in which a reader meets them (preorder).
///
/// tree-sitter's own tree is walked once and freed: an array of small records is a value, can be shared between
/// threads, is several times faster to walk than the C tree and gives parents and siblings without a search.
package final class SyntaxTree: Sendable {
  /// One node.
  package struct Record: Sendable {
    /// The first byte of the node in the source, from 0.
    package var start: UInt32
    /// The byte after its last.
    package var end: UInt32
    /// The index of the next node that is not inside this one.
    package var next: UInt32
    /// The index of the node around it; its own index for the root.
    package var parent: UInt32
    /// The number of its kind in `Grammar.kinds`; `Grammar.errorSymbol` for an error.
    package var symbol: UInt16
    /// The number of its field in the parent, in `Grammar.fields`; 0 for none.
    package var field: UInt16
    package var flags: Flags
  }

  /// What tree-sitter says of a node beside its kind.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A node with a name in the grammar, not a keyword or a punctuation mark.
    package static let named = Flags(rawValue: 1)
    /// A node that may stand anywhere, such as a comment.
    package static let extra = Flags(rawValue: 2)
    /// A token that the parser put in to go on; it covers no bytes.
    package static let missing = Flags(rawValue: 4)
    /// The node is an error, or holds one.
    package static let hasError = Flags(rawValue: 8)
    /// The node is itself an error: text that the grammar could not place.
    package static let error = Flags(rawValue: 16)
  }

  package let source: [UInt8]
  package let grammar: Grammar
  /// Preorder; the root is first.
  package let nodes: [Record]
  /// Whether only those statements were parsed in which a focus lies; these have no errors.
  package let isExcerpt: Bool
  /// Found when a rewrite first asks for them: most trees are only searched.
  private let foundLines = Mutex<WrittenLines?>(nil)

  init(source: [UInt8], grammar: Grammar, nodes: [Record], isExcerpt: Bool = false) {
    self.source = source
    self.grammar = grammar
    self.nodes = nodes
    self.isExcerpt = isExcerpt
  }

  /// The node around everything.
  package var root: SyntaxNode { SyntaxNode(tree: self, index: 0) }

  /// The lines of the source.
  var written: WrittenLines {
    foundLines.withLock { found in
      if let found { return found }
      let lines = WrittenLines(source)
      found = lines
      return lines
    }
  }

  /// The line and the column of a byte, both from 1, the column in bytes.
  package func place(of offset: Int) -> (line: Int, column: Int) {
    let lines = written.lines
    let line = lines.line(at: offset)
    return (line + 1, offset - lines.starts[line] + 1)
  }

  /// Whether the grammar could not place some of the source.
  package var hasError: Bool { nodes[0].flags.contains(.hasError) }
}
