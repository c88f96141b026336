#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore

/// Reads files of a work tree from any thread, as `Repository.workTreeFile(at:)` does.
package struct WorkTreeReader: Sendable {
  fileprivate let workTree: [UInt8]
  /// Files that were last changed before are those that whoever listed them has seen, in nanoseconds since 1970.
  ///
  /// File systems take the time from a clock that is some milliseconds late.
  fileprivate let listed: Int64

  package init(_ repository: Repository) {
    workTree = repository.workTree
    listed = repository.opened - 50_000_000
  }

  /// The bytes of a file on disk, before any filter; no symbolic link is followed.
  /// - Returns: `nil` when there is no such file.
  /// - Throws: as `Repository.workTreeFile(at:)`.
  package func bytes(of path: RepositoryPath) throws(Refusal) -> [UInt8]? {
    guard let folder = try WorkTreeFolder.open(parentOf: path, in: workTree) else { return nil }
    return try folder.file(named: Array(path.name), limit: TextLimit.bytes, path: path)?.bytes
  }

  /// Why a path cannot be reached: a link or a file stands in place of a folder above it; `nil` where it can.
  package func obstacle(above path: RepositoryPath) -> Refusal? {
    do throws(Refusal) {
      _ = try WorkTreeFolder.open(parentOf: path, in: workTree)
      return nil
    } catch {
      return error
    }
  }

  /// Whether a folder stands at a path; one that is reached through a link is none.
  package func isFolder(_ path: RepositoryPath) -> Bool {
    guard let folder = (try? WorkTreeFolder.open(parentOf: path, in: workTree)) ?? nil else { return false }
    return folder.identity(of: Array(path.name))?.isFolder ?? false
  }

  /// Whether anything stands at a path.
  package func exists(_ path: RepositoryPath) -> Bool {
    var status = stat()
    return (workTree + [UInt8(ascii: "/")] + path.bytes).withCString { lstat($0, &status) == 0 }
  }
}

/// Reads files one after the other, on one thread, and keeps the folder of the last one open for the next.
package struct WorkTreeVisit {
  private final class OpenFolder {
    let path: [UInt8]
    let folder: WorkTreeFolder

    init(_ folder: consuming WorkTreeFolder, path: [UInt8]) {
      self.folder = folder
      self.path = path
    }
  }

  private let workTree: [UInt8]
  private let listed: Int64
  private var open: OpenFolder?
  /// Whether the file that was read last may be another than it was when the repository was opened; what is known of it from
  /// then, the blob that it equals, is not known of its bytes.
  package private(set) var isDoubtful = true

  package init(_ reader: WorkTreeReader) {
    workTree = reader.workTree
    listed = reader.listed
  }

  /// The bytes of a file, as `WorkTreeReader.bytes(of:)` gives them.
  package mutating func bytes(of path: RepositoryPath) throws(Refusal) -> [UInt8]? {
    isDoubtful = true
    let parent = path.parent
    if open.map({ !$0.path.elementsEqual(parent) }) ?? true {
      open = nil
      guard let folder = try WorkTreeFolder.open(parentOf: path, in: workTree) else { return nil }
      open = OpenFolder(folder, path: Array(parent))
    }
    let file = try open?.folder.file(named: Array(path.name), limit: TextLimit.bytes, path: path)
    if let file { isDoubtful = file.identity.changed >= listed }
    return file?.bytes
  }
}
