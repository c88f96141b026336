/// What a rule writes in place of its matches.
package struct Fix: Sendable {
  package var template: FixTemplate
  /// Siblings before the match that are replaced with it: the one that the relation finds is the first.
  package var expandStart: Condition.Relation?
  /// Siblings after the match that are replaced with it.
  package var expandEnd: Condition.Relation?
  /// A name for the user to choose it by, where a rule has several.
  package var title: String?
  /// Whether tokens of the match stay that no pattern of the rule writes, such as an `async` or a semicolon at the end.
  ///
  /// ast-grep drops them, so the fixes of its rule files do; patches do not.
  package var keepsUnmatched: Bool

  package init(
    _ template: FixTemplate, expandStart: Condition.Relation? = nil, expandEnd: Condition.Relation? = nil,
    title: String? = nil, keepsUnmatched: Bool = false
  ) {
    self.template = template
    self.expandStart = expandStart
    self.expandEnd = expandEnd
    self.title = title
    self.keepsUnmatched = keepsUnmatched
  }
}
