import HoneTestSupport
import Testing

@testable import HoneEngine

/// Reasoning that a server sends inside of the reply.
@Suite struct ReasoningTagTests {
  private static let engine = EngineDescription(name: "test", model: "m", api: .chat, baseURL: "http://127.0.0.1:1/v1")

  private func read(_ pieces: [String], isExpected: Bool = true) -> (text: String, reasoning: String, isEnded: Bool) {
    var tags = ReasoningTags(isExpected: isExpected)
    var events: [EngineEvent] = []
    for piece in pieces where !piece.isEmpty { tags.take(piece, into: &events) }
    let isEnded = tags.finish(into: &events)
    var reply = CollectedReply()
    for event in events { reply.add(event) }
    return (reply.text, reply.reasoning, isEnded)
  }

  @Test(arguments: [
    ("<think>größe < 3</thin> 😀</think>\n\na.py </think>", "a.py </think>", "größe < 3</thin> 😀"),
    (" \n<think>\n</think>x", "x", "\n"), ("<think></think>", "", ""), ("<thinking>", "<thinking>", ""),
    ("<thin", "<thin", ""), ("  \n", "  \n", ""), ("a <think>b</think>", "a <think>b</think>", ""), ("", "", ""),
    ("<think><</</</think><think>y", "<think>y", "<</</"),
  ])
  func `tags are read wherever the reply is cut`(_ whole: String, _ text: String, _ reasoning: String) {
    for first in whole.unicodeScalars.indices {
      for second in whole.unicodeScalars.indices where second >= first {
        let pieces = [String(whole[..<first]), String(whole[first..<second]), String(whole[second...])]
        #expect(read(pieces) == (text, reasoning, true), "\(pieces)")
      }
    }
    #expect(read(whole.unicodeScalars.map { String($0) }) == (text, reasoning, true))
    #expect(read([whole], isExpected: false) == (whole, "", true))
  }

  @Test func `reasoning that does not end is no reply`() {
    #expect(!read(["<think>", "so </think"]).isEnded)
  }

  private func failure(_ service: any ReplyDecoder, _ reply: ScriptedEngineReply) -> (CollectedReply, EngineError?) {
    var reader = ReplyReader(decoder: service, engine: Self.engine)
    var events: [EngineEvent] = []
    var error: EngineError?
    do throws(EngineError) {
      try reader.feed(reply.body, into: &events)
      try reader.finish(into: &events)
    } catch let thrown { error = thrown }
    var collected = CollectedReply()
    for event in events { collected.add(event) }
    return (collected, error)
  }

  @Test func `chats and completions keep it out of the reply, at every length of a piece`() {
    let text = "<think>\ndraft\n</think>\n\nreal\n"
    for length in 1...text.count {
      for (decoder, reply) in [
        (
          ChatCompletionsDecoder(engine: Self.engine) as any ReplyDecoder,
          ScriptedEngineReply.chat(text: text, pieceLength: length)
        ),
        (
          ChatCompletionsDecoder(engine: Self.engine, counting: .joined),
          .chat(text: text, pieceLength: length, counting: .usage)
        ),
        (LlamaCompletionDecoder(engine: Self.engine), .completion(text: text, pieceLength: length)),
      ] {
        let (collected, error) = failure(decoder, reply)
        #expect(error == nil && collected.text == "real\n" && collected.reasoning == "\ndraft\n")
        #expect(collected.finish == .stop)
      }
    }
  }

  @Test func `a reply that ends while the engine thinks is malformed`() {
    let text = "<think>\na.py\n"
    #expect(failure(ChatCompletionsDecoder(engine: Self.engine), .chat(text: text)).1?.code == .malformedFrame)
    #expect(failure(LlamaCompletionDecoder(engine: Self.engine), .completion(text: text)).1?.code == .malformedFrame)
  }

  @Test func `what fills a gap, or goes on from a beginning, is taken as it is`() {
    let text = "<think>\nx</think>\n"
    let infill = failure(LlamaCompletionDecoder(engine: Self.engine, mayThink: false), .infill(text: text)).0
    let chat = failure(ChatCompletionsDecoder(engine: Self.engine, mayThink: false), .chat(text: text)).0
    #expect(infill.text == text && chat.text == text)
  }
}
