internal import Crypto
internal import HoneCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The SHA-256 of files that do not fit into memory.
enum FileDigest {
  /// Hashes the file in pieces of 1 MiB.
  /// - Parameter onBytes: told the bytes hashed so far.
  /// - Returns: 64 lower-case hexadecimal digits.
  /// - Throws: `LocalEngineError` when it cannot be read, or `CancellationError`.
  static func sha256(of path: String, onBytes: (Int64) -> Void = { _ in }) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Disk.failure("read \(path)") }
    defer { close(file) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var done: Int64 = 0
    while true {
      try Task.checkCancellation()
      let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Disk.failure("read \(path)") }
      if count == 0 { break }
      buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      done += Int64(count)
      onBytes(done)
    }
    return hash.finalize().hexadecimal
  }

  /// Hashes text, for names that stand for longer values.
  static func sha256(text: String) -> String { SHA256.hash(data: Array(text.utf8)).hexadecimal }
}
