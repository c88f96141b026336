#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// File operations of the embedded engine, each of which either has happened durably or says why not.
enum Disk {
  /// Size and modification time of a file: enough to notice that it is no longer the one that was verified.
  struct Stamp: Hashable, Codable, Sendable {
    var byteCount: Int64
    /// Nanoseconds since 1970.
    var modified: Int64
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Size and time of `path`, following links; `nil` when there is no regular file.
  static func stamp(_ path: String) -> Stamp? {
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    return Stamp(byteCount: Int64(info.st_size), modified: WallTime(modified: info).totalNanoseconds)
  }

  /// Makes a folder and those above it, each only for the user.
  static func makeFolder(_ path: String) throws(LocalEngineError) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      prefix += component + "/"
      if mkdir(prefix, 0o700) != 0, errno != EEXIST, !exists(prefix) { throw failure("create the folder \(prefix)") }
    }
  }

  /// Makes a folder that nobody else may look into, also when it was there before with other permissions.
  static func makePrivateFolder(_ path: String) throws(LocalEngineError) {
    try makeFolder(path)
    guard chmod(path, 0o700) == 0 else { throw failure("make \(path) private") }
  }

  /// Bytes that this user may still write on the disk of `path`; `nil` when the system does not tell.
  static func freeBytes(at path: String) -> Int64? {
    var info = statvfs()
    guard statvfs(path, &info) == 0 else { return nil }
    return Int64(clamping: UInt64(info.f_bavail) &* UInt64(info.f_frsize))
  }

  /// All bytes of a small file; `nil` when it cannot be read.
  static func read(_ path: String, from offset: Int64 = 0, limit: Int = 1 << 20) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let got = bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress.map { $0 + count }, limit - count, off_t(offset) + off_t(count))
      }
      if got < 0, errno == EINTR { continue }
      if got <= 0 { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }

  /// Replaces `path` with `bytes` in one step that survives a power cut; readable only by the user.
  static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = 0o600) throws(LocalEngineError) {
    let temporary = "\(path).\(getpid()).new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else { throw failure("create \(temporary)") }
    var code: Int32 = 0
    do {
      try CompleteWrite.write(bytes, to: file)
      if fsync(file) != 0 { code = errno }
    } catch {
      code = error.code
    }
    close(file)
    guard code == 0 else {
      unlink(temporary)
      throw failure("write \(temporary)", code: code)
    }
    try move(temporary, to: path)
  }

  /// Sets the modification time of `path` to now, making it if need be.
  ///
  /// Nothing waits for the disk.
  static func touch(_ path: String) throws(LocalEngineError) {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure("create \(path)") }
    defer { close(file) }
    guard futimens(file, nil) == 0 else { throw failure("touch \(path)") }
  }

  /// Gives a finished file its final name, after its bytes have reached the disk.
  static func install(_ temporary: String, as path: String) throws(LocalEngineError) {
    let file = open(temporary, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure("open \(temporary)") }
    let code = fsync(file)
    close(file)
    guard code == 0 else { throw failure("write \(temporary)") }
    try move(temporary, to: path)
  }

  /// Writes all of `buffer` at the file's position.
  static func write(_ buffer: UnsafeRawBufferPointer, to file: Int32, path: String) throws(LocalEngineError) {
    do { try CompleteWrite.write(buffer, to: file) } catch { throw failure("write \(path)", code: error.code) }
  }

  /// Deletes a file, a link or a folder with all it holds; nothing there is fine.
  static func remove(_ path: String) throws(LocalEngineError) {
    if unlink(path) == 0 || errno == ENOENT { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      if exists(path) {
        throw LocalEngineError(.fileSystem, "cannot delete \(path)", remedy: "check who owns it, and delete it")
      }
    }
  }

  /// The names in a folder; none when it is not there.
  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// The bytes that the files under `path` hold.
  static func size(under path: String) -> Int64 {
    if let stamp = stamp(path) { return stamp.byteCount }
    return names(in: path).reduce(0) { $0 + size(under: "\(path)/\($1)") }
  }

  /// The failed system call as an error with its remedy.
  static func failure(_ what: String, code: Int32 = errno) -> LocalEngineError {
    if code == ENOSPC || code == EDQUOT { return .diskFull(folder: what, missing: nil) }
    return LocalEngineError(
      .fileSystem, "cannot \(what): \(String(cString: strerror(code)))",
      remedy: "check the folder's owner and permissions")
  }

  private static func move(_ source: String, to target: String) throws(LocalEngineError) {
    guard rename(source, target) == 0 else {
      let error = failure("rename \(source) to \(target)")
      unlink(source)
      throw error
    }
    let folder = open(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]) + "/", O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }
}
