#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import HoneCore
package import HoneSystem

/// The running server of the embedded engine: found if there is one, started if not, stopped on request.
///
/// A server belongs to one model and context length, listens on a random port of the loopback address, and asks for a
/// random key. It outlives the command that started it, so that the next one finds the model loaded.
package struct LocalServer: Sendable {
  /// How servers are started.
  package struct Settings: Sendable {
    /// The server ends after this time without a request.
    package var idleTime: Duration = .seconds(15 * 60)
    /// How long loading the model may take.
    package var startTimeout: Duration = .seconds(180)
    /// The longest context in tokens; a model's own limit counts if it is lower.
    ///
    /// A token costs 12 kB of memory with the smallest model.
    package var contextTokens = 16_384
    /// Threads of the server; `nil` for the cores that are idle when it starts.
    package var threads: Int?
    /// Whether so many threads are clearly out of step with what the machine does now; not asked where `threads` is set.
    package var isMisfit: @Sendable (_ threads: Int) async -> Bool = { await ThreadBudget.isMisfit($0) }
    /// How long a server runs before another may take its place because its threads do not fit.
    package var leastAge: Duration = .seconds(60)
    /// How many tokens of a request are read at a time; `nil` for what the pace of earlier servers allows.
    ///
    /// The server hears of a closed connection between two batches.
    package var batchTokens: Int?
    /// Memory for prompts that may come again, in MiB.
    package var promptCacheMiB = 512
    /// The largest file that keeps what a server has read beyond its end, in MiB.
    package var savedCacheMiB = 256
    /// Size at which the server's log is cut down, in bytes.
    package var logLimit = 4 << 20

    package init() {}
  }

  /// Where requests go.
  package struct Endpoint: Hashable, Sendable {
    /// The base address of the OpenAI-compatible interface, without a final slash: `http://127.0.0.1:<port>/v1`.
    package var baseURL: String
    /// Goes into `Authorization: Bearer`.
    package var key: String
    /// The model name for requests.
    package var model: String
    /// The launcher's process.
    package var pid: Int32
    /// Whether this call started the server or waited for its start.
    package var coldStart: Bool
  }

  let runtimeFolder: String
  let stateFolder: String
  let environment: Environment
  let settings: Settings

  package init(directories: UserDirectories, environment: Environment = .current, settings: Settings = Settings()) {
    runtimeFolder = directories.runtime
    stateFolder = directories.state
    self.environment = environment
    self.settings = settings
  }

  // MARK: Finding and starting

  /// Gives the endpoint of a healthy server for `model`, starting one if there is none.
  ///
  /// Commands that ask at the same time get the same server. A server that crashed is replaced; one of another runtime
  /// version is stopped first. When the call is cancelled while the model loads, the server goes on loading and the next
  /// call finds it.
  /// - Throws: `LocalEngineError` with the end of the server's log, or `CancellationError`.
  package func ensureRunning(
    _ installed: EngineInstallation.Installed, progress: @escaping EngineProgressHandler = { _ in }
  ) async throws -> Endpoint {
    try Disk.makePrivateFolder(runtimeFolder)
    try Disk.makePrivateFolder(stateFolder)
    let files = files(for: installed.model)
    return try await FileLock.withLock(
      at: files.lock, onWait: { progress(.began(.waiting, detail: "another command starts the server")) }
    ) {
      // The launcher looks at this file under the same lock before it ends for idleness.
      try Disk.touch(files.used)
      let endpoint =
        if let found = try await find(installed, files, progress: progress) {
          found
        } else {
          try await start(installed, files, progress: progress)
        }
      ServerLease.hold(files.lease)
      return endpoint
    }
  }

  private func find(
    _ installed: EngineInstallation.Installed, _ files: ServerFiles, progress: EngineProgressHandler
  ) async throws -> Endpoint? {
    guard let record = files.load() else { return nil }
    guard record.process.isAlive, record.runtime == installed.runtime.version else {
      try await end(record, files)
      return nil
    }
    guard let port = files.port(of: record) else {
      return try await waitUntilHealthy(record, files, model: installed.model)
    }
    let isHealthy = try await isHealthy(port)
    if isHealthy, await !mayBeReplaced(record, files, port: port) {
      return endpoint(record, port: port, coldStart: false)
    }
    try await end(record, files)
    return nil
  }

  /// Whether a server that is well is to make room for one whose threads fit the machine better: nobody has it, it has nothing
  /// to do, and what it has read goes on to the next.
  private func mayBeReplaced(_ record: ServerRecord, _ files: ServerFiles, port: UInt16) async -> Bool {
    let now = Int64(Date().timeIntervalSince1970 * 1e9)
    guard settings.threads == nil, let started = Disk.stamp(files.record)?.modified,
      .nanoseconds(now - started) >= settings.leastAge, !ServerLease.isHeld(files.lease),
      await settings.isMisfit(record.threads)
    else { return false }
    let configuration = EngineConfiguration(
      name: "local", url: "http://127.0.0.1:\(port)", model: record.model, api: .llama)
    let connection = try? configuration.connection(environment: Environment([:]), key: Credential(record.key))
    // A server that cannot say that it is idle may be at work for somebody.
    return await (try? connection?.isBusy()) == false
  }

  /// Asks up to three times: a machine under load answers late, but where nobody listens nobody will.
  private func isHealthy(_ port: UInt16) async throws -> Bool {
    for _ in 0..<3 {
      let answer = HealthProbe.ask(port: port, timeout: .seconds(2))
      if answer == .status(200) { return true }
      if answer == .refused { return false }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  private func start(
    _ installed: EngineInstallation.Installed, _ files: ServerFiles, progress: EngineProgressHandler
  ) async throws -> Endpoint {
    try files.clear()
    try Disk.touch(files.used)
    let tokens = context(of: installed.model)
    let threads =
      if let threads = settings.threads { threads } else { await ThreadBudget.current() }
    let key = Self.randomKey()
    let offset = try shortenLog(files.log)
    let command = command(installed, files, threads: threads, context: tokens, key: key)
    progress(.began(.startingServer, detail: "\(installed.model.description.name), \(threads) threads"))
    let pid: Int32
    do {
      pid = try ChildProcess.startDetached(command, log: files.log)
    } catch {
      throw LocalEngineError(.startFailed, "cannot \(error)", remedy: "run git hone engine setup again")
    }
    guard let process = ProcessIdentity(ofRunning: pid) else { throw failure(files, offset: offset) }
    let record = ServerRecord(
      process: process, key: key, model: installed.model.description.id, identity: installed.model.identity,
      runtime: installed.runtime.version, contextTokens: tokens, threads: threads,
      idleSeconds: settings.idleTime / .seconds(1), logOffset: offset)
    try files.save(record)
    return try await waitUntilHealthy(record, files, model: installed.model)
  }

  /// Waits until the launcher announces a port and the server is healthy.
  private func waitUntilHealthy(
    _ record: ServerRecord, _ files: ServerFiles, model: InstalledModel
  ) async throws -> Endpoint {
    let clock = ContinuousClock()
    let began = clock.now
    while clock.now - began < settings.startTimeout {
      if let port = files.port(of: record), HealthProbe.ask(port: port, timeout: .seconds(2)) == .status(200) {
        return endpoint(record, port: port, coldStart: true)
      }
      _ = WatchedChild.poll(record.process.id)
      guard record.process.isAlive else {
        try files.clear()
        throw failure(files, offset: record.logOffset)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    try await end(record, files)
    throw LocalEngineError(
      .timedOut, "the server did not load \(model.description.name) within \(settings.startTimeout)",
      remedy: "close programs that use much memory, or choose a smaller model")
  }

  // MARK: Parts

  private func files(for model: InstalledModel) -> ServerFiles {
    ServerFiles(runtime: runtimeFolder, state: stateFolder, identity: model.identity, contextTokens: context(of: model))
  }

  private func context(of model: InstalledModel) -> Int {
    min(settings.contextTokens, model.description.contextTokens ?? settings.contextTokens)
  }

  private func endpoint(_ record: ServerRecord, port: UInt16, coldStart: Bool) -> Endpoint {
    Endpoint(
      baseURL: "http://127.0.0.1:\(port)/v1", key: record.key, model: record.model, pid: record.process.id,
      coldStart: coldStart)
  }
}
