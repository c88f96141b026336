/// A word that whatever a rule matches must hold.
struct RequiredWord: Hashable, Sendable {
  var text: String
  /// Whether it does not count as a part of a longer name: `request` in `requested`.
  var isWhole: Bool

  init(_ text: String, isWhole: Bool) {
    self.text = text
    self.isWhole = isWhole
  }

  /// As `WordSearch` wants it.
  var written: String { isWhole ? text : text + "*" }
}

/// Words of which a text must hold some before a recipe can find anything in it: of each group at least one.
///
/// No group at all lets every text pass.
struct RequiredWords: Hashable, Sendable {
  /// How many groups are kept: each is a search of its own.
  private static let limit = 3

  private(set) var groups: [[RequiredWord]]

  /// Says nothing.
  static let none = RequiredWords(groups: [])

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
    // A group that every part demands, and then of each part its best, its second best ...
    let sets = parts.map { $0.groups.map { Set($0) } }
    let shared = sets.joined().filter { set in sets.allSatisfy { $0.contains { $0.isSubset(of: set) } } }
    let joined = (0..<most).map { index in
      sets.reduce(into: Set()) { $0.formUnion($1[min(index, $1.count - 1)]) }
    }
    return all((shared + joined).map { set in RequiredWords(groups: [set.sorted { $0.written < $1.written }]) })
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

  /// As `WordSearch` wants them.
  var written: String { groups.map { $0.map(\.written).joined(separator: " ") }.joined(separator: ",") }
}
