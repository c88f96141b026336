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
  /// Removed and kept lines must still be those of the hunk, in order, so that the edit stays in its place.
  package static func result(of text: String, for hunk: LineDiff.Hunk) -> Result<[[UInt8]], Fault> {
    var result: [[UInt8]] = []
    var old: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) where line.first != "#" {
      let rest = String(line.dropFirst())
      switch line.first {
      case "+": result.append(Array(rest.utf8))
      case "-": old.append(rest)
      case " ":
        old.append(rest)
        result.append(Array(rest.utf8))
      case nil: continue
      default:
        return .failure(Fault(message: "The line `\(Printable.text(String(line)))` begins with none of ' ', '+', '-'."))
      }
    }
    guard old == hunk.removed.map(string) else {
      return .failure(Fault(message: "The removed lines are not those of the hunk; the edit has no sure place."))
    }
    return .success(result)
  }

  private static func string(_ line: [UInt8]) -> String {
    var slice = line[...]
    if slice.last == UInt8(ascii: "\n") { slice.removeLast() }
    if slice.last == UInt8(ascii: "\r") { slice.removeLast() }
    return String(decoding: slice, as: UTF8.self)
  }
}
