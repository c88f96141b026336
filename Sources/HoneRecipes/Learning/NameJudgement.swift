/// What the look of a name tells of how many things may bear it.
enum NameJudgement {
  /// Whether somebody made the name up for one thing: it has several words or a digit, and is no shorter than six letters.
  ///
  /// Measured on commits that repeat an edit: renames of everyday words such as `args`, `self` or `allow` were wrong in
  /// most places that they fit.
  static func isTelling(_ name: String) -> Bool {
    name.utf8.count >= 6 && (CaseVariants.words(of: name).count > 1 || name.contains(where: \.isNumber))
  }
}
