package import HoneCore
package import HoneSyntax

/// One edit that a lesson makes of a file.
package struct LessonProposal: Sendable {
  package var edit: PlannedEdit
  package var replacements: [Replacement] { edit.replacements }
  /// The code that it is about, in bytes; no other edit may touch it.
  package var range: Range<Int>
  /// Whether it may be taken without a look.
  package var isSure: Bool
  /// Whether it stands in code that the grammar could not place: it must be left alone.
  package var isUnderError: Bool
  /// Whether the wider rule of the lesson made it.
  package var isWider: Bool
  /// What keeps this place from being sure where the rule is; empty where nothing does.
  package var doubts: [PlaceDoubt]
  /// Whether it reads as a place that the user edited, above it in its file: it is sure whatever keeps the rule from being so.
  package var isRepetition: Bool
  /// Whether what keeps the rule from being sure speaks against places in other files alone, and this one stands in a file of the edits;
  /// or against the name alone, and nothing else binds it here any more.
  package var isAtHand: Bool
}

extension Lesson {
  /// What the lesson makes of a file, the places of its rule before those of its wider one.
  /// - Parameter path: the path of the file, where it is known.
  package func proposals(in tree: SyntaxTree, at path: String? = nil) -> [LessonProposal] {
    var proposals: [LessonProposal] = []
    var done = done.filter { $0.tree.source == tree.source }.map(\.range)
    // Imports that come or go with the edit are not edited besides.
    if !imports.isEmpty, let editor = ImportEditor(grammar: tree.grammar) { done += editor.regions(in: tree) }
    for (rule, isWider) in [(rule, false), (wider, true)] {
      guard let rule, !rule.isBlind(in: tree, at: path) else { continue }
      let fileDoubts = doubts(of: rule, in: tree, at: path)
      let isNear =
        rule.doubts.allSatisfy { $0.isOfDistance(rule.evidence) } && !rule.isUntold
        && rule.isSeen(in: tree, at: path)
      // What one function was seen to rename may be renamed by others of its file too.
      let mayGoOn = rule.reach.isLocal && rule.isSeen(in: tree, at: path)
      let leftOver = LeftOver(of: rule, in: tree)
      for match in rule.matches(in: tree) where !proposals.contains(where: { $0.range.overlaps(match.range) }) {
        guard !done.contains(where: { $0.overlaps(match.range) }),
          !(rule.evidence.form == .bareName && rule.isForeign(to: match)),
          !(rule.evidence.form == .deletion && rule.evidence.isImport && isNeeded(match)),
          let edit = rule.edit(for: match)
        else { continue }
        let judgement = PlaceJudgement(match, of: rule, edit: edit, at: path, in: fileDoubts)
        // Inserted code that speaks of what is not there helps nobody.
        guard !(rule.evidence.form == .insertion && judgement.doubts.contains(.missingName)) else { continue }
        guard judgement.isRepetition || !rule.isUntold && (mayGoOn || !rule.isOutside(match)) else { continue }
        let isTrusted = rule.certainty == .sure && judgement.doubts.isEmpty
        let isLeftOver = judgement.doubts.allSatisfy { $0 == .bothStand } && leftOver?.contains(match) ?? false
        let isAtHand = !isWider && isNear && judgement.doubts.isEmpty || isLeftOver
        proposals.append(
          LessonProposal(
            edit: edit, range: match.range,
            isSure: isAtHand
              || !isWider
                && (isTrusted || judgement.isRepetition && !(rule.evidence.form == .deletion && rule.isUntold)),
            isUnderError: match.flags.contains(.underError), isWider: isWider, doubts: judgement.doubts,
            isRepetition: judgement.isRepetition, isAtHand: isAtHand))
      }
    }
    return proposals
  }

  /// What keeps every place of a file from being sure.
  private func doubts(of rule: LearnedRule, in tree: SyntaxTree, at path: String?) -> [PlaceDoubt] {
    var doubts: [PlaceDoubt] = []
    let isOfExample = rule.isSeen(in: tree, at: path)
    if rule.isRename, !isOfExample, rule.reach.isOfOneDefinition(in: tree.grammar), tree.defines(rule.pattern) {
      doubts.append(.otherDefinition)
    }
    // Where the name is imported and the import would stay, what is named there stays too.
    if rule.isRename, !isOfExample, imports.isEmpty, rule.reach.leavesImports, tree.imports(rule.pattern) {
      doubts.append(.definition)
    }
    if rule.isRename, !isOfExample, !rule.evidence.isLocal, tree.names(rule.rewrite, kinds: rule.kinds) {
      doubts.append(.bothStand)
    }
    if tree.saysGenerated, !rule.seen.contains(where: \.isGenerated) { doubts.append(.generated) }
    if !imports.add.isEmpty, !imports.canBeAdded(to: tree, at: path) { doubts.append(.otherModules) }
    return doubts
  }

  /// Whether a match is an import of something that the file speaks of.
  private func isNeeded(_ match: Match) -> Bool {
    ImportEditor(grammar: match.tree.grammar)?.isUsed(importedIn: match.range, of: match.tree) ?? false
  }
}
