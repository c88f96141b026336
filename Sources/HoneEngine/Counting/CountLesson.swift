internal import HoneCore

/// What is known of how a server tells the tokens of its replies, with one model.
enum CountLesson: Hashable, Sendable {
  /// Each piece lists its tokens.
  ///
  /// - surplus: by how much the total of a whole reply exceeds the sum of its lists.
  /// - joins: whether tokens that make one character together may be listed as one.
  /// - reasons: whether the replies that this was learned from had reasoning in them.
  case lists(surplus: Int, joins: Bool, reasons: Bool)
  /// It does not take the parameter that asks for lists.
  case refuses
  /// It takes the parameter and lists nothing.
  case silent
  /// Its lists and its totals do not agree.
  case inconsistent

  /// What a reply's numbers say.
  enum Verdict: Hashable, Sendable {
    /// Nothing of it is missing, and nothing came twice.
    case whole
    case damaged
    /// The numbers allow no judgement.
    case uncounted
  }

  /// Judges a reply that ended by itself.
  func verdict(on tally: TokenTally) -> Verdict {
    guard case .lists(let surplus, let joins, let reasons) = self, tally.hasText else { return .uncounted }
    // A server that is known to tell the total has told it in a frame that was lost.
    guard tally.total != nil else { return .damaged }
    guard let told = tally.surplus, tally.hasReasoning == reasons else { return .uncounted }
    guard joins, tally.joinable > 0 else { return told == surplus ? .whole : .damaged }
    return (surplus...(surplus + tally.joinable)).contains(told) ? .uncounted : .damaged
  }

  /// What two replies teach that were asked for to learn it: one of plain words, and one with characters of several tokens.
  ///
  /// They have to agree, so a probe that was damaged on its way teaches that nothing adds up, which does no harm.
  init(plain: TokenTally, mixed: TokenTally) {
    guard plain.hasText, mixed.hasText, plain.listed > 0, mixed.listed > 0 else {
      self = .silent
      return
    }
    guard let surplus = plain.surplus, let other = mixed.surplus, (0...Self.largestSurplus).contains(surplus),
      plain.joinable == 0, plain.hasReasoning == mixed.hasReasoning,
      (surplus...(surplus + mixed.joinable)).contains(other)
    else {
      self = .inconsistent
      return
    }
    self = .lists(surplus: surplus, joins: other != surplus || mixed.joinable == 0, reasons: plain.hasReasoning)
  }

  /// The end of a reply is one token, and the marks between reasoning and reply a few; more is no constant of a template.
  private static let largestSurplus = 16

  // MARK: As it is remembered

  var json: JSON {
    switch self {
    case .lists(let surplus, let joins, let reasons):
      ["lesson": "lists", "surplus": .integer(surplus), "joins": .bool(joins), "reasons": .bool(reasons)]
    case .refuses: ["lesson": "refuses"]
    case .silent: ["lesson": "silent"]
    case .inconsistent: ["lesson": "inconsistent"]
    }
  }

  init?(_ json: JSON) {
    switch json["lesson"]?.string {
    case "lists":
      guard let surplus = json["surplus"]?.integer, let joins = json["joins"]?.bool,
        let reasons = json["reasons"]?.bool, (0...Self.largestSurplus).contains(surplus)
      else { return nil }
      self = .lists(surplus: surplus, joins: joins, reasons: reasons)
    case "refuses": self = .refuses
    case "silent": self = .silent
    case "inconsistent": self = .inconsistent
    default: return nil
    }
  }
}
