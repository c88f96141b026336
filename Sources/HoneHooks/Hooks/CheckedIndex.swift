internal import HoneCore
internal import HoneGit

/// A note of the index that `pre-commit` has let through, for `commit-msg`.
///
/// git reads the index once more after `pre-commit`, so what an editor or another command stages meanwhile would be
/// committed unchecked. The note is the checksum at the end of the index file: 20 bytes that git writes over all others.
struct CheckedIndex {
  private static let checksumSize = 20

  private let indexFile: [UInt8]
  private let note: [UInt8]
  private let folder: [UInt8]

  init(of repository: Repository) {
    indexFile = repository.indexFile
    folder = repository.gitDirectory + Array("/hone".utf8)
    note = folder + Array("/checked-index".utf8)
  }

  /// Whether there is a note.
  var isNoted: Bool { HookFile.exists(note) }

  /// Whether the index is the one of the note.
  var isUnchanged: Bool {
    guard let checksum else { return false }
    return HookFile.read(note, limit: Self.checksumSize) == checksum
  }

  /// Notes the index as it is now; without a checksum (`index.skipHash`) an empty note, to which no index is equal.
  func remember() {
    HookFile.makeFolder(folder)
    HookFile.write(checksum ?? [], to: note)
  }

  /// Takes the note away.
  func forget() {
    HookFile.remove(note)
  }

  private var checksum: [UInt8]? {
    guard let bytes = HookFile.readEnd(of: indexFile, count: Self.checksumSize), bytes.contains(where: { $0 != 0 })
    else { return nil }
    return bytes
  }
}
