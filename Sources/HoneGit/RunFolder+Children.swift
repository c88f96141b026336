#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// Children of a run that outlive it.
///
/// When Hone alone is killed while `git commit` works for it, that child goes on and moves the branch later. So the
/// journal is locked (`flock`) through an open file that such children, and the hooks they start, inherit: the lock
/// lasts until the last of them has ended, however Hone ended.
extension RunFolder {
  /// Runs `body`, whose children hold the journal until they end.
  func lendingJournal<Result>(_ body: () throws -> Result) throws -> Result {
    // Without O_CLOEXEC on purpose: this is what children inherit.
    let number = path(.journal).withCString { open($0, O_RDONLY | O_NOFOLLOW) }
    let journal = try Descriptor(number, operation: "open the journal")
    guard flock(journal.number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("lock the journal") }
    defer { _ = flock(journal.number, LOCK_UN) }
    return try body()
  }

  /// Waits for children of a dead run to end.
  /// - Parameter milliseconds: how long at most.
  /// - Returns: whether none is left.
  func waitForChildren(_ milliseconds: Int) -> Bool {
    let number = path(.journal).withCString { open($0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) }
    guard let journal = try? Descriptor(number, operation: "open the journal") else { return true }
    for _ in 0...(milliseconds / 20) {
      if flock(journal.number, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(20_000)
    }
    return false
  }
}
