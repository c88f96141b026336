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
    for line in hunk.removed { text += "-" + string(line) + "\n" }
    for line in hunk.added { text += "+" + string(line) + "\n" }
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
    let shownAdded = Dictionary(hunk.added.map { (string($0), $0) }, uniquingKeysWith: { first, _ in first })
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) where line.first != "#" {
      let rest = String(line.dropFirst())
      switch line.first {
      case "+":
        if let proposed = shownAdded[rest] {
          result.append(proposed)
        } else if rest.contains("\u{fffd}") {
          return .failure(Fault(message: "A new line holds U+FFFD, which stands for bytes that are not UTF-8."))
        } else {
          result.append(Array(rest.utf8))
        }
      case "-", " ":
        guard let original = old.popFirst(), string(original) == rest else { return .failure(moved) }
        if line.first == " " { result.append(original) }
      case nil: continue
      default:
        return .failure(Fault(message: "The line `\(Printable.text(String(line)))` begins with none of ' ', '+', '-'."))
      }
    }
    return old.isEmpty ? .success(result) : .failure(moved)
  }

  private static let moved = Fault(
    message: "The removed lines are not those of the hunk; the edit has no sure place.")

  private static func string(_ line: [UInt8]) -> String { String(decoding: line.withoutLineEnding, as: UTF8.self) }
}
