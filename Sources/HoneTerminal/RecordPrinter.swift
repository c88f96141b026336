package import HoneKit

/// Prints as JSON what commands tell people in notes.
package struct RecordPrinter {
  private let terminal = Terminal.standard()

  package init() {}

  /// Prints what a repository's files name and whether they are trusted.
  package func print(_ report: TrustAdministration.Report) {
    terminal.write(JSONEvents.line(for: report) + "\n")
  }
}
