internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A process, told from a later one that got the same number by the time at which it started.
package struct ProcessIdentity: Hashable, Codable, Sendable {
  package var pid: Int32
  /// The start time as the system writes it.
  ///
  /// Clock ticks since boot on Linux (field 22 of `/proc/<pid>/stat`, proc(5)),
  /// the `lstart` of ps(1) elsewhere. Compared, never read.
  package var started: String

  /// The identity of the process that has this number now; `nil` when there is none or it has ended and only waits to
  /// be collected.
  package init?(pid: Int32) {
    guard pid > 0 else { return nil }
    #if os(Linux)
      guard let bytes = Disk.read("/proc/\(pid)/stat", limit: 4096), let started = Self.startTime(inStat: bytes) else {
        return nil
      }
    #else
      var environment = Environment.current
      environment["LC_ALL"] = "C"
      let command = ChildProcess.Command("ps", ["-o", "stat=,lstart=", "-p", String(pid)], environment: environment)
      guard let output = try? ChildProcess.run(command), output.status.isSuccess,
        let started = Self.startTime(inListing: String(decoding: output.standardOutput, as: UTF8.self))
      else { return nil }
    #endif
    self.pid = pid
    self.started = started
  }

  /// Whether this very process still runs.
  package var isAlive: Bool { ProcessIdentity(pid: pid) == self }

  /// Reads the state and start time of `/proc/<pid>/stat`; the command in parentheses may hold blanks and parentheses.
  static func startTime(inStat bytes: [UInt8]) -> String? {
    guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = String(decoding: bytes[(close + 1)...], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    // The first field here is the third of the line, so the 22nd has the index 19.
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return String(fields[19])
  }

  /// Reads one line of `ps -o stat=,lstart=`, for example `Ss   Sun Nov 22 20:47:31 2026`.
  static func startTime(inListing line: String) -> String? {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard fields.count == 6, let state = fields.first, !state.hasPrefix("Z") else { return nil }
    return fields.dropFirst().joined(separator: " ")
  }
}
