internal import HoneCore

/// What a reply of Chat Completions has told of its tokens by its end: how many its pieces listed, and how many there were in all.
///
/// A piece is lost or repeated as a whole, with its list. So the sum of the lists tells of both, once it is known by how much the
/// total of a whole reply exceeds it, for example by the token that ends it (`CountLesson`).
struct TokenTally: Hashable, Sendable {
  /// Tokens that the pieces of the reply listed.
  private(set) var listed = 0
  /// Whether a piece with text listed nothing.
  private(set) var lacksList = false
  /// Pieces with text.
  private(set) var pieces = 0
  private(set) var hasReasoning = false
  /// How many tokens may have been held back and told of as one with their neighbours: those that end inside of a character.
  private(set) var joinable = 0
  /// The tokens of the reply in all, without those of reasoning and of predictions that were rejected; `nil` until it is told.
  private(set) var total: Int?
  private var tellsReasoning = false

  /// Takes the text of a piece, which may be empty, and how many tokens it lists; `nil` when it has no list.
  mutating func add(text: String, listed count: Int?) {
    listed += count ?? 0
    guard !text.isEmpty else { return }
    pieces += 1
    if count ?? 0 == 0 { lacksList = true }
    joinable += text.utf8.count { $0 & 0xC0 == 0x80 }
  }

  /// Takes a piece of reasoning, whose tokens are not those of the reply.
  mutating func addReasoning() { hasReasoning = true }

  /// Takes the `usage` of a frame; the last one counts.
  mutating func read(usage: JSON) {
    guard let completion = usage["completion_tokens"]?.count else { return }
    let details = usage["completion_tokens_details"]
    let reasoning = details?["reasoning_tokens"]?.count
    tellsReasoning = reasoning != nil
    total = completion - (reasoning ?? 0) - (details?["rejected_prediction_tokens"]?.count ?? 0)
  }

  var hasText: Bool { pieces > 0 }

  /// By how much the total exceeds the number of pieces; `nil` where something else is counted in it.
  var surplusOfPieces: Int? { hasText && !hasReasoning ? total.map { $0 - pieces } : nil }

  /// Whether its lists can be held against its total.
  var isComplete: Bool { hasText && !lacksList && total != nil && (!hasReasoning || tellsReasoning) }

  /// By how much the total exceeds the sum of the lists; `nil` where one of them is missing.
  var surplus: Int? { isComplete ? total.map { $0 - listed } : nil }
}
