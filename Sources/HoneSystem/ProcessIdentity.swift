#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A process that can be recognised later: ids are used again, so the id alone proves nothing.
package struct ProcessIdentity: Hashable, Codable, Sendable {
  package var id: Int32
  /// When it started, in the system's own unit: clock ticks since the machine started on Linux, microseconds on macOS.
  package var startTime: UInt64
  /// The machine, since the file that holds this may lie on a shared disk.
  package var host: String

  package init(id: Int32, startTime: UInt64, host: String) {
    self.id = id
    self.startTime = startTime
    self.host = host
  }

  /// This process.
  package static var current: ProcessIdentity {
    ProcessIdentity(ofRunning: getpid()) ?? ProcessIdentity(id: getpid(), startTime: 0, host: hostName)
  }

  /// The process that has this id here and now; `nil` when there is none, or it has ended and only waits to be collected.
  package init?(ofRunning id: Int32) {
    guard id > 0, case .running(let startTime) = Self.state(of: id) else { return nil }
    self.init(id: id, startTime: startTime, host: Self.hostName)
  }

  /// Reads what `text` wrote.
  package init?(text: String) {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let id = Int32(words[0]), let startTime = UInt64(words[1]) else { return nil }
    self.init(id: id, startTime: startTime, host: String(words[2]))
  }

  /// `<id> <start time> <host>`.
  package var text: String { "\(id) \(startTime) \(host)" }

  /// Whether it is certain that this very process still runs.
  package var isAlive: Bool { ProcessIdentity(ofRunning: id) == self }

  /// Whether it is certain that the process does not run any more.
  ///
  /// On another machine nothing is certain.
  package var isDead: Bool {
    guard host == Self.hostName else { return false }
    switch Self.state(of: id) {
    case .running(let now): return now != startTime
    case .ended: return true
    case .hidden: return false
    }
  }

  private enum State {
    case running(startTime: UInt64)
    /// There is none, or only what its parent has not collected yet.
    case ended
    /// There is one, and the system says nothing about it.
    case hidden
  }

  private static var hostName: String {
    var name = [UInt8](repeating: 0, count: 256)
    let isKnown = name.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return false }
      return gethostname(start.assumingMemoryBound(to: CChar.self), buffer.count - 1) == 0
    }
    let text = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    return isKnown && !text.isEmpty ? text : "localhost"
  }

  private static func withoutDetails(_ id: Int32) -> State { kill(id, 0) != 0 && errno == ESRCH ? .ended : .hidden }

  #if canImport(Glibc)
    private static func state(of id: Int32) -> State {
      guard let file = fopen("/proc/\(id)/stat", "re") else { return withoutDetails(id) }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 4_096)
      let count = fread(&bytes, 1, bytes.count, file)
      guard let fields = fields(inStat: bytes[..<count]) else { return withoutDetails(id) }
      return fields.isEnded ? .ended : .running(startTime: fields.startTime)
    }
  #else
    private static func state(of id: Int32) -> State {
      var information = proc_bsdinfo()
      let size = Int32(MemoryLayout<proc_bsdinfo>.size)
      guard proc_pidinfo(id, PROC_PIDTBSDINFO, 0, &information, size) == size else { return withoutDetails(id) }
      if information.pbi_status == UInt32(SZOMB) { return .ended }
      return .running(startTime: information.pbi_start_tvsec * 1_000_000 + information.pbi_start_tvusec)
    }
  #endif

  /// Reads `/proc/<id>/stat` (proc(5)): whether the process has ended (field 3), and when it started (field 22).
  ///
  /// The name in field 2 may hold blanks and parentheses, so counting starts after it.
  static func fields(inStat bytes: ArraySlice<UInt8>) -> (isEnded: Bool, startTime: UInt64)? {
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard fields.count > 19, let startTime = UInt64(fields[19]) else { return nil }
    return (["Z", "X"].contains(fields[0]), startTime)
  }
}
