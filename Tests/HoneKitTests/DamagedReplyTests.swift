import HoneCore
import HoneEngine
import HoneSystem
import HoneTestSupport
import Synchronization
import Testing

@testable import HoneKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole replies with edits, in each form and over each interface, cut and damaged in every place: what counts in the end is the
/// exact full edit, or nothing and a reason.
@Suite struct DamagedReplyTests {
  private static let file =
    "def load(path):\n    data = read(path)\n    return data\n\n\ndef main():\n    load(\"é\")\n"
  private static let result = "def load(path):\n    return read(path)\n\n\ndef main():\n    load(\"😀\")\n"

  /// The same two edits, as an engine writes them in a form.
  private static func reply(_ format: EditFormat) -> String {
    switch format {
    case .window: "```py\n\(result)```\n"
    case .searchReplace:
      "a.py\n<<<<<<< SEARCH\n    data = read(path)\n    return data\n=======\n    return read(path)\n>>>>>>> REPLACE\n"
        + "<<<<<<< SEARCH\n    load(\"é\")\n=======\n    load(\"😀\")\n>>>>>>> REPLACE\n"
    case .lineRange:
      "a.py\n<<<<<<< LINES 2-3\n    return read(path)\n>>>>>>> END\n<<<<<<< LINES 7-7\n    load(\"😀\")\n>>>>>>> END\n"
    case .anchors:
      "a.py\n<<<<<<< FROM data =\n------- TO return\n    return read(path)\n>>>>>>> END\n"
        + "<<<<<<< FROM load(\n    load(\"😀\")\n>>>>>>> END\n"
    case .v4a:
      "*** Begin Patch\n*** Update File: a.py\n@@\n-    data = read(path)\n-    return data\n+    return read(path)\n"
        + "@@\n-    load(\"é\")\n+    load(\"😀\")\n*** End Patch\n"
    }
  }

  enum Interface: String, CaseIterable { case chat, responses, infill }

  private static func body(_ interface: Interface, _ format: EditFormat) -> ScriptedEngineReply {
    let text = reply(format)
    return switch interface {
    case .chat: .chat(text: text, pieceLength: 24)
    case .responses: .responses(text: text, pieceLength: 24)
    case .infill: .infill(text: text, pieceLength: 24)
    }
  }

  /// What a run would take from each of `bodies`; `nil` where it takes nothing.
  private func outcomes(of bodies: [[UInt8]], _ interface: Interface, _ format: EditFormat) async throws -> [String?] {
    var template = Array("/tmp/hone-damage-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    let api = interface == .infill ? "llama" : interface.rawValue
    let url = "http://127.0.0.1:1/v1" + (interface == .infill ? "/infill" : "")
    let head = #"{"engine":"x","model":"m","api":"\#(api)","url":"\#(url)","request":null}"# + "\n"
    var names: [String] = []
    for (number, body) in bodies.enumerated() {
      names.append("\(folder)/\(1_000_000 + number).exchange")
      let stream = try #require(fopen(names[number], "w"))
      let bytes = Array(head.utf8) + body
      fwrite(bytes, 1, bytes.count, stream)
      fclose(stream)
    }
    defer {
      for name in names { unlink(name) }
      rmdir(folder)
    }
    let exchange = EngineExchange(
      engine: try ReplayEngine(directory: folder), interruption: Interruption(), steering: Steering(), deadline: nil)
    var results: [String?] = []
    for _ in bodies { results.append(try await outcome(over: exchange, format)) }
    return results
  }

  /// - Parameter isAskedOnce: whether what failed before anything was used is not asked again, so that each reply is judged.
  private func outcome(
    over exchange: EngineExchange, _ format: EditFormat, isAskedOnce: Bool = false
  ) async throws -> String? {
    let file = try editable("a.py", Self.file)
    let plan = RequestPlanner(capabilities: EngineCapabilities(), format: format, contextLimit: nil).plan(
      .init(
        instruction: "tidy", files: [file], related: [], context: CommitContext(branch: nil, subjects: [], diff: [])),
      window: 0..<7)
    let planned = try #require(plan.requests.first)
    let fence = Fence(paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: false)
    let placement = EditPlacement(fence: fence, window: planned.window)
    var proposals = ProposalSet()
    proposals.open(file)
    var parser = planned.makeParser()
    var refusals = 0
    var request = planned.request
    if isAskedOnce { request.deadline = .now }
    let (ending, _) = await exchange.run(
      request, parser: &parser, progress: { _, _ in },
      onEdit: { edit in
        do throws(Refusal) {
          _ = try placement.take(edit, into: &proposals)
        } catch {
          refusals += 1
        }
      })
    guard case .complete = ending, refusals == 0 else { return nil }
    return proposals.result(at: file.path).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: Interface.allCases, EditFormat.allCases)
  func `a reply that is cut after any byte counts whole or not at all`(
    _ interface: Interface, _ format: EditFormat
  ) async throws {
    let body = Self.body(interface, format).body
    // Every seventh place here and each of the last, where replies are nearly whole; the adapters are cut at every byte.
    let cuts = stride(from: 0, to: body.count - 200, by: 7) + Array((body.count - 200)...body.count)
    let results = try await outcomes(of: cuts.map { Array(body[..<$0]) }, interface, format)
    #expect(results.last == Self.result)
    for (cut, result) in zip(cuts, results) {
      #expect(result == nil || result == Self.result, "cut after \(cut) bytes")
    }
    #expect(results.count { $0 == nil } > cuts.count - 60)
  }

  @Test(arguments: Interface.allCases, EditFormat.allCases)
  func `an error in any place of a reply leaves nothing of it`(
    _ interface: Interface, _ format: EditFormat
  ) async throws {
    let frames = Self.body(interface, format).frames
    let error = Array(#"data: {"error":{"message":"overloaded","code":500}}"#.utf8) + [0x0a, 0x0a]
    let terminal = frames.count - (interface == .chat ? 2 : 1)
    let bodies = (0..<terminal).map { place in (frames[..<place] + [error] + frames[place...]).flatMap { $0 } }
    for result in try await outcomes(of: bodies, interface, format) { #expect(result == nil) }
  }

  @Test(arguments: EditFormat.allCases)
  func `Responses gives the exact edit or nothing when any frame is lost or comes twice`(_ format: EditFormat)
    async throws
  {
    let frames = Self.body(.responses, format).frames
    let lost = frames.indices.map { place in (frames[..<place] + frames[(place + 1)...]).flatMap { $0 } }
    let doubled = frames.indices.map { place in (frames[...place] + frames[place...]).flatMap { $0 } }
    for result in try await outcomes(of: lost + doubled, .responses, format) {
      #expect(result == nil || result == Self.result)
    }
  }

  /// The server lists the tokens of each piece, as OpenAI's do, and tells their number at the end; written by hand.
  @Test(arguments: EditFormat.allCases)
  func `a chat that lists its tokens gives the exact edit or nothing when any frame is lost or comes twice`(
    _ format: EditFormat
  ) async throws {
    let whole = ScriptedEngineReply.chat(text: Self.reply(format), pieceLength: 12, lists: true)
    let frames = whole.frames
    let lost = frames.indices.map { place in frames[..<place] + frames[(place + 1)...] }
    let doubled = frames.indices.map { place in frames[...place] + frames[place...] }
    let damaged = (lost + doubled).map { ScriptedEngineReply(frames: Array($0)) }
    let asked = Mutex(0)
    let server = try await ScriptedEngine.start { request, _ in
      let body = String(decoding: request.body, as: UTF8.self)
      // What teaches how the server counts.
      for text in ["one two three four five six seven", "naïve — 漢字 🐈 🧶 done"]
      where body.contains("nothing else: \(text)") {
        return .chat(text: text, lists: true)
      }
      let number = asked.withLock { number in
        defer { number += 1 }
        return number
      }
      return number % 2 == 0 ? whole : damaged[min(number / 2, damaged.count - 1)]
    }
    var configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .chat)
    configuration.dialect = ServerKind.other.dialect
    let exchange = EngineExchange(
      engine: try configuration.makeEngine(environment: Environment([:])), interruption: Interruption(),
      steering: Steering(), deadline: nil)
    var refused = 0
    for index in damaged.indices {
      #expect(try await outcome(over: exchange, format) == Self.result)
      let result = try await outcome(over: exchange, format, isAskedOnce: true)
      #expect(result == nil || result == Self.result, "\(index)")
      if result == nil { refused += 1 }
    }
    #expect(refused >= damaged.count - 8)
    await server.stop()
  }

  /// Nothing is numbered there; what the edit says of its place and of its end has to hold.
  @Test(arguments: [EditFormat.searchReplace, .anchors, .v4a])
  func `a chat that loses or doubles a frame changes no line beside those of the edit`(_ format: EditFormat)
    async throws
  {
    let frames = Self.body(.chat, format).frames
    let lost = frames.indices.map { place in (frames[..<place] + frames[(place + 1)...]).flatMap { $0 } }
    let doubled = frames.indices.map { place in (frames[...place] + frames[place...]).flatMap { $0 } }
    for result in try await outcomes(of: lost + doubled, .chat, format) {
      guard let result else { continue }
      #expect(result.hasPrefix("def load(path):\n") && result.contains("\n\n\ndef main():\n"), "\(result)")
    }
  }
}
