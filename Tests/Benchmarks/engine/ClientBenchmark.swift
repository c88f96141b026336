import HoneCore
import HoneEngine
import HoneTestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures the client alone: what it adds to the first text, what reading and placing edits takes, and whether it keeps pace.
struct ClientBenchmark {
  private let request = EngineRequest(messages: [Message(.user, "go")], maxOutputTokens: 1 << 20)

  func run() async throws {
    try await timeToFirstText()
    try await stopping()
    try await edits()
    for rate in [1000, 3000] { try await paced(rate) }
    try await memory()
  }

  /// From asking to the first text, beside a client of a few lines over a plain socket, turn and turn about.
  private func timeToFirstText() async throws {
    let server = try StreamServer("text", count: 4)
    let engine = try EngineBenchmark.engine(at: server.baseURL)
    let plain = try PlainClient(server.baseURL)
    var times: (hone: [Duration], plain: [Duration]) = ([], [])
    for _ in 0..<500 {
      times.plain.append(try plain.timeToFirstText())
      let start = ContinuousClock.now
      var first: Duration?
      for try await event in engine.stream(request) {
        if case .textDelta = event { first = first ?? ContinuousClock.now - start }
      }
      if let first { times.hone.append(first) }
    }
    server.stop()
    EngineBenchmark.report("time to first text, warm connection", times.hone)
    EngineBenchmark.report("the same through a plain socket", times.plain)
    let added = times.hone.sorted()[times.hone.count / 2] - times.plain.sorted()[times.plain.count / 2]
    EngineBenchmark.judge("what the client adds to it, p50", added.inSeconds * 1000, "ms", .atMost(3))
  }

  /// The time from the wish to stop to the closed connection, as the server sees it.
  private func stopping() async throws {
    var reply = ScriptedEngineReply.chat(text: String(repeating: "and so on ", count: 4000))
    reply.framesPerSecond = 1000
    let server = try await ScriptedEngine.start(reply)
    let engine = try EngineBenchmark.engine(at: server.baseURL)
    var times: [Duration] = []
    for number in 0..<100 {
      let (started, continuation) = AsyncStream.makeStream(of: Void.self)
      let task = Task { [request] in
        for try await event in engine.stream(request) { if case .textDelta = event { continuation.yield() } }
      }
      for await _ in started { break }
      let moment = ContinuousClock.now
      task.cancel()
      guard let closed = await server.disconnection(ofRequest: number, within: .seconds(5)) else {
        throw EngineBenchmark.Failure("the connection stayed open")
      }
      times.append(closed - moment)
      _ = await task.result
    }
    await server.stop()
    EngineBenchmark.report("from stopping to the closed connection, inside the client", times, p95: 20)
  }

  /// Edits read, parsed, located and gated as fast as the server can send them, by the time that the processor took: so many
  /// tokens a second are what one core can do.
  private func edits() async throws {
    let stream = EditStream(count: 4000)
    let server = try StreamServer("edits", count: stream.count)
    let engine = try EngineBenchmark.engine(at: server.baseURL)
    let files = (0..<EditStream.fileCount).map { EditApplier(Array(EditStream.contents(of: $0).utf8)) }
    var rates: (read: [Double], placed: [Double]) = ([], [])
    for _ in 0..<3 {
      rates.read.append(
        try await rate { text in
          for try await event in engine.stream(request) {
            if case .textDelta(let piece) = event { text += piece.utf8.count }
          }
        })
      rates.placed.append(
        try await rate { text in
          var parser = SearchReplaceParser()
          var count = 0
          for try await event in engine.stream(request) {
            guard case .textDelta(let piece) = event else { continue }
            text += piece.utf8.count
            for edit in try parser.feed(piece.utf8) {
              try Self.check(edit, files: files)
              count += 1
            }
          }
          guard count == stream.count else {
            throw EngineBenchmark.Failure("only \(count) of \(stream.count) edits came")
          }
        })
    }
    server.stop()
    EngineBenchmark.say("read: \(Int(rates.read.max() ?? 0)) tokens/s of one core")
    EngineBenchmark.judge(
      "edits read, parsed, located and gated", (rates.placed.max() ?? 0).rounded(), "tokens/s of one core",
      .atLeast(100_000))
  }

  /// Locates one edit and looks at its result, as a run does.
  private static func check(_ edit: Edit, files: [EditApplier]) throws {
    guard let number = edit.path.flatMap({ Int($0.dropFirst(4).dropLast(3)) }), files.indices.contains(number) else {
      throw EngineBenchmark.Failure("an edit of another file came")
    }
    let file = files[number]
    let replacements = try file.place(edit)
    let hunks = try LineDiff.hunks(of: replacements, in: file.base)
    let result = try AppliedEdits.bytes(replacements, in: file.base)
    try PlaceholderScan.check(base: file.base.bytes, hunks: hunks, fileExtension: "py")
    try ResultGate.check(base: file.base.bytes, result: result, fileExtension: "py")
  }

  /// Tokens for each second of processor time; `body` adds up the bytes of text.
  private func rate(_ body: (inout Int) async throws -> Void) async rethrows -> Double {
    var bytes = 0
    let start = EngineBenchmark.processorTime()
    try await body(&bytes)
    return Double(bytes / EditStream.bytesPerToken) / max(1e-6, EngineBenchmark.processorTime() - start)
  }

  /// Whether a stream of so many tokens a second is read at its own pace.
  private func paced(_ rate: Int) async throws {
    let count = rate * 4
    let server = try StreamServer("text", count: count, rate: rate)
    let start = ContinuousClock.now
    for try await _ in try EngineBenchmark.engine(at: server.baseURL).stream(request) {}
    let wall = (ContinuousClock.now - start).inSeconds
    // The role, the reason, the usage and the end are frames too, and the first of all frames waits for nothing.
    let own = Double(count + 3) / Double(rate)
    server.stop()
    EngineBenchmark.say(
      "\(rate) tokens/s: \(EngineBenchmark.decimals(wall)) s for a stream of \(EngineBenchmark.decimals(own)) s")
    EngineBenchmark.judge("the time beyond that of the stream", (wall / own - 1) * 100, "%", .atMost(3))
  }

  /// How much memory a long reply takes, after a tenth of it.
  private func memory() async throws {
    let server = try StreamServer("text", count: 1_000_000)
    var size = 0
    var before = 0
    let start = EngineBenchmark.processorTime()
    for try await event in try EngineBenchmark.engine(at: server.baseURL).stream(request) {
      guard case .textDelta(let text) = event else { continue }
      size += text.utf8.count
      if before == 0, size > 400_000 { before = EngineBenchmark.residentBytes() }
    }
    let time = EngineBenchmark.processorTime() - start
    let grown = max(0, EngineBenchmark.residentBytes() - before)
    server.stop()
    guard size == 4_000_000 else { throw EngineBenchmark.Failure("only \(size) bytes of the long reply came") }
    EngineBenchmark.say("1,000,000 tokens: \(Int(1_000_000 / time)) tokens/s of one core")
    // The 900,000 tokens have 3,516 KiB of text.
    EngineBenchmark.judge("the memory that the last 900,000 of them take", Double(grown >> 10), "KiB", .atMost(512))
  }
}

/// The least that a client can do: a request over a socket that stays open, and a look for the first text in what comes.
private final class PlainClient {
  private let socket: Int32
  private let request: [UInt8]

  init(_ baseURL: String) throws {
    let port = baseURL.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) } ?? 0
    let body = #"{"model":"m","messages":[{"role":"user","content":"go"}],"stream":true}"#
    request = Array(
      ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    #if os(Linux)
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var on: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw EngineBenchmark.Failure("no connection to the scripted server") }
  }

  deinit { close(socket) }

  func timeToFirstText() throws -> Duration {
    let start = ContinuousClock.now
    var first: Duration?
    guard send(socket, request, request.count, 0) == request.count else { throw EngineBenchmark.Failure("cannot send") }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    // The last chunk has no bytes.
    while !answer.suffix(7).elementsEqual("\r\n0\r\n\r\n".utf8) {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { throw EngineBenchmark.Failure("the scripted server hung up") }
      answer += buffer[..<count]
      if first == nil, String(decoding: answer, as: UTF8.self).contains(#""content":"abc "#) {
        first = ContinuousClock.now - start
      }
    }
    guard let first else { throw EngineBenchmark.Failure("no text came") }
    return first
  }
}
