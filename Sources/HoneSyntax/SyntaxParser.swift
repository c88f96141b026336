internal import CTreeSitter
package import HoneCore
internal import HoneSystem

/// Parses sources of one language; one parser a thread.
package struct SyntaxParser: ~Copyable {
  package let grammar: Grammar
  /// What tree-sitter allocates for one source; given back when the next one is parsed.
  private let arena = GuardedArena()
  /// tree-sitter's tree of the source before, in the arena, and that source; `nil` when it must not be used again.
  private var last: (tree: OpaquePointer, source: [UInt8])? { didSet { points = nil } }
  /// The lines of that source, where they were needed.
  private var points: SourcePoints?

  /// A source with fewer bytes cannot have more parts than tree-sitter counts.
  private static let countableBytes = 32_768
  /// Of how many edits the library is told: each costs it as much as its place is deep.
  package static let editLimit = 500
  /// How much memory trees of the same source in several versions may take.
  private static let memoryLimit = 256 << 20

  /// - Throws: `GrammarError.unusable` when the library refuses the grammar.
  package init(_ grammar: Grammar) throws(GrammarError) {
    self.grammar = grammar
    // Plain text is read without a parser.
    if grammar.isPlainText { return }
    let isTaken = arena.run { () -> Bool? in
      guard let parser = ts_parser_new() else { return nil }
      defer { ts_parser_delete(parser) }
      return ts_parser_set_language(parser, grammar.language)
    }
    guard let isTaken else { throw .unusable(name: grammar.name, path: "", reason: "got no parser: no memory") }
    guard isTaken else { throw .unusable(name: grammar.name, path: "", reason: "is refused by this tree-sitter") }
  }

  /// Parses `source`; never fails on text that is wrong, which becomes error nodes.
  /// - Parameter focus: which parts of the tree are wanted; `nil` for all.
  /// - Throws: `ParseFailure` when the source is too large or takes too long.
  package mutating func parse(
    _ source: [UInt8], limits: ParseLimits = ParseLimits(), focus: SyntaxFocus? = nil
  ) throws(ParseFailure) -> SyntaxTree {
    try parse(source, limits: limits, focus: focus, from: nil)
  }

  /// Parses what became of the source that was parsed before.
  ///
  /// What the edits leave alone is taken from the tree before, so that a few edits in a long source cost little. A tree
  /// with errors depends on where the parser began to mend them, so it is made anew.
  /// - Parameter edits: what turns the source before into `source`; ascending and disjoint.
  /// - Throws: as `parse`.
  package mutating func parse(
    _ source: [UInt8], after edits: [Replacement], limits: ParseLimits = ParseLimits()
  ) throws(ParseFailure) -> SyntaxTree {
    guard let last, edits.count <= Self.editLimit, arena.usedBytes < Self.memoryLimit else {
      return try parse(source, limits: limits)
    }
    var isEdited = false
    arena.run {
      guard !ts_node_has_error(ts_tree_root_node(last.tree)) else { return }
      isEdited = true
      let places = SourcePoints(last.source)
      // From the end on, places before an edit stay true.
      for edit in edits.reversed() {
        var input = places.edit(edit)
        ts_tree_edit(last.tree, &input)
      }
    }
    guard isEdited else { return try parse(source, limits: limits) }
    let tree = try parse(source, limits: limits, focus: nil, from: last.tree)
    return tree.hasError ? try parse(source, limits: limits) : tree
  }

  /// Whether the source that was parsed last has no errors after edits.
  ///
  /// Where it has none, the edited text takes the place of that source, for the edits that are tried next; else the source
  /// stays at hand.
  /// - Parameters:
  ///   - edited: what the edits make of the source.
  ///   - edits: ascending and disjoint.
  ///   - source: the source that is meant.
  /// - Returns: `nil` where the tree of the source is not at hand, or has errors itself: then they depend on one another.
  /// - Throws: as `parse`.
  package mutating func isClean(
    _ edited: [UInt8], after edits: [Replacement], of source: [UInt8], limits: ParseLimits = ParseLimits()
  ) throws(ParseFailure) -> Bool? {
    guard let last, edits.count <= Self.editLimit, last.source == source, arena.usedBytes < Self.memoryLimit else {
      return nil
    }
    guard edited.count <= limits.bytes else { throw .tooLarge(bytes: edited.count, limit: limits.bytes) }
    let places = points ?? SourcePoints(source)
    points = places
    var copy: OpaquePointer?
    arena.run {
      guard !ts_node_has_error(ts_tree_root_node(last.tree)), let tree = ts_tree_copy(last.tree) else { return }
      for edit in edits.reversed() {
        var input = places.edit(edit)
        ts_tree_edit(tree, &input)
      }
      copy = tree
    }
    guard let copy else { return nil }
    let clean: OpaquePointer?
    do throws(ParseFailure) {
      clean = try withTree(of: edited, limits: limits, from: copy) { tree -> OpaquePointer? in
        if !ts_node_has_error(ts_tree_root_node(tree)) { return tree }
        ts_tree_delete(tree)
        return nil
      }
    } catch {
      // With `last` every tree is gone.
      if self.last != nil { arena.run { ts_tree_delete(copy) } }
      throw error
    }
    arena.run { ts_tree_delete(copy) }
    guard let clean else { return false }
    arena.run { ts_tree_delete(last.tree) }
    self.last = (clean, edited)
    return true
  }

  /// Whether a text parses without errors after edits, told from the statements alone that they change.
  /// - Parameters:
  ///   - tree: of the text before the edits, with `focus`.
  ///   - edits: what turns that text into `edited`; ascending and disjoint.
  /// - Returns: false also where that cannot be told.
  /// - Throws: as `parse`.
  package mutating func isSound(
    _ edited: [UInt8], after edits: [Replacement], of tree: SyntaxTree, focus: SyntaxFocus,
    limits: ParseLimits = ParseLimits()
  ) throws(ParseFailure) -> Bool {
    guard let excerpt = changed(edited, after: edits, of: tree, focus: focus, limits: limits) else { return false }
    return try withTree(of: excerpt.bytes, limits: limits, from: nil) { !ts_node_has_error(ts_tree_root_node($0)) }
  }

  /// The tree of the statements that edits change.
  /// - Returns: `nil` where `isSound` would say false.
  /// - Throws: as `parse`.
  package mutating func soundParts(
    _ edited: [UInt8], after edits: [Replacement], of tree: SyntaxTree, focus: SyntaxFocus,
    limits: ParseLimits = ParseLimits()
  ) throws(ParseFailure) -> SyntaxTree? {
    guard let excerpt = changed(edited, after: edits, of: tree, focus: focus, limits: limits) else { return nil }
    let copy = TreeCopy(grammar, of: edited, excerpt: excerpt)
    let nodes = try withTree(of: excerpt.bytes, limits: limits, from: nil) { tree in
      ts_node_has_error(ts_tree_root_node(tree)) ? nil : copy.nodes(of: tree)
    }
    return nodes.map { SyntaxTree(source: edited, grammar: grammar, nodes: $0, isExcerpt: true) }
  }

  /// The statements that edits change, as they are afterwards; `nil` where they cannot be told.
  private mutating func changed(
    _ edited: [UInt8], after edits: [Replacement], of tree: SyntaxTree, focus: SyntaxFocus, limits: ParseLimits
  ) -> SourceExcerpt? {
    guard tree.isExcerpt, edited.count <= limits.bytes, let style = focus.style else { return nil }
    let excerpt = tree.source.withUnsafeBufferPointer { old in
      edited.withUnsafeBufferPointer { style.excerpt(changing: old, into: $0, by: edits) }
    }
    if excerpt != nil {
      last = nil
      arena.reset()
    }
    return excerpt
  }

  private mutating func parse(
    _ source: [UInt8], limits: ParseLimits, focus: SyntaxFocus?, from old: OpaquePointer?
  ) throws(ParseFailure) -> SyntaxTree {
    guard source.count <= limits.bytes else { throw .tooLarge(bytes: source.count, limit: limits.bytes) }
    if grammar.isPlainText {
      return SyntaxTree(source: source, grammar: grammar, nodes: PlainText.nodes(of: source))
    }
    last = nil
    if old == nil { arena.reset() }
    let hits = focus?.hits(in: source) ?? []
    if let focus, let nodes = try excerptNodes(of: source, limits: limits, focus: focus, hits) {
      return SyntaxTree(source: source, grammar: grammar, nodes: nodes, isExcerpt: true)
    }
    let copy = TreeCopy(grammar, of: source, focus: focus, hits: hits)
    var kept: OpaquePointer?
    let nodes = try withTree(of: source, limits: limits, from: old) { tree in
      let nodes = copy.nodes(of: tree)
      if source.count >= Self.countableBytes, ts_node_has_error(ts_tree_root_node(tree)) {
        // Places in a tree with a miscounted node are wrong; that shows when its memory is given back.
        ts_tree_delete(tree)
      } else {
        kept = tree
      }
      return nodes
    }
    last = kept.map { ($0, source) }
    return SyntaxTree(source: source, grammar: grammar, nodes: nodes)
  }

  /// The nodes of the statements in which a focus lies.
  /// - Returns: `nil` where the whole source is to be parsed: errors may depend on what is around them.
  private mutating func excerptNodes(
    of source: [UInt8], limits: ParseLimits, focus: SyntaxFocus, _ hits: [Range<Int>]
  ) throws(ParseFailure) -> [SyntaxTree.Record]? {
    guard let style = focus.style,
      let excerpt = source.withUnsafeBufferPointer({ style.excerpt(of: $0, around: hits) })
    else { return nil }
    let copy = TreeCopy(grammar, of: source, focus: focus, hits: hits, excerpt: excerpt)
    let nodes = try withTree(of: excerpt.bytes, limits: limits, from: nil) { tree in
      ts_node_has_error(ts_tree_root_node(tree)) ? nil : copy.nodes(of: tree)
    }
    arena.reset()
    return nodes
  }

  /// Parses a text, in the arena, and hands the tree to `body`.
  ///
  /// Where it takes too much memory, or gives up, it is left in the middle, and every tree in the arena is gone.
  private mutating func withTree<Result>(
    of text: [UInt8], limits: ParseLimits, from old: OpaquePointer?, _ body: (OpaquePointer) -> Result
  ) throws(ParseFailure) -> Result {
    let faults = GuardedAllocator.faults
    let language = grammar.language
    let memory = limits.memory(of: text.count)
    let before = arena.usedBytes
    var end = GuardedArena.End.done
    let result = arena.run { () -> Result? in
      guard let parser = ts_parser_new() else { return nil }
      _ = ts_parser_set_language(parser, language)
      ts_parser_set_timeout_micros(parser, UInt64(limits.milliseconds) * 1000)
      var parse = HoneParse()
      (parse.parser, parse.old, parse.length) = (parser, old, UInt32(text.count))
      end = text.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          parse.text = $0.baseAddress
          return arena.call(limit: before + memory, hone_parse, &parse)
        }
      }
      guard end == .done else { return nil }
      defer { ts_parser_delete(parser) }
      return parse.tree.map(body)
    }
    if end != .done {
      last = nil
      arena.reset()
      throw end == .tooMuch ? .tooIntricate(memory: memory) : .tooDeep
    }
    guard let result else { throw .tooSlow(milliseconds: limits.milliseconds) }
    guard GuardedAllocator.faults == faults else { throw .tooWide }
    return result
  }
}
