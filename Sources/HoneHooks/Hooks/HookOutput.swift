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

  /// Writes what a report has found, fixed and left out.
  static func show(_ report: CheckReport) {
    var text = ""
    for finding in report.findings { text += lines(of: finding) }
    for finding in report.fixed {
      text += "fixed \(place(of: finding)): \(printable(finding.message)) [\(finding.rule)]\n"
    }
    for part in report.unchecked {
      text += "hone: not checked: \(part.path.map { printable($0.description) + " " } ?? "")\(printable(part.reason))\n"
    }
    for note in report.notes { text += "hone: \(printable(note))\n" }
    if !text.isEmpty { write(text) }
  }

  private static func lines(of reported: ReportedFinding) -> String {
    let finding = reported.finding
    var text = "\(place(of: finding)): \(finding.severity.rawValue): \(printable(finding.message)) [\(finding.rule)]\n"
    if !reported.line.isEmpty {
      let line = String(decoding: reported.line.prefix(maximumLineBytes), as: UTF8.self)
      text += "    \(printable(line))\n"
    }
    // The hunks alone; the line above has said which file they are of.
    let hunks = reported.proposal.split(separator: 0x0a).drop { $0.first != UInt8(ascii: "@") }
    for line in hunks.prefix(maximumProposalLines) {
      text += "    \(printable(String(decoding: line, as: UTF8.self)))\n"
    }
    return text
  }

  private static let maximumLineBytes = 160
  private static let maximumProposalLines = 12

  private static func place(of finding: Finding) -> String {
    let file = finding.path.map { "\(printable($0.description)):\(finding.start.line):\(finding.start.column)" }
    guard let commit = finding.commit else { return file ?? "commit" }
    return "\(commit.abbreviated):\(file ?? "message")"
  }

  /// The text without what would move the cursor, colour the screen or turn the direction of writing.
  static func printable(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: shown += "    "
      case 0..<0x20, 0x7f..<0xa0, 0x200e...0x200f, 0x202a...0x202e, 0x2066...0x2069: shown += "\u{fffd}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
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
