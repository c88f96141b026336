#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore
internal import HoneSystem

/// A file of the work tree as it was at one moment.
package struct WorkTreeFile: Sendable {
  /// The bytes on disk, before any filter.
  package let bytes: [UInt8]
  /// What tells whether it is still this file.
  let identity: FileIdentity
}

extension Repository {
  /// Reads a file of the work tree; no symbolic link is followed, neither in place of the file nor of a folder above it.
  /// - Returns: `nil` when there is no such file.
  /// - Throws: `notAFile` for a link, a folder or a device in its place; `unsafePath` for a link or a file in place of a
  ///   folder; `notText` for a file larger than `TextLimit.bytes`; `moved` when it is being written just now; `unreadable`
  ///   when the system says no.
  package func workTreeFile(at path: RepositoryPath) throws(Refusal) -> WorkTreeFile? {
    guard let folder = try WorkTreeFolder.open(parentOf: path, in: workTree) else { return nil }
    return try folder.file(named: Array(path.name), limit: TextLimit.bytes, path: path)
  }
}

/// An open folder of the work tree that was reached without following a link.
struct WorkTreeFolder: ~Copyable {
  let descriptor: Descriptor

  /// Opens the folder that holds `path`, component by component.
  /// - Returns: `nil` when a folder on the way does not exist.
  /// - Throws: `unsafePath` when a link or a file stands in place of a folder.
  static func open(parentOf path: RepositoryPath, in workTree: [UInt8]) throws(Refusal) -> WorkTreeFolder? {
    do {
      var current = try Descriptor.folder(workTree)
      for component in path.components.dropLast() {
        let number = Array(component).withCString {
          openat(current.number, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        if number < 0, errno == ENOENT { return nil }
        current = try Descriptor(number, operation: "open \(String(decoding: component, as: UTF8.self))")
      }
      return WorkTreeFolder(descriptor: current)
    } catch {
      if error.code == ELOOP || error.code == ENOTDIR {
        throw Refusal(
          .unsafePath, path: path, "a folder above it is a symbolic link or a file",
          remedy: "edit the file by its real path")
      }
      throw Refusal(.unreadable, path: path, "cannot be reached (\(error))", remedy: "see who may read it")
    }
  }

  /// Reads a file of this folder.
  /// - Returns: `nil` when there is none.
  func file(named name: [UInt8], limit: Int, path: RepositoryPath) throws(Refusal) -> WorkTreeFile? {
    let number = name.withCString { openat(descriptor.number, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    if number < 0, errno == ENOENT { return nil }
    do {
      let file = try Descriptor(number, operation: "open")
      let before = try file.status()
      guard before.isRegular else { throw Refusal(.notAFile, path: path, "is not a regular file in the work tree") }
      guard before.size <= Int64(limit) else {
        throw Refusal(.notText, path: path, "is \(before.size) bytes long, and Hone edits files up to \(limit)")
      }
      let bytes = try file.read(size: Int(before.size))
      let after = try file.status()
      guard after.isSameContent(as: before), bytes.count == Int(after.size) else {
        throw Refusal(.moved, path: path, "is being written by another program", remedy: "try again when it is done")
      }
      return WorkTreeFile(bytes: bytes, identity: after)
    } catch let error as SystemError {
      if error.code == ELOOP { throw Refusal(.notAFile, path: path, "is a symbolic link in the work tree") }
      throw Refusal(.unreadable, path: path, "cannot be read (\(error))", remedy: "see who may read it")
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(.unreadable, path: path, "cannot be read (\(error))")
    }
  }

  /// What stands under a name, without following a link; `nil` when nothing does.
  func identity(of name: [UInt8]) -> FileIdentity? {
    var raw = stat()
    guard name.withCString({ fstatat(descriptor.number, $0, &raw, AT_SYMLINK_NOFOLLOW) }) == 0 else { return nil }
    return FileIdentity(raw)
  }
}
