package import HoneSyntax

extension Lesson {
  /// What a recipe must say for it to leave alone what the lesson leaves alone: rule objects in YAML, one a line, of places
  /// that the pattern finds and the lesson does not change.
  ///
  /// Variables that functions declare cannot be told by a rule object; they are not among them.
  package func exceptions(in grammar: Grammar) -> [String] {
    guard let rule else { return [] }
    let kinds = grammar.ownKinds
    var exceptions: [String] = []
    func inside(_ kinds: [String], _ rest: String) {
      guard !kinds.isEmpty else { return }
      let any = kinds.map { "{kind: \($0)}" }.joined(separator: ", ")
      exceptions.append("inside: {any: [\(any)], \(rest)}")
    }
    if leavesImportsAlone(rule) {
      inside(kinds.filter { RuleEvidence.isImport(kind: $0) && Self.isStatement($0) }, "stopBy: end")
    }
    guard rule.isRename else {
      // What has the new form holds the old one, and would be changed for ever.
      if rule.isWrapping, !rule.rewrite.contains("\n") {
        exceptions.append("inside: {pattern: '\(rule.rewrite.replacing("'", with: "''"))', stopBy: end}")
      } else if rule.isWrapping {
        exceptions += insertionExceptions(rule, in: grammar)
      }
      return exceptions
    }
    for field in ["name", "declarator"] where rule.certainty == .sure && rule.reach.isOfUsesAlone {
      guard grammar.fields.contains(field) else { continue }
      inside(kinds.filter { NameRole.isDefinition(kind: $0) && !$0.hasPrefix("_") }, "field: \(field)")
    }
    if !rule.reach.isOfLabels, grammar.fields.contains("name") {
      inside(kinds.filter(NameRole.labelled.contains), "field: name")
    }
    return exceptions
  }

  /// That what the rule inserts stands above or below of a place already.
  /// - Returns: none where more than one statement of one line is inserted on a side.
  private func insertionExceptions(_ rule: LearnedRule, in grammar: Grammar) -> [String] {
    guard let place = rule.rewrite.firstRange(of: rule.pattern) else { return [] }
    let statement = "expression_statement"
    let hasStatements = grammar.ownKinds.contains(statement)
    var relations: [String] = []
    for (key, text) in [
      ("follows", rule.rewrite[..<place.lowerBound]), ("precedes", rule.rewrite[place.upperBound...]),
    ] where !text.isEmpty {
      // The old side must stand on lines of its own.
      let isOwn = key == "follows" ? text.last == "\n" : text.first == "\n"
      let code = String(text).trimmed
      guard isOwn, !code.isEmpty, !code.contains("\n"),
        let read = try? Pattern(code, grammar: grammar, reach: .everywhere),
        read.readings.allSatisfy({ $0.nodes.count == 1 })
      else { return [] }
      let pattern = "{pattern: '\(code.replacing("'", with: "''"))'}"
      relations.append(
        hasStatements
          ? "\(key): {any: [\(pattern), {kind: \(statement), has: \(pattern)}]}" : "\(key): \(pattern)")
    }
    guard !relations.isEmpty else { return [] }
    let beside = relations.count == 1 ? relations[0] : "all: [\(relations.map { "{\($0)}" }.joined(separator: ", "))]"
    return [beside] + (hasStatements ? ["inside: {kind: \(statement), \(beside)}"] : [])
  }

  /// Whether it changes nothing inside of imports: those that come and go with it are no places, and where none was edited
  /// none is sure.
  private func leavesImportsAlone(_ rule: LearnedRule) -> Bool {
    if !imports.isEmpty { return true }
    guard rule.certainty == .sure else { return false }
    return rule.isRename ? !rule.reach.isOfImports : !rule.evidence.isImport
  }

  private static func isStatement(_ kind: String) -> Bool {
    ["statement", "declaration", "include", "directive", "header"].contains { kind.hasSuffix($0) }
  }

  /// The files that it is kept to, because what it is about is private to them or no name tells of it, as patterns of paths; empty for all.
  package var files: [String] {
    guard let rule else { return [] }
    return rule.isUntold ? Set(rule.seen.compactMap(\.path)).sorted().map { "/" + $0 } : rule.sight.files
  }
}
