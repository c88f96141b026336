package import HoneCore
package import HoneKit

/// A hunk as git shows it, in colour.
package struct HunkRendering: Sendable {
  package let style: Style

  package init(style: Style) {
    self.style = style
  }

  /// The line above the hunks of a file.
  /// - Parameter source: who proposed them; empty where that goes without saying.
  package func heading(_ path: String, source: String) -> String {
    style.strong("\(Printable.text(path))") + (source.isEmpty ? "" : style.faint("  (\(Printable.text(source)))"))
      + "\n"
  }

  /// What git says above the hunks of a file that gets another path.
  package func rename(from old: RepositoryPath, to new: RepositoryPath) -> String {
    ["rename from \(old)", "rename to \(new)"].map { style.strong(Printable.line($0)) + "\n" }.joined()
  }

  /// The `@@` line and the removed and added lines of `hunk`, each with its line feed.
  package func text(_ hunk: LineDiff.Hunk, heading: String = "") -> String {
    let ranges = "@@ -\(range(hunk.baseStart, hunk.removed.count)) +\(range(hunk.resultStart, hunk.added.count)) @@"
    var text = style.place(ranges) + (heading.isEmpty ? "" : " \(Printable.text(heading))") + "\n"
    for line in hunk.removed { text += style.removed("-" + Printable.text(line.withoutLineEnding)) + "\n" }
    for line in hunk.added { text += style.added("+" + Printable.text(line.withoutLineEnding)) + "\n" }
    return text
  }

  /// The hunk that waits for review, with the lines around it.
  package func text(_ waiting: ReviewHunk) -> String {
    let hunk = waiting.hunk
    // A file that only gets another path.
    guard !hunk.removed.isEmpty || !hunk.added.isEmpty else { return "" }
    let around = waiting.before.count + waiting.after.count
    let start = hunk.baseIndex - waiting.before.count + 1
    // What stands before the hunk has the same length on both sides, but for earlier hunks.
    let resultIndex = hunk.added.isEmpty ? hunk.resultStart : hunk.resultStart - 1
    let resultStart = resultIndex - waiting.before.count + 1
    let ranges = "@@ -\(start),\(hunk.removed.count + around) +\(resultStart),\(hunk.added.count + around) @@"
    var text = style.place(ranges) + (waiting.heading.isEmpty ? "" : " \(Printable.text(waiting.heading))") + "\n"
    for line in waiting.before { text += " " + Printable.text(line.withoutLineEnding) + "\n" }
    for line in hunk.removed { text += style.removed("-" + Printable.text(line.withoutLineEnding)) + "\n" }
    for line in hunk.added { text += style.added("+" + Printable.text(line.withoutLineEnding)) + "\n" }
    for line in waiting.after { text += " " + Printable.text(line.withoutLineEnding) + "\n" }
    return text
  }

  private func range(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start)" : "\(start),\(count)"
  }
}

extension [UInt8] {
  /// A line without its line feed and the carriage return before it.
  var withoutLineEnding: ArraySlice<UInt8> {
    var slice = self[...]
    if slice.last == UInt8(ascii: "\n") { slice.removeLast() }
    if slice.last == UInt8(ascii: "\r") { slice.removeLast() }
    return slice
  }
}
