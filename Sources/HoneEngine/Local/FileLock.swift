#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A lock between processes that the kernel gives back when its holder ends, however it ends (`flock(2)`).
enum FileLock {
  /// Runs `body` while no other process holds the lock file.
  ///
  /// The file stays: deleting it would let a third process lock another file of the same name. The wait sleeps, so it
  /// can be cancelled.
  /// - Parameter onWait: called once if another holder has to be waited for.
  /// - Throws: `LocalEngineError` when the file cannot be opened, `CancellationError`, or what `body` throws.
  static func withLock<Result>(
    at path: String, onWait: () -> Void = {}, _ body: () async throws -> Result
  ) async throws -> Result {
    // Close-on-exec matters: a child that inherited the descriptor would hold the lock for its whole life.
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Disk.failure("open \(path)") }
    defer { close(file) }
    var hasWaited = false
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw Disk.failure("lock \(path)") }
      if !hasWaited { onWait() }
      hasWaited = true
      try await Task.sleep(for: .milliseconds(20))
    }
    return try await body()
  }
}
