import HoneCore
import HoneSystem
import HoneTestSupport
import Synchronization
import Testing

@testable import HoneEngine

/// Replies of Chat Completions whose tokens a server lists and totals, written by hand from the documented format.
@Suite struct CountingTests {
  private static let plain = "one two three four five six seven"
  private static let mixed = "naïve — 漢字 🐈 🧶 done"
  private static let text = "let größe = \"😀\"\n" + (0..<6).map { "    value_\($0) = \($0)\n" }.joined()

  /// Answers the two questions that teach how a server counts, and everything else with `reply`.
  private func server(
    lists: Bool = true, surplus: (plain: Int, mixed: Int) = (1, 1),
    _ reply: @escaping @Sendable (_ request: ScriptedEngine.Request, _ body: JSON) -> ScriptedEngineReply
  ) async throws -> ScriptedEngine {
    try await ScriptedEngine.start { request, _ in
      guard let body = try? JSON(parsing: request.body) else { return .page() }
      let asked = body["messages"]?.array?.last?["content"]?.string ?? ""
      if asked.hasSuffix(Self.plain) { return .chat(text: Self.plain, lists: lists, surplus: surplus.plain) }
      if asked.hasSuffix(Self.mixed) { return .chat(text: Self.mixed, lists: lists, surplus: surplus.mixed) }
      return reply(request, body)
    }
  }

  private func engine(
    _ server: ScriptedEngine, _ fixture: LocalFixture, uncounted: UncountedReplies = .accept, kind: ServerKind = .other
  ) throws -> any Engine {
    var configuration = EngineConfiguration(name: "scripted", url: server.baseURL, model: "m", api: .chat)
    (configuration.dialect, configuration.uncounted) = (kind.dialect, uncounted)
    return try configuration.makeEngine(environment: fixture.environment)
  }

  /// How often a server was asked to list tokens, to reply in one piece, and at all.
  private func forms(_ server: ScriptedEngine) throws -> [String] {
    try server.requests.map { request in
      let body = try JSON(parsing: request.body)
      return body["stream"]?.bool == false ? "whole" : body["logprobs"]?.bool == true ? "listing" : "plain"
    }
  }

  @Test func `the first reply of a server teaches at its end how it counts, and the next are counted by that`()
    async throws
  {
    let server = try await server { _, _ in .chat(text: Self.text, lists: true) }
    let fixture = try LocalFixture()
    let first = try await CollectedReply(engine(server, fixture).stream(request()))
    #expect(first.text == Self.text && first.isCounted == true && first.finish == .stop && first.trailing == 0)
    #expect(try forms(server) == ["listing", "listing", "listing"])
    // Another command, with another engine of its own.
    let second = try await CollectedReply(engine(server, fixture).stream(request()))
    #expect(second.isCounted == true && server.requests.count == 4)
    var configuration = EngineConfiguration(name: "scripted", url: server.baseURL, model: "m", api: .chat)
    #expect(configuration.features(environment: fixture.environment).contains(.counts))
    configuration.model = "n"
    #expect(!configuration.features(environment: fixture.environment).contains(.counts))
    await server.stop()
  }

  @Test func `any piece that is lost or comes twice gives the exact text or a typed failure`() async throws {
    let whole = ScriptedEngineReply.chat(text: Self.text, lists: true)
    let frames = whole.frames
    let server = try await server { request, _ in
      let body = String(decoding: request.body, as: UTF8.self)
      var damaged = whole
      for index in frames.indices where body.contains("frame \(index).") {
        if body.contains("lose") { damaged.frames.remove(at: index) }
        if body.contains("double") { damaged.frames.insert(frames[index], at: index) }
        if body.contains("later") { damaged.frames.insert(frames[index], at: min(index + 3, frames.count - 3)) }
      }
      return damaged
    }
    let fixture = try LocalFixture()
    for damage in ["lose", "double", "later"] {
      var failures = 0
      for index in frames.indices {
        // So many damaged replies in a row would be taken for a server that counts in another way.
        let engine = try engine(server, fixture)
        #expect(try await CollectedReply(engine.stream(request("nothing"))).isCounted == true)
        var asked = request("\(damage) frame \(index).")
        asked.deadline = .now
        do throws(EngineError) {
          let reply = try await CollectedReply(engine.stream(asked))
          #expect(reply.text == Self.text && reply.finish == .stop, "\(damage) \(index)")
        } catch {
          #expect([.brokenStream, .malformedFrame].contains(error.code), "\(damage) \(index): \(error)")
          failures += 1
        }
      }
      // Every piece of text, and what ends the reply, is missed.
      #expect(failures >= frames.count - 6, "\(damage)")
    }
    await server.stop()
  }

  @Test func `what is asked to learn how a server counts is no part of a recording`() async throws {
    let server = try await server { _, _ in .chat(text: Self.text, lists: true) }
    let fixture = try LocalFixture()
    var environment = fixture.environment
    environment["HONE_RECORD"] = fixture.directories.runtime
    try Disk.makePrivateFolder(fixture.directories.runtime)
    var configuration = EngineConfiguration(name: "scripted", url: server.baseURL, model: "m", api: .chat)
    configuration.dialect = ServerKind.other.dialect
    _ = try await CollectedReply(configuration.makeEngine(environment: environment).stream(request()))
    #expect(server.requests.count == 3)
    #expect(Disk.names(in: fixture.directories.runtime).count { $0.hasSuffix(".exchange") } == 1)
    await server.stop()
  }

  @Test(arguments: [
    (400, "Unrecognized request argument"), (422, "extra"), (403, "You may not request logprobs here"), (501, "what"),
  ])
  func `a server that refuses to list tokens is asked without, and not asked for it again`(
    _ status: Int, _ message: String
  ) async throws {
    let server = try await server { _, body in
      body["logprobs"] == nil ? .chat(text: Self.text) : .failure(status: status, message: message)
    }
    let fixture = try LocalFixture()
    var asked = request()
    asked.deadline = .now
    let reply = try await CollectedReply(engine(server, fixture).stream(asked))
    #expect(reply.text == Self.text && reply.isCounted == false && reply.notices.isEmpty)
    _ = try await CollectedReply(engine(server, fixture).stream(request()))
    #expect(try forms(server) == ["listing", "plain", "plain"])
    await server.stop()
  }

  @Test func `a request that is wrong in other ways is told as that, and teaches nothing`() async throws {
    let server = try await server { _, _ in .failure(status: 400, message: "no such thing") }
    let fixture = try LocalFixture()
    for _ in 0..<2 {
      #expect(await failure(of: try engine(server, fixture).stream(request()))?.code == .misconfigured)
    }
    #expect(try forms(server) == ["listing", "plain", "listing", "plain"])
    await server.stop()
  }

  @Test func `a server that lists nothing is asked as it is, and its replies are said to be uncounted`() async throws {
    let server = try await server { _, _ in .chat(text: Self.text) }
    let fixture = try LocalFixture()
    for _ in 0..<2 {
      let reply = try await CollectedReply(engine(server, fixture).stream(request()))
      #expect(reply.text == Self.text && reply.isCounted == false)
    }
    #expect(try forms(server) == ["listing", "plain"])
    let groq = try await CollectedReply(
      engine(server, try LocalFixture(), kind: .groq).stream(request()))
    #expect(groq.isCounted == false)
    #expect(try forms(server).last == "plain" && server.requests.count == 3)
    await server.stop()
  }

  @Test func `numbers that do not add up are given up, and that is said`() async throws {
    let server = try await server(surplus: (3, 1)) { _, _ in .chat(text: Self.text, lists: true, surplus: 7) }
    let fixture = try LocalFixture()
    let reply = try await CollectedReply(engine(server, fixture).stream(request()))
    #expect(reply.text == Self.text && reply.isCounted == false)
    #expect(reply.notices.count == 1 && reply.notices.first?.contains("do not add up") == true)
    let next = try await CollectedReply(engine(server, fixture).stream(request()))
    #expect(next.isCounted == false && next.notices.isEmpty)
    #expect(try forms(server) == ["listing", "listing", "listing", "plain"])
    await server.stop()
  }

  @Test func `when a second reply in a row does not add up the server is asked again how it counts`() async throws {
    let hasChanged = Mutex(false)
    let server = try await ScriptedEngine.start { request, _ in
      guard let body = try? JSON(parsing: request.body) else { return .page() }
      let asked = body["messages"]?.array?.last?["content"]?.string ?? ""
      let surplus = hasChanged.withLock { $0 } ? 0 : 1
      if asked.hasSuffix(Self.plain) { return .chat(text: Self.plain, lists: true, surplus: surplus) }
      if asked.hasSuffix(Self.mixed) { return .chat(text: Self.mixed, lists: true, surplus: surplus) }
      return .chat(text: Self.text, lists: true, surplus: asked == "damaged" ? 3 : surplus)
    }
    let engine = try engine(server, try LocalFixture())
    #expect(try await CollectedReply(engine.stream(request())).isCounted == true)
    // What damages every reply is refused every time, since the server still says that it counts as before.
    for _ in 0..<4 { #expect(await failure(of: engine.stream(request("damaged")))?.code == .brokenStream) }
    #expect(try await CollectedReply(engine.stream(request())).isCounted == true)
    hasChanged.withLock { $0 = true }
    #expect(await failure(of: engine.stream(request()))?.code == .brokenStream)
    let reply = try await CollectedReply(engine.stream(request()))
    #expect(reply.text == Self.text && reply.isCounted == true)
    await server.stop()
  }

  @Test func `where characters may hide what was lost a reply with such characters is not called counted`() throws {
    var mixed = TokenTally()
    mixed.add(text: "漢字", listed: 1)
    mixed.read(usage: ["completion_tokens": 4])
    var plain = TokenTally()
    plain.add(text: "one", listed: 1)
    plain.read(usage: ["completion_tokens": 2])
    let lesson = CountLesson(plain: plain, mixed: mixed)
    #expect(lesson == .lists(surplus: 1, joins: true, reasons: false))
    #expect(CountLesson(lesson.json) == lesson)
    #expect(lesson.verdict(on: plain) == .whole && lesson.verdict(on: mixed) == .uncounted)
    plain.add(text: "two", listed: 1)
    #expect(lesson.verdict(on: plain) == .damaged)
    for _ in 0..<6 { mixed.add(text: "a", listed: 1) }
    #expect(lesson.verdict(on: mixed) == .damaged)
    // Reasoning that nobody counts, and a piece without its list, allow no judgement.
    var reasoned = TokenTally()
    reasoned.addReasoning()
    reasoned.add(text: "one", listed: 1)
    reasoned.read(usage: ["completion_tokens": 12])
    #expect(lesson.verdict(on: reasoned) == .uncounted)
    reasoned.read(usage: ["completion_tokens": 12, "completion_tokens_details": ["reasoning_tokens": 10]])
    #expect(CountLesson(plain: reasoned, mixed: reasoned) == .lists(surplus: 1, joins: true, reasons: true))
    #expect(CountLesson(plain: reasoned, mixed: plain) == .inconsistent)
    for lesson in [CountLesson.refuses, .silent, .inconsistent] { #expect(CountLesson(lesson.json) == lesson) }
  }

  @Test func `one that may not be counted is refused before anything is sent, where that is wanted`() async throws {
    let server = try await server(lists: false) { _, _ in .chat(text: Self.text) }
    let fixture = try LocalFixture()
    let error = try #require(
      await failure(of: engine(server, fixture, uncounted: .refuse).stream(request("the user's own words"))))
    #expect(error.code == .misconfigured && error.remedy.contains("uncounted whole"))
    #expect(!String(decoding: server.receivedBytes, as: UTF8.self).contains("the user's own words"))
    let counting = try await self.server { _, _ in .chat(text: Self.text, lists: true) }
    let reply = try await CollectedReply(engine(counting, fixture, uncounted: .refuse).stream(request()))
    #expect(reply.text == Self.text && reply.isCounted == true)
    await server.stop()
    await counting.stop()
  }

  @Test func `a prediction goes without lists, unless uncounted replies are refused`() async throws {
    let server = try await server { _, body in .chat(text: Self.text, lists: body["logprobs"] != nil) }
    let fixture = try LocalFixture()
    var asked = request()
    asked.prediction = "guess"
    let guessed = try await CollectedReply(engine(server, fixture, kind: .cerebras).stream(asked))
    #expect(guessed.isCounted == false)
    let counted = try await CollectedReply(
      engine(server, fixture, uncounted: .refuse, kind: .cerebras).stream(asked))
    #expect(counted.isCounted == true)
    let bodies = try server.requests.map { try JSON(parsing: $0.body) }
    #expect(bodies.first?["prediction"] != nil && bodies.first?["logprobs"] == nil)
    #expect(bodies.last?["prediction"] == nil && bodies.last?["logprobs"]?.bool == true)
    await server.stop()
  }

  @Test func `a reply in one piece is read whole, and refused when any byte of its end is missing`() async throws {
    let body =
      #"{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"#
      + ScriptedEngineReply.quoted(Self.text) + #"},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":12,"completion_tokens":7}}"#
    let server = try await server(lists: false) { request, body_ in
      guard body_["stream"]?.bool == false else { return .chat(text: Self.text) }
      var reply = ScriptedEngineReply.json(body)
      let asked = body_["messages"]?.array?.last?["content"]?.string ?? ""
      if let cut = Int(asked) { reply.frames = [Array(body.utf8.prefix(cut))] }
      return reply
    }
    let fixture = try LocalFixture()
    let engine = try engine(server, fixture, uncounted: .whole)
    let reply = try await CollectedReply(engine.stream(request()))
    #expect(reply.text == Self.text && reply.isCounted == true && reply.finish == .stop)
    #expect(reply.usage == Usage(prompt: 12, cached: 0, completion: 7))
    for cut in stride(from: 1, to: body.utf8.count, by: 23) {
      var asked = request("\(cut)")
      asked.deadline = .now
      let code = await failure(of: engine.stream(asked))?.code
      #expect(code == .brokenStream, "cut at \(cut)")
    }
    #expect(try Set(forms(server).dropFirst(2)) == ["whole"])
    await server.stop()
  }

  /// A reply of a server that lists nothing and sends each token by itself.
  private static func single(_ text: String) -> ScriptedEngineReply {
    .chat(text: text, usage: (12, 0, (text.utf8.count + 3) / 4 + 1))
  }

  @Test func `a server that lists nothing and sends each token by itself is held to it once that was seen`()
    async throws
  {
    let lines = (0..<6).map { "    value_\($0) = \($0)\n" }.joined()
    let frames = Self.single(lines).frames
    let server = try await server(lists: false) { _, body in
      let asked = body["messages"]?.array?.last?["content"]?.string ?? ""
      guard let index = frames.indices.first(where: { asked.hasSuffix(" \($0)") }) else {
        return Self.single(lines + asked)
      }
      var damaged = Self.single(lines)
      if asked.hasPrefix("lose") { damaged.frames.remove(at: index) }
      if asked.hasPrefix("double") { damaged.frames.insert(frames[index], at: index) }
      return damaged
    }
    let fixture = try LocalFixture()
    // Until it is seen, a loss is not, and the reply is not called counted.
    let early = try await CollectedReply(engine(server, fixture, kind: .lmStudio).stream(request("lose 5")))
    #expect(early.isCounted == false && early.text != lines)
    for text in ["one", "more", "again"] {
      let reply = try await CollectedReply(engine(server, fixture, kind: .lmStudio).stream(request(text)))
      #expect(reply.text == lines + text && reply.isCounted == false)
    }
    // The damaged reply above agreed with no other.
    let sure = try await CollectedReply(engine(server, fixture, kind: .lmStudio).stream(request("sure")))
    #expect(sure.isCounted == true && server.requests.count == 5)
    var configuration = EngineConfiguration(name: "scripted", url: server.baseURL, model: "m", api: .chat)
    (configuration.kind, configuration.dialect) = (.lmStudio, ServerKind.lmStudio.dialect)
    #expect(configuration.features(environment: fixture.environment).contains(.counts))
    for damage in ["lose", "double"] {
      for index in frames.indices where String(decoding: frames[index], as: UTF8.self).contains("\"content\":\" ") {
        let code = await failure(
          of: try engine(server, fixture, kind: .lmStudio).stream(request("\(damage) \(index)")))?.code
        #expect(code == .brokenStream, "\(damage) \(index)")
        // Two in a row would be taken for a server that joins its tokens.
        let reply = try await CollectedReply(engine(server, fixture, kind: .lmStudio).stream(request("whole")))
        #expect(reply.isCounted == true)
      }
    }
    // A request with stop texts is not judged: the server may hold back what begins one.
    var asked = request("lose 5")
    asked.stop = ["END"]
    #expect(try await CollectedReply(engine(server, fixture, kind: .lmStudio).stream(asked)).isCounted == false)
    #expect(try Set(forms(server)) == ["plain"])
    await server.stop()
  }

  @Test func `a server that joins tokens is not held to one a piece`() {
    func tally(pieces: Int, total: Int?, text: String = "text", reasons: Bool = false) -> TokenTally {
      var tally = TokenTally()
      for _ in 0..<pieces { tally.add(text: text, listed: nil) }
      if reasons { tally.addReasoning() }
      if let total { tally.read(usage: ["completion_tokens": .integer(total)]) }
      return tally
    }
    var lesson = PieceLesson()
    // Not enough pieces, no total, reasoning, characters of several tokens: nothing is learned from these.
    for odd in [
      tally(pieces: 7, total: 9), tally(pieces: 40, total: nil), tally(pieces: 40, total: 60, reasons: true),
      tally(pieces: 40, total: 44, text: "ö"),
    ] { #expect(lesson.judge(odd) == .uncounted && lesson == PieceLesson()) }
    for _ in 0..<3 { #expect(lesson.judge(tally(pieces: 30, total: 31)) == .uncounted) }
    #expect(lesson.isLearned && lesson.judge(tally(pieces: 5, total: 6)) == .whole)
    #expect(lesson.judge(tally(pieces: 10, total: 14, text: "ö")) == .uncounted)
    #expect(lesson.judge(tally(pieces: 10, total: 40, text: "ö")) == .damaged)
    #expect(lesson.judge(tally(pieces: 10, total: 11)) == .whole)
    #expect(PieceLesson(lesson.json) == lesson)
    // Twice in a row it is the server's way.
    #expect(lesson.judge(tally(pieces: 10, total: 12)) == .damaged)
    #expect(lesson.judge(tally(pieces: 10, total: 13)) == .uncounted && !lesson.isLearned)
    for _ in 0..<5 { #expect(lesson.judge(tally(pieces: 30, total: 31)) == .uncounted) }
    #expect(!lesson.isLearned && PieceLesson(lesson.json) == lesson)
    // One that is never the same is given up.
    var other = PieceLesson()
    for total in [31, 35, 40, 33] { #expect(other.judge(tally(pieces: 30, total: total)) == .uncounted) }
    for _ in 0..<5 { _ = other.judge(tally(pieces: 30, total: 31)) }
    #expect(!other.isLearned)
  }

  @Test
  func
    `without a review a server that may not count is asked for replies in one piece, unless the user says otherwise`()
  {
    var configuration = EngineConfiguration(name: "x", url: "http://127.0.0.1:1/v1", model: "m", api: .chat)
    #expect(configuration.uncountedReplies == .accept)
    configuration.isReviewed = false
    #expect(configuration.uncountedReplies == .whole)
    for api in EngineAPI.allCases where api != .chat {
      configuration.api = api
      #expect(configuration.uncountedReplies == .accept)
    }
    configuration.api = .chat
    for policy in UncountedReplies.allCases {
      configuration.uncounted = policy
      #expect(configuration.uncountedReplies == policy)
    }
  }

  @Test func `what is no reply is told as that, also where a reply in one piece was asked for`() async throws {
    let server = try await ScriptedEngine.start(.json(#"{"hello":1}"#))
    let fixture = try LocalFixture()
    var asked = request()
    asked.deadline = .now
    let failure = await failure(of: try engine(server, fixture, uncounted: .whole, kind: .lmStudio).stream(asked))
    #expect(failure?.code == .notAStream && failure?.remedy == "check the engine's url and api", "\(failure as Any)")
    await server.stop()
  }

  @Test func `lists are counted without being read`() throws {
    let frame =
      #"{"a":[1,2],"logprobs":{"content":[{"token":"]\"}","bytes":[93,34]},{"token":"x","top":[{}]}],"refusal":null},"b":3}"#
    let json = try JSON(parsing: Array(frame.utf8), tallying: "logprobs")
    #expect(json["logprobs"]?["content"] == 2 && json["logprobs"]?["refusal"] == nil && json["b"] == 3)
    #expect(json["a"] == [1, 2])
    for text in [#"{"logprobs":null}"#, #"{"logprobs":{}}"#, #"{"logprobs":{"content":[]}}"#, #"{"logprobs":[1,"]"]}"#]
    {
      #expect(try JSON(parsing: Array(text.utf8), tallying: "logprobs")["logprobs"]?["content"]?.integer ?? 0 == 0)
    }
    for cut in 1..<frame.utf8.count {
      #expect(throws: JSON.SyntaxError.self) {
        try JSON(parsing: Array(frame.utf8.prefix(cut)), tallying: "logprobs")
      }
    }
    for text in [#"{"logprobs":{"content":[,]}}"#, #"{"logprobs":}"#, #"{"logprobs":{"content":[1 }}"#] {
      #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: Array(text.utf8), tallying: "logprobs") }
    }
  }
}
