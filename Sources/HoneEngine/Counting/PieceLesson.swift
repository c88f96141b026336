internal import HoneCore

/// What is known of a server that lists nothing: whether each piece of its replies is one token, so that their number tells of a
/// piece that was lost or came twice.
///
/// It is learned from replies that nobody asked for to learn it: after three in a row, with 60 pieces or more, whose totals exceed
/// the number of their pieces by the same, a reply in which that is otherwise is taken for damaged. A server in which it is
/// otherwise twice in a row, or that changes too often before it is learned, joins tokens, and is not held to it any more.
struct PieceLesson: Hashable, Sendable {
  private var surplus = 0
  private var replies = 0
  private var pieces = 0
  /// Before it is learned, replies that did not agree; then those in a row.
  private var misses = 0
  private var isUnsteady = false

  private static let (enoughReplies, enoughPieces) = (3, 60)
  private static let (patience, patienceWhileLearning) = (2, 3)
  /// The end of a reply is one token; more than a few are no constant of a template.
  private static let largestSurplus = 16

  init() {}

  /// Whether replies are held to it.
  var isLearned: Bool { !isUnsteady && replies >= Self.enoughReplies && pieces >= Self.enoughPieces }

  /// Judges a reply that ended by itself, and learns from it.
  mutating func judge(_ tally: TokenTally) -> CountLesson.Verdict {
    guard !isUnsteady, let told = tally.surplusOfPieces else { return .uncounted }
    guard isLearned else {
      learn(told, from: tally)
      return .uncounted
    }
    if told == surplus {
      misses = 0
      return .whole
    }
    // Tokens that make one character together come as one piece.
    if (surplus...(surplus + tally.joinable)).contains(told) { return .uncounted }
    misses += 1
    isUnsteady = misses >= Self.patience
    return isUnsteady ? .uncounted : .damaged
  }

  private mutating func learn(_ told: Int, from tally: TokenTally) {
    // A few pieces agree by chance, and characters of several tokens may have been joined.
    guard tally.pieces >= 8, tally.joinable == 0 else { return }
    if replies > 0, told == surplus {
      replies += 1
      pieces += tally.pieces
    } else {
      if replies > 0 { misses += 1 }
      (surplus, replies, pieces) = (told, 1, tally.pieces)
      isUnsteady = misses >= Self.patienceWhileLearning || !(0...Self.largestSurplus).contains(told)
    }
    if isLearned { misses = 0 }
  }

  // MARK: As it is remembered

  var json: JSON {
    [
      "surplus": .integer(surplus), "replies": .integer(replies), "pieces": .integer(pieces),
      "misses": .integer(misses),
      "unsteady": .bool(isUnsteady),
    ]
  }

  init?(_ json: JSON) {
    guard let surplus = json["surplus"]?.integer, let replies = json["replies"]?.integer,
      let pieces = json["pieces"]?.integer, let misses = json["misses"]?.integer,
      let isUnsteady = json["unsteady"]?.bool, [replies, pieces, misses].allSatisfy({ (0...1 << 40).contains($0) })
    else { return nil }
    (self.surplus, self.replies, self.pieces, self.misses) = (surplus, replies, pieces, misses)
    self.isUnsteady = isUnsteady
  }
}
