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
    // Interpolation takes ten times as long, for which the hook that looks at sixty files has no time.
    var digits: [UInt8] = []
    digits.reserveCapacity(80)
    Self.append(Int64(truncatingIfNeeded: status.st_ino), to: &digits)
    for number in [Int64(status.st_size), written.seconds, written.nanoseconds, entered.seconds] {
      digits.append(UInt8(ascii: "."))
      Self.append(number, to: &digits)
    }
    digits.append(UInt8(ascii: "."))
    Self.append(entered.nanoseconds, to: &digits)
    text = String(decoding: digits, as: UTF8.self)
    changed = max(written.seconds, entered.seconds)
  }

  private static func append(_ number: Int64, to digits: inout [UInt8]) {
    let start = digits.count
    var rest = number.magnitude
    repeat {
      digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    if number < 0 { digits.append(UInt8(ascii: "-")) }
    digits[start...].reverse()
  }

  /// Whether a further change would change the stamp.
  ///
  /// The clock of a file system is coarse: a file that was written just now can be written once more within the same tick.
  var isSettled: Bool { WallTime.now.seconds - changed > 2 }
}
