#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// The few things that hooks do with files; paths are bytes without a NUL.
enum HookFile {
  // MARK: Looking

  /// Whether anything, a dangling link included, has that name.
  static func exists(_ path: [UInt8]) -> Bool {
    var status = stat()
    return withPath(path) { lstat($0, &status) } == 0
  }

  /// Whether it is a file, or a link to one, that may be executed.
  static func isExecutable(_ path: [UInt8]) -> Bool {
    var status = stat()
    guard withPath(path, { stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return withPath(path) { access($0, X_OK) } == 0
  }

  /// Whether both are names of one file; of a symbolic link, not of what it leads to.
  static func areOneFile(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    var (first, second) = (stat(), stat())
    guard withPath(one, { lstat($0, &first) }) == 0, withPath(other, { lstat($0, &second) }) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// What a symbolic link says; `nil` when it is none.
  static func target(of path: [UInt8]) -> [UInt8]? {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = withPath(path) { readlink($0, &buffer, buffer.count) }
    return count < 0 ? nil : buffer[..<count].map { UInt8(bitPattern: $0) }
  }

  /// The path without links; `nil` when nothing is there.
  static func resolved(_ path: [UInt8]) -> [UInt8]? {
    withPath(path) { name in
      guard let real = realpath(name, nil) else { return nil }
      defer { free(real) }
      return Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }
  }

  /// The folder that holds `path`; `.` for a bare name.
  static func folder(of path: [UInt8]) -> [UInt8] {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return [UInt8(ascii: ".")] }
    return slash == 0 ? [UInt8(ascii: "/")] : Array(path[..<slash])
  }

  /// Whether `path` is `folder` or lies in it; both absolute and without links.
  static func isBelow(_ path: [UInt8], _ folder: [UInt8]) -> Bool {
    path == folder || path.starts(with: folder + [UInt8(ascii: "/")])
  }

  // MARK: Reading

  /// The first `limit` bytes; `nil` when there is no file that can be read.
  static func read(_ path: [UInt8], limit: Int) -> [UInt8]? {
    read(path, limit: limit) { _ in true }
  }

  /// The last `count` bytes, or fewer.
  static func readEnd(of path: [UInt8], count: Int) -> [UInt8]? {
    read(path, limit: count) { number in
      lseek(number, -off_t(count), SEEK_END) >= 0 || lseek(number, 0, SEEK_SET) >= 0
    }
  }

  private static func read(_ path: [UInt8], limit: Int, from place: (Int32) -> Bool) -> [UInt8]? {
    let number = withPath(path) { open($0, O_RDONLY | O_CLOEXEC) }
    guard number >= 0 else { return nil }
    defer { close(number) }
    guard place(number) else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < limit {
      var chunk = [UInt8](repeating: 0, count: min(65_536, limit - bytes.count))
      let count = chunk.withUnsafeMutableBytes { systemRead(number, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  // MARK: Writing

  /// Writes a small note; whoever needs it does without when this fails.
  static func write(_ bytes: [UInt8], to path: [UInt8]) {
    try? make(path, bytes, mode: 0o600, flags: O_TRUNC)
  }

  /// Makes a file with `bytes`.
  /// - Throws: `SystemError`, for example when the name is taken and `flags` holds `O_EXCL`.
  static func make(_ path: [UInt8], _ bytes: [UInt8], mode: mode_t, flags: Int32 = O_EXCL) throws(SystemError) {
    let number = withPath(path) { open($0, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, mode) }
    guard number >= 0 else { throw SystemError("write \(text(path))") }
    defer { close(number) }
    // Not less than asked for, whatever the user's mask is: a hook that cannot be executed does not run.
    guard fchmod(number, mode) == 0 else { throw SystemError("write \(text(path))") }
    try CompleteWrite.write(bytes, to: number, operation: "write \(text(path))")
  }

  /// Makes a folder with those above it; silently when it is there.
  static func makeFolder(_ path: [UInt8]) {
    if withPath(path, { mkdir($0, 0o777) }) == 0 || errno != ENOENT { return }
    let above = folder(of: path)
    guard above != path, above.count < path.count else { return }
    makeFolder(above)
    _ = withPath(path) { mkdir($0, 0o777) }
  }

  /// Makes a symbolic link.
  static func link(_ path: [UInt8], to target: [UInt8]) throws(SystemError) {
    let code = withPath(path) { name in withPath(target) { symlink($0, name) } }
    guard code == 0 else { throw SystemError("link \(text(path))") }
  }

  /// Gives a file another name; a file of that name is replaced.
  static func rename(_ path: [UInt8], to new: [UInt8]) throws(SystemError) {
    let code = withPath(path) { old in withPath(new) { systemRename(old, $0) } }
    guard code == 0 else { throw SystemError("rename \(text(path))") }
  }

  /// Gives a file a second name, a symbolic link too.
  /// - Returns: `false` when the name is taken, or the file system knows no second names.
  static func addName(_ new: [UInt8], to path: [UInt8]) -> Bool {
    withPath(path) { old in withPath(new) { linkat(AT_FDCWD, old, AT_FDCWD, $0, 0) } } == 0
  }

  /// Removes a file; silently when there is none.
  @discardableResult
  static func remove(_ path: [UInt8]) -> Bool {
    withPath(path) { unlink($0) } == 0
  }

  /// Removes a folder that is empty; silently when it is not, or not there.
  static func removeFolder(_ path: [UInt8]) { _ = withPath(path) { rmdir($0) } }

  /// The path for people.
  static func text(_ path: [UInt8]) -> String { Printable.text(String(decoding: path, as: UTF8.self)) }

  private static func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let name = path.map { CChar(bitPattern: $0) } + [0]
    return name.withUnsafeBufferPointer { buffer in buffer.baseAddress.map(body) ?? "".withCString(body) }
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemRename(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
  rename(old, new)
}
