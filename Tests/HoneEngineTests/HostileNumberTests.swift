import HoneCore
import HoneTestSupport
import Testing

@testable import HoneEngine

/// Whatever numbers a server sends, a reply ends in a typed way and what is passed on can be summed up.
@Suite struct HostileNumberTests {
  /// Numbers as they may stand in a frame: the ends of `Int`, what only just fits, what does not, and what is no number.
  private static let numbers = [
    "9223372036854775807", "-9223372036854775808", "9223372036854775806", "4611686018427387904", "-1", "0", "1", "7",
    "68719476736", "68719476737", "99999999999999999999999", "1e308", "-1e308", "1e18", "9.3e18", "1.5", "null", "[]",
    "{}", #""12""#,
  ]

  /// A frame with `NUMBER` wherever a server may count something.
  private static let chat = [
    #"{"choices":[{"index":0,"delta":{"content":"x"},"logprobs":{"content":NUMBER}}],"usage":{"completion_tokens":NUMBER,"prompt_tokens":NUMBER}}"#,
    #"{"choices":[{"index":NUMBER,"delta":{"content":"é"},"finish_reason":null}],"timings":{"predicted_n":NUMBER,"prompt_n":NUMBER,"prompt_ms":NUMBER,"predicted_ms":NUMBER}}"#,
    #"{"choices":[{"index":0,"delta":{"reasoning":"x"}}],"time_info":{"queue_time":NUMBER,"prompt_time":NUMBER,"completion_time":NUMBER}}"#,
    #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    #"{"choices":[],"usage":{"completion_tokens":NUMBER,"prompt_tokens":NUMBER,"prompt_tokens_details":{"cached_tokens":NUMBER},"completion_tokens_details":{"reasoning_tokens":NUMBER,"rejected_prediction_tokens":NUMBER}}}"#,
    #"{"error":{"message":"no","code":NUMBER},"status_code":NUMBER,"status":NUMBER}"#, "[DONE]",
  ]
  private static let responses = [
    #"{"type":"response.created","sequence_number":NUMBER,"response":{"id":"r"}}"#,
    #"{"type":"response.output_text.delta","sequence_number":NUMBER,"delta":"x"}"#,
    #"{"type":"response.steer.accepted","sequence_number":NUMBER}"#,
    #"{"type":"response.incomplete","sequence_number":NUMBER,"response":{"incomplete_details":{"reason":"steered"},"usage":{"input_tokens":NUMBER,"output_tokens":NUMBER,"input_tokens_details":{"cached_tokens":NUMBER}}}}"#,
    #"{"type":"response.completed","sequence_number":NUMBER,"response":{"usage":{"input_tokens":NUMBER,"output_tokens":NUMBER,"input_tokens_details":{"cached_tokens":NUMBER}}}}"#,
    #"{"type":"error","sequence_number":NUMBER,"status":NUMBER,"error":{"code":NUMBER,"message":"no"}}"#,
  ]
  private static let completion = [
    #"{"content":"x","stop":false,"tokens_predicted":NUMBER,"tokens_evaluated":NUMBER}"#,
    #"{"content":"","stop":false,"tokens_predicted":NUMBER,"tokens_evaluated":NUMBER}"#,
    #"{"content":"","stop":true,"stop_type":"eos","tokens_predicted":NUMBER,"tokens_evaluated":NUMBER,"timings":{"prompt_n":NUMBER,"predicted_n":NUMBER,"prompt_ms":NUMBER,"predicted_ms":NUMBER}}"#,
  ]

  private static func filled(_ frame: String, _ random: inout SplitMix64) -> [UInt8] {
    frame.split(separator: "NUMBER", omittingEmptySubsequences: false).reduce(into: [UInt8]()) { bytes, part in
      if !bytes.isEmpty || part.isEmpty { bytes += Array((numbers.randomElement(using: &random) ?? "0").utf8) }
      bytes += Array(part.utf8)
    }
  }

  private static func check(_ events: [EngineEvent]) {
    for event in events {
      guard case .usage(let usage) = event else { continue }
      for number in [usage.prompt, usage.cached, usage.completion] {
        #expect((0...(ServerCount.limit * 8)).contains(number))
      }
    }
  }

  /// Reads `frames` in any number and order, until one of them is refused.
  private func feed(_ frames: [String], seed: UInt64, _ make: () -> any ReplyDecoder) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<400 {
      var decoder = make()
      var events: [EngineEvent] = []
      for _ in 0..<8 {
        guard let frame = frames.randomElement(using: &random) else { return }
        let bytes = Self.filled(frame, &random)
        do throws(EngineError) {
          if decoder.isComplete { break }
          try decoder.decode(ServerSentEvent(data: bytes), into: &events)
        } catch {
          if case .cancelled = error.code { Issue.record("a frame is refused as one") }
          // A steered reply goes on behind what it refuses, so some of the rest is read all the same.
          if Bool.random(using: &random) { break }
        }
        if let tally = decoder.tally { _ = (tally.surplus, tally.surplusOfPieces) }
      }
      Self.check(events)
    }
  }

  private var engine: EngineDescription {
    EngineDescription(name: "x", model: "m", api: .chat, baseURL: "http://127.0.0.1:1/v1")
  }

  @Test(arguments: [
    TokenCount.Manner.none, .single(stops: ["xx"]), .single(stops: ["é"], isFromStart: true), .joined,
  ])
  func `no number of a chat does harm`(_ manner: TokenCount.Manner) {
    feed(Self.chat, seed: 1) { ChatCompletionsDecoder(engine: engine, counting: manner) }
  }

  @Test func `no number of Responses does harm, steered or not`() {
    feed(Self.responses, seed: 2) { ResponsesDecoder(engine: engine) }
    feed(Self.responses, seed: 3) {
      var decoder = ResponsesDecoder(engine: engine)
      decoder.steer()
      return decoder
    }
  }

  @Test func `no number of llama's own interface does harm`() {
    feed(Self.completion, seed: 4) { LlamaCompletionDecoder(engine: engine, stops: ["xx"]) }
  }

  @Test func `no number of a reply in one piece does harm`() throws {
    let frames = [
      #"{"choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"completion_tokens":NUMBER,"prompt_tokens":NUMBER}}"#,
      Self.completion[2],
    ]
    var random = SplitMix64(seed: 5)
    for _ in 0..<400 {
      for (index, frame) in frames.enumerated() {
        let json = try JSON(parsing: Self.filled(frame, &random))
        var events: [EngineEvent] = []
        var decoder: any ReplyDecoder =
          index == 0
          ? ChatCompletionsDecoder(engine: engine, isWhole: true)
          : LlamaCompletionDecoder(engine: engine, isWhole: true)
        do throws(EngineError) { try decoder.decode(whole: json, into: &events) } catch { continue }
        Self.check(events)
      }
    }
  }

  @Test func `the same number in every frame is no numbering that can be counted on`() throws {
    for number in ["9223372036854775807", "-9223372036854775808"] {
      var decoder = ResponsesDecoder(engine: engine)
      var events: [EngineEvent] = []
      for frame in [Self.responses[1], Self.responses[1]] {
        let bytes = Array(frame.replacing("NUMBER", with: number).utf8)
        try decoder.decode(ServerSentEvent(data: bytes), into: &events)
      }
      #expect(events == [.textDelta("x"), .textDelta("x")])
    }
  }

  @Test func `no number in a header does harm`() {
    let texts =
      Self.numbers + ["nan", "inf", "-inf", "9223372036854775807s", "1e400", "0x7f", "٣", "", " ", "1e18h", "-5"]
    let start = ContinuousClock.now
    for limit in texts {
      for rest in texts {
        let headers = [
          "x-ratelimit-limit-tokens": limit, "x-ratelimit-remaining-tokens": rest, "x-ratelimit-reset-tokens": limit,
          "x-ratelimit-limit-requests": rest, "x-ratelimit-remaining-requests": limit,
          "x-ratelimit-reset-requests": "20ms",
          "retry-after": rest, "retry-after-ms": limit, "date": rest,
        ]
        if let wait = RateLimit.wait({ headers[$0] }) { #expect(wait >= .zero) }
        guard let allowance = RateLimit.allowance({ headers[$0] }) else { continue }
        var window = ConcurrencyWindow(maximum: 8, sharesPrefix: false)
        for tokens in [1, 20_000, 1 << 24] {
          window.read(allowance, at: start)
          for _ in 0..<20 { _ = window.admit(tokens: tokens, at: start) }
        }
      }
    }
  }

  @Test func sizesThatNoFileHasCountAsNotTold() {
    #expect(HTTPDownload.size("491400064") == 491_400_064 && HTTPDownload.size("0") == 0)
    for text in ["9223372036854775807", "17592186044417", "-1", "1e3", ""] { #expect(HTTPDownload.size(text) == nil) }
  }
}
