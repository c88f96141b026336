#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import Synchronization

/// Stores what was sent to engines and what came back, for tests and for reports of faults.
///
/// One file an exchange: a first line of JSON with the request, then the bytes of the response's body as they arrived.
/// Headers, and with them the key, are never stored.
package struct ExchangeRecorder: Sendable {
  /// The folder that the files go to.
  package let directory: String
  private static let count = Mutex(0)

  /// - Parameter directory: a folder that exists.
  package init(directory: String) {
    self.directory = directory
  }

  /// Opens the file of one exchange and writes its first line; `nil` when that fails, since recording must not be the
  /// reason that a run fails.
  func begin(_ engine: EngineDescription, url: EngineAddress, body: [UInt8]) -> Recording? {
    let number = Self.count.withLock { count in
      count += 1
      return count
    }
    let digits = String(number)
    let name = "\(time(nil))-\(getpid())-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).exchange"
    let descriptor = open("\(directory)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    let recording = Recording(descriptor: descriptor)
    let head: JSON = [
      "engine": .string(engine.name), "model": .string(engine.model), "api": .string(engine.api.rawValue),
      "url": .string(url.description), "request": (try? JSON(parsing: body)) ?? .null,
    ]
    recording.append(head.bytes + [UInt8(ascii: "\n")])
    return recording
  }

  /// The open file of one exchange.
  final class Recording: Sendable {
    private let descriptor: Int32

    fileprivate init(descriptor: Int32) {
      self.descriptor = descriptor
    }

    deinit {
      close(descriptor)
    }

    /// Writes `bytes` after what is there; a full disk ends the recording early and nothing else.
    func append(_ bytes: [UInt8]) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }
}
