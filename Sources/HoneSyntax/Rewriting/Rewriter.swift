internal import HoneCore
internal import HoneText

/// Rewrites what rules match.
package struct Rewriter: Sendable {
  typealias Captures = [FixTemplate.Item.Content: Capture]

  package let matcher: Matcher
  let gaps: [PatternGaps]
  /// The rules that the transforms of each rule can apply to captured code.
  let pools: [RewriterPool?]

  /// - Parameter matcher: of rules of which those without a fix match, but are not rewritten.
  package init(_ matcher: Matcher) {
    self.matcher = matcher
    gaps = matcher.patternGaps
    pools = matcher.rules.map { rule in
      rule.rewriters.isEmpty ? nil : RewriterPool(rule.rewriters, grammar: matcher.grammar)
    }
  }

  /// The parts of trees that rewriting looks at, in languages of which parts of a file can be parsed; `nil` for all.
  package var focus: SyntaxFocus? {
    guard let focus = matcher.focus, focus.style != nil,
      !matcher.rules.contains(where: { $0.fixes.contains { $0.expandStart != nil || $0.expandEnd != nil } })
    else { return nil }
    return focus
  }

  /// The edits of one pass: matches inside of others are left for the next.
  package func edits(in tree: SyntaxTree) -> [PlannedEdit] {
    var edits: [PlannedEdit] = []
    var end = 0
    matcher.forEachMatch(in: tree) { match in
      guard !matcher.rules[match.rule].fixes.isEmpty else { return }
      let range = match.range(ofFix: 0)
      guard range.lowerBound >= end, let edit = edit(for: match) else { return }
      edits.append(edit)
      end = range.upperBound
    }
    return edits
  }

  /// How many matches would be rewritten, those inside of others among them.
  package func placeCount(in tree: SyntaxTree) -> Int {
    var count = 0
    matcher.forEachMatch(in: tree) { if !matcher.rules[$0.rule].fixes.isEmpty { count += 1 } }
    return count
  }

  /// The edit for one match.
  /// - Parameter fix: which fix of the rule.
  /// - Returns: `nil` when the rule has no such fix.
  package func edit(for match: Match, fix: Int = 0) -> PlannedEdit? {
    let rule = matcher.rules[match.rule]
    guard rule.fixes.indices.contains(fix) else { return nil }
    let computed = rule.values(for: match, pool: pools[match.rule], enclosing: match.namedCaptures)
    return rule.fixes[fix].edit(
      for: match, of: matcher, index: fix, captures: match.namedCaptures, computed: computed, gaps: gaps[match.rule])
  }

  /// The values of the metavariables that a rule computes, by their names.
  package func computedValues(for match: Match) -> [String: [UInt8]] {
    matcher.rules[match.rule].values(for: match, pool: pools[match.rule], enclosing: match.namedCaptures)
  }
}

extension Fix {
  /// The edit that this fix makes of a match.
  func edit(
    for match: Match, of matcher: Matcher, index: Int, captures: Rewriter.Captures, computed: [String: [UInt8]],
    gaps: PatternGaps
  ) -> PlannedEdit {
    let written = Set(template.items.map(\.content))
    let found = matcher.places(of: match)
    // A place in a node around the match, found by `inside`, is none of its items.
    var places = found.compactMap { place -> MatchItems.Place? in
      guard place.slot >= 0, let name = match.slots[Int(place.slot)].name else { return nil }
      let content = FixTemplate.Item.Content.hole(name: name, isMany: match.slots[Int(place.slot)].isMany)
      return MatchItems.Place(content: content, first: Int(place.first), last: Int(place.last))
    }
    for (content, capture) in captures where capture.count > 0 {
      places.append(MatchItems.Place(content: content, first: capture.first, last: capture.last))
    }
    let tokens = Set(found.lazy.filter { $0.slot < 0 }.map { Int($0.first) })
    let items = MatchItems(
      match.tree, nodes: match.nodes(ofFix: index), places: places, used: written,
      isWritten: { leaf in
        // A token of the pattern may stand for a node with leaves of its own.
        var node = leaf
        while node > match.node, !tokens.contains(node) { node = Int(match.tree.nodes[node].parent) }
        return tokens.isEmpty || tokens.contains(node)
      }, keepsUnmatched: keepsUnmatched)
    var builder = EditBuilder(
      tree: match.tree, items: items, range: match.range(ofFix: index), template: template, captures: captures,
      computed: computed, patternGaps: gaps)
    let losesComments = captures.contains { content, capture in
      !written.contains(content) && items.kept.contains(content) && match.tree.holdsComment(capture)
    }
    let replacements = builder.replacements()
    let shape = EditShape(
      match, nodes: match.nodes(ofFix: index), range: match.range(ofFix: index), template: template,
      written: builder.holes, captures: captures, length: builder.result.count)
    return PlannedEdit(match: match, replacements: replacements, losesComments: losesComments, shape: shape)
  }
}

extension Match {
  /// The captures, by how a template names them.
  var namedCaptures: Rewriter.Captures {
    var named: Rewriter.Captures = [:]
    for (slot, capture) in zip(slots, captures) {
      if let name = slot.name, let capture { named[.hole(name: name, isMany: slot.isMany)] = capture }
    }
    return named
  }

  /// The nodes that a fix replaces, from the first to the last of the siblings.
  func nodes(ofFix fix: Int) -> ClosedRange<Int> {
    expansions.indices.contains(fix) ? expansions[fix] : node...lastNode
  }

  /// The bytes that a fix replaces.
  package func range(ofFix fix: Int) -> Range<Int> {
    let nodes = nodes(ofFix: fix)
    return Int(tree.nodes[nodes.lowerBound].start)..<Int(tree.nodes[nodes.upperBound].end)
  }
}

extension Matcher {
  /// What the patterns of each rule that has a fix write between their tokens.
  var patternGaps: [PatternGaps] {
    let dialect = PatternDialect(grammar.name)
    return rules.map { rule in
      PatternGaps(rule.fixes.isEmpty ? [] : rule.nodePatterns.map(\.text), grammar: grammar, dialect: dialect)
    }
  }
}

extension SyntaxTree {
  /// Whether a comment stands in what was captured; a captured comment is what the rule speaks of.
  fileprivate func holdsComment(_ capture: Capture) -> Bool {
    guard capture.count > 0 else { return false }
    if capture.count == 1, nodes[capture.first].flags.contains(.extra) { return false }
    return (capture.first..<Int(nodes[capture.last].next)).contains { nodes[$0].flags.contains(.extra) }
  }
}
