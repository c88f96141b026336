/// Why a pattern cannot be compiled.
package struct PatternSyntaxError: Error, Hashable, Sendable {
  /// Where the fault was noticed, in bytes of the pattern from 0.
  package let offset: Int
  /// What is wrong, in a few words, for example `missing closing parenthesis`.
  package let message: String
}

extension PatternSyntaxError: CustomStringConvertible {
  /// The message and the place.
  package var description: String { "the pattern is faulty at byte \(offset): \(message)" }
}

/// Why a search was given up.
package struct SearchLimitError: Error, Hashable, Sendable {
  /// Which limit was reached.
  package enum Limit: Hashable, Sendable {
    /// The pattern went back and forth too often.
    case steps
    /// The pattern needed too much memory.
    case memory
    /// `RegularExpression.timeLimit` ran out.
    case time
    /// The text is longer than `RegularExpression.maximumLength`.
    case length
  }

  /// Which limit was reached.
  package let limit: Limit
}

extension SearchLimitError: CustomStringConvertible {
  /// What happened, with the remedy.
  package var description: String {
    switch limit {
    case .steps, .time:
      "the pattern takes too long on this text; avoid nested repetition such as `(a+)+`, or anchor the pattern"
    case .memory: "the pattern needs too much memory on this text; avoid repeating groups that can match in many ways"
    case .length: "the text is too long for a regular expression; search a part of it"
    }
  }
}
