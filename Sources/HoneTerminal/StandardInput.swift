internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads standard input as it arrives, beside whatever else the process does, for as long as the object lives.
///
/// Standard input is often shared with other programs: it is not made non-blocking, and only what is there is read. Regular
/// files are not read at all, since nobody who speaks while an engine writes writes a file beforehand; a terminal is read only
/// by the job in its foreground, because any other would be stopped for it.
final class StandardInput: Sendable {
  private let source = Mutex<(any DispatchSourceRead)?>(nil)

  /// Whether standard input is something that somebody may write to while the process runs.
  static var mayBeWritten: Bool {
    var status = stat()
    guard fstat(0, &status) == 0 else { return false }
    switch status.st_mode & S_IFMT {
    case S_IFIFO, S_IFSOCK: return true
    default: return isatty(0) == 1 && tcgetpgrp(0) == getpgrp()
    }
  }

  /// The next line, without its line feed, read byte by byte so that nothing behind it is taken from whoever reads next.
  ///
  /// Waits on a thread of its own, since whoever types takes his time.
  /// - Returns: `nil` when there is nothing more.
  static func line() async -> String? {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "standard input", qos: .userInteractive).async {
        continuation.resume(returning: nextLine())
      }
    }
  }

  /// The same on the thread of the caller.
  static func nextLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(0, &byte, 1)
      if count < 0, errno == EINTR || (errno == EIO && waitsForForeground()) { continue }
      if count <= 0 || byte == 0x0a {
        return count <= 0 && line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
      }
      line.append(byte)
    }
  }

  /// Stops the process as the kernel would, had this thread not blocked the signal as those of Dispatch do, until the shell brings
  /// it back to the foreground.
  /// - Returns: whether it may read; false where no shell is left that could stop it.
  private static func waitsForForeground() -> Bool {
    guard isatty(0) == 1 else { return false }
    for _ in 0..<20 {
      if tcgetpgrp(0) == getpgrp() { return true }
      kill(getpid(), SIGTTIN)
      usleep(50_000)
    }
    return tcgetpgrp(0) == getpgrp()
  }

  /// - Parameter take: is given what arrives, and an empty array at its end.
  init(_ take: @escaping @Sendable ([UInt8]) -> Void) {
    source.withLock { source in
      let reader = DispatchSource.makeReadSource(
        fileDescriptor: 0, queue: DispatchQueue(label: "standard input", qos: .userInteractive))
      reader.setEventHandler { [weak self] in
        guard let self, let bytes = readWhatIsThere() else { return }
        take(bytes)
        if bytes.isEmpty { stop() }
      }
      reader.activate()
      source = reader
    }
  }

  deinit {
    stop()
  }

  /// What has arrived, empty at the end of the input; `nil` when there is nothing, or nothing is to be read any more.
  private func readWhatIsThere() -> [UInt8]? {
    source.withLock { source in
      var state = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      // What was there when this was called may have been thrown away since, and a read would wait for the next line.
      guard source != nil, poll(&state, 1, 0) > 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(0, &bytes, bytes.count)
      if count < 0, errno == EINTR || errno == EAGAIN { return nil }
      return Array(bytes.prefix(max(0, count)))
    }
  }

  /// Reads nothing any more; a read that has begun is waited for.
  func stop() {
    source.withLock { source in
      source?.cancel()
      source = nil
    }
  }
}
