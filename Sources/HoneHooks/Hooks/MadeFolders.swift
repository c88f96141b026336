internal import HoneSystem

/// A note of the folders that installing hooks has made, so that uninstalling takes them away again.
///
/// A NUL ends each path, as a line feed did in earlier releases; they stand in the order in which they were made, in the directory that
/// all work trees share.
struct MadeFolders {
  /// A longer note was not written here.
  private static let limit = 1 << 20

  private let note: [UInt8]

  /// - Parameter commonDirectory: the directory that all work trees share.
  init(in commonDirectory: [UInt8]) {
    note = commonDirectory + Array("/hone/made-folders".utf8)
  }

  /// Notes which of a folder and those above it are not there yet, before they are made.
  func expect(_ folder: [UInt8]) {
    var missing: [[UInt8]] = []
    var place = folder
    while !HookFile.exists(place), place.count > 1 {
      missing.append(place)
      place = HookFile.folder(of: place)
    }
    let new = missing.reversed().filter { !paths.contains($0) }
    guard !new.isEmpty else { return }
    HookFile.makeFolder(HookFile.folder(of: note))
    HookFile.write((paths + new).flatMap { $0 + [0] }, to: note)
  }

  /// Removes those that are empty by now, the innermost first; a folder in which somebody has put something stays.
  func removeEmpty() {
    for path in paths.reversed() { HookFile.removeFolder(path) }
    HookFile.remove(note)
    HookFile.removeFolder(HookFile.folder(of: note))
  }

  private var paths: [[UInt8]] {
    let bytes = HookFile.read(note, limit: Self.limit) ?? []
    return bytes.split(separator: bytes.contains(0) ? 0 : UInt8(ascii: "\n")).map(Array.init)
  }
}
