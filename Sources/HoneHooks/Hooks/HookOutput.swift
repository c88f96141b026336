#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneChecks
internal import HoneCore

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
  static func show(_ report: CheckReport, showsFixes: Bool = true) {
    var text = TextReport(isColored: false, showsFixes: showsFixes).body(of: report)
    for part in report.unchecked {
      text += "hone: not checked: \(part.path.map { "\($0) " } ?? "")\(Printable.text(part.reason))\n"
    }
    for note in report.notes { text += "hone: \(Printable.text(note))\n" }
    if !text.isEmpty { write(text) }
  }

  private static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(2, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
