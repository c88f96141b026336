/// How many tokens a text comes to, without a tokenizer.
///
/// Source code comes to about 3.3 bytes a token in the vocabularies of 100,000 to 150,000 entries that engines use, and
/// less when it is dense in digits and signs. The estimate is for packing a prompt, where some ten percent do not
/// matter, and never for billing.
package enum TokenEstimate {
  /// The estimated tokens of so many bytes of code, rounded up.
  package static func tokens(bytes: Int) -> Int { (max(0, bytes) * 10 + 32) / 33 }

  /// The estimated tokens of a text.
  package static func tokens(in text: some Collection<UInt8>) -> Int { tokens(bytes: text.count) }

  /// How many bytes of code so many tokens come to.
  package static func bytes(tokens: Int) -> Int { max(0, tokens) * 33 / 10 }
}

/// Chooses which pieces of context fit into a number of tokens.
///
/// A prompt has a fixed order, with what changes least first, so that an engine can reuse what it has read before;
/// which pieces are worth most is another order. Pieces are taken by their worth and returned in the prompt's order.
package struct ContextBudget: Sendable {
  /// A piece that is taken whole or not at all.
  package struct Piece: Hashable, Sendable {
    /// What it is, for reports and tests.
    package var name: String
    package var text: [UInt8]
    /// Higher is taken first; among equals, the earlier piece.
    ///
    /// `required` pieces are taken whatever the budget.
    package var priority: Int

    /// The priority of a piece without which the prompt makes no sense.
    package static let required = Int.max

    package init(name: String, text: [UInt8], priority: Int) {
      self.name = name
      self.text = text
      self.priority = priority
    }
  }

  /// The tokens that all pieces together may have.
  package var tokens: Int

  package init(tokens: Int) {
    self.tokens = tokens
  }

  /// The pieces that fit, in the order in which they were given.
  ///
  /// A piece that does not fit is left out, and smaller ones of less worth may still be taken.
  /// - Throws: a `Refusal` `.outsideFence` when the required pieces alone are too large.
  package func fit(_ pieces: [Piece]) throws(Refusal) -> [Piece] {
    var left =
      tokens - pieces.filter { $0.priority == Piece.required }.reduce(0) { $0 + TokenEstimate.tokens(in: $1.text) }
    guard left >= 0 else {
      throw Refusal(
        .outsideFence, "the text to be edited is larger than the \(tokens) tokens that the engine takes",
        remedy: "name fewer files, or use an engine with a larger context")
    }
    let byWorth = pieces.indices.sorted { (pieces[$1].priority, $0) < (pieces[$0].priority, $1) }
    var taken: Set<Int> = []
    for index in byWorth {
      if pieces[index].priority != Piece.required {
        let size = TokenEstimate.tokens(in: pieces[index].text)
        if size > left { continue }
        left -= size
      }
      taken.insert(index)
    }
    return pieces.indices.filter(taken.contains).map { pieces[$0] }
  }
}
