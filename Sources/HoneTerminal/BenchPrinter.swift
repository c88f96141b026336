internal import HoneCore
package import HoneKit

/// Prints what a bench of an engine measured, one line a format, for people or as JSON.
package struct BenchPrinter {
  private let isJSON: Bool
  private let terminal = Terminal.standard()
  /// What was written under a grammar, until the same comes without it.
  private var bound: BenchResult?

  package init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  package mutating func print(_ result: BenchResult) {
    terminal.write((isJSON ? JSONEvents.line(for: result) : Self.line(for: result)) + "\n")
    if !isJSON, result.isBound == false, let bound, bound.format == result.format {
      terminal.write(Self.line(comparing: bound, with: result) + "\n")
    }
    bound = result.isBound == true ? result : nil
  }

  /// What a grammar does, in one line for people.
  package static func line(comparing bound: BenchResult, with free: BenchResult) -> String {
    """
                    the grammar: \(CountText.of(bound.unplaced, "edit")) without a place instead of \(free.unplaced), \
    \(bound.applied) applied instead of \(free.applied), \(bound.correct) right instead of \(free.correct),
                    \(rate(bound.rawRate)) written instead of \(rate(free.rawRate)), \
    \(rate(bound.appliedRate)) applied instead of \(rate(free.appliedRate))
    """
  }

  /// The line for people.
  package static func line(for result: BenchResult) -> String {
    func times(_ durations: [Duration]) -> String {
      let half = BenchResult.percentile(50, of: durations).map(SummaryText.seconds) ?? "-"
      let most = BenchResult.percentile(95, of: durations).map(SummaryText.seconds) ?? "-"
      return "\(half) (p95 \(most))"
    }
    let name = result.name.padded(to: 14)
    let counts =
      (result.isBound == false ? "without grammar: " : "")
      + "\(result.correct) of \(result.cases) right, \(CountText.of(result.applied, "edit")) applied, "
      + "\(result.refused) refused (\(result.unplaced) had no place), "
      + "\(result.wellFormed) of \(result.cases) replies well-formed"
    return """
      \(name)  \(counts)
                      first text \(times(result.firstToken)), whole \(times(result.total)), \
      \(result.areTokensEstimated ? "about " : "")\(result.tokens) tokens
                      \(Self.rate(result.rawRate)) written, \(Self.rate(result.appliedRate)) applied, \
      \(Self.rate(result.changedRate)) changed
      """
  }

  private static func rate(_ value: Double) -> String { "\(Int(value.rounded())) tokens/s" }
}

extension String {
  /// The text with blanks behind it, up to so many characters.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
