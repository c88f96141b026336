package import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A child process that is waited for without blocking a thread, so that it can be watched, timed and cancelled.
///
/// It runs in a session of its own and writes to a log file: `pip` and `venv` run for seconds to minutes, and what they
/// say matters only when they fail.
package enum WatchedChild {
  /// How a child ended, and the end of what it wrote.
  package struct Outcome: Sendable {
    package var status: ChildProcess.Status
    /// The last 16 KiB of both outputs.
    package var output: String
  }

  /// Starts `command` and waits for its end.
  /// - Parameters:
  ///   - log: the file that takes both outputs; it is replaced, and deleted when the child succeeded.
  ///   - timeout: after this time the child is ended; `nil` for never.
  ///   - onTick: called ten times a second while the child runs.
  /// - Throws: `LocalEngineError` when it cannot be started or ran out of time, or `CancellationError` after ending it.
  package static func run(
    _ command: ChildProcess.Command, log: String, timeout: Duration? = nil, onTick: () -> Void = {}
  ) async throws -> Outcome {
    try Disk.remove(log)
    let pid: Int32
    do {
      pid = try ChildProcess.startDetached(command, log: log)
    } catch {
      throw LocalEngineError(
        .startFailed, "cannot \(error)", remedy: "check that \(command.program) can be run by hand")
    }
    let status = try await watch(pid, name: command.program, timeout: timeout, onTick: onTick)
    let output = tail(of: log, bytes: 16_384)
    if status.isSuccess { try Disk.remove(log) }
    return Outcome(status: status, output: output)
  }

  /// The end of a log as text.
  /// - Parameter offset: bytes before this one are not shown.
  static func tail(of log: String, bytes: Int64, after offset: Int64 = 0) -> String {
    let size = Disk.stamp(log)?.byteCount ?? 0
    let start = max(size >= offset ? offset : 0, size - bytes)
    return String(decoding: Disk.read(log, from: start, limit: Int(bytes)) ?? [], as: UTF8.self)
  }

  /// Asks a child whether it has ended; collects it if so.
  static func poll(_ pid: Int32) -> ChildProcess.Status? {
    var status: Int32 = 0
    let result = waitpid(pid, &status, WNOHANG)
    if result == 0 || (result < 0 && errno == EINTR) { return nil }
    guard result == pid else { return .exited(127) }
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
  }

  private static func watch(
    _ pid: Int32, name: String, timeout: Duration?, onTick: () -> Void
  ) async throws -> ChildProcess.Status {
    let clock = ContinuousClock()
    let began = clock.now
    var pause = Duration.milliseconds(2)
    do {
      while true {
        if let status = poll(pid) { return status }
        if let timeout, clock.now - began > timeout {
          throw LocalEngineError(
            .timedOut, "\(name) did not answer within \(timeout)", remedy: "try it by hand, or run the setup again")
        }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
        onTick()
      }
    } catch {
      kill(-pid, SIGKILL)
      _ = ChildProcess.wait(for: pid)
      throw error
    }
  }
}
