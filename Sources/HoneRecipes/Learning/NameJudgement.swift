/// What the look of a name tells of how many things may bear it.
enum NameJudgement {
  /// Whether somebody made the name up for one thing: it has several words or a digit, and is no shorter than six letters.
  ///
  /// Measured on commits that repeat an edit: renames of everyday words such as `args`, `self` or `allow` were wrong in
  /// most places that they fit.
  static func isTelling(_ name: String) -> Bool {
    name.utf8.count >= 6 && (CaseVariants.words(of: name).count > 1 || name.contains(where: \.isNumber))
  }

  /// Whether somebody wrote some texts for one thing: together they are no shorter than eight letters, and no single word; or one
  /// is a version.
  static func isTelling(texts: [String]) -> Bool {
    let text = texts.map { $0.dropQuotes }.joined(separator: " ")
    return text.utf8.count >= 8 && text.dropFirst().dropLast().contains { !$0.isLetter } || isVersion(text)
  }

  /// Whether a text is a version, such as `1.23.1` or `v2.0.0-rc.1`: three numbers or more parted by dots.
  static func isVersion(_ text: some StringProtocol) -> Bool {
    let parts = text.drop { $0 == "v" || $0 == "V" }.split(separator: ".", omittingEmptySubsequences: false)
    func isNumber(_ part: Substring) -> Bool { !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber } }
    return parts.count > 2 && parts.prefix(2).allSatisfy { isNumber(Substring($0)) }
      && parts[2].first.map { $0.isASCII && $0.isNumber } == true && !text.contains(" ")
  }

  /// Whether texts are the same up to their last dot, and no folder is named behind it.
  static func differInExtension(_ one: String, _ other: String) -> Bool {
    let (one, other) = (one.dropQuotes, other.dropQuotes)
    guard let dot = one.lastIndex(of: "."), let end = other.lastIndex(of: "."), one[..<dot] == other[..<end],
      dot > one.startIndex
    else { return false }
    return !one[dot...].contains("/") && !other[end...].contains("/")
  }

  /// Whether a text or a number says which of many calls is meant: small numbers stand everywhere.
  static func tellsCall(_ value: String) -> Bool {
    !(value.first?.isNumber ?? false) || value.filter(\.isNumber).count > 2
  }

  /// Whether a name has all words of another and more: what it names is likely to be a special one of those that the other names.
  static func isSpecial(_ name: String, of other: String) -> Bool {
    func words(_ name: String) -> Set<String> { Set(CaseVariants.words(of: name).map { $0.lowercased() }) }
    return words(name).isStrictSuperset(of: words(other)) && !words(other).isEmpty
  }

  /// Whether names of other words are written as other sorts of thing are: a capital letter first in one of them alone.
  static func isOfOtherSort(_ one: String, _ other: String) -> Bool {
    guard let first = one.first(where: \.isLetter), let second = other.first(where: \.isLetter) else { return false }
    return first.isUppercase != second.isUppercase && CaseVariants.words(of: one) != CaseVariants.words(of: other)
  }

  /// Whether names that come tell nothing: words for any type, or short ones beside which nothing else is told.
  /// - Parameter keepsTelling: whether a name that goes or stays tells what the edit is about.
  static func isFading(_ names: Set<String>, keepsTelling: Bool) -> Bool {
    guard !names.isEmpty else { return false }
    return names.isSubset(of: inferred) || !keepsTelling && names.allSatisfy { $0.utf8.count < 4 }
  }

  /// What languages write where the type is left to the compiler.
  private static let inferred: Set<String> = ["any", "auto", "let", "val", "var"]
}

extension String {
  /// Without the quotes of one kind that it begins and ends with.
  var dropQuotes: Substring {
    guard let first, first == last, "\"'`".contains(first), count > 1 else { return self[...] }
    return dropFirst().dropLast()
  }
}
