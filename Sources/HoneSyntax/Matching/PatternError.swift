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

extension PatternError {
  /// The problem, with the line and the column in the pattern, both from 1, columns in bytes, where it has a place.
  package func problem(in text: String) -> String {
    guard offset > 0 else { return problem }
    let before = Array(text.utf8.prefix(offset))
    let line = before.count { $0 == 0x0a } + 1
    let column = before.count - (before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0) + 1
    return "\(problem) (line \(line), column \(column) of the pattern)"
  }
}

extension PatternError: CustomStringConvertible {
  /// The problem and the remedy.
  package var description: String { "\(problem); \(remedy)" }
}
