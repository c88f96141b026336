internal import HoneText

/// A word that whatever a rule matches must hold.
package struct RequiredWord: Hashable, Sendable {
  package var text: String
  /// Whether it does not count as a part of a longer name: `request` in `requested`.
  package var isWhole: Bool

  package init(_ text: String, isWhole: Bool) {
    self.text = text
    self.isWhole = isWhole
  }

  /// As an index has it: what may be a part of a longer name ends with a star.
  var written: String { isWhole ? text : text + "*" }

  init(written: some StringProtocol) {
    isWhole = !written.hasSuffix("*")
    text = String(isWhole ? written[...] : written.dropLast())
  }
}

/// Words of which a text must hold some before a recipe can find anything in it: of each group at least one.
///
/// No group at all lets every text pass.
package struct RequiredWords: Hashable, Sendable {
  /// How many groups are kept: each is a search of its own.
  private static let limit = 3

  package private(set) var groups: [[RequiredWord]]

  /// Says nothing.
  package static let none = RequiredWords(groups: [])

  private init(groups: [[RequiredWord]]) { self.groups = groups }

  /// One word.
  init(_ word: RequiredWord) { groups = [[word]] }

  /// What holds where everything of `parts` must be there: the groups that tell most.
  static func all(_ parts: [RequiredWords]) -> RequiredWords {
    var kept: [[RequiredWord]] = []
    for group in parts.flatMap(\.groups).sorted(by: isRarer) {
      // What holds one of few words holds one of more.
      if !kept.contains(where: { Set($0).isSubset(of: group) }) { kept.append(group) }
    }
    return RequiredWords(groups: Array(kept.prefix(limit)))
  }

  /// What holds where one of `parts` must be there; nothing when one of them says nothing.
  static func any(_ parts: [RequiredWords]) -> RequiredWords {
    let count = parts.map(\.groups.count)
    guard let most = count.max(), count.allSatisfy({ $0 > 0 }) else { return .none }
    let joined = (0..<most).map { index in
      Set(parts.flatMap { $0.groups[min(index, $0.groups.count - 1)] }).sorted { $0.text < $1.text }
    }
    return all(joined.map { RequiredWords(groups: [$0]) })
  }

  /// Whether a group tells more than another: with long words, and few of them.
  private static func isRarer(_ first: [RequiredWord], _ second: [RequiredWord]) -> Bool {
    func worth(_ group: [RequiredWord]) -> Int {
      let least = group.map { $0.text.utf8.count + ($0.isWhole ? 1 : 0) }.min() ?? 0
      return 8 * least - group.count
    }
    let (left, right) = (worth(first), worth(second))
    if left != right { return left > right }
    return first.map(\.written).lexicographicallyPrecedes(second.map(\.written))
  }

  // MARK: In an index

  /// The groups, parted by commas, their words by blanks.
  var written: String { groups.map { $0.map(\.written).joined(separator: " ") }.joined(separator: ",") }

  init(written: String) {
    groups = written.split(separator: ",").map { $0.split(separator: " ").map { RequiredWord(written: $0) } }
  }
}
