#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// What tells a file from what it was before it was written or replaced: inode, size, and the times of its contents and of
/// its entry in nanoseconds.
struct FileStamp: Hashable, Sendable {
  /// The stamp as one word.
  let text: String
  /// When the file or its entry last changed, in seconds since 1970.
  private let changed: Int64

  init(text: String, changed: Int64) {
    self.text = text
    self.changed = changed
  }

  init(_ status: stat) {
    let (written, entered) = (WallTime(modified: status), WallTime(changed: status))
    text =
      "\(status.st_ino).\(status.st_size).\(written.seconds).\(written.nanoseconds).\(entered.seconds).\(entered.nanoseconds)"
    changed = max(written.seconds, entered.seconds)
  }

  /// Whether a further change would change the stamp.
  ///
  /// The clock of a file system is coarse: a file that was written just now can be written once more within the same tick.
  var isSettled: Bool { WallTime.now.seconds - changed > 2 }
}
