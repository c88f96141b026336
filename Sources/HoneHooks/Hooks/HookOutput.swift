internal import HoneChecks
internal import HoneCore
internal import HoneSystem

/// What a hook says: to standard error, in whole lines, as git's own messages come.
///
/// git hands standard error on as it is, and there need be no terminal; so there are no colours and nothing is asked.
/// Nothing is said when there is nothing to do.
package enum HookOutput {
  /// Writes a line.
  package static func say(_ line: String) {
    write("hone: " + line + "\n")
  }

  /// Writes what a report has found, fixed and left out; nothing when there is nothing to say.
  /// - Parameter showsFixes: whether proposed fixes are shown.
  /// - Returns: whether something was said, so that how much was looked at is to be said as well.
  @discardableResult
  static func show(_ report: CheckReport, showsFixes: Bool = true) -> Bool {
    guard
      !report.findings.isEmpty || !report.fixed.isEmpty || !report.unchecked.isEmpty || !report.notes.isEmpty
    else { return false }
    var text = TextReport(isColored: false, showsFixes: showsFixes).body(of: report)
    for part in report.unchecked {
      text += "hone: not checked: \(part.path.map { "\($0) " } ?? "")\(Printable.text(part.reason))\n"
    }
    for note in report.notes { text += "hone: \(Printable.text(note))\n" }
    if !text.isEmpty { write(text) }
    return true
  }

  private static func write(_ text: String) {
    // Who does not listen does not want to know.
    try? CompleteWrite.write(Array(text.utf8), to: 2)
  }
}
