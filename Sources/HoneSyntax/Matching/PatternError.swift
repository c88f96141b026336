/// Why a text is no pattern.
package struct PatternError: Error, Hashable, Sendable {
  /// Where in the pattern, as a byte offset from 0.
  package var offset: Int
  /// What is wrong, in one line.
  package var problem: String
  /// What to do about it, in one line.
  package var remedy: String

  package init(offset: Int = 0, _ problem: String, remedy: String) {
    self.offset = offset
    self.problem = problem
    self.remedy = remedy
  }
}

extension PatternError: CustomStringConvertible {
  /// The problem and the remedy.
  package var description: String { "\(problem); \(remedy)" }
}
