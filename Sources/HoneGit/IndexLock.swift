#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// `<index>.lock`, held; given back when the value goes away.
///
/// The lock is a second name (a hard link) of the file `lock` in the run's folder, made by `link`, which fails when the
/// name is taken, as `O_EXCL` does. After a crash a left-over lock with the inode of that file is provably ours; any
/// other is somebody else's and is never touched.
struct IndexLock: ~Copyable {
  private let path: [UInt8]
  private let folder: RunFolder
  private var isHeld: Bool

  /// How long a lock that another program holds is waited for, in milliseconds.
  static let patience = 2_000

  /// Takes the lock, waiting for another holder with growing pauses.
  ///
  /// When the index is itself called `*.lock`, git holds the lock and this process runs inside one of its hooks: nothing
  /// is taken then.
  /// - Throws: `locked` after `patience`; `writeFailed` when the lock cannot be made.
  init(indexFile: [UInt8], folder: RunFolder) throws(Refusal) {
    self.folder = folder
    path = indexFile + Array(".lock".utf8)
    isHeld = false
    guard !Self.isHeldByGit(indexFile) else { return }
    do {
      try folder.write(.lock, Array("git hone \(folder.id)\n".utf8), isFlushed: false)
      try acquire()
    } catch {
      throw WriteFailure.refusal(error)
    }
  }

  deinit {
    if isHeld { Self.release(path, ifNameOf: folder) }
  }

  /// Whether git itself holds the lock of which this index is the content (`git commit -a`, `-i`, `-p`, `<path>`).
  static func isHeldByGit(_ indexFile: [UInt8]) -> Bool {
    indexFile.reversed().starts(with: ".lock".utf8.reversed())
  }

  /// Gives the lock back.
  /// - Returns: whether it is gone; the run must then not be forgotten, or nobody would know whose lock it is.
  mutating func release() -> Bool {
    defer { isHeld = false }
    return !isHeld || Self.release(path, ifNameOf: folder) || !Self.isName(path, of: folder)
  }

  /// Leaves the lock as a crash would, for tests.
  mutating func abandon() {
    isHeld = false
  }

  /// Removes a lock if it is the one that the run in `folder` made.
  /// - Returns: whether it was there and ours.
  @discardableResult
  static func release(_ path: [UInt8], ifNameOf folder: RunFolder) -> Bool {
    isName(path, of: folder) && path.withCString { unlink($0) } == 0
  }

  /// Whether a lock is the one that the run in `folder` made.
  private static func isName(_ path: [UInt8], of folder: RunFolder) -> Bool {
    guard let mine = folder.identity(of: .lock), let found = FileIdentity(path: path) else { return false }
    return found.isSameFile(as: mine)
  }

  private mutating func acquire() throws(any Error) {
    var waited = 0
    var pause = 1
    while true {
      let code = folder.path(.lock).withCString { mine in path.withCString { link(mine, $0) } }
      if code == 0 { break }
      guard errno == EEXIST else { throw SystemError("lock the index") }
      guard waited < Self.patience else { throw held() }
      // A random part keeps two writers that wait for each other from staying in step.
      let milliseconds = min(pause, 40) + Int.random(in: 0...3)
      usleep(UInt32(milliseconds * 1_000))
      waited += milliseconds
      pause *= 2
    }
    isHeld = true
  }

  private func held() -> Refusal {
    Refusal(
      .locked, "another program holds \(String(decoding: path, as: UTF8.self))",
      remedy: "wait for it; if none runs any more, remove that file")
  }
}

/// Turns failures of the system into what the user is told.
enum WriteFailure {
  static func refusal(_ error: any Error) -> Refusal {
    if let refusal = error as? Refusal { return refusal }
    let isFull = (error as? SystemError)?.isDiskFull ?? false
    return Refusal(
      .writeFailed, "nothing was changed, because a write failed (\(error))",
      remedy: isFull ? "make room on the disk and try again" : "see who may write there and try again")
  }
}
