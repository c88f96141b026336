/// Finds where rules match: all rules in one walk over a tree.
package struct Matcher: Sendable {
  package let grammar: Grammar
  /// The rules, in the order in which matches name them.
  package let rules: [Rule]
  /// For each rule the metavariables that its matches capture.
  package let slots: [[Metavariable]]
  let program: MatchProgram
  /// For each kind (the last is that of errors) the rules that can match such a node, ascending.
  private let dispatch: [[Int32]]
  private let maximumSlotCount: Int
  /// The parts of trees that matching looks at; `nil` for all.
  package let focus: SyntaxFocus?

  /// - Parameters:
  ///   - rules: rules for this grammar.
  ///   - globals: utility rules that all of them may name in `matches`, each before those that use it.
  ///   - templates: utility rules with parameters.
  package init(
    _ rules: [Rule], grammar: Grammar, globals: [(name: String, rule: Rule)] = [],
    templates: [(name: String, rule: Rule)] = []
  ) {
    var compiler = MatchCompiler(grammar: grammar)
    for template in templates { compiler.addTemplate(template.name, template.rule) }
    for global in globals { compiler.addGlobal(global.name, global.rule) }
    var entries: [MatchProgram.Entry] = []
    var slots: [[Metavariable]] = []
    var dispatch: [[Int32]] = Array(repeating: [], count: grammar.kinds.count + 1)
    var kindsByRule: [SymbolSet?] = []
    for (index, rule) in rules.enumerated() {
      let (entry, names) = compiler.compile(rule)
      entries.append(entry)
      slots.append(names)
      let kinds = rule.possibleKinds(in: grammar)
      kindsByRule.append(kinds)
      for symbol in dispatch.indices {
        let number = symbol == grammar.kinds.count ? Grammar.errorSymbol : UInt16(symbol)
        if kinds?.contains(number) ?? true { dispatch[symbol].append(Int32(index)) }
      }
    }
    // Global rules come first, so that `isolated` finds them where the compiler put them.
    let first = compiler.program.entries.count
    compiler.program.entries += entries
    program = compiler.program
    firstEntry = first
    maximumSlotCount = program.entries.map { Int($0.slotCount) }.max() ?? 0
    focus = SyntaxFocus(rules, kinds: kindsByRule, grammar: grammar)
    self.dispatch = dispatch
    self.grammar = grammar
    self.rules = rules
    self.slots = slots
  }

  private let firstEntry: Int

  /// All matches in a tree, by their first node; those of one node in the order of the rules.
  ///
  /// Matches may lie inside of one another: which of them are rewritten is the `Rewriter`'s question.
  package func matches(in tree: SyntaxTree) -> [Match] {
    var matches: [Match] = []
    forEachMatch(in: tree) { matches.append($0) }
    return matches
  }

  /// Calls `body` with every match, as `matches(in:)` orders them.
  package func forEachMatch(in tree: SyntaxTree, _ body: (Match) -> Void) {
    withEngine(for: tree) { walk(&$0, body) }
  }

  /// Which rules match anywhere in a tree, found in one walk.
  /// - Parameter candidates: for each rule whether it is looked for.
  package func matchingRules(in tree: SyntaxTree, among candidates: [Bool]) -> [Bool] {
    var found = candidates.map { _ in false }
    var open = candidates.count { $0 }
    var dispatch = dispatch.map { $0.filter { candidates[Int($0)] } }
    withEngine(for: tree) { engine in
      for index in engine.nodes.indices where open > 0 {
        let symbol = min(Int(engine.nodes[index].symbol), dispatch.count - 1)
        guard !dispatch[symbol].isEmpty else { continue }
        let matching = dispatch[symbol].filter { rule in
          !found[Int(rule)]
            && engine.matches(program.entries[firstEntry + Int(rule)], at: Int32(truncatingIfNeeded: index))
        }
        guard !matching.isEmpty else { continue }
        for rule in matching { found[Int(rule)] = true }
        open -= matching.count
        dispatch[symbol].removeAll { found[Int($0)] }
      }
    }
    return found
  }

  /// For each node of a range the match of the first rule that matches there, in the order of the nodes.
  /// - Parameters:
  ///   - order: the rules to try.
  ///   - seeds: what metavariables stand for already.
  func firstMatches(
    of order: [Int], in tree: SyntaxTree, nodes: Range<Int>, seeds: [FixTemplate.Item.Content: Capture]
  ) -> [Match] {
    var matches: [Match] = []
    withEngine(for: tree) { engine in
      for node in nodes {
        for rule in order {
          for (slot, hole) in slots[rule].enumerated() {
            let seed = hole.name.flatMap { seeds[.hole(name: $0, isMany: hole.isMany)] }
            engine.slots[slot] = seed.map(MatchEngine.Slot.init) ?? MatchEngine.Slot()
          }
          let entry = program.entries[firstEntry + rule]
          guard engine.matches(entry, at: Int32(truncatingIfNeeded: node)) else { continue }
          matches.append(match(rule: rule, entry, at: node, in: &engine, .none))
          break
        }
      }
    }
    return matches
  }

  /// Which nodes the tokens and metavariables of the patterns found at a match.
  func places(of match: Match) -> [MatchEngine.Place] {
    var places: [MatchEngine.Place] = []
    withEngine(for: match.tree) { engine in
      engine.isRecording = true
      for (slot, capture) in match.captures.enumerated() {
        if let capture { engine.slots[slot] = MatchEngine.Slot(capture) }
      }
      if engine.matches(program.entries[firstEntry + match.rule], at: Int32(truncatingIfNeeded: match.node)) {
        places = engine.places
      }
    }
    return places
  }

  private func withEngine(for tree: SyntaxTree, _ body: (inout MatchEngine) -> Void) {
    tree.nodes.withUnsafeBufferPointer { nodes in
      tree.source.withUnsafeBufferPointer { source in
        program.cells.withUnsafeBufferPointer { cells in
          program.texts.withUnsafeBufferPointer { texts in
            program.operations.withUnsafeBufferPointer { operations in
              var engine = MatchEngine(
                tree: tree, program: program, slotCount: maximumSlotCount, nodes: nodes, source: source, cells: cells,
                texts: texts, operations: operations)
              body(&engine)
            }
          }
        }
      }
    }
  }

  private func walk(_ engine: inout MatchEngine, _ body: (Match) -> Void) {
    // The reading that matched a range first wins over other readings of the same range, which are nodes inside.
    var lastRanges: [Int32: (start: UInt32, end: UInt32)] = [:]
    let isWanted = dispatch.map { !$0.isEmpty }
    let doubts = ErrorReach(engine.nodes)
    isWanted.withUnsafeBufferPointer { isWanted in
      for index in engine.nodes.indices {
        let record = engine.nodes[index]
        let symbol = min(Int(record.symbol), isWanted.count - 1)
        guard isWanted[symbol] else { continue }
        for rule in dispatch[symbol] {
          let entry = program.entries[firstEntry + Int(rule)]
          guard engine.matches(entry, at: Int32(truncatingIfNeeded: index)) else { continue }
          if entry.hasSeveralReadings {
            if let last = lastRanges[rule], last == (record.start, record.end) { continue }
            lastRanges[rule] = (record.start, record.end)
          }
          body(match(rule: Int(rule), entry, at: index, in: &engine, doubts))
        }
      }
    }
  }

  private func match(
    rule: Int, _ entry: MatchProgram.Entry, at node: Int, in engine: inout MatchEngine, _ doubts: ErrorReach
  ) -> Match {
    let names = slots[rule]
    let captures = names.indices.map { slot -> Capture? in
      let found = engine.slots[slot]
      guard found.first >= 0 else { return nil }
      guard found.count > 0 else {
        let place = Int(found.place)
        return Capture(first: Int(found.first), last: Int(found.first), count: 0, range: place..<place)
      }
      let range = Int(engine.nodes[Int(found.first)].start)..<Int(engine.nodes[Int(found.last)].end)
      return Capture(first: Int(found.first), last: Int(found.last), count: Int(found.count), range: range)
    }
    let last = max(node, Int(engine.lastNode))
    let range = Int(engine.nodes[node].start)..<max(Int(engine.nodes[node].end), Int(engine.nodes[last].end))
    let expansions = entry.expansions.map { index -> ClosedRange<Int> in
      let expansion = program.expansions[Int(index)]
      let first = engine.sibling(before: Int32(truncatingIfNeeded: node), expansion.start).map(Int.init) ?? node
      let end = engine.sibling(after: Int32(truncatingIfNeeded: last), expansion.end).map(Int.init) ?? last
      return first...end
    }
    return Match(
      rule: rule, tree: engine.tree, node: node, lastNode: last, expansions: expansions, range: range,
      flags: doubts.touches(node...last, in: engine.nodes) ? .underError : [], slots: names, captures: captures)
  }
}
