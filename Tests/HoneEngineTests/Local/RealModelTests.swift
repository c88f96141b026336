import HoneSystem
import Synchronization
import Testing

@testable import HoneEngine

/// The standard model, if `git hone engine setup` has brought it here.
private let installedModel: EngineInstallation.Installed? = {
  guard let directories = UserDirectories(environment: .current) else { return nil }
  return try? EngineInstallation(directories: directories).installed(ModelCatalog.standard)
}()

@Suite(.enabled(if: Environment.current["HONE_TEST_MODEL"] != "0", "HONE_TEST_MODEL=0 leaves the real model out"))
struct RealModelTests {
  @Test(.enabled(if: installedModel != nil, "the local engine is not set up: git hone engine setup"))
  func theRealServerAnswersAndStops() async throws {
    let installed = try #require(installedModel)
    let fixture = try LocalFixture()
    var settings = LocalServer.Settings()
    settings.idleTime = .seconds(120)
    settings.contextTokens = 2048
    let server = LocalServer(directories: fixture.directories, environment: fixture.environment, settings: settings)
    let endpoint = try await server.ensureRunning(installed)
    let script = """
      import json, sys, urllib.request
      body = {"model": sys.argv[2], "temperature": 0, "max_tokens": 8, "stream": True,
              "messages": [{"role": "user", "content": "Answer with one word: the capital of France?"}]}
      request = urllib.request.Request(sys.argv[1] + "/chat/completions", json.dumps(body).encode(),
          {"Authorization": "Bearer " + sys.stdin.read(), "Content-Type": "application/json"})
      print(urllib.request.urlopen(request).read().decode())
      """
    let command = ChildProcess.Command(
      installed.runtime.python, ["-I", "-c", script, endpoint.baseURL, endpoint.model])
    let output = try ChildProcess.run(command, input: Array(endpoint.key.utf8))
    let reply = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(reply.contains("Paris") && reply.contains("data: [DONE]"))
    #expect(try await server.stop() == [endpoint.pid])
  }

  /// The real server's numbers add up, over its own counts and over its lists, with characters of several tokens and with the token
  /// that ends a reply.
  @Test(.enabled(if: installedModel != nil, "the local engine is not set up: git hone engine setup"))
  func theRealServersRepliesAreCounted() async throws {
    let installed = try #require(installedModel)
    let fixture = try LocalFixture()
    var settings = LocalServer.Settings()
    settings.idleTime = .seconds(300)
    settings.contextTokens = 2048
    let server = LocalServer(directories: fixture.directories, environment: fixture.environment, settings: settings)
    let endpoint = try await server.ensureRunning(installed)
    var configuration = EngineConfiguration(name: "local", url: endpoint.baseURL, model: endpoint.model, api: .llama)
    let key = Credential(endpoint.key)
    let native = try configuration.makeEngine(environment: fixture.environment, key: key)
    configuration.api = .completion
    let own = try configuration.makeEngine(environment: fixture.environment, key: key)
    configuration.api = .chat
    configuration.dialect = ServerKind.other.dialect
    let listing = try configuration.makeEngine(environment: fixture.environment, key: key)
    func ask(_ engine: any Engine, _ text: String, prefill: String? = nil) async throws -> CollectedReply {
      var request = EngineRequest(messages: [Message(.user, text)], maxOutputTokens: 200, temperature: 0)
      request.prefill = prefill
      return try await CollectedReply(engine.stream(request))
    }
    let plain = "Write this line once, and nothing else: value = compute(first, second)"
    let mixed = "Write this line once, and nothing else: größe = \"🐈\""
    for text in [plain, mixed] {
      for reply in [
        try await ask(native, text), try await ask(native, text, prefill: "```py\n"), try await ask(listing, text),
      ] {
        let isPlain = reply.text.utf8.allSatisfy { $0 < 0x80 }
        #expect(reply.finish == .stop && reply.notices.isEmpty, "\(reply)")
        #expect(reply.isCounted == true || !isPlain, "\(reply)")
      }
      // The same model says the same however it is asked, and counts the same tokens.
      let (byChat, byOwn) = (try await ask(native, text), try await ask(own, text))
      #expect(byOwn.text == byChat.text && byOwn.usage?.completion == byChat.usage?.completion, "\(byOwn) \(byChat)")
      #expect(byOwn.finish == .stop && (byOwn.isCounted == true || !byOwn.text.utf8.allSatisfy { $0 < 0x80 }))
      #expect(try await ask(own, text, prefill: "```py\n").text == ask(native, text, prefill: "```py\n").text)
      let counted = await native.tokenCount(
        of: EngineRequest(messages: [Message(.user, text)], maxOutputTokens: 1))
      #expect(counted == byOwn.usage?.prompt)
    }
    // It was the server's own interface, and not chat in its place.
    let templates = "\(fixture.directories.cache)/templates"
    #expect(
      Disk.names(in: templates).map { String(decoding: Disk.read("\(templates)/\($0)") ?? [], as: UTF8.self) }
        .map { $0.contains(#""usable":true"#) } == [true])
    #expect(
      CountLessons.remembered(
        of: listing.description, cache: fixture.directories.cache) == .lists(surplus: 1, joins: true, reasons: false))
    _ = try await server.stop()
  }

  /// Begins something, lets go of it, and sees how long its server goes on with it, several times.
  ///
  /// The server looks at the connection between two tokens, or two batches of them; on a machine that is busy with other things
  /// these take what they take. There only whether it stops at all is looked at: by itself it would go on for much longer.
  private func expectStops(
    _ what: String, within limit: Duration, _ begin: () async throws -> Void, isBusy: () async throws -> Bool
  ) async throws {
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<5 {
      try await begin()
      let stopped = clock.now
      var isAtWork = true
      while isAtWork, clock.now - stopped < .seconds(20) {
        isAtWork = try await isBusy()
        // Asked without a pause, the server would have less of the machine for what it is asked about.
        if isAtWork { try await Task.sleep(for: .milliseconds(4)) }
      }
      times.append(clock.now - stopped)
    }
    // The threads of the server itself count in the mean, and not in this moment.
    let isQuiet = await ThreadBudget.current() > 1
    times.sort()
    #expect(times[4] < .seconds(20), "idle after \(times) in the middle of \(what)")
    if isQuiet { #expect(times[2] < limit, "idle after \(times) in the middle of \(what)") }
  }

  /// What the real server does with Hone's own requests: it stops when the connection closes, keeps to a grammar, and finds
  /// again what it has read.
  @Test(.enabled(if: installedModel != nil, "the local engine is not set up: git hone engine setup"))
  func theRealServerStopsKeepsToAGrammarAndRemembers() async throws {
    let installed = try #require(installedModel)
    let fixture = try LocalFixture()
    var settings = LocalServer.Settings()
    settings.idleTime = .seconds(300)
    settings.contextTokens = 2048
    let server = LocalServer(directories: fixture.directories, environment: fixture.environment, settings: settings)
    let endpoint = try await server.ensureRunning(installed)
    let configuration = EngineConfiguration(
      name: "local", url: endpoint.baseURL, model: endpoint.model, api: .llama)
    let engine = try configuration.makeEngine(environment: Environment([:]), key: Credential(endpoint.key))

    // A search text that is in no file, asked for in so many words, cannot be written.
    var request = EngineRequest(
      messages: [Message(.user, "Write: b.py\n<<<<<<< SEARCH\nnothing like it\n=======\n")], maxOutputTokens: 48,
      temperature: 0)
    request.grammar = .search([.init(path: "a.py", lines: ["first = 1", "second = 2", "", "third = 3"])], limit: 1)
    let bound = try await CollectedReply(engine.stream(request))
    let isEdit =
      bound.text.hasPrefix("a.py\n<<<<<<< SEARCH\n")
      && ["first", "second", "third"].contains {
        bound.text.dropFirst("a.py\n<<<<<<< SEARCH\n".count).hasPrefix($0)
      }
    #expect(isEdit || bound.text == "NOTHING", "\(bound.text)")

    // What was read before an instruction is not read again with it.
    let text = (0..<60).map { "value_\($0) = \($0 * $0)" }.joined(separator: "\n")
    var asked = EngineRequest(messages: [Message(.user, "\(text)\nInstruction: ")], maxOutputTokens: 1, temperature: 0)
    try await engine.prepare(asked)
    asked.messages[0].content += "say yes"
    let warm = try await CollectedReply(engine.stream(asked))
    #expect((warm.usage?.cached ?? 0) > 400, "\(String(describing: warm.usage))")

    // The slot is idle soon after the connection has closed, while the server writes and while it reads.
    let connection = try configuration.connection(environment: Environment([:]), key: Credential(endpoint.key))
    try await expectStops("writing", within: .milliseconds(300)) {
      for try await event in engine.stream(
        EngineRequest(
          messages: [Message(.user, "Count from 1 to 1000 in words.")], maxOutputTokens: 1500, temperature: 0)
      ) { if case .textDelta = event { break } }
    } isBusy: {
      try await connection.isBusy()
    }
    let counter = Mutex(0)
    try await expectStops("reading", within: .milliseconds(600)) {
      // No two texts share a beginning, so each is read anew; it takes several seconds.
      let number = counter.withLock {
        $0 += 1; return $0
      }
      let text = (0..<90).map { "value_\(number * 1000 + $0) = \($0 * number)" }.joined(separator: "\n")
      let reading = Task {
        for try await _ in engine.stream(
          EngineRequest(messages: [Message(.user, text)], maxOutputTokens: 8, temperature: 0))
        {}
      }
      while try await !connection.isBusy() {}
      reading.cancel()
      _ = await reading.result
    } isBusy: {
      try await connection.isBusy()
    }

    // What was read last outlives the server that has read it.
    _ = try await CollectedReply(engine.stream(asked))
    _ = try await server.stop()
    let next = try await server.ensureRunning(installed)
    var successor = configuration
    successor.url = next.baseURL
    asked.messages[0].content += ", or no"
    let restored = try await CollectedReply(
      successor.makeEngine(environment: Environment([:]), key: Credential(next.key)).stream(asked))
    #expect((restored.usage?.cached ?? 0) > 400, "\(String(describing: restored.usage))")
    _ = try await server.stop()
  }
}
