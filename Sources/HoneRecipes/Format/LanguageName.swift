internal import HoneSyntax

/// Names of languages as people write them.
enum LanguageName {
  /// Whether two names mean the same language.
  static func areSame(_ first: String, _ second: String) -> Bool {
    first.lowercased() == second.lowercased()
      || Language.named(first) != nil && Language.named(first) == Language.named(second)
  }
}
