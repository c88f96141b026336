internal import HoneCore

/// The hunks of lines that git would show of a commit's change of a file.
struct CommitHunks {
  private let before: [UInt8]
  private let wanted: Set<Key>

  init(before: [UInt8], after: [UInt8]) {
    self.before = before
    wanted = Set(LineDiff.hunks(from: before, to: after).map(Key.init))
  }

  /// What a version with proposals has beside what was shown.
  struct Made {
    private let keys: Set<Key>
    /// How many hunks it has, and how many of them the commit has byte for byte.
    let counts: (made: Int, identical: Int)

    fileprivate init(_ keys: Set<Key>, wanted: Set<Key>) {
      self.keys = keys
      counts = (keys.count, keys.count(where: wanted.contains))
    }

    /// Whether it has all hunks of a place.
    func holds(_ place: CommitPlace) -> Bool { place.hunks.allSatisfy { keys.contains(Key($0)) } }
  }

  /// - Parameter shown: the version with what was shown alone.
  func made(_ result: [UInt8], shown: [UInt8]) -> Made {
    let given = Set(LineDiff.hunks(from: before, to: shown).map(Key.init))
    return Made(Set(LineDiff.hunks(from: before, to: result).map(Key.init)).subtracting(given), wanted: wanted)
  }

  /// A hunk by its place in the old version.
  fileprivate struct Key: Hashable {
    let line: Int
    let removed: Int
    let added: [[UInt8]]

    init(_ hunk: LineDiff.Hunk) { (line, removed, added) = (hunk.baseIndex, hunk.baseCount, hunk.added) }
  }
}
