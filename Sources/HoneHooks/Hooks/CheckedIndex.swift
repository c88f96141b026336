internal import HoneCore
internal import HoneGit

/// A note of the index that `pre-commit` has let through, for `commit-msg`.
///
/// git reads the index once more after `pre-commit`, so what an editor or another command stages meanwhile would be
/// committed unchecked. The note is the checksum at the end of the index file: 20 bytes that git writes over all others. It is
/// blanked rather than deleted, since making and deleting files is work for the disk at every commit.
struct CheckedIndex {
  private static let checksumSize = 20
  /// What stands in the file when there is no note.
  private static let blank = [UInt8](repeating: 0, count: checksumSize)
  /// The note of an index without a checksum (`index.skipHash`), to which no index is equal.
  private static let unknown = [UInt8](repeating: 0xff, count: checksumSize)

  private let indexFile: [UInt8]
  private let note: [UInt8]
  private let folder: [UInt8]

  init(of repository: Repository) {
    indexFile = repository.indexFile
    folder = repository.gitDirectory + Array("/hone".utf8)
    note = folder + Array("/checked-index".utf8)
  }

  /// Whether there is a note.
  var isNoted: Bool { HookFile.read(note, limit: Self.checksumSize).map { $0 != Self.blank } ?? false }

  /// Whether the index is the one of the note.
  var isUnchanged: Bool {
    guard let checksum else { return false }
    return HookFile.read(note, limit: Self.checksumSize) == checksum
  }

  /// Notes the index as it is now.
  func remember() {
    let bytes = checksum ?? Self.unknown
    if HookFile.overwrite(note, bytes) { return }
    HookFile.makeFolder(folder)
    HookFile.write(bytes, to: note)
  }

  /// Takes the note away.
  func forget() {
    if !HookFile.overwrite(note, Self.blank) { HookFile.remove(note) }
  }

  private var checksum: [UInt8]? {
    guard let bytes = HookFile.readEnd(of: indexFile, count: Self.checksumSize), bytes.contains(where: { $0 != 0 })
    else { return nil }
    return bytes
  }
}
