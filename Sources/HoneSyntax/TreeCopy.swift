internal import CTreeSitter

/// Copies tree-sitter's tree into an array, in preorder, with one walk that keeps no stack of its own.
///
/// A library call costs as much as writing the record, so what a symbol or a place tells already is not asked of
/// each node: whether it is named, missing (then it covers no bytes), or erroneous (then the root says so). What lies
/// out of the focus is not asked at all.
struct TreeCopy {
  private let grammar: Grammar
  private let bytes: Int
  private let focus: SyntaxFocus?
  /// Where the words of the focus stand, ascending.
  private let hits: [Range<Int>]
  /// What was parsed of the source; `nil` for all of it.
  private let excerpt: SourceExcerpt?

  /// - Parameter hits: where the words of the focus stand, ascending.
  init(
    _ grammar: Grammar, of source: [UInt8], focus: SyntaxFocus? = nil, hits: [Range<Int>] = [],
    excerpt: SourceExcerpt? = nil
  ) {
    self.grammar = grammar
    self.focus = focus
    self.hits = hits
    self.excerpt = excerpt
    bytes = source.count
  }

  func nodes(of tree: OpaquePointer) -> [SyntaxTree.Record] {
    let root = ts_tree_root_node(tree)
    let hasError = ts_node_has_error(root)
    var nodes: [SyntaxTree.Record] = []
    // Dense code has a node for two bytes. Room that is not used is never touched, and moving an array costs much more.
    nodes.reserveCapacity(focus == nil ? bytes / 2 + 16 : min(bytes / 4, 64 * hits.count) + 16)
    var cursor = ts_tree_cursor_new(root)
    defer { ts_tree_cursor_delete(&cursor) }
    var places = excerpt.map { ExcerptPlaces($0) }
    grammar.symbolFlags.withUnsafeBufferPointer { symbolFlags in
      var parent: UInt32 = 0
      var hit = 0
      /// The outermost node that is copied with all that is in it; -1 for none.
      var whole = focus == nil ? 0 : -1
      while true {
        let node = ts_tree_cursor_current_node(&cursor)
        let symbol = ts_node_symbol(node)
        var start = ts_node_start_byte(node)
        var end = ts_node_end_byte(node)
        let index = UInt32(truncatingIfNeeded: nodes.count)
        var isCopied = true
        if excerpt != nil {
          if index == 0 {
            (start, end) = (0, UInt32(truncatingIfNeeded: bytes))
          } else if let origin = places?.origin(of: Int(start)..<Int(end)) {
            (start, end) = (UInt32(origin.lowerBound), UInt32(origin.upperBound))
          } else {
            isCopied = false
          }
        }
        if isCopied, whole < 0, let focus {
          while hit < hits.count, hits[hit].lowerBound < Int(start) { hit += 1 }
          isCopied = index == 0 || hit < hits.count && hits[hit].upperBound <= Int(end)
          if isCopied, focus.kinds.contains(symbol) { whole = Int(index) }
        }
        if isCopied {
          var flags = Int(symbol) < symbolFlags.count ? symbolFlags[Int(symbol)] : [.named, .error]
          if ts_node_is_extra(node) { flags.insert(.extra) }
          if hasError {
            if ts_node_has_error(node) { flags.insert(.hasError) }
            if start == end, ts_node_is_missing(node) { flags.insert(.missing) }
          }
          nodes.append(
            SyntaxTree.Record(
              start: start, end: end, next: index &+ 1, parent: parent, symbol: symbol,
              field: ts_tree_cursor_current_field_id(&cursor), flags: flags))
          if ts_tree_cursor_goto_first_child(&cursor) {
            parent = index
            continue
          }
          if whole == Int(index), focus != nil { whole = -1 }
        }
        while !ts_tree_cursor_goto_next_sibling(&cursor) {
          guard ts_tree_cursor_goto_parent(&cursor) else { return }
          nodes[Int(parent)].next = UInt32(truncatingIfNeeded: nodes.count)
          if whole == Int(parent), focus != nil { whole = -1 }
          parent = nodes[Int(parent)].parent
        }
      }
    }
    return nodes
  }
}
