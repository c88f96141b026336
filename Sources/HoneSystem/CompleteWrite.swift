#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writing that goes on until everything is written; write(2) alone may take a part, or be interrupted.
package enum CompleteWrite {
  /// Writes all of `bytes` at the place of the descriptor; waits for one that takes nothing just now.
  /// - Parameter operation: what the error names.
  /// - Throws: `SystemError` when it cannot go on; a part may be written by then.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, operation: @autoclosure () -> String = "write"
  ) throws(SystemError) {
    var sent = 0
    while sent < bytes.count {
      let count = systemWrite(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
      if count > 0 {
        sent += count
      } else if count < 0, errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if count == 0 || errno != EINTR {
        throw SystemError(operation(), code: count == 0 ? EIO : errno)
      }
    }
  }

  /// The same with an array.
  package static func write(
    _ bytes: [UInt8], to descriptor: Int32, operation: @autoclosure () -> String = "write"
  ) throws(SystemError) {
    var failure: SystemError?
    bytes.withUnsafeBytes { buffer in
      do throws(SystemError) { try write(buffer, to: descriptor, operation: operation()) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

/// The function, which the methods of the same name hide.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
