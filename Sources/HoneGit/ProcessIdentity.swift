#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A process that can be recognised later: ids are used again, so the id alone proves nothing.
struct ProcessIdentity: Hashable {
  var id: Int32
  /// When it started, in the system's own unit: clock ticks since the machine started on Linux, microseconds on macOS.
  var startTime: UInt64
  /// The machine, since a repository may lie on a shared disk.
  var host: String

  /// This process.
  static var current: ProcessIdentity {
    ProcessIdentity(id: getpid(), startTime: startTime(of: getpid()) ?? 0, host: hostName)
  }

  init(id: Int32, startTime: UInt64, host: String) {
    self.id = id
    self.startTime = startTime
    self.host = host
  }

  /// Reads what `text` wrote.
  init?(text: String) {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let id = Int32(words[0]), let startTime = UInt64(words[1]) else { return nil }
    self.init(id: id, startTime: startTime, host: String(words[2]))
  }

  /// `<id> <start time> <host>`.
  var text: String { "\(id) \(startTime) \(host)" }

  /// Whether it is certain that the process does not run any more.
  ///
  /// On another machine nothing is certain.
  var isDead: Bool {
    guard host == Self.hostName else { return false }
    if kill(id, 0) != 0, errno == ESRCH { return true }
    guard let now = Self.startTime(of: id) else { return kill(id, 0) != 0 && errno == ESRCH }
    return now != startTime
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

  #if canImport(Glibc)
    /// Field 22 of `/proc/<id>/stat`; the name in field 2 may hold blanks and parentheses, so counting starts after it.
    private static func startTime(of id: Int32) -> UInt64? {
      let path = Array("/proc/\(id)/stat".utf8)
      guard let file = try? Descriptor(path.withCString { open($0, O_RDONLY | O_CLOEXEC) }, operation: "open"),
        let bytes = try? file.readAll(limit: 4_096), let end = bytes.lastIndex(of: UInt8(ascii: ")"))
      else { return nil }
      let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
      return fields.count > 19 ? UInt64(String(decoding: fields[19], as: UTF8.self)) : nil
    }
  #else
    private static func startTime(of id: Int32) -> UInt64? {
      var information = proc_bsdinfo()
      let size = Int32(MemoryLayout<proc_bsdinfo>.size)
      guard proc_pidinfo(id, PROC_PIDTBSDINFO, 0, &information, size) == size else { return nil }
      return information.pbi_start_tvsec * 1_000_000 + information.pbi_start_tvusec
    }
  #endif
}
