#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Synchronization

/// What a command holds of the server that it was given, from the moment at which it finds it until it ends, so that nobody
/// puts another in its place meanwhile (`flock(2)`, shared).
///
/// A lease is taken under the lock that is held while a server is looked for. So whoever has that lock and finds no lease knows
/// that no command has the server, or is about to ask it. The kernel gives a lease back when its holder ends, however it ends.
enum ServerLease {
  private static let held = Mutex<[String: Int32]>([:])

  /// Takes a lease that lasts as long as this process; a file that cannot be opened is no reason to fail.
  static func hold(_ path: String) {
    held.withLock { held in
      guard held[path] == nil else { return }
      // Close-on-exec matters: a server that inherited the descriptor would hold a lease of itself.
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else { return }
      guard flock(file, LOCK_SH | LOCK_NB) == 0 else {
        close(file)
        return
      }
      held[path] = file
    }
  }

  /// Whether somebody has a lease, this process included; `true` where that cannot be found out.
  static func isHeld(_ path: String) -> Bool {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return true }
    defer { close(file) }
    return flock(file, LOCK_EX | LOCK_NB) != 0
  }

  /// Gives the lease of this process back before it ends.
  static func release(_ path: String) {
    held.withLock { held in
      if let file = held.removeValue(forKey: path) { close(file) }
    }
  }
}
