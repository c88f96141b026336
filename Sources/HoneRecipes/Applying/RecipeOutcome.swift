package import HoneCore

/// What a recipe made of one file.
package struct RecipeOutcome: Sendable {
  /// The file afterwards; the file itself when nothing changed.
  package var result: [UInt8]
  /// How many places were rewritten, over all passes.
  package var places = 0
  /// How many times the file was searched.
  package var passes = 0
  /// Places that were left alone, with the reason; lines and columns are those of `result`.
  package var refused: [RefusedPlace] = []
  /// Places that were rewritten and should be looked at, in the lines of the text just before.
  package var doubtful: [RefusedPlace] = []
  /// Whether `result` is another text than the file.
  package var isChanged = false
}

/// A place that a recipe left alone.
package struct RefusedPlace: Hashable, Sendable {
  /// Why.
  package enum Reason: String, Hashable, Sendable {
    /// The grammar could not place some of the code around it.
    case parseError = "parse-error"
    /// A comment in code that the rewrite drops would be lost.
    case commentsLost = "comments-lost"
    /// What the rewrite writes, or what it keeps, would be taken for a part of other code.
    case regrouped
    /// The result would not parse.
    case gate
    /// The recipe would go on rewriting for ever.
    case endless
    /// The imports could not be changed.
    case imports
    /// The file is too large or takes too long to parse.
    case limits
    /// The recipe asks for its edits to be looked at.
    case review
  }

  package var reason: Reason
  /// From 1.
  package var line: Int
  /// From 1, in bytes.
  package var column: Int
  /// What happened, in one line.
  package var message: String

  package init(reason: Reason, line: Int, column: Int, message: String) {
    self.reason = reason
    self.line = line
    self.column = column
    self.message = message
  }

  /// The refusal of an edit for the same reason, without a path.
  package var refusal: Refusal {
    Refusal(
      Refusal.Code(rawValue: reason.rawValue), "line \(line): \(message)",
      remedy: remedy)
  }

  private var remedy: String {
    switch reason {
    case .endless: "mend the recipe: its result must not match again"
    case .parseError, .commentsLost, .regrouped: "look at it: run again on a terminal without --yes"
    case .review: "look at it: run again on a terminal without --yes, or with --patch"
    case .gate, .imports, .limits: "edit the place by hand"
    }
  }
}
