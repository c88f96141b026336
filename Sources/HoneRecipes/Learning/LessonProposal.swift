package import HoneCore
package import HoneSyntax

/// One edit that a lesson makes of a file.
package struct LessonProposal: Sendable {
  package var replacements: [Replacement]
  /// The code that it is about, in bytes; no other edit may touch it.
  package var range: Range<Int>
  /// Whether it may be taken without a look.
  package var isSure: Bool
  /// Whether it stands in code that the grammar could not place: it must be left alone.
  package var isUnderError: Bool
  /// Whether the wider rule of the lesson made it.
  package var isWider: Bool
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
      for match in rule.matches(in: tree) where !proposals.contains(where: { $0.range.overlaps(match.range) }) {
        guard !done.contains(where: { $0.overlaps(match.range) }), !rule.isOutside(match),
          !(rule.evidence.form == .bareName && rule.isForeign(to: match)),
          let edit = rule.edit(for: match)
        else { continue }
        proposals.append(
          LessonProposal(
            replacements: edit.replacements, range: match.range,
            isSure: !isWider && rule.certainty == .sure && edit.isCertain
              && rule.fits(match, at: path),
            isUnderError: match.flags.contains(.underError), isWider: isWider))
      }
    }
    return proposals
  }
}
