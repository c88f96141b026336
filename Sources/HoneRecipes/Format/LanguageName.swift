internal import HoneSyntax
internal import HoneYAML

/// Names of languages as people write them.
enum LanguageName {
  /// Whether two names mean the same language.
  static func areSame(_ first: String, _ second: String) -> Bool {
    first.lowercased() == second.lowercased()
      || Language.named(first) != nil && Language.named(first) == Language.named(second)
  }

  /// - Throws: for a name that means no language.
  static func check(_ name: String, at mark: YAMLMark) throws(YAMLError) {
    guard Language.named(name) == nil else { return }
    let names = Language.all.flatMap { [$0.name] + $0.aliases }
    let nearest = NearestName.of(name, in: names).map { "did you mean `\($0)`? " } ?? ""
    throw YAMLError(
      at: mark, "there is no language `\(name.prefix(60))`", remedy: "\(nearest)known are: \(Language.knownNames)")
  }
}
