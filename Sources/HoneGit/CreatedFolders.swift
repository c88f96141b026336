#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// Folders of the work tree that a run makes for its new files, and takes away with them.
///
/// All are reached component by component, so no link is followed and a path may be as long as git takes it.
extension Repository {
  /// The folders above `path` that do not exist, outermost first.
  func missingFolders(above path: RepositoryPath) throws(Refusal) -> [RepositoryPath] {
    var missing: [RepositoryPath] = []
    var parent = path.parent
    while let folder = try? RepositoryPath(bytes: parent) {
      let above = try WorkTreeFolder.open(parentOf: folder, in: workTree)
      guard above?.identity(of: Array(folder.name)) == nil else { break }
      missing.append(folder)
      parent = folder.parent
    }
    return missing.reversed()
  }

  /// Makes a folder whose parent exists.
  func makeFolder(_ path: RepositoryPath) throws {
    guard let parent = try WorkTreeFolder.open(parentOf: path, in: workTree) else {
      throw SystemError("make \(path)", code: ENOENT)
    }
    let code = Array(path.name).withCString { mkdirat(parent.descriptor.number, $0, 0o777) }
    if code != 0, errno != EEXIST { throw SystemError("make \(path)") }
  }

  /// Removes those folders that are empty, the innermost first.
  /// - Parameter paths: outermost first.
  func removeEmptyFolders(_ paths: [RepositoryPath]) {
    for path in paths.reversed() {
      guard let parent = try? WorkTreeFolder.open(parentOf: path, in: workTree) else { continue }
      _ = Array(path.name).withCString { unlinkat(parent.descriptor.number, $0, AT_REMOVEDIR) }
    }
  }
}
