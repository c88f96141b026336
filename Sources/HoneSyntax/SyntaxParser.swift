import CTreeSitter

/// Parses sources of one language; one parser a thread.
package struct SyntaxParser: ~Copyable {
  package let grammar: Grammar
  private let parser: OpaquePointer

  /// - Throws: `GrammarError` when the library refuses the grammar.
  package init(_ grammar: Grammar) throws(GrammarError) {
    guard let parser = ts_parser_new(), ts_parser_set_language(parser, grammar.language) else {
      throw .unusable(name: grammar.name, path: "", reason: "is refused by this tree-sitter")
    }
    self.grammar = grammar
    self.parser = parser
  }

  deinit { ts_parser_delete(parser) }

  /// Parses `source`; never fails on text that is wrong, which becomes error nodes.
  /// - Throws: `ParseFailure` when the source is too large or takes too long.
  package mutating func parse(
    _ source: [UInt8], limits: ParseLimits = ParseLimits()
  ) throws(ParseFailure) -> SyntaxTree {
    guard source.count <= limits.bytes else { throw .tooLarge(bytes: source.count, limit: limits.bytes) }
    ts_parser_reset(parser)
    ts_parser_set_timeout_micros(parser, UInt64(limits.milliseconds) * 1000)
    let tree = source.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        ts_parser_parse_string(parser, nil, $0.baseAddress, UInt32($0.count))
      }
    }
    guard let tree else { throw .tooSlow(milliseconds: limits.milliseconds) }
    defer { ts_tree_delete(tree) }
    return SyntaxTree(source: source, grammar: grammar, nodes: Self.flatten(tree, bytes: source.count))
  }

  /// Copies the tree into an array, in preorder.
  private static func flatten(_ tree: OpaquePointer, bytes: Int) -> [SyntaxTree.Record] {
    var nodes: [SyntaxTree.Record] = []
    nodes.reserveCapacity(bytes / 4 + 16)
    var cursor = ts_tree_cursor_new(ts_tree_root_node(tree))
    defer { ts_tree_cursor_delete(&cursor) }
    var open: [UInt32] = []
    while true {
      let node = ts_tree_cursor_current_node(&cursor)
      let index = UInt32(nodes.count)
      nodes.append(record(node, field: ts_tree_cursor_current_field_id(&cursor), parent: open.last ?? 0))
      if ts_tree_cursor_goto_first_child(&cursor) {
        open.append(index)
        continue
      }
      nodes[Int(index)].next = index + 1
      while !ts_tree_cursor_goto_next_sibling(&cursor) {
        guard let parent = open.popLast() else { return nodes }
        nodes[Int(parent)].next = UInt32(nodes.count)
        _ = ts_tree_cursor_goto_parent(&cursor)
      }
    }
  }

  private static func record(_ node: TSNode, field: TSFieldId, parent: UInt32) -> SyntaxTree.Record {
    var flags: SyntaxTree.Flags = []
    if ts_node_is_named(node) { flags.insert(.named) }
    if ts_node_is_extra(node) { flags.insert(.extra) }
    if ts_node_is_missing(node) { flags.insert(.missing) }
    if ts_node_has_error(node) { flags.insert(.hasError) }
    let symbol = ts_node_symbol(node)
    if symbol == UInt16.max { flags.insert(.error) }
    return SyntaxTree.Record(
      start: ts_node_start_byte(node), end: ts_node_end_byte(node), next: 0, parent: parent, symbol: symbol,
      field: field,
      flags: flags)
  }
}

/// What a parse may cost.
package struct ParseLimits: Hashable, Sendable {
  package var bytes: Int
  package var milliseconds: Int

  package init(bytes: Int = 32 << 20, milliseconds: Int = 10_000) {
    self.bytes = bytes
    self.milliseconds = milliseconds
  }
}

/// Why a source was not parsed.
package enum ParseFailure: Error, Hashable, Sendable {
  case tooLarge(bytes: Int, limit: Int)
  case tooSlow(milliseconds: Int)
}
