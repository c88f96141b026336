#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// The folder of one run below `<git directory>/hone/runs`, and the files in it.
///
/// | file | meaning |
/// | --- | --- |
/// | `journal` | what the run is about to do; on the disk before the first write |
/// | `lock` | another name of `index.lock` while this run holds it: same inode, so ours beyond doubt |
/// | `index` | the changed copy of the index; gone once it has become the index |
/// | `prepared` | another name of `index`, made just before it becomes the index: alone, it proves that it did |
/// | `companion` | the changed copy of the second index under `git commit <path>` |
/// | `message` | the commit message |
/// | `placing` | made just before the first work-tree file is exchanged: without it, none was |
/// | `record` | the finished run |
struct RunFolder {
  let repository: Repository
  let id: String

  enum File: String, CaseIterable {
    case journal, lock, index, prepared, companion, message, placing, record
  }

  /// The folder that holds all runs.
  static func container(of repository: Repository) -> [UInt8] {
    repository.gitDirectory + Array("/hone/runs".utf8)
  }

  /// The ref that keeps the objects of a run alive.
  var ref: String { RunReferences(of: repository).name(of: id) }

  var path: [UInt8] { Self.container(of: repository) + Array("/\(id)".utf8) }

  func path(_ file: File) -> [UInt8] { path + Array("/\(file.rawValue)".utf8) }

  /// Makes the folder, and those above it.
  func make() throws(SystemError) {
    let hone = repository.gitDirectory + Array("/hone".utf8)
    for folder in [hone, Self.container(of: repository), path] {
      if folder.withCString({ mkdir($0, 0o777) }) != 0, errno != EEXIST || folder == path {
        throw SystemError("make \(String(decoding: folder, as: UTF8.self))")
      }
    }
  }

  /// Writes a file so that it stands whole under its name, and by default is on the disk, when this returns.
  ///
  /// It gets its name before it is flushed, so that a file system with a journal has both done with one flush; the one for the
  /// folder then finds nothing left to do. After a loss of power in between, a torn file lacks its last line and counts as none.
  /// - Parameter isFlushed: whether it must outlive a loss of power; a lock says all it has to say by being there.
  func write(_ file: File, _ bytes: [UInt8], isFlushed: Bool = true) throws(SystemError) {
    let temporary = path(file) + Array(".new".utf8)
    let number = temporary.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600) }
    let descriptor = try Descriptor(number, operation: "write \(file.rawValue)")
    try descriptor.writeAll(bytes)
    let code = temporary.withCString { old in path(file).withCString { rename(old, $0) } }
    guard code == 0 else { throw SystemError("rename \(file.rawValue)") }
    guard isFlushed else { return }
    try descriptor.synchronize()
    try Descriptor.folder(path).synchronize()
  }

  /// The bytes of a file; `nil` when there is none.
  func read(_ file: File) -> [UInt8]? { Self.contents(ofFileAt: path(file)) }

  /// The bytes of a file that is no link; `nil` when there is none.
  static func contents(ofFileAt path: [UInt8]) -> [UInt8]? {
    let number = path.withCString { open($0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) }
    guard let descriptor = try? Descriptor(number, operation: "read") else { return nil }
    return try? descriptor.readAll(limit: .max - 1)
  }

  /// What stands under a file's name; `nil` when nothing does.
  func identity(of file: File) -> FileIdentity? { FileIdentity(path: path(file)) }

  func remove(_ file: File) {
    _ = path(file).withCString { unlink($0) }
  }

  /// Turns the journal of a run that is done into its record.
  func finish(_ record: RunRecord) throws(SystemError) {
    try write(.record, RunRecordText.encode(record))
    for file in File.allCases where file != .record { remove(file) }
  }

  /// Removes the folder with everything that a run may have left in it.
  func removeAll() {
    for name in FolderListing.names(in: path) {
      _ = (path + [UInt8(ascii: "/")] + name).withCString { unlink($0) }
    }
    _ = path.withCString { rmdir($0) }
  }
}

extension FileIdentity {
  /// What stands under a path, without following a link at its end; `nil` when nothing does.
  init?(path: [UInt8]) {
    var raw = stat()
    guard path.withCString({ lstat($0, &raw) }) == 0 else { return nil }
    self.init(raw)
  }

  /// Whether both are names of one file.
  func isSameFile(as other: FileIdentity) -> Bool { device == other.device && node == other.node }
}

/// The names in a folder.
package enum FolderListing {
  /// All names but `.` and `..`, sorted; none when the folder cannot be read.
  package static func names(in folder: [UInt8]) -> [[UInt8]] {
    guard let stream = folder.withCString({ opendir($0) }) else { return [] }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
