#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

extension LocalServer {
  /// What `status()` tells about one server.
  package struct Status: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
      case running, loading, silent
    }
    package var model: String
    package var runtime: String
    package var pid: Int32
    package var state: State
    /// `nil` while the model is loading.
    package var port: UInt16?
    package var contextTokens: Int
    package var threads: Int
    package var idleSeconds: Double
    /// The file with the server's messages.
    package var log: String
  }

  /// The servers that run now.
  ///
  /// Changes nothing: the record of a dead server is left to the next start or stop.
  package func status() -> [Status] {
    ServerFiles.list(in: runtimeFolder, state: stateFolder).compactMap { files in
      guard let record = files.load(), record.process.isAlive else { return nil }
      let port = files.port(of: record)
      let isHealthy = port.map { HealthProbe.ask(port: $0, timeout: .milliseconds(500)) == .status(200) }
      let state: Status.State = isHealthy.map { $0 ? .running : .silent } ?? .loading
      return Status(
        model: record.model, runtime: record.runtime, pid: record.process.id, state: state, port: port,
        contextTokens: record.contextTokens, threads: record.threads, idleSeconds: record.idleSeconds, log: files.log)
    }
  }

  /// Ends all servers of this user and removes their records, also those of servers that are dead.
  /// - Returns: the processes that were running.
  /// - Throws: `LocalEngineError` when a record cannot be deleted, or `CancellationError`.
  package func stop() async throws -> [Int32] {
    var stopped: [Int32] = []
    for files in ServerFiles.list(in: runtimeFolder, state: stateFolder) {
      try await FileLock.withLock(at: files.lock) {
        guard let record = files.load() else { return try files.clear() }
        if record.process.isAlive { stopped.append(record.process.id) }
        try await end(record, files)
      }
    }
    return stopped
  }

  /// SIGTERM to the launcher, which lets its server save what it has read, SIGKILL to both after three seconds; then the record
  /// goes.
  func end(_ record: ServerRecord, _ files: ServerFiles) async throws {
    let pid = record.process.id
    if record.process.isAlive {
      kill(pid, SIGTERM)
      let clock = ContinuousClock()
      let deadline = clock.now + .seconds(3)
      while record.process.isAlive, clock.now < deadline {
        try await Task.sleep(for: .milliseconds(10))
        _ = WatchedChild.poll(pid)
      }
      if record.process.isAlive { kill(-pid, SIGKILL) }
    }
    // Collects the process if this one is its parent.
    _ = WatchedChild.poll(pid)
    try files.clear()
  }
}
