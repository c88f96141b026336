import HoneCore
import HoneEngine
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneKit

@Suite struct EngineExchangeTests {
  /// Asks `server` and stops when `isEnough` says so of what is told about the progress.
  private func ask(
    _ server: ScriptedEngine, until isEnough: @escaping (Int, Bool) -> Bool = { _, _ in false }
  ) async throws -> (ending: EngineExchange.Ending, measure: EngineExchange.Measure) {
    let interruption = Interruption()
    let configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .chat)
    let exchange = EngineExchange(
      engine: try configuration.makeEngine(environment: Environment([:])), interruption: interruption,
      steering: Steering(), deadline: nil)
    var parser: any EditStreamParser = SearchReplaceParser()
    return await exchange.run(
      EngineRequest(messages: [Message(.user, "go on")], maxOutputTokens: 64), parser: &parser,
      progress: { if isEnough($0, $1) { interruption.raise() } }, onEdit: { _ in })
  }

  @Test func `an engine that falls silent in the middle of its reply is told after two seconds`() async throws {
    var silent = ScriptedEngineReply.chat(text: "one two three")
    silent.stallAfter = 3
    let server = try await ScriptedEngine.start(silent)
    let start = ContinuousClock.now
    var told: [Bool] = []
    let (ending, measure) = try await ask(server) { _, isStalled in
      told.append(isStalled)
      return isStalled
    }
    guard case .interrupted = ending else {
      Issue.record("\(ending)")
      return
    }
    // Not before: the first news were of text.
    #expect(measure.deltas > 0 && told.first == false && told.last == true)
    #expect(ContinuousClock.now - start >= .seconds(2))
    await server.stop()
  }

  /// What asking again says of a patch whose second chunk has no place, and what was taken of it.
  @Test func `finished chunks are kept in a patch that is closed when the rest is asked for again`() async throws {
    let text = "*** Begin Patch\n*** Update File: a.txt\n@@\n-a\n+x\n@@\n-nowhere\n+y\n@@\n-c\n+z\n*** End Patch\n"
    let server = try await ScriptedEngine.start(.chat(text: text))
    let configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .chat)
    let exchange = EngineExchange(
      engine: try configuration.makeEngine(environment: Environment([:])), interruption: Interruption(),
      steering: Steering(), deadline: nil)
    let file = try editable("a.txt", "a\nb\nc\n")
    var proposals = ProposalSet()
    proposals.open(file)
    let fence = Fence(paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: false)
    let placement = EditPlacement(fence: fence, window: nil)
    var watch = SearchWatch(fence: fence)
    let request = EngineRequest(messages: [Message(.user, "go on")], maxOutputTokens: 64)
    let planned = PlannedRequest(label: "a", format: .v4a, window: nil, request: request)
    var parser = planned.makeParser()
    let before = proposals
    let (ending, measure) = await exchange.run(
      request, parser: &parser, progress: { _, _ in }, onEdit: { _ = try? placement.take($0, into: &proposals) },
      mismatch: { watch.mismatch(in: $0, of: before) })
    await server.stop()
    guard case .mismatched(let mismatch) = ending else {
      Issue.record("\(ending)")
      return
    }
    #expect(proposals.result(at: file.path) == Array("x\nb\nc\n".utf8))
    let again = planned.corrected(mismatch, kept: measure.reply.finishedText).request.messages
    #expect(
      again[1] == Message(.assistant, "*** Begin Patch\n*** Update File: a.txt\n@@\n-a\n+x\n*** End Patch\n"))
    #expect(again[2].role == .user && again[2].content.contains("Begin a new patch"))
  }

  @Test func `where the server counts nothing each of its pieces counts, also those that came together`() async throws {
    let reply = ScriptedEngineReply.chat(text: "one two three four", usage: nil)
    let pieces = reply.frames.count - 3
    let server = try await ScriptedEngine.start(ScriptedEngineReply(frames: [reply.body]))
    let (_, measure) = try await ask(server)
    #expect(pieces == 5 && measure.deltas == pieces && measure.usage == nil)
    await server.stop()
  }

  @Test func `a reply says whether it was counted, and one that was stopped does not`() async throws {
    let server = try await ScriptedEngine.start(.chat(text: "NOTHING"))
    #expect(try await ask(server).measure.isCounted == false)
    var silent = ScriptedEngineReply.chat(text: "one two three")
    silent.stallAfter = 3
    let other = try await ScriptedEngine.start(silent)
    #expect(try await ask(other) { deltas, _ in deltas > 0 }.measure.isCounted == nil)
    await server.stop()
    await other.stop()
  }
}
