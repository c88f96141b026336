import Foundation
import HoneSystem
import HoneTestSupport

/// Measures the command itself: from the last byte of a reply to the staged result, what its processor time is for, and how soon
/// it lets go of a reply when the user says something else.
struct CommandBenchmark {
  let program: String

  func run() async throws {
    var (staged, told): ([Duration], [Duration]) = ([], [])
    for _ in 0..<15 {
      let times = try await stagedTimes(edits: 50, rate: 1000)
      staged.append(times.staged)
      told.append(times.told)
    }
    EngineBenchmark.report(
      "50 edits of 20 files at 1,000 tokens/s, from the last byte to the new index", staged, most: 60)
    EngineBenchmark.report("the same, to the end of the command", told)
    try await consumption()
    try await redirection(onTerminal: false)
    #if os(Linux)
      try await redirection(onTerminal: true)
    #endif
  }

  /// What the whole command takes for each token of edits, beyond what it takes to start and to write.
  private func consumption() async throws {
    let (few, many) = (EditStream(count: 20), EditStream(count: 2020))
    var rates: [Double] = []
    for _ in 0..<3 {
      let base = try processorTime(of: few)
      let whole = try processorTime(of: many)
      let tokens = (many.text.utf8.count - few.text.utf8.count) / EditStream.bytesPerToken
      rates.append(Double(tokens) / max(1e-6, whole - base))
    }
    EngineBenchmark.judge(
      "edits through the command, 2,000 of them in 20 files, p50 of 3", rates.sorted()[1].rounded(),
      "tokens/s of one core", .atLeast(100_000))
  }

  /// What the command takes for a reply that comes as fast as it is read.
  private func processorTime(of edits: EditStream) throws -> Double {
    let repository = try repository()
    let server = try StreamServer("edits", count: edits.count)
    defer { server.stop() }
    try configure(repository, url: server.baseURL)
    let before = EngineBenchmark.processorTime(ofChildren: true)
    let output = try ChildProcess.run(command(in: repository))
    let after = EngineBenchmark.processorTime(ofChildren: true)
    guard output.status.isSuccess else { throw EngineBenchmark.Failure("the command failed: \(output.message)") }
    return after - before
  }

  /// Stages `edits` edits of twenty files.
  /// - Returns: the times from the last byte of the reply to the moment at which git sees them staged, and to the command's end.
  private func stagedTimes(edits count: Int, rate: Double?) async throws -> (staged: Duration, told: Duration) {
    let repository = try repository()
    var reply = ScriptedEngineReply.chat(text: EditStream(count: count).text)
    reply.framesPerSecond = rate
    let server = try await ScriptedEngine.start(reply)
    try configure(repository, url: server.baseURL)
    let command = command(in: repository)
    let index = repository.path + "/.git/index"
    let before = Self.node(of: index)
    async let staged = withCheckedContinuation { continuation in
      Thread.detachNewThread {
        // Whoever writes an index writes another file and renames it.
        let end = ContinuousClock.now + .seconds(60)
        while Self.node(of: index) == before, ContinuousClock.now < end { usleep(200) }
        continuation.resume(returning: ContinuousClock.now)
      }
    }
    async let output = withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { (try ChildProcess.run(command), ContinuousClock.now) })
      }
    }
    guard await server.hasSent(frames: reply.frames.count, within: .seconds(60)) else {
      throw EngineBenchmark.Failure("the reply was not read to its end")
    }
    let sent = ContinuousClock.now
    let (result, ended) = try await output
    await server.stop()
    guard result.status.isSuccess, try repository.stagedText("file9.py").contains("# seen") else {
      throw EngineBenchmark.Failure("the command failed: \(result.message)")
    }
    return (await staged - sent, ended - sent)
  }

  private static func node(of path: String) -> UInt64 {
    var found = stat()
    return stat(path, &found) == 0 ? UInt64(found.st_ino) : 0
  }

  private func command(in repository: ScriptedRepository) -> ChildProcess.Command {
    ChildProcess.Command(
      program, ["edit", "-y", "--engine", "test", "mark what was seen"], environment: Self.environment(of: repository),
      directory: repository.path)
  }

  /// What a user's shell gives a command: the configuration stands in files, and in a home of its own.
  static func environment(of repository: ScriptedRepository) -> HoneSystem.Environment {
    var environment = repository.environment
    for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] { environment[name] = nil }
    return environment
  }

  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    for file in 0..<EditStream.fileCount { try repository.write("file\(file).py", EditStream.contents(of: file)) }
    try repository.commit("first")
    for file in 0..<EditStream.fileCount {
      try repository.write("file\(file).py", "import os\n" + EditStream.contents(of: file))
    }
    try repository.git("add", "--all")
    return repository
  }

  private func configure(_ repository: ScriptedRepository, url: String) throws {
    // The files together are more than an engine of unknown size is shown.
    let settings = [
      ("url", url), ("model", "m"), ("format", "search-replace"), ("api", "chat"), ("context", "131072"),
      ("uncounted", "accept"),
    ]
    for (key, value) in settings {
      try repository.git("config", "honeengine.test.\(key)", value)
    }
  }

  // MARK: Redirection

  /// From the last key of a new instruction to the closed connection, as the server sees it, again and again in one run.
  private func redirection(onTerminal: Bool) async throws {
    let repository = try repository()
    // Nothing of it is an edit, and it ends long after the measurement.
    var reply = ScriptedEngineReply.chat(text: String(repeating: "and so on ", count: 40_000))
    reply.framesPerSecond = 1000
    let server = try await ScriptedEngine.start(reply)
    try configure(repository, url: server.baseURL)
    let run = try SteeredRun(
      program, ["edit", "-y", "--engine", "test"] + (onTerminal ? [] : ["--format", "json"]) + ["mark what was seen"],
      repository: repository, onTerminal: onTerminal)
    var times: [Duration] = []
    for number in 0..<60 {
      let sent = server.framesSent
      guard await server.hasSent(frames: sent + 60, within: .seconds(20)) else {
        throw EngineBenchmark.Failure("the engine was not asked again")
      }
      run.say(onTerminal ? "other words \(number)" : #"{"steer": "other words \#(number)"}"#)
      let key = ContinuousClock.now
      run.say("\n")
      guard let closed = await server.disconnection(ofRequest: number, within: .seconds(10)) else {
        throw EngineBenchmark.Failure("the connection stayed open")
      }
      times.append(closed - key)
    }
    run.end()
    await server.stop()
    EngineBenchmark.report(
      "redirected \(onTerminal ? "on a terminal" : "by a line of JSON"), from key to closed connection", times, p95: 20)
  }
}

/// A run that somebody talks to.
private final class SteeredRun {
  private let process = Process()
  private let input: FileHandle

  init(_ program: String, _ arguments: [String], repository: ScriptedRepository, onTerminal: Bool) throws {
    let environment = CommandBenchmark.environment(of: repository)
    process.environment = Dictionary(
      uniqueKeysWithValues: environment.names.map { ($0, environment[$0] ?? "") })
    process.environment?["TERM"] = "xterm"
    process.currentDirectoryURL = URL(fileURLWithPath: repository.path)
    if onTerminal {
      let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      var (isLocked, number): (Int32, Int32) = (0, -1)
      // TIOCSPTLCK and TIOCGPTN of Linux, which glibc declares for other languages only.
      guard master >= 0, ioctl(master, 0x4004_5431, &isLocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
        throw EngineBenchmark.Failure("no terminal could be made")
      }
      let slave = FileHandle(fileDescriptor: open("/dev/pts/\(number)", O_RDWR | O_NOCTTY), closeOnDealloc: true)
      // The command is the foreground job of a terminal of its own.
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["setsid", "--ctty", "--wait", program] + arguments
      (process.standardInput, process.standardOutput, process.standardError) = (slave, slave, slave)
      input = FileHandle(fileDescriptor: master, closeOnDealloc: true)
      // A screen that nobody reads fills up.
      let screen = input
      Thread.detachNewThread { while let data = try? screen.read(upToCount: 65_536), !data.isEmpty {} }
    } else {
      let pipe = Pipe()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      process.standardInput = pipe
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      input = pipe.fileHandleForWriting
    }
    try process.run()
  }

  func say(_ text: String) { try? input.write(contentsOf: Data(text.utf8)) }

  /// Ends the command and waits for it.
  func end() {
    process.terminate()
    process.waitUntilExit()
  }
}
