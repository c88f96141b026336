internal import HoneCore
package import HoneKit

/// Prints what a bench of an engine measured, one line a format, for people or as JSON.
package struct BenchPrinter {
  private let isJSON: Bool
  private let terminal = Terminal.standard()

  package init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  package func print(_ result: BenchResult) {
    terminal.write((isJSON ? JSONEvents.line(for: result) : Self.line(for: result)) + "\n")
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
      "\(result.correct) of \(result.cases) right, \(CountText.of(result.applied, "edit")) applied, "
      + "\(result.refused) refused (\(result.unplaced) had no place), "
      + "\(result.wellFormed) of \(result.cases) replies well-formed"
    return """
      \(name)  \(counts)
                      first text \(times(result.firstToken)), whole \(times(result.total)), \(result.tokens) tokens
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
