internal import HoneCore

/// The hunks of lines that git would show of a commit's change of a file.
struct CommitHunks {
  private let before: [UInt8]
  private let wanted: Set<Key>

  init(before: [UInt8], after: [UInt8]) {
    self.before = before
    wanted = Set(LineDiff.hunks(from: before, to: after).map(Key.init))
  }

  /// How many hunks `result` has beside those of `shown`, and how many of them the commit has byte for byte.
  func compare(_ result: [UInt8], shown: [UInt8]) -> (made: Int, identical: Int) {
    let given = Set(LineDiff.hunks(from: before, to: shown).map(Key.init))
    let made = LineDiff.hunks(from: before, to: result).map(Key.init).filter { !given.contains($0) }
    return (made.count, made.count(where: wanted.contains))
  }

  /// A hunk by its place in the old version.
  private struct Key: Hashable {
    let line: Int
    let removed: Int
    let added: [[UInt8]]

    init(_ hunk: LineDiff.Hunk) { (line, removed, added) = (hunk.baseIndex, hunk.baseCount, hunk.added) }
  }
}
