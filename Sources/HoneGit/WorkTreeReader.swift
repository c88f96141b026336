#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore

/// Reads files of a work tree from any thread, as `Repository.workTreeFile(at:)` does.
package struct WorkTreeReader: Sendable {
  private let workTree: [UInt8]

  package init(_ repository: Repository) {
    workTree = repository.workTree
  }

  /// The bytes of a file on disk, before any filter; no symbolic link is followed.
  /// - Returns: `nil` when there is no such file.
  /// - Throws: as `Repository.workTreeFile(at:)`.
  package func bytes(of path: RepositoryPath) throws(Refusal) -> [UInt8]? {
    guard let folder = try WorkTreeFolder.open(parentOf: path, in: workTree) else { return nil }
    return try folder.file(named: Array(path.name), limit: TextLimit.bytes, path: path)?.bytes
  }

  /// Whether anything stands at a path.
  package func exists(_ path: RepositoryPath) -> Bool {
    var status = stat()
    return (workTree + [UInt8(ascii: "/")] + path.bytes).withCString { lstat($0, &status) == 0 }
  }
}
