internal import CCheckedIndex
internal import HoneCore
internal import HoneGit

/// A note of the index that `pre-commit` has let through, for `commit-msg`.
///
/// git reads the index once more after `pre-commit`, so what an editor or another command stages meanwhile would be
/// committed unchecked. The note is the checksum at the end of the index file: 20 bytes that git writes over all others. It is
/// blanked rather than deleted, since making and deleting files is work for the disk at every commit.
///
/// Reading and comparing are C: `commit-msg` does both before Swift has started (`hone_hook_is_settled`).
struct CheckedIndex {
  private static let size = Int(HONE_CHECKED_INDEX_SIZE)
  /// What stands in the file when there is no note.
  private static let blank = [UInt8](repeating: 0, count: size)
  /// The note of an index without a checksum (`index.skipHash`), to which no index is equal.
  private static let unknown = [UInt8](repeating: 0xff, count: size)

  private let folder: [UInt8]
  private let note: [UInt8]
  private let indexFile: [UInt8]

  init(of repository: Repository) {
    folder = Self.folder(in: repository.gitDirectory)
    note = folder + Array("/checked-index".utf8)
    indexFile = repository.indexFile
  }

  /// Whether there is a note.
  var isNoted: Bool { comparison != HONE_CHECKED_INDEX_ABSENT }

  /// Whether the index is the one of the note.
  var isUnchanged: Bool { comparison == HONE_CHECKED_INDEX_SAME }

  /// The note of the index as it is now.
  ///
  /// To be taken before what is staged is read: what comes into the index later makes it another one then.
  var current: [UInt8] {
    var bytes = Self.blank
    return hone_index_checksum(Self.terminated(indexFile), &bytes) == 0 ? bytes : Self.unknown
  }

  /// Leaves a note.
  /// - Parameter bytes: what `current` was, or `nil` where the index is not known to be what was checked.
  func remember(_ bytes: [UInt8]?) {
    let bytes = bytes ?? Self.unknown
    if hone_checked_index_write(Self.terminated(note), bytes) == 0 { return }
    HookFile.makeFolder(folder)
    HookFile.write(bytes, to: note)
  }

  /// Takes the note away.
  func forget() {
    if hone_checked_index_write(Self.terminated(note), Self.blank) != 0 { HookFile.remove(note) }
  }

  /// Takes the note of a work tree and its file away, with the folder where nothing else is in it.
  static func remove(in gitDirectory: [UInt8]) {
    let folder = folder(in: gitDirectory)
    HookFile.remove(folder + Array("/checked-index".utf8))
    HookFile.removeFolder(folder)
  }

  private static func folder(in gitDirectory: [UInt8]) -> [UInt8] { gitDirectory + Array("/hone".utf8) }

  private var comparison: HoneCheckedIndex {
    hone_checked_index_compare(Self.terminated(note), Self.terminated(indexFile))
  }

  /// A path as C takes it.
  private static func terminated(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }
}
