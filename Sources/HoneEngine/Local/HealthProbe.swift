#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Asks a server on this machine whether it is ready, with one socket and no event loop: it takes a fraction of a
/// millisecond, which is what a command that finds the server warm has to wait.
enum HealthProbe {
  /// What came back.
  enum Answer: Hashable, Sendable {
    /// The server answered `GET /health` with this status.
    case status(Int)
    /// Nobody listens at the port.
    case refused
    /// The connection stands, but no answer came in time.
    case silent
  }

  /// Asks `http://127.0.0.1:<port>/health`.
  static func ask(port: UInt16, timeout: Duration) -> Answer {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return .refused }
    defer { close(descriptor) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let milliseconds = Int(timeout / .milliseconds(1))
    var limit = timeval()
    limit.tv_sec = .init(milliseconds / 1000)
    limit.tv_usec = .init(milliseconds % 1000 * 1000)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    #if canImport(Darwin)
      var on: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return errno == ECONNREFUSED ? .refused : .silent }
    let request = Array("GET /health HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
    guard send(descriptor, request, request.count, flags) == request.count else { return .silent }
    return status(descriptor)
  }

  /// Reads the status line; it comes in one segment in practice, and in more than one by right.
  private static func status(_ descriptor: Int32) -> Answer {
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 512)
    while line.count < 512, !line.contains(UInt8(ascii: "\n")) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      line += buffer[..<count]
    }
    let words = line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: " "))
    guard words.count >= 2, words[0].starts(with: "HTTP/".utf8),
      let code = Int(String(decoding: words[1], as: UTF8.self))
    else { return .silent }
    return .status(code)
  }
}
