import HoneSystem
import HoneTestSupport
import Synchronization
import Testing

@testable import HoneEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct LocalServerTests {
  private let fixture: LocalFixture
  private let standIn: ServerStandIn

  init() throws {
    fixture = try LocalFixture()
    standIn = try ServerStandIn(fixture)
  }

  private var runtimeFiles: [String] { Disk.names(in: fixture.directories.runtime).filter { !$0.hasSuffix(".lock") } }

  @Test func theSecondCommandFindsTheServerWarm() async throws {
    let server = standIn.server()
    let first = try await server.ensureRunning(standIn.installed)
    let second = try await server.ensureRunning(standIn.installed)
    #expect(first.coldStart && !second.coldStart)
    #expect((first.pid, first.baseURL, first.key) == (second.pid, second.baseURL, second.key))
    #expect(first.model == "tiny" && first.key.utf8.count == 64)
    #expect(standIn.starts == 1)
    #expect(try await eventually { server.status().first?.state == .running })
    let status = try #require(server.status().first)
    #expect(status.state == .running && status.pid == first.pid && status.runtime == "llama-server b9000")
    #expect(try await server.stop() == [first.pid])
    #expect(server.status().isEmpty && runtimeFiles.isEmpty)
    #expect(ProcessIdentity(ofRunning: first.pid) == nil)
  }

  @Test func theKeyIsPrivate() async throws {
    let server = standIn.server()
    let endpoint = try await server.ensureRunning(standIn.installed)
    #expect(!fixture.lines("starts").joined().contains(endpoint.key))
    let listing = try ChildProcessRun.output("ps", ["-ww", "-o", "args=", "-p", String(endpoint.pid)])
    #expect(listing.contains("--alias=tiny") && !listing.contains(endpoint.key))
    for name in runtimeFiles {
      var info = stat()
      #expect(stat("\(fixture.directories.runtime)/\(name)", &info) == 0)
      #expect(info.st_mode & 0o077 == 0)
    }
    var folder = stat()
    #expect(stat(fixture.directories.runtime, &folder) == 0)
    #expect(folder.st_mode & 0o777 == 0o700)
    _ = try await server.stop()
  }

  @Test func commandsAtOnceStartOneServer() async throws {
    let server = standIn.server()
    let installed = standIn.installed
    let endpoints = try await withThrowingTaskGroup(of: LocalServer.Endpoint.self) { group in
      for _ in 0..<4 { group.addTask { try await server.ensureRunning(installed) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(endpoints.map(\.pid)).count == 1)
    #expect(endpoints.filter(\.coldStart).count == 1)
    #expect(standIn.starts == 1)
    _ = try await server.stop()
  }

  /// A server whose threads do not fit makes room for one whose threads do, but not while anybody has it or it is at work.
  @Test func aServerIsReplacedForItsThreadsOnlyWhenNobodyHasIt() async throws {
    let misfit = Mutex(true)
    let server = standIn.server(isMisfit: { _ in misfit.withLock { $0 } })
    let first = try await server.ensureRunning(standIn.installed)
    let lease = try #require(
      Disk.names(in: fixture.directories.runtime).first { $0.hasSuffix(".lease.lock") }.map {
        "\(fixture.directories.runtime)/\($0)"
      })
    // This process was given it, and may ask it at any time.
    #expect(try await server.ensureRunning(standIn.installed).pid == first.pid)
    ServerLease.release(lease)
    // Another process was given it.
    let other = open(lease, O_RDWR | O_CLOEXEC)
    #expect(flock(other, LOCK_SH) == 0)
    #expect(try await server.ensureRunning(standIn.installed).pid == first.pid)
    ServerLease.release(lease)
    close(other)
    let busy = try fixture.write("busy", [])
    #expect(try await server.ensureRunning(standIn.installed).pid == first.pid)
    ServerLease.release(lease)
    try Disk.remove(busy)
    misfit.withLock { $0 = false }
    #expect(try await server.ensureRunning(standIn.installed).pid == first.pid)
    ServerLease.release(lease)
    misfit.withLock { $0 = true }
    let second = try await server.ensureRunning(standIn.installed)
    #expect(second.pid != first.pid && second.coldStart && standIn.starts == 2)
    #expect(standIn.cacheActions == ["save", "restore"])
    _ = try await server.stop()
    ServerLease.release(lease)
  }

  @Test func aCrashedServerIsReplaced() async throws {
    let server = standIn.server()
    let first = try await server.ensureRunning(standIn.installed)
    kill(-first.pid, SIGKILL)
    let second = try await server.ensureRunning(standIn.installed)
    #expect(second.pid != first.pid && second.coldStart && second.key != first.key)
    _ = try await server.stop()
  }

  @Test func theLauncherEndsWhenItsServerDoes() async throws {
    let server = standIn.server(idle: .seconds(120))
    let endpoint = try await server.ensureRunning(standIn.installed)
    let children = try ChildProcessRun.output("ps", ["-o", "pid=", "--ppid", String(endpoint.pid)])
    let child = try #require(Int32(children.filter(\.isNumber)))
    kill(child, SIGKILL)
    #expect(
      try await eventually {
        _ = WatchedChild.poll(endpoint.pid); return ProcessIdentity(ofRunning: endpoint.pid) == nil
      })
    #expect(server.status().isEmpty)
  }

  @Test func aRecordOfAnotherProcessIsRemovedAndTheProcessLeftAlone() async throws {
    let server = standIn.server()
    let endpoint = try await server.ensureRunning(standIn.installed)
    _ = try await server.stop()
    let files = ServerFiles(
      runtime: fixture.directories.runtime, state: fixture.directories.state, identity: "tiny", contextTokens: 2048)
    // The number of this very test, with another start time, as after a restart of the machine.
    var process = try #require(ProcessIdentity(ofRunning: getpid()))
    process.startTime += 1
    try files.save(
      ServerRecord(
        process: process, key: "k", model: "tiny", identity: "tiny", runtime: "llama-server b9000",
        contextTokens: 2048, threads: 1, idleSeconds: 1, logOffset: 0))
    #expect(server.status().isEmpty)
    let next = try await server.ensureRunning(standIn.installed)
    #expect(next.pid != endpoint.pid && next.coldStart)
    _ = try await server.stop()
  }

  @Test func aFailedStartShowsTheServersOwnWords() async throws {
    try fixture.write("fail", [])
    let server = standIn.server()
    await #expect { try await server.ensureRunning(standIn.installed) } throws: { error in
      guard let error = error as? LocalEngineError else { return false }
      return error.code == .startFailed && error.message.contains("tensor 'output' is missing")
    }
    #expect(runtimeFiles.allSatisfy { $0.hasSuffix(".used") })
  }

  @Test func anIdleServerEndsAndABusyOneDoesNot() async throws {
    let busy = try fixture.write("busy", [])
    let server = standIn.server(idle: .milliseconds(400))
    let endpoint = try await server.ensureRunning(standIn.installed)
    try await Task.sleep(for: .milliseconds(1500))
    #expect(server.status().map(\.pid) == [endpoint.pid])
    try Disk.remove(busy)
    #expect(
      try await eventually {
        _ = WatchedChild.poll(endpoint.pid); return server.status().isEmpty
      })
    // The record goes first, the other files just after it.
    #expect(try await eventually { runtimeFiles.isEmpty })
  }

  /// The files in which servers keep what they have read.
  private var caches: [String] { Disk.names(in: fixture.directories.state).filter { $0.contains(".kv") } }

  @Test func whatAServerHasReadOutlivesIt() async throws {
    let server = standIn.server()
    _ = try await server.ensureRunning(standIn.installed)
    #expect(standIn.cacheActions.isEmpty)
    _ = try await server.stop()
    let cache = try #require(caches.first)
    #expect(caches.count == 1 && cache.hasSuffix(".kv"))
    var info = stat()
    #expect(stat("\(fixture.directories.state)/\(cache)", &info) == 0)
    #expect(info.st_mode & 0o077 == 0)
    _ = try await server.ensureRunning(standIn.installed)
    #expect(standIn.cacheActions == ["save", "restore"])
    _ = try await server.stop()
    #expect(standIn.cacheActions == ["save", "restore", "save"])
  }

  @Test func whatAnIdleServerHasReadIsKept() async throws {
    let server = standIn.server(idle: .milliseconds(300))
    let endpoint = try await server.ensureRunning(standIn.installed)
    #expect(
      try await eventually {
        _ = WatchedChild.poll(endpoint.pid); return ProcessIdentity(ofRunning: endpoint.pid) == nil
      })
    #expect(standIn.cacheActions == ["save"] && caches.count == 1)
  }

  @Test func aCacheThatIsTooLargeOrOfAnotherRuntimeIsNotTaken() async throws {
    var settings = LocalServer.Settings()
    settings.savedCacheMiB = 0
    let server = LocalServer(directories: fixture.directories, environment: fixture.environment, settings: settings)
    _ = try await server.ensureRunning(standIn.installed)
    _ = try await server.stop()
    #expect(standIn.cacheActions == ["save"] && caches.isEmpty)
    let usual = standIn.server()
    _ = try await usual.ensureRunning(standIn.installed)
    _ = try await usual.stop()
    #expect(caches.count == 1)
    var newer = standIn.installed
    if case .llamaServer(let path, _) = newer.runtime.server {
      newer.runtime.server = .llamaServer(path: path, build: 9001)
    }
    _ = try await usual.ensureRunning(newer)
    #expect(!standIn.cacheActions.contains("restore"))
    _ = try await usual.stop()
  }

  /// Batches are as large as the pace of the last server that read enough lets two of them pass quickly.
  @Test func batchesFollowWhatWasMeasured() async throws {
    func start(threads: Int, tokens: Int, seconds: String) async throws {
      let text = """
        # HELP llamacpp:prompt_tokens_total Number of prompt tokens processed
        llamacpp:prompt_tokens_total \(tokens)
        llamacpp:prompt_seconds_total \(seconds)

        """
      try fixture.write("metrics", Array(text.utf8))
      let server = standIn.server(threads: threads)
      _ = try await server.ensureRunning(standIn.installed)
      _ = try await server.stop()
    }
    try await start(threads: 2, tokens: 2000, seconds: "10.0")
    #expect(standIn.batches == ["12"])
    try await start(threads: 2, tokens: 100, seconds: "0.001")
    try await start(threads: 4, tokens: 3000, seconds: "0.0")
    try await start(threads: 2, tokens: 3000, seconds: "1000")
    try await start(threads: 2, tokens: 300_000, seconds: "1")
    try await start(threads: 2, tokens: 300_000, seconds: "1")
    #expect(standIn.batches == ["12", "24", "46", "24", "4", "512"])
  }

  @Test func aServerOfAnotherVersionIsReplaced() async throws {
    let server = standIn.server()
    let first = try await server.ensureRunning(standIn.installed)
    var newer = standIn.installed
    if case .llamaServer(let path, _) = newer.runtime.server {
      newer.runtime.server = .llamaServer(path: path, build: 9001)
    }
    let second = try await server.ensureRunning(newer)
    #expect(second.coldStart && second.pid != first.pid && ProcessIdentity(ofRunning: first.pid) == nil)
    _ = try await server.stop()
  }

  @Test func aLauncherThatIgnoresSIGTERMIsKilled() async throws {
    var deaf = standIn.installed
    deaf.runtime.launcher = try fixture.write(
      "deaf.py",
      Array(
        ServerLauncher.script.replacing(
          "signal.signal(signal.SIGTERM, lambda *_: end(options, child, port, key))",
          with: "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
        ).utf8))
    let server = standIn.server()
    let endpoint = try await server.ensureRunning(deaf)
    #expect(try await server.stop() == [endpoint.pid])
    #expect(
      try await eventually {
        _ = WatchedChild.poll(endpoint.pid); return ProcessIdentity(ofRunning: endpoint.pid) == nil
      })
  }
}
