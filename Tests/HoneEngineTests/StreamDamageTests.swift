import HoneTestSupport
import Testing

@testable import HoneEngine

/// Streams written by hand from the documented formats, damaged in every place.
///
/// Whatever happens to a stream, the result is the whole text and a reason to end, or a typed failure.
@Suite struct StreamDamageTests {
  enum Service: CaseIterable {
    case chat, responses, infill

    var decoder: any ReplyDecoder {
      let engine = EngineDescription(name: "test", model: "m", api: .chat, baseURL: "http://127.0.0.1:1/v1")
      switch self {
      case .chat: return ChatCompletionsDecoder(engine: engine)
      case .responses: return ResponsesDecoder(engine: engine)
      case .infill: return LlamaInfillDecoder(engine: engine)
      }
    }

    var reply: ScriptedEngineReply {
      switch self {
      case .chat: .chat(text: StreamDamageTests.text, reasoning: "thinking…", pieceLength: 12)
      case .responses: .responses(text: StreamDamageTests.text, reasoning: "thinking…", pieceLength: 12)
      case .infill: .infill(text: StreamDamageTests.text, pieceLength: 12)
      }
    }
  }

  static let text = "let größe = \"😀\"\r\n\tfunc\u{2028} f() {}\n"

  private static let engine = EngineDescription(name: "test", model: "m", api: .chat, baseURL: "http://127.0.0.1:1/v1")

  private func read(_ service: Service, _ pieces: [[UInt8]]) throws(EngineError) -> CollectedReply {
    var reader = ReplyReader(decoder: service.decoder, engine: Self.engine)
    var events: [EngineEvent] = []
    for piece in pieces { try reader.feed(piece, into: &events) }
    return try collect(reader, events)
  }

  private func collect(_ reader: ReplyReader, _ events: [EngineEvent]) throws(EngineError) -> CollectedReply {
    try reader.finish()
    var reply = CollectedReply()
    for event in events { reply.add(event) }
    return reply
  }

  @Test(arguments: Service.allCases)
  func `a stream split or cut anywhere is read whole or refused`(_ service: Service) async throws {
    let body = service.reply.body
    let whole = try read(service, [body])
    #expect(whole.text == Self.text)
    #expect(whole.finish == .stop)
    #expect(whole.trailing == 0)
    #expect(whole.usage != nil)
    #expect(whole.reasoning == (service == .infill ? "" : "thinking…"))

    var before = ReplyReader(decoder: service.decoder, engine: Self.engine)
    var events: [EngineEvent] = []
    for offset in 0..<body.count {
      await Task.yield()
      // The terminal frame needs both of its final line feeds, so every cut is a broken stream.
      do throws(EngineError) {
        let reply = try collect(before, events)
        Issue.record("cut at \(offset) was taken: \(reply.text)")
      } catch {
        #expect(error.code == .brokenStream, "cut at \(offset): \(error)")
      }
      var after = before
      var all = events
      try after.feed(Array(body[offset...]), into: &all)
      #expect(try collect(after, all) == whole, "split at \(offset)")
      try before.feed([body[offset]], into: &events)
    }
    #expect(try collect(before, events) == whole)
  }

  @Test(arguments: Service.allCases)
  func `a lost frame is noticed where the format allows it`(_ service: Service) throws {
    let frames = service.reply.frames
    let whole = try read(service, frames)
    for index in frames.indices {
      var damaged = frames
      let lost = damaged.remove(at: index)
      do throws(EngineError) {
        let reply = try read(service, damaged)
        // Chat Completions and infill number nothing: there, the loss of one delta is all that may be missing.
        let isDelta = [#""content":"#, #""reasoning_content":"#, #""usage":"#].contains {
          String(decoding: lost, as: UTF8.self).contains($0)
        }
        #expect(reply.text == whole.text || (service != .responses && isDelta), "lost frame \(index)")
        #expect(reply.finish == .stop)
      } catch {
        #expect(error.code == .brokenStream, "lost frame \(index): \(error)")
      }
    }
  }

  @Test func `Responses never loses or repeats a delta unnoticed`() throws {
    let frames = Service.responses.reply.frames
    for index in frames.indices {
      var lossy = frames
      lossy.remove(at: index)
      var doubled = frames
      doubled.insert(frames[index], at: index)
      for damaged in [lossy, doubled] {
        do throws(EngineError) {
          let reply = try read(.responses, damaged)
          #expect(reply.text == Self.text && reply.finish == .stop)
        } catch {
          #expect(error.code == .brokenStream)
        }
      }
    }
  }

  @Test func `Responses without numbers still finds a lost delta by the whole text`() throws {
    let frames = Service.responses.reply.frames.map { frame in
      Array(String(decoding: frame, as: UTF8.self).replacing(/"sequence_number":\d+,/, with: "").utf8)
    }
    #expect(try read(.responses, frames).text == Self.text)
    for (index, frame) in frames.enumerated() where String(decoding: frame, as: UTF8.self).contains("output_text.delta")
    {
      var damaged = frames
      damaged.remove(at: index)
      #expect(throws: EngineError.self) { try read(.responses, damaged) }
    }
  }

  @Test func `the terminal frames of a chat are needed, and harmless twice`() throws {
    let frames = Service.chat.reply.frames
    let last = frames.count - 1
    for index in [last - 2, last] {
      var damaged = frames
      damaged.remove(at: index)
      #expect(throws: EngineError.self) { try read(.chat, damaged) }
      var doubled = frames
      doubled.insert(frames[index], at: index)
      #expect(try read(.chat, doubled) == read(.chat, frames))
    }
  }

  @Test(arguments: Service.allCases)
  func `a frame that cannot be read ends the reply`(_ service: Service) async throws {
    let frames = service.reply.frames
    for garbage in ["data: {\"choices\"\n\n", "data: 7\n\n", "data: {}\n\n", "data: \u{0}\n\n"] {
      for index in 1..<frames.count {
        await Task.yield()
        var damaged = frames
        damaged.insert(Array(garbage.utf8), at: index)
        do throws(EngineError) {
          let reply = try read(service, damaged)
          Issue.record("\(garbage.debugDescription) at \(index) was taken: \(reply.text)")
        } catch {
          #expect(error.code == .malformedFrame)
        }
      }
    }
  }

  @Test(arguments: Service.allCases)
  func `an error frame ends the reply`(_ service: Service) async throws {
    let frames = service.reply.frames
    let message = #"{"error":{"message":"the model fell over","type":"oops","code":null}}"#
    for index in 1..<frames.count {
      await Task.yield()
      var damaged = frames
      damaged.insert(Array("data: \(message)\n\n".utf8), at: index)
      do throws(EngineError) {
        _ = try read(service, damaged)
        Issue.record("the error at \(index) was overlooked")
      } catch {
        #expect(error.code == .errorFrame)
        #expect(error.message.contains("the model fell over"))
      }
    }
  }

  @Test(arguments: Service.allCases)
  func `bytes changed at random give the text, a failure, or other characters`(_ service: Service) async throws {
    var random = SplitMix64(seed: 21)
    let body = service.reply.body
    let end = ContinuousClock.now + .seconds(2)
    for round in 0..<400 where round < 20 || ContinuousClock.now < end {
      await Task.yield()
      var damaged = body
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do throws(EngineError) {
        let reply = try read(service, [damaged])
        #expect(reply.finish != nil && reply.trailing == 0)
        #expect(service != .responses || reply.finish != .stop || reply.text == Self.text)
      } catch {
        #expect(!error.message.isEmpty && !error.remedy.isEmpty)
      }
    }
  }
}
