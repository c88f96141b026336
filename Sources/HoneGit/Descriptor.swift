#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// An open file or folder that closes by itself.
struct Descriptor: ~Copyable {
  let number: Int32

  /// - Throws: `SystemError` when `number` is negative, as a failed `open` returns it.
  init(_ number: Int32, operation: @autoclosure () -> String) throws(SystemError) {
    guard number >= 0 else { throw SystemError(operation()) }
    self.number = number
  }

  deinit {
    close(number)
  }

  /// Opens a folder; symbolic links on the way are followed, so this is for paths that git itself named.
  static func folder(_ path: [UInt8]) throws(SystemError) -> Descriptor {
    let number = path.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    return try Descriptor(number, operation: "open \(String(decoding: path, as: UTF8.self))")
  }

  /// What the system says about the open file.
  func status() throws(SystemError) -> FileIdentity {
    var raw = stat()
    guard fstat(number, &raw) == 0 else { throw SystemError("stat") }
    return FileIdentity(raw)
  }

  /// Reads to the end.
  /// - Parameter limit: how many bytes are read at most; one more is tried, so that a larger file shows.
  func readAll(limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      var code: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: min(65_536, limit + 1 - bytes.count)) { buffer, count in
        let result = systemRead(number, buffer.baseAddress, buffer.count)
        code = result < 0 ? errno : 0
        count = max(0, result)
      }
      if code != 0, code != EINTR { throw SystemError("read", code: code) }
      if code == 0, chunk.isEmpty { break }
      bytes += chunk
    }
    return bytes
  }

  /// Reads a regular file of which the size is known.
  ///
  /// A file that has grown since is cut off, and one that has shrunk is shorter: its status tells.
  func read(size: Int) throws(SystemError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = 0
      while count < size {
        let result = systemRead(number, buffer.baseAddress.map { $0 + count }, size - count)
        if result < 0, errno == EINTR { continue }
        code = result < 0 ? errno : 0
        guard result > 0 else { return }
        count += result
      }
    }
    if code != 0 { throw SystemError("read", code: code) }
    return bytes
  }

  /// Writes everything.
  func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    try CompleteWrite.write(bytes, to: number)
  }

  /// Waits until the bytes, or the names in the folder, are on the disk.
  func synchronize() throws(SystemError) {
    // Some file systems cannot do this for folders; that is theirs to know.
    if fsync(number) != 0, errno != EINVAL, errno != ENOTSUP { throw SystemError("fsync") }
  }
}

/// What tells one state of a file from another: the file itself, its size and when it was last written.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let node: UInt64
  let size: Int64
  let modified: WallTime
  /// When its content or status was last changed, in nanoseconds since 1970; unlike the other time no program can set it back.
  let changed: Int64
  /// Type and permission bits.
  let mode: UInt32
  let owner: UInt32
  let group: UInt32
  let links: UInt64

  init(_ raw: stat) {
    device = UInt64(truncatingIfNeeded: raw.st_dev)
    node = UInt64(truncatingIfNeeded: raw.st_ino)
    size = Int64(raw.st_size)
    modified = WallTime(modified: raw)
    changed = WallTime(changed: raw).totalNanoseconds
    mode = UInt32(raw.st_mode)
    owner = raw.st_uid
    group = raw.st_gid
    links = UInt64(raw.st_nlink)
  }

  var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
  var isFolder: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }

  /// Whether both are the same file with the same content, as far as the system can tell.
  func isSameContent(as other: FileIdentity) -> Bool {
    device == other.device && node == other.node && size == other.size && modified == other.modified
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
