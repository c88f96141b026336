#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What tells a file from what it was before it was written or replaced: inode, size, and the times of its contents and of
/// its entry in nanoseconds.
struct FileStamp: Hashable, Sendable {
  /// The stamp as one word.
  let text: String
  /// When the file or its entry last changed, in seconds since 1970.
  private let changed: Int

  init(text: String, changed: Int) {
    self.text = text
    self.changed = changed
  }

  init(_ status: stat) {
    #if canImport(Glibc)
      let (written, entered) = (status.st_mtim, status.st_ctim)
    #else
      let (written, entered) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    text =
      "\(status.st_ino).\(status.st_size).\(written.tv_sec).\(written.tv_nsec).\(entered.tv_sec).\(entered.tv_nsec)"
    changed = max(written.tv_sec, entered.tv_sec)
  }

  /// Whether a further change would change the stamp.
  ///
  /// The clock of a file system is coarse: a file that was written just now can be written once more within the same tick.
  var isSettled: Bool {
    var now = timespec()
    return clock_gettime(CLOCK_REALTIME, &now) == 0 && now.tv_sec - changed > 2
  }
}
