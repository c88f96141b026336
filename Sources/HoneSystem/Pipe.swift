#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import CHoneSystem

/// A pipe whose two ends close by themselves.
struct Pipe: ~Copyable {
  /// The descriptor to read from; -1 once closed.
  private(set) var reading: Int32
  /// The descriptor to write to; -1 once closed.
  private(set) var writing: Int32
  /// What reading or writing failed with, but for an end that nobody reads from any more; 0 for nothing.
  private(set) var failure: Int32 = 0

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard hone_pipe_cloexec(&ends) == 0 else { throw SystemError("pipe") }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    if reading >= 0 { close(reading) }
    if writing >= 0 { close(writing) }
  }

  mutating func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  mutating func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  func makeWritingNonBlocking() {
    _ = fcntl(writing, F_SETFL, fcntl(writing, F_GETFL) | O_NONBLOCK)
  }

  /// Reads what is there; closes the end at the end of the stream.
  mutating func read(into bytes: inout [UInt8]) {
    var count = 0
    var code: Int32 = 0
    bytes += [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, initialized in
      count = systemRead(reading, buffer.baseAddress, buffer.count)
      code = errno
      initialized = max(0, count)
    }
    guard count <= 0, count == 0 || code != EINTR && code != EAGAIN else { return }
    if count < 0 { failure = code }
    closeReading()
  }

  /// Writes as much as the pipe takes; closes the end when nobody reads any more, and notes any other failure.
  /// - Returns: how many bytes were taken.
  mutating func write(_ bytes: ArraySlice<UInt8>) -> Int {
    let count = bytes.withUnsafeBytes { systemWrite(writing, $0.baseAddress, $0.count) }
    let code = errno
    guard count < 0 else { return count }
    // The end stays open after a failure: who reads there would take what came for all there is.
    if code == EPIPE { closeWriting() } else if code != EINTR, code != EAGAIN { failure = code }
    return 0
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
