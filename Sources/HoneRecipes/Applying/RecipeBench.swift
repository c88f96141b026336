package import HoneSyntax

/// What one thread keeps while it applies recipes, from recipe to recipe and from file to file.
package final class RecipeBench {
  private final class Seat {
    var session: RecipeSession

    init(_ session: consuming RecipeSession) { self.session = session }
  }

  private var seats: [ObjectIdentifier: Seat] = [:]
  private let limits: ParseLimits

  package init(limits: ParseLimits = ParseLimits()) { self.limits = limits }

  /// The whole tree of a file, for the recipes that come to it as well; `nil` when it cannot be parsed within the limits.
  func tree(of bytes: [UInt8], grammar: Grammar) -> SyntaxTree? {
    withSession(of: grammar, isReviewed: false) { session in try? session.parsed(bytes) } ?? nil
  }

  /// Runs `body` with the session of a grammar.
  func withSession<Result, Failure: Error>(
    of grammar: Grammar, isReviewed: Bool, _ body: (inout RecipeSession) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let key = ObjectIdentifier(grammar)
    if seats[key] == nil, let session = try? RecipeSession(grammar: grammar, limits: limits) {
      seats[key] = Seat(session)
    }
    guard let seat = seats[key] else { return nil }
    seat.session.isReviewed = isReviewed
    return try body(&seat.session)
  }
}
