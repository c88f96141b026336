#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore
internal import HoneSystem

extension Repository {
  /// Makes a file of the work tree, with the folders above it; git is not told of it.
  ///
  /// No symbolic link is followed, so that what a repository holds cannot lead the file elsewhere.
  /// - Throws: `unsafePath` when a link or a file stands in place of a folder; `moved` when something has that name;
  ///   `writeFailed` when the system says no.
  package func makeFile(_ bytes: [UInt8], at path: RepositoryPath) throws(Refusal) {
    do {
      for folder in try missingFolders(above: path) { try makeFolder(folder) }
      guard let folder = try WorkTreeFolder.open(parentOf: path, in: workTree) else {
        throw SystemError("make \(path)", code: ENOENT)
      }
      let number = Array(path.name).withCString {
        openat(folder.descriptor.number, $0, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      }
      if number < 0, errno == EEXIST {
        throw Refusal(.moved, path: path, "exists already", remedy: "choose another name, or edit it")
      }
      try Descriptor(number, operation: "create \(path)").writeAll(bytes)
    } catch {
      throw WriteFailure.refusal(error)
    }
  }
}
