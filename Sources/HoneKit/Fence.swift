internal import HoneCore

/// What a run may change: everything else is refused, whatever an engine or a file says.
struct Fence {
  /// The files that the engine was shown, by path.
  let paths: Set<RepositoryPath>
  /// Whether only the lines of the change at hand may change.
  let isChangedLinesOnly: Bool
  /// Whether new files may be made.
  let allowsNewFiles: Bool

  /// The path that an engine wrote, if it may be changed.
  /// - Throws: a `Refusal` with the code `unsafePath` or `outsideFence`.
  func path(_ written: String, isNew: Bool) throws(Refusal) -> RepositoryPath {
    let path = try RepositoryPath(written)
    guard isNew ? allowsNewFiles && !paths.contains(path) : paths.contains(path) else {
      throw Refusal(
        .outsideFence, path: path,
        isNew
          ? "the engine wants to create this file, which is not part of what was asked"
          : "the engine wants to change this file, which it was not asked to",
        remedy: isNew ? nil : "name the file after -- if it should be edited")
    }
    return path
  }

  /// Makes sure that `replacements` stay on lines that may change.
  /// - Throws: a `Refusal` with the code `outsideFence`.
  func check(_ replacements: [Replacement], in file: EditableFile) throws(Refusal) {
    guard isChangedLinesOnly else { return }
    let lines = TextLines(file.bytes)
    for replacement in replacements {
      let first = lines.line(at: replacement.range.lowerBound) + 1
      let last = replacement.range.isEmpty ? first - 1 : lines.line(at: replacement.range.upperBound - 1) + 1
      // An insertion may stand just below a changed line or between two, so the line before it counts as well.
      let isInside = file.changedLines.contains { changed in
        replacement.range.isEmpty
          ? first >= changed.lowerBound && first - 1 <= changed.upperBound
          : first >= changed.lowerBound && last <= changed.upperBound
      }
      guard isInside else {
        throw Refusal(
          .outsideFence, path: file.path,
          "the engine wants to change line \(first), which is not part of the change at hand",
          remedy: "give an instruction to allow edits of the whole file")
      }
    }
  }
}
