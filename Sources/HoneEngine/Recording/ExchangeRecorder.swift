#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import Synchronization

/// Stores what was sent to engines and what came back, for tests and for reports of faults.
///
/// One file an exchange: a first line of JSON with the request, then the bytes of the response's body as they arrived. A file
/// beside it, `<name>.times`, has a line for each piece that arrived: microseconds since the request, and how many bytes.
/// Headers, and with them the key, are never stored, and where a request or a service repeats the key there are stars,
/// or `[key]`, in its place.
package struct ExchangeRecorder: Sendable {
  /// The folder that the files go to.
  package let directory: String
  private static let count = Mutex(0)

  /// - Parameter directory: made with the first exchange where it does not exist, for the user alone.
  package init(directory: String) {
    self.directory = directory
  }

  /// Opens the file of one exchange and writes its first line; `nil` when that fails, since recording must not be the
  /// reason that a run fails.
  /// - Parameters:
  ///   - asked: the key of what is asked (`AskedConversation`), by which the exchange is found again.
  ///   - status: the HTTP status of a refusal; `nil` for a reply.
  func begin(
    _ connection: EngineConnection, url: EngineAddress, body: [UInt8], asked: String?, status: Int? = nil
  ) -> Recording? {
    let engine = connection.description
    let number = Self.count.withLock { count in
      count += 1
      return count
    }
    if !Disk.exists(directory) { try? Disk.makePrivateFolder(directory) }
    let digits = String(number)
    let name = "\(time(nil))-\(getpid())-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).exchange"
    let descriptor = open("\(directory)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    let times = open("\(directory)/\(name).times", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    let head: JSON = [
      "engine": .string(engine.name), "model": .string(engine.model), "api": .string(engine.api.rawValue),
      "url": .string(url.description), "asked": asked.map { .string($0) } ?? .null,
      "status": status.map { .integer($0) } ?? .null, "request": (try? JSON(parsing: body)) ?? .null,
    ]
    return Recording(
      descriptor: descriptor, times: times, head: head.bytes + [UInt8(ascii: "\n")],
      hiding: connection.credential?.parts ?? [])
  }

  private static let told = Mutex<Set<String>>([])

  /// Says that nothing can be stored in the folder, the first time in this process.
  func noticeOnce() -> EngineEvent? {
    guard Self.told.withLock({ $0.insert(directory).inserted }) else { return nil }
    return .notice("HONE_RECORD: nothing can be written to \(EngineError.printable(directory)), so nothing is recorded")
  }

  /// The open file of one exchange.
  final class Recording: Sendable {
    private let descriptor: Int32
    /// Where the times go; -1 where they could not be stored.
    private let times: Int32
    private let start = ContinuousClock.now
    private let written: Mutex<HiddenText>

    fileprivate init(descriptor: Int32, times: Int32, head: [UInt8], hiding texts: [String]) {
      self.descriptor = descriptor
      self.times = times
      written = Mutex(HiddenText(texts, from: head.count))
      var hidden = HiddenText(texts, from: 0)
      write(hidden.masked(head).bytes, to: descriptor)
    }

    deinit {
      close(descriptor)
      if times >= 0 { close(times) }
    }

    /// Writes `bytes` after what is there, and when they came.
    func append(_ bytes: [UInt8]) {
      written.withLock { written in
        let masked = written.masked(bytes)
        if let mended = masked.mended {
          mended.bytes.withUnsafeBytes { _ = pwrite(descriptor, $0.baseAddress, $0.count, off_t(mended.offset)) }
        }
        write(masked.bytes, to: descriptor)
      }
      guard times >= 0 else { return }
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      write(Array("\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) \(bytes.count)\n".utf8), to: times)
    }

    /// Writes all of `bytes`; a full disk ends the recording early and nothing else.
    fileprivate func write(_ bytes: [UInt8], to descriptor: Int32) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Self.write(descriptor, $0) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
      #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
      #endif
    }
  }
}
