#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A system call that failed.
package struct SystemError: Error, Hashable, Sendable {
  /// The call and what it was for, for example `open .git/index.lock`.
  package var operation: String
  /// The value of `errno`.
  package var code: Int32

  package init(_ operation: String, code: Int32) {
    self.operation = operation
    self.code = code
  }

  /// The error of the call that failed just now.
  package init(_ operation: String) {
    self.init(operation, code: errno)
  }

  /// Whether the disk, or the user's share of it, is full.
  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
}

extension SystemError: CustomStringConvertible {
  package var description: String { "\(operation): \(String(cString: strerror(code)))" }
}
