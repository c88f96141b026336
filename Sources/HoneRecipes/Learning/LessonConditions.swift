package import HoneSyntax

extension Lesson {
  /// What a recipe must ask of a place for it to find no other code than the lesson changes: entries of a rule object in
  /// YAML.
  package func conditions(in grammar: Grammar) -> [String] {
    guard let rule, !rule.isRename else { return [] }
    return [kindCondition(rule, in: grammar), statementCondition(rule, in: grammar)].compactMap(\.self)
  }

  /// The kinds of code that were edited, where the pattern can be read as others too, and the keys of values of data.
  private func kindCondition(_ rule: LearnedRule, in grammar: Grammar) -> String? {
    guard !rule.seen.isEmpty, rule.seen.allSatisfy({ $0.kind != nil || $0.key != nil }) else { return nil }
    let kinds = Set(rule.seen.compactMap(\.kind))
    let readings = rule.rule.nodePatterns.flatMap(\.readings)
    let isToldByPattern = readings.allSatisfy { $0.nodes.count == 1 && kinds.contains($0.kind) }
    guard rule.seen.contains(where: { $0.key != nil }) || !isToldByPattern else { return nil }
    var conditions: [String] = []
    for place in rule.seen {
      var parts: [String] = []
      if let kind = place.kind { parts.append("kind: \(kind)") }
      if let key = place.key { parts.append(Self.isValue(of: key, in: grammar)) }
      let condition = parts.joined(separator: ", ")
      if !conditions.contains(condition) { conditions.append(condition) }
    }
    if conditions.count == 1, rule.seen.allSatisfy({ $0.key == nil }) { return conditions[0] }
    return "any: [" + conditions.map { "{\($0)}" }.joined(separator: ", ") + "]"
  }

  /// That a node is all there is of the value of a key.
  private static func isValue(of key: String, in grammar: Grammar) -> String {
    let pairs = grammar.ownKinds.filter { $0.hasSuffix("pair") }.map { "{kind: \($0)}" }
    // Between a pair and its value stand nodes that are no more than the value.
    let between = ["flow_node", "block_node", "plain_scalar"].filter(grammar.ownKinds.contains).map { "{kind: \($0)}" }
    let stop = between.isEmpty ? "" : ", stopBy: {not: {any: [\(between.joined(separator: ", "))]}}"
    let regex = key.literalExpression.replacing("'", with: "''")
    return "inside: {any: [\(pairs.joined(separator: ", "))], has: {nthChild: 1, regex: '^\(regex)$'}\(stop)}"
  }

  /// That what is found is a whole statement, where the lesson makes statements of it.
  private func statementCondition(_ rule: LearnedRule, in grammar: Grammar) -> String? {
    guard rule.evidence.makesStatement else { return nil }
    let holders = grammar.ownKinds.filter(SyntaxNode.holdsStatements(kind:)).map { "{kind: \($0)}" }
    let wrappers = grammar.ownKinds.filter { $0 == "expression_statement" }.map {
      "{kind: \($0), inside: {any: [\(holders.joined(separator: ", "))]}}"
    }
    return holders.isEmpty ? nil : "inside: {any: [\((holders + wrappers).joined(separator: ", "))]}"
  }
}

extension Grammar {
  /// The kinds of its nodes that rules can name, sorted.
  var ownKinds: [String] { Set(kinds).filter { !symbols(named: $0).isEmpty }.sorted() }
}

extension String {
  /// A regular expression that matches the text alone.
  fileprivate var literalExpression: String {
    map { $0.isLetter || $0.isNumber || "_-\" ".contains($0) ? String($0) : "\\\($0)" }.joined()
  }
}
