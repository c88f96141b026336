internal import CTreeSitter
internal import HoneSystem

/// Parses sources of one language; one parser a thread.
package struct SyntaxParser: ~Copyable {
  package let grammar: Grammar
  /// `nil` for plain text, which is read without one.
  private let parser: OpaquePointer?

  /// - Throws: `GrammarError.unusable` when the library refuses the grammar.
  package init(_ grammar: Grammar) throws(GrammarError) {
    if grammar.isPlainText {
      self.grammar = grammar
      parser = nil
      return
    }
    guard let parser = ts_parser_new() else {
      throw .unusable(name: grammar.name, path: "", reason: "got no parser: no memory")
    }
    guard ts_parser_set_language(parser, grammar.language) else {
      ts_parser_delete(parser)
      throw .unusable(name: grammar.name, path: "", reason: "is refused by this tree-sitter")
    }
    self.grammar = grammar
    self.parser = parser
  }

  deinit {
    if let parser { ts_parser_delete(parser) }
  }

  /// Parses `source`; never fails on text that is wrong, which becomes error nodes.
  /// - Throws: `ParseFailure` when the source is too large or takes too long.
  package mutating func parse(
    _ source: [UInt8], limits: ParseLimits = ParseLimits()
  ) throws(ParseFailure) -> SyntaxTree {
    guard source.count <= limits.bytes else { throw .tooLarge(bytes: source.count, limit: limits.bytes) }
    guard let parser else { return SyntaxTree(source: source, grammar: grammar, nodes: PlainText.nodes(of: source)) }
    ts_parser_reset(parser)
    ts_parser_set_timeout_micros(parser, UInt64(limits.milliseconds) * 1000)
    let faults = GuardedAllocator.faults
    let tree = source.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        ts_parser_parse_string(parser, nil, $0.baseAddress, UInt32($0.count))
      }
    }
    guard let tree else { throw .tooSlow(milliseconds: limits.milliseconds) }
    let nodes = flatten(tree, bytes: source.count)
    ts_tree_delete(tree)
    // Places in a tree with a miscounted node are wrong; that shows when its memory is given back.
    guard GuardedAllocator.faults == faults else { throw .tooWide }
    return SyntaxTree(source: source, grammar: grammar, nodes: nodes)
  }

  /// Copies the tree into an array, in preorder, with one walk that keeps no stack of its own.
  ///
  /// A library call costs as much as writing the record, so what a symbol or a place tells already is not asked of
  /// each node: whether it is named, missing (then it covers no bytes), or erroneous (then the root says so).
  private func flatten(_ tree: OpaquePointer, bytes: Int) -> [SyntaxTree.Record] {
    let root = ts_tree_root_node(tree)
    let hasError = ts_node_has_error(root)
    var nodes: [SyntaxTree.Record] = []
    nodes.reserveCapacity(bytes / 4 + 16)
    var cursor = ts_tree_cursor_new(root)
    defer { ts_tree_cursor_delete(&cursor) }
    grammar.symbolFlags.withUnsafeBufferPointer { symbolFlags in
      var parent: UInt32 = 0
      while true {
        let node = ts_tree_cursor_current_node(&cursor)
        let symbol = ts_node_symbol(node)
        let start = ts_node_start_byte(node)
        let end = ts_node_end_byte(node)
        var flags = Int(symbol) < symbolFlags.count ? symbolFlags[Int(symbol)] : [.named, .error]
        if ts_node_is_extra(node) { flags.insert(.extra) }
        if hasError {
          if ts_node_has_error(node) { flags.insert(.hasError) }
          if start == end, ts_node_is_missing(node) { flags.insert(.missing) }
        }
        let index = UInt32(truncatingIfNeeded: nodes.count)
        nodes.append(
          SyntaxTree.Record(
            start: start, end: end, next: index &+ 1, parent: parent, symbol: symbol,
            field: ts_tree_cursor_current_field_id(&cursor), flags: flags))
        if ts_tree_cursor_goto_first_child(&cursor) {
          parent = index
          continue
        }
        while !ts_tree_cursor_goto_next_sibling(&cursor) {
          guard ts_tree_cursor_goto_parent(&cursor) else { return }
          nodes[Int(parent)].next = UInt32(truncatingIfNeeded: nodes.count)
          parent = nodes[Int(parent)].parent
        }
      }
    }
    return nodes
  }
}
