import HoneCore
import HoneEngine
import HoneSystem
import HoneTestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures what Hone's own engine client costs, against a scripted server on the loopback interface.
///
/// `hone-engine-benchmark [<git-hone>]` prints one line a measurement; with the path of a built `git-hone` the whole command is
/// measured too. `hone-engine-benchmark serve <count>` only serves a stream of so many deltas, for comparing other clients.
@main
struct EngineBenchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "serve" {
      try await serve(count: arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000)
      return
    }
    try await timeToFirstText()
    try await steering()
    try await throughput()
    for rate in [1000, 3000] { try await paced(rate) }
    try await memory()
    if let program = arguments.first { try await CommandBenchmark(program: program).run() }
  }

  // MARK: Measurements

  /// The time from asking to the first text, when the server answers at once.
  private static func timeToFirstText() async throws {
    let server = try await ScriptedEngine.start(.chat(text: "hello world"))
    let engine = try engine(at: server.baseURL)
    var times: [Duration] = []
    for _ in 0..<400 {
      let start = ContinuousClock.now
      for try await event in engine.stream(request) {
        if case .textDelta = event {
          times.append(ContinuousClock.now - start)
          break
        }
      }
    }
    await server.stop()
    report("time to first text, server included", times)
  }

  /// The time from the wish to stop to the closed connection, as the server sees it.
  private static func steering() async throws {
    var reply = ScriptedEngineReply.chat(text: String(repeating: "and so on ", count: 4000))
    reply.framesPerSecond = 1000
    let server = try await ScriptedEngine.start(reply)
    let engine = try engine(at: server.baseURL)
    var times: [Duration] = []
    for number in 0..<100 {
      let (started, continuation) = AsyncStream.makeStream(of: Void.self)
      let task = Task {
        for try await event in engine.stream(request) { if case .textDelta = event { continuation.yield() } }
      }
      for await _ in started { break }
      let moment = ContinuousClock.now
      task.cancel()
      if let closed = await server.disconnection(ofRequest: number, within: .seconds(5)) {
        times.append(closed - moment)
      }
      _ = await task.result
    }
    await server.stop()
    report("from stopping to the closed connection", times)
  }

  /// Edits read, parsed and located as fast as the server can send them.
  private static func throughput() async throws {
    let lines = (0..<2000).map { "    value_\($0) = compute(\($0), options)" }
    let file = Array((lines.joined(separator: "\n") + "\n").utf8)
    let text = stride(from: 0, to: 2000, by: 2).map { line in
      "a.py\n<<<<<<< SEARCH\n\(lines[line])\n=======\n\(lines[line])  # seen\n>>>>>>> REPLACE\n"
    }.joined()
    let server = try await ScriptedEngine.start(.chat(text: String(repeating: text, count: 4), pieceLength: 24))
    let engine = try engine(at: server.baseURL)
    let applier = EditApplier(file)
    var best = 0.0
    for _ in 0..<3 {
      var parser = SearchReplaceParser(editablePaths: ["a.py"])
      var size = 0
      var edits = 0
      let start = ContinuousClock.now
      for try await event in engine.stream(request) {
        guard case .textDelta(let piece) = event else { continue }
        size += piece.utf8.count
        for edit in try parser.feed(piece.utf8) {
          _ = try applier.place(edit)
          edits += 1
        }
      }
      guard edits == 4000 else { throw Failure("only \(edits) of 4000 edits were placed") }
      best = max(best, Double(TokenEstimate.tokens(bytes: size)) / (ContinuousClock.now - start).inSeconds)
    }
    await server.stop()
    say("edits read, parsed and located: \(Int(best)) tokens/s, server in the same process")
  }

  /// Whether a stream of so many tokens a second is read at its own pace.
  private static func paced(_ rate: Int) async throws {
    var reply = ScriptedEngineReply.chat(text: String(repeating: "abc ", count: rate * 3), usage: nil)
    reply.framesPerSecond = Double(rate)
    let server = try await ScriptedEngine.start(reply)
    let start = ContinuousClock.now
    for try await _ in try engine(at: server.baseURL).stream(request) {}
    let wall = (ContinuousClock.now - start).inSeconds
    let own = Double(reply.frames.count) / Double(rate)
    await server.stop()
    say(
      "\(rate) tokens/s: \(decimals(wall)) s for a stream of \(decimals(own)) s (\(decimals((wall / own - 1) * 100)) % more)"
    )
  }

  /// How much memory a long reply takes, the same server and client having read a tenth of it before.
  private static func memory() async throws {
    var reply = ScriptedEngineReply.chat(text: "x", usage: nil)
    let delta = ScriptedEngineReply.chat(text: "abc ", usage: nil).frames[1]
    reply.frames.replaceSubrange(1..<2, with: Array(repeating: delta, count: 1_000_000))
    var short = reply
    short.frames.removeSubrange(100_000..<900_000)
    let server = try await ScriptedEngine.start(short, reply)
    let engine = try engine(at: server.baseURL)
    for try await _ in engine.stream(request) {}
    let before = residentBytes()
    let start = ContinuousClock.now
    var size = 0
    for try await event in engine.stream(request) { if case .textDelta(let text) = event { size += text.utf8.count } }
    let time = (ContinuousClock.now - start).inSeconds
    let grown = max(0, residentBytes() - before)
    await server.stop()
    guard size == 4_000_000 else { throw Failure("only \(size) bytes of the long reply came") }
    say("1,000,000 deltas: \(Int(1_000_000 / time)) deltas/s, memory grew by \(grown >> 10) KiB")
  }

  /// Serves one long reply to whoever asks, until standard input ends.
  private static func serve(count: Int) async throws {
    var reply = ScriptedEngineReply.chat(text: "x")
    let delta = ScriptedEngineReply.chat(text: "abc ").frames[1]
    reply.frames.replaceSubrange(1..<2, with: Array(repeating: delta, count: count))
    let server = try await ScriptedEngine.start(reply)
    say(server.baseURL)
    while readLine() != nil {}
    await server.stop()
  }

  // MARK: Parts

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  private static let request = EngineRequest(messages: [Message(.user, "go")], maxOutputTokens: 1 << 20)

  private static func engine(at url: String) throws -> any Engine {
    try EngineConfiguration(name: "scripted", url: url, model: "m", api: .chat).makeEngine(
      environment: Environment([:]))
  }

  private static func report(_ name: String, _ times: [Duration]) {
    let sorted = times.sorted().map { $0.inSeconds * 1000 }
    guard let last = sorted.last else { return say("\(name): nothing measured") }
    say(
      "\(name): p50 \(decimals(sorted[sorted.count / 2])) ms, p95 \(decimals(sorted[sorted.count * 95 / 100])) ms, "
        + "most \(decimals(last)) ms, \(sorted.count) times")
  }

  /// Prints a line at once, for whoever reads along.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  static func decimals(_ value: Double) -> String { String((value * 100).rounded() / 100) }

  /// What the process has in memory, in bytes: what it has now on Linux, the most it ever had elsewhere.
  private static func residentBytes() -> Int {
    #if os(Linux)
      guard let file = fopen("/proc/self/statm", "r") else { return 0 }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 128)
      guard fgets(&line, 128, file) != nil else { return 0 }
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
