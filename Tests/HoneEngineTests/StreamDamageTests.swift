import HoneTestSupport
import Testing

@testable import HoneEngine

/// Streams written by hand from the documented formats, damaged in every place.
///
/// Whatever happens to a stream, the result is the whole text and a reason to end, or a typed failure.
@Suite struct StreamDamageTests {
  enum Service: CaseIterable {
    case chat, responses, infill, completion
    /// Servers of the chat interface that count as they go.
    case single, joined

    var decoder: any ReplyDecoder {
      let engine = EngineDescription(name: "test", model: "m", api: .chat, baseURL: "http://127.0.0.1:1/v1")
      switch self {
      case .chat: return ChatCompletionsDecoder(engine: engine)
      case .responses: return ResponsesDecoder(engine: engine)
      case .infill, .completion: return LlamaCompletionDecoder(engine: engine)
      case .single: return ChatCompletionsDecoder(engine: engine, counting: .single())
      case .joined: return ChatCompletionsDecoder(engine: engine, counting: .joined)
      }
    }

    var reply: ScriptedEngineReply {
      switch self {
      case .chat: .chat(text: StreamDamageTests.text, reasoning: "thinking…", pieceLength: 12)
      case .responses: .responses(text: StreamDamageTests.text, reasoning: "thinking…", pieceLength: 12)
      case .infill: .infill(text: StreamDamageTests.text, pieceLength: 12)
      case .completion: .completion(text: StreamDamageTests.text, pieceLength: 12)
      case .single: .chat(text: StreamDamageTests.text, reasoning: "thinking…", pieceLength: 4, counting: .timings)
      case .joined: .chat(text: StreamDamageTests.text, reasoning: "thinking…", pieceLength: 4, counting: .usage)
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
    var (ended, all) = (reader, events)
    try ended.finish(into: &all)
    var reply = CollectedReply()
    for event in all { reply.add(event) }
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
    #expect(whole.reasoning == ([.infill, .completion].contains(service) ? "" : "thinking…"))

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
        #expect(reply.text == whole.text || reply.isCounted == false, "lost frame \(index) is called counted")
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
          #expect(reply.text == Self.text && reply.finish == .stop && reply.isCounted == true)
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

  /// What `TokenCount` promises: every repetition, and every loss in the middle of plain text from a server that sends each token
  /// by itself.
  @Test func `a server that counts never repeats a piece unnoticed, nor loses one of plain text`() throws {
    let text = (0..<40).map { "    value_\($0) = \($0 * $0)\n" }.joined()
    for counting in [ScriptedEngineReply.Counting.timings, .usage] {
      let service: Service = counting == .timings ? .single : .joined
      let frames = ScriptedEngineReply.chat(text: text, pieceLength: 3, counting: counting).frames
      #expect(try read(service, frames).text == text)
      let pieces = frames.indices.filter { String(decoding: frames[$0], as: UTF8.self).contains("content\":\" ") }
        .filter { $0 > 1 }
      #expect(pieces.count > 20)
      for index in pieces {
        var doubled = frames
        doubled.insert(frames[index], at: index)
        #expect(throws: EngineError.self) { try read(service, doubled) }
        var late = frames
        late.insert(frames[index], at: min(index + 5, (pieces.last ?? index) + 1))
        #expect(throws: EngineError.self) { try read(service, late) }
        guard service == .single else { continue }
        var lossy = frames
        lossy.remove(at: index)
        #expect(throws: EngineError.self) { try read(service, lossy) }
      }
      // Where tokens may be joined, a loss is seen when more tokens are gone than bytes came.
      var lossy = frames
      lossy.removeSubrange(10..<14)
      #expect(throws: EngineError.self) { try read(service, lossy) }
    }
  }

  @Test func `how far a request has been read is no part of the reply`() throws {
    var frames = ScriptedEngineReply.chat(text: "one two\n", counting: .timings).frames
    let progress =
      #"{"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"#
      + #""timings":{"prompt_n":0,"predicted_n":0},"prompt_progress":{"total":120,"cache":0,"processed":32}}"#
    let whole = try read(.single, frames)
    frames.insert(Array("data: \(progress)\n\n".utf8), at: 1)
    #expect(try read(.single, frames) == whole)
    var reader = ReplyReader(decoder: Service.single.decoder, engine: Self.engine)
    var events: [EngineEvent] = []
    try reader.feed(frames[1], into: &events)
    #expect(events.isEmpty)
  }

  @Test func `the last piece of a counted reply is missed too`() throws {
    let text = "one two three four\n"
    var frames = ScriptedEngineReply.chat(text: text, counting: .timings).frames
    let last = try #require(frames.lastIndex { String(decoding: $0, as: UTF8.self).contains("content") })
    #expect(try read(.single, frames).usage?.completion == last + 1)
    frames.remove(at: last)
    #expect(throws: EngineError.self) { try read(.single, frames) }
  }

  @Test func `a token that ends inside of a character is waited for, and what stops counting is not held to it`() throws
  {
    var count = TokenCount(.single())
    var accepted = [count.accepts("ab", count: 5), count.accepts("🐈", count: 8), count.accepts("c", count: 9)]
    #expect(accepted == [true, true, true])
    #expect(count.acceptsEnd(total: 10) && !count.acceptsEnd(total: 11) && !count.acceptsEnd(total: 8))
    #expect(!count.isCertain)
    accepted = [
      count.accepts("d", count: nil), count.accepts("e", count: 11), count.accepts("f", count: nil),
      count.accepts("g", count: 14),
    ]
    #expect(accepted == [true, true, true, false])
    count.skip()
    accepted = [count.accepts("f", count: 40), count.accepts("f", count: 41), count.accepts("f", count: 41)]
    #expect(accepted == [true, true, false])
    var free = TokenCount(.none)
    accepted = [free.accepts("a", count: 7), free.accepts("a", count: 7), free.accepts("b", count: 3)]
    #expect(accepted == [true, true, true])
  }

  /// What a llama.cpp server (of the package `xllamacpp` 2026.10.11549, with Qwen2.5-Coder-0.5B) sent, not written by hand.
  enum Recording: String, CaseIterable {
    case chat = "llama-chat"
    case open = "llama-chat-open"
    case infill = "llama-infill"
    case completion = "llama-completion"
    /// With characters of several tokens.
    case openCompletion = "llama-completion-open"

    /// Whether each loss is noticed wherever it stands.
    var isCertain: Bool { self == .infill || self == .completion }

    var file: String {
      #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Recordings/\(rawValue).exchange"
    }

    func decoder(_ recorded: RecordedExchange) -> any ReplyDecoder {
      // The first goes on from a beginning, as requests for a window do.
      self == .chat
        ? ChatCompletionsDecoder(engine: StreamDamageTests.engine, counting: .single(isFromStart: true))
        : recorded.decoder(for: StreamDamageTests.engine)
    }
  }

  @Test(arguments: Recording.allCases)
  func `damage of a real reply of llama.cpp is refused, or the reply is not called counted`(
    _ recording: Recording
  ) throws {
    let recorded = try #require(RecordedExchange(file: recording.file))
    let body = String(decoding: recorded.body, as: UTF8.self)
    let frames = body.split(separator: "\n\n").map { Array("\($0)\n\n".utf8) }
    func read(_ frames: [[UInt8]]) throws(EngineError) -> CollectedReply {
      var reader = ReplyReader(decoder: recording.decoder(recorded), engine: Self.engine)
      var events: [EngineEvent] = []
      for frame in frames { try reader.feed(frame, into: &events) }
      return try collect(reader, events)
    }
    let whole = try read(frames)
    #expect(whole.finish == .stop && whole.text.utf8.count > 20)
    var (refused, unnoticed) = (0, 0)
    for index in frames.indices {
      for damaged in [frames[..<index] + frames[(index + 1)...], frames[...index] + frames[index...]] {
        do throws(EngineError) {
          let reply = try read(Array(damaged))
          #expect(reply.text == whole.text || reply.isCounted == false, "frame \(index)")
          if reply.text != whole.text { unnoticed += 1 }
        } catch {
          #expect([.brokenStream, .malformedFrame].contains(error.code), "frame \(index): \(error)")
          refused += 1
        }
      }
    }
    print(
      "\(recording): \(frames.count) frames, \(refused) refused, \(unnoticed) unnoticed, counted \(String(describing: whole.isCounted))"
    )
    #expect(refused > frames.count)
    if recording.isCertain { #expect(unnoticed == 0 && whole.isCounted == true) }
  }

  @Test(arguments: Recording.allCases)
  func `a real reply of llama.cpp that is cut anywhere is never taken for a whole one`(_ recording: Recording) throws {
    let recorded = try #require(RecordedExchange(file: recording.file))
    var before = ReplyReader(decoder: recording.decoder(recorded), engine: Self.engine)
    var events: [EngineEvent] = []
    for (offset, byte) in recorded.body.enumerated() {
      if before.isComplete { break }
      do throws(EngineError) {
        let reply = try collect(before, events)
        Issue.record("cut at \(offset) was taken: \(reply.text)")
      } catch {
        #expect(error.code == .brokenStream, "cut at \(offset): \(error)")
      }
      try before.feed([byte], into: &events)
    }
    #expect(try collect(before, events).finish == .stop)
  }

  @Test func `completions of llama.cpp never lose or repeat a frame of plain text unnoticed`() throws {
    let text = (0..<20).map { "    value_\($0) = \($0 * $0)\n" }.joined()
    for stopType in ["eos", "word"] {
      let frames = ScriptedEngineReply.completion(text: text, stopType: stopType).frames
      let whole = try read(.completion, frames)
      #expect(whole.text == text && whole.isCounted == true && whole.usage?.cached == 5)
      for index in frames.indices {
        for damaged in [frames[..<index] + frames[(index + 1)...], frames[...index] + frames[index...]] {
          do throws(EngineError) {
            let reply = try read(.completion, Array(damaged))
            // Behind a stop text a server may have held back what it never told of, so the last frame is in doubt there.
            let isDoubted = stopType == "word" && reply.isCounted == false
            #expect((reply.text == text || isDoubted) && reply.finish == .stop, "\(stopType) \(index)")
          } catch {
            #expect(error.code == .brokenStream, "\(stopType) \(index): \(error)")
          }
        }
      }
    }
  }

  @Test func `a server that tells nothing of what it holds back is read, and not called counted`() throws {
    var frames = ScriptedEngineReply.completion(text: "one\n\n``two", stopType: "word", pieceLength: 1).frames
    // What may begin the stop text comes with the text behind it.
    frames.removeSubrange(4...6)
    frames[4] = Array(
      String(decoding: frames[4], as: UTF8.self).replacing(#""content":"`""#, with: #""content":"\n\n``""#).utf8)
    var reader = ReplyReader(
      decoder: LlamaCompletionDecoder(engine: Self.engine, stops: ["\n\n```"]), engine: Self.engine)
    var events: [EngineEvent] = []
    for frame in frames { try reader.feed(frame, into: &events) }
    let reply = try collect(reader, events)
    #expect(reply.text == "one\n\n``two" && reply.isCounted == false && reply.finish == .stop)
  }

  @Test func `a reply that did not fit into the context is no whole one`() throws {
    let frames = ScriptedEngineReply.completion(text: "half of it", isTruncated: true).frames
    let reply = try read(.completion, frames)
    #expect(reply.finish == .length && reply.isCounted == nil)
    #expect(
      try read(.completion, ScriptedEngineReply.completion(text: "half", stopType: "limit").frames).finish == .length)
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
