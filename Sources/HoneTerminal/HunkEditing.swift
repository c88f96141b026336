package import HoneCore

/// The text form of a hunk in an editor, and the way back.
package enum HunkEditing {
  /// Why an edited hunk cannot be used.
  package struct Fault: Error {
    package var message: String
  }

  /// The hunk with its instructions, as `git add -e` shows one.
  package static func text(for hunk: LineDiff.Hunk) -> String {
    var text = ""
    for line in hunk.removed { text += "-" + String(decoding: shown(line), as: UTF8.self) + "\n" }
    for line in hunk.added { text += "+" + String(decoding: shown(line), as: UTF8.self) + "\n" }
    return text + """
      # ---
      # Change the lines that begin with '+'; add and remove such lines as you like.
      # To keep a removed line, make its '-' a ' '.
      # Lines that begin with '#' are left out. Without any '+' and ' ' line the '-' lines are simply removed.

      """
  }

  /// The lines that shall stand in place of the removed ones, read from the edited `text`.
  ///
  /// Removed and kept lines must still be those of the hunk, in order, so that the edit stays in its place. Lines that were
  /// kept, or accepted as proposed, are the hunk's own bytes; a new line is text and has no ending.
  package static func result(of text: String, for hunk: LineDiff.Hunk) -> Result<[[UInt8]], Fault> {
    var result: [[UInt8]] = []
    var old = hunk.removed[...]
    // By bytes: what is equal to Unicode, a letter with an accent and one with the accent behind it, need not be the same text.
    let shownAdded = Dictionary(hunk.added.map { (shown($0), $0) }, uniquingKeysWith: { first, _ in first })
    var lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    // Some editors save their own line ends.
    if !Self.text(for: hunk).utf8.contains(0x0d), lines.allSatisfy({ $0.last ?? 0x0d == 0x0d }) {
      lines = lines.map { $0.isEmpty ? $0 : $0.dropLast() }
    }
    for line in lines where line.first != UInt8(ascii: "#") {
      let rest = Array(line.dropFirst())
      switch line.first {
      case UInt8(ascii: "+"):
        if let proposed = shownAdded[rest] {
          result.append(proposed)
        } else if String(decoding: rest, as: UTF8.self).unicodeScalars.contains("\u{fffd}") {
          return .failure(Fault(message: "A new line holds U+FFFD, which stands for bytes that are not UTF-8."))
        } else {
          result.append(rest)
        }
      case UInt8(ascii: "-"), UInt8(ascii: " "):
        guard let original = old.popFirst(), shown(original) == rest else { return .failure(moved) }
        if line.first == UInt8(ascii: " ") { result.append(original) }
      case nil: continue
      default:
        let begun = Printable.text(String(decoding: line, as: UTF8.self))
        return .failure(Fault(message: "The line `\(begun)` begins with none of ' ', '+', '-'."))
      }
    }
    return old.isEmpty ? .success(result) : .failure(moved)
  }

  private static let moved = Fault(
    message: "The removed lines are not those of the hunk; the edit has no sure place.")

  /// A line as it is shown: what is no UTF-8 is U+FFFD.
  private static func shown(_ line: [UInt8]) -> [UInt8] {
    Array(String(decoding: line.withoutLineEnding, as: UTF8.self).utf8)
  }
}
