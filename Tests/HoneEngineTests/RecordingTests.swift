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

@Suite struct RecordingTests {
  /// Makes an empty folder, runs `body` with its path, and removes it.
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    var template = Array("/tmp/hone-recording-XXXXXX".utf8CString)
    let path = try #require(mkdtemp(&template).map { String(cString: $0) })
    try await body(path)
    for file in files(in: path) { unlink("\(path)/\(file)") }
    rmdir(path)
  }

  private func files(in path: String) -> [String] {
    guard let handle = opendir(path) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(".exchange") || name.hasSuffix(".times") { names.append(name) }
    }
    return names.sorted()
  }

  @Test func `a query is sent with each request, and neither recorded nor told`() async throws {
    try await withFolder { folder in
      let server = try await ScriptedEngine.start(
        .chat(text: "hello"), .failure(status: 400, message: "no such thing: code=s3cretvalue"))
      var configuration = EngineConfiguration(
        name: "x", url: server.baseURL + "?api-version=1&code=s3cretvalue", model: "m", api: .chat)
      configuration.dialect = .init(tokenLimit: .maxTokens)
      let engine = try configuration.makeEngine(environment: Environment(["HONE_RECORD": folder]))
      #expect(try await CollectedReply(engine.stream(request())).text == "hello")
      let error = try #require(await failure(of: engine.stream(request("other"))))
      #expect(error.message.contains("/v1?api-version=1&code=*"), "\(error.message)")
      #expect(!"\(error.message) \(error.remedy) \(engine.description)".contains("s3cret"), "\(error.message)")
      let target = "/v1/chat/completions?api-version=1&code=s3cretvalue"
      #expect(server.requests.map(\.target) == [target, target])
      await server.stop()
      for file in files(in: folder) {
        let bytes = try #require(contents(of: "\(folder)/\(file)"))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("s3cret"))
      }
      #expect(try await CollectedReply(ReplayEngine(directory: folder).stream(request())).text == "hello")
    }
  }

  @Test(arguments: EngineAPI.allCases)
  func `what was recorded is played again, without the key`(_ api: EngineAPI) async throws {
    try await withFolder { folder in
      let text = "first line\nsecond 😀 line\n"
      let replies: [ScriptedEngineReply] =
        switch api {
        case .chat: [.chat(text: text, reasoning: "hm"), .chat(text: "two")]
        case .responses: [.responses(text: text, reasoning: "hm"), .responses(text: "two")]
        case .llama: [.infill(text: text), .chat(text: "two")]
        case .completion: [.completion(text: text), .completion(text: "two")]
        }
      let counter = Mutex(0)
      let server = try await ScriptedEngine.start { request, _ in
        switch request.target {
        case "/props": return .json(#"{"chat_template":"{{ messages }}"}"#)
        case "/apply-template": return .json(#"{"prompt":"user: hello"}"#)
        default:
          return replies[
            min(
              1,
              counter.withLock {
                $0 += 1
                return $0 - 1
              })]
        }
      }
      let engine = try makeEngine(server, api: api, environment: ["TEST_KEY": testKey, "HONE_RECORD": folder])
      // A folder that is not there yet is made.
      if api == .responses { try Disk.remove(folder) }
      var first = request()
      if api == .llama { first.infill = .init(prefix: "a", suffix: "b") }
      let live = [try await CollectedReply(engine.stream(first)), try await CollectedReply(engine.stream(request()))]
      await server.stop()
      #expect(live.map(\.text) == [text, "two"])
      #expect(files(in: folder).filter { $0.hasSuffix(".exchange") }.count == 2)
      for file in files(in: folder) {
        let bytes = try #require(contents(of: "\(folder)/\(file)"))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(testKey))
      }
      let replay = try ReplayEngine(directory: folder)
      #expect(replay.description.model == "test-model")
      let played = [
        try await CollectedReply(replay.stream(first)), try await CollectedReply(replay.stream(request())),
      ]
      #expect(played == live)
      #expect(await failure(of: replay.stream(request()))?.code == .misconfigured)
    }
  }

  /// Records what `server` answers to `questions`, one after the other.
  private func record(_ questions: [String], of server: ScriptedEngine, to folder: String, api: EngineAPI) async throws
  {
    let engine = try makeEngine(server, api: api, environment: ["TEST_KEY": testKey, "HONE_RECORD": folder])
    for question in questions { _ = try await CollectedReply(engine.stream(request(question))) }
    await server.stop()
  }

  private static func echo(_ api: EngineAPI, _ request: ScriptedEngine.Request) -> ScriptedEngineReply {
    if request.target == "/props" { return .json(#"{"chat_template":"{{ messages }}"}"#) }
    if request.target == "/apply-template" {
      return .json(#"{"prompt":"user: \#(request.body.contains(UInt8(ascii: "2")) ? 2 : 1)"}"#)
    }
    let text = String(decoding: request.body, as: UTF8.self).contains("2\"") ? "reply 2" : "reply 1"
    return switch api {
    case .responses: .responses(text: text)
    case .completion: .completion(text: text)
    case .chat, .llama: .chat(text: text)
    }
  }

  @Test(arguments: EngineAPI.allCases)
  func `each question gets the reply that was recorded for it, in whatever order they are asked`(
    _ api: EngineAPI
  ) async throws {
    try await withFolder { folder in
      let server = try await ScriptedEngine.start { request, _ in Self.echo(api, request) }
      try await record(["site 1", "site 2"], of: server, to: folder, api: api)
      let replay = try ReplayEngine(directory: folder)
      #expect(try await CollectedReply(replay.stream(request("site 2"))).text == "reply 2")
      let other = await failure(of: replay.stream(request("site 3")))
      #expect(other?.code == .misconfigured && other?.message.contains("no exchange in which this was asked") == true)
      var longer = request("site 1")
      longer.maxOutputTokens = 9
      #expect(try await CollectedReply(replay.stream(longer)).text == "reply 1")
      #expect(await failure(of: replay.stream(request("site 1")))?.message.contains("no further exchange") == true)
    }
  }

  @Test(arguments: [EngineAPI.chat, .responses])
  func `recordings that do not say the question's key are told apart by what was sent`(_ api: EngineAPI) async throws {
    try await withFolder { folder in
      let server = try await ScriptedEngine.start { request, _ in Self.echo(api, request) }
      try await record(["site 1", "site 2"], of: server, to: folder, api: api)
      for file in files(in: folder) where file.hasSuffix(".exchange") {
        let text = String(decoding: try #require(contents(of: "\(folder)/\(file)")), as: UTF8.self)
        let (start, end) = (
          try #require(text.firstRange(of: #""asked":""#)), try #require(text.firstRange(of: #""request":"#))
        )
        let old = Array((text[..<start.lowerBound] + text[end.lowerBound...]).utf8)
        let handle = try #require(fopen("\(folder)/\(file)", "w"))
        fwrite(old, 1, old.count, handle)
        fclose(handle)
      }
      let replay = try ReplayEngine(directory: folder)
      #expect(try await CollectedReply(replay.stream(request("site 2"))).text == "reply 2")
      #expect(try await CollectedReply(replay.stream(request("site 1"))).text == "reply 1")
    }
  }

  @Test func `an attempt that failed and was made again is passed over`() async throws {
    try await withFolder { folder in
      var broken = ScriptedEngineReply.chat(text: "hello")
      broken.cutAfter = 10
      let cut = broken
      let server = try await ScriptedEngine.start { _, number in number == 0 ? cut : .chat(text: "hello") }
      try await record(["site 1"], of: server, to: folder, api: .chat)
      #expect(files(in: folder).count { $0.hasSuffix(".exchange") } == 2)
      let replay = try ReplayEngine(directory: folder)
      #expect(try await CollectedReply(replay.stream(request("site 1"))).text == "hello")
    }
  }

  @Test func `a refusal is recorded, and played where nothing else was answered`() async throws {
    try await withFolder { folder in
      let server = try await ScriptedEngine.start { _, number in
        number == 0 ? .failure(status: 503, message: "busy") : .failure(status: 403, message: "no such \(testKey)")
      }
      let engine = try makeEngine(server, environment: ["TEST_KEY": testKey, "HONE_RECORD": folder])
      let error = try #require(await failure(of: engine.stream(request())))
      await server.stop()
      let exchanges = files(in: folder).filter { $0.hasSuffix(".exchange") }
      #expect(exchanges.count == 2)
      for name in exchanges {
        let bytes = try #require(contents(of: "\(folder)/\(name)"))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(testKey))
      }
      let played = try #require(await failure(of: try ReplayEngine(directory: folder).stream(request())))
      #expect(played.code == error.code && played.message.contains("no such [key]"), "\(played)")
    }
  }

  @Test func `a key that a service repeats is not stored`() async throws {
    try await withFolder { folder in
      var reply = ScriptedEngineReply.chat(text: "hello")
      reply.frames = [Array("data: {\"error\":{\"message\":\"the key \(testKey) is unknown\"}}\n\n".utf8)]
      let server = try await ScriptedEngine.start(reply)
      let engine = try makeEngine(server, environment: ["TEST_KEY": testKey, "HONE_RECORD": folder])
      _ = await failure(of: engine.stream(request()))
      await server.stop()
      #expect(!files(in: folder).isEmpty)
      for file in files(in: folder) {
        let bytes = try #require(contents(of: "\(folder)/\(file)"))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(testKey))
      }
      let played = try #require(await failure(of: try ReplayEngine(directory: folder).stream(request())))
      #expect(played.message.contains("the key **") && played.message.contains("** is unknown"), "\(played)")
    }
  }

  @Test func `a text is hidden wherever the stream is cut`() {
    let text = Array("say abcdefgh, abcdefgh and ab".utf8)
    for cut in 0...text.count {
      for second in cut...text.count {
        var hidden = HiddenText(["abcdefgh", "abcd"], from: 3)
        var stored: [UInt8] = Array("123".utf8)
        for piece in [text[..<cut], text[cut..<second], text[second...]] {
          let (bytes, mended) = hidden.masked(Array(piece))
          if let mended {
            stored.replaceSubrange(mended.offset..<(mended.offset + mended.bytes.count), with: mended.bytes)
          }
          stored += bytes
        }
        #expect(String(decoding: stored, as: UTF8.self) == "123say ********, ******** and ab")
      }
    }
  }

  @Test func `a folder that is named from where one stands is made there`() async throws {
    try await withFolder { folder in
      let depth = try #require(getcwd(nil, 0).map { String(cString: $0) }).split(separator: "/").count
      let relative = String(repeating: "../", count: depth) + folder.dropFirst() + "/a/b"
      try Disk.makePrivateFolder(relative)
      #expect(Disk.exists("\(folder)/a/b"))
      rmdir("\(folder)/a/b")
      rmdir("\(folder)/a")
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `frames are told apart by any end of lines`(end: String) async throws {
    try await withFolder { folder in
      let file = "\(folder)/1.exchange"
      let stream = try #require(fopen(file, "w"))
      fputs(#"{"engine":"x","model":"m","api":"chat","url":"http://x","request":null}"# + "\n", stream)
      fputs("data: 1\(end)\(end)event: a\(end)data: 2\(end)\(end)data: [DONE]\(end)\(end)", stream)
      fclose(stream)
      let pieces = try #require(RecordedExchange(file: file)).pieces(at: .rate(10))
      #expect(pieces.map(\.due) == [.zero, .milliseconds(100), .milliseconds(200)])
    }
  }

  @Test(arguments: ["0", "-1", "1e-300", "nan", "inf", "x", ""])
  func `what is no pace is none`(text: String) { #expect(ReplayPace(text: text) == nil) }

  @Test func `a folder that nothing can be written to is told once, and the reply comes`() async throws {
    let server = try await ScriptedEngine.start(.chat(text: "hello"))
    let engine = try makeEngine(server, environment: ["TEST_KEY": testKey, "HONE_RECORD": "/proc/nowhere/recordings"])
    let replies = [
      try await CollectedReply(engine.stream(request())), try await CollectedReply(engine.stream(request())),
    ]
    #expect(replies.map(\.text) == ["hello", "hello"])
    #expect(replies[0].notices.count == 1 && replies[1].notices.isEmpty)
    #expect(replies[0].notices.first?.contains("/proc/nowhere/recordings") == true)
    await server.stop()
  }

  @Test func `a recording that was cut is a broken stream`() async throws {
    try await withFolder { folder in
      let server = try await ScriptedEngine.start(.chat(text: "hello"))
      let engine = try makeEngine(server, environment: ["TEST_KEY": testKey, "HONE_RECORD": folder])
      _ = try await CollectedReply(engine.stream(request()))
      await server.stop()
      let file = "\(folder)/\(try #require(files(in: folder).first))"
      let bytes = try #require(contents(of: file))
      truncate(file, bytes.count - 5)
      #expect(await failure(of: try ReplayEngine(directory: folder).stream(request()))?.code == .brokenStream)
    }
  }

  @Test func `a recording is played at its own pace or at any other`() async throws {
    try await withFolder { folder in
      var slow = ScriptedEngineReply.chat(text: String(repeating: "abcd", count: 30))
      slow.framesPerSecond = 500
      let server = try await ScriptedEngine.start(slow)
      let engine = try makeEngine(server, environment: ["TEST_KEY": testKey, "HONE_RECORD": folder])
      let live = try await CollectedReply(engine.stream(request()))
      await server.stop()
      let clock = ContinuousClock()
      func play(_ place: String) async throws -> Duration {
        let replay = try ReplayEngine(place: place)
        let start = clock.now
        let played = try await CollectedReply(replay.stream(request()))
        #expect(played == live)
        return clock.now - start
      }
      // The pace that was recorded is put far above what any machine needs to read the file.
      let times = "\(folder)/\(try #require(files(in: folder).first)).times"
      let pieces = String(decoding: try #require(contents(of: times)), as: UTF8.self).split(separator: "\n")
        .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
      try #require(pieces.count > 1)
      let rest = pieces.dropFirst().reduce(0, +)
      let stream = try #require(fopen(times, "w"))
      fputs("0 \(pieces[0])\n3000000 \(rest)\n", stream)
      fclose(stream)
      #expect(try await play("\(folder)@own") >= .seconds(3))
      // 34 frames, the last of them 33 intervals after the first.
      #expect(try await play("\(folder)@100") >= .milliseconds(320))
      #expect(try await play(folder) < .seconds(3))
      let named = "\(folder)/at@own"
      mkdir(named, 0o700)
      defer { rmdir(named) }
      #expect(throws: EngineError.self, "a folder of that name is the folder") { try ReplayEngine(place: named) }
    }
  }

  @Test func `a folder without recordings is named`() {
    #expect { try ReplayEngine(directory: "/nonexistent/folder") } throws: { error in
      (error as? EngineError)?.message.contains("/nonexistent/folder") == true
    }
  }

  private func contents(of file: String) -> [UInt8]? {
    guard let handle = fopen(file, "r") else { return nil }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(handle), byte != EOF { bytes.append(UInt8(byte)) }
    return bytes
  }
}
