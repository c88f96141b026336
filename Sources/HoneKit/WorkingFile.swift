internal import HoneCore

/// A file while edits are proposed for it: its base, and what is to change, located in the base.
struct WorkingFile {
  let file: EditableFile
  /// Where each edit goes; disjoint.
  private(set) var replacements: [Replacement] = []
  /// The file with all edits so far.
  private(set) var result: [UInt8]
  private let lines: TextLines

  init(file: EditableFile) {
    self.file = file
    lines = TextLines(file.bytes)
    result = file.bytes
  }

  /// Adds what one edit changes.
  /// - Throws: a `Refusal` with the code `overlap` when another edit already changes the same bytes; nothing is added then.
  mutating func add(_ added: [Replacement]) throws(Refusal) {
    let all = replacements + added
    result = try AppliedEdits(all, to: lines).bytes
    replacements = all
  }

  /// The hunks of `added` alone, in the lines of the base.
  /// - Throws: a `Refusal` with the code `overlap` when two of them change the same bytes.
  func hunks(of added: [Replacement]) throws(Refusal) -> [LineDiff.Hunk] {
    LineDiff.hunks(from: file.bytes, to: try AppliedEdits(added, to: lines).bytes)
  }
}
