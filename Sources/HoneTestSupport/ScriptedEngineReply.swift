/// What a scripted engine answers to one request.
///
/// The replies of services below are written by hand from the documented formats; what was recorded from the real local server stands in
/// `Tests/HoneEngineTests/Recordings`, whose README says which is which.
package struct ScriptedEngineReply: Sendable {
  /// The HTTP status.
  package var status = 200
  /// Headers beside those that frame the body.
  package var headers: [(name: String, value: String)] = [("Content-Type", "text/event-stream")]
  /// The pieces of the body, each sent by itself.
  package var frames: [[UInt8]]
  /// How many frames are sent in a second; `nil` sends them as fast as they are taken.
  package var framesPerSecond: Double?
  /// After how many bytes of the body the connection is cut.
  package var cutAfter: Int?
  /// Whether a connection that is cut is reset, and not closed in order.
  package var resets = false
  /// After how many frames the server falls silent, with the connection open.
  package var stallAfter: Int?
  /// Whether the connection stays open and silent after the last frame.
  package var keepsOpen = false
  /// How long the server waits before it answers at all.
  package var delay: Duration?
  /// What the server waits for before it answers, after the delay.
  package var gate: (@Sendable () async throws -> Void)?

  package init(frames: [[UInt8]]) {
    self.frames = frames
  }

  /// The whole body.
  package var body: [UInt8] { frames.flatMap { $0 } }
}

// MARK: Replies of services, written by hand from the documented formats

extension ScriptedEngineReply {
  /// Token counts for a reply: those of the request, those of them that were cached, those of the reply.
  package typealias Tokens = (prompt: Int, cached: Int, completion: Int)

  /// Where a server of the Chat Completions interface counts as it goes.
  package enum Counting: Sendable {
    /// As llama.cpp does with `timings_per_token`.
    case timings
    /// As vLLM and SGLang do with `continuous_usage_stats`.
    case usage

    fileprivate func member(_ count: Int) -> String {
      switch self {
      case .timings: #","timings":{"prompt_n":8,"prompt_ms":20.5,"predicted_n":\#(count),"predicted_ms":4.25}"#
      case .usage: #","usage":{"prompt_tokens":12,"completion_tokens":\#(count),"total_tokens":\#(count + 12)}"#
      }
    }
  }

  /// A reply of the Chat Completions interface.
  /// - Parameters:
  ///   - pieceLength: how many bytes each delta has; a character is never cut.
  ///   - reasoning: sent before the text, in the field that keeps it apart.
  ///   - finishReason: the word at the end.
  ///   - counting: how each piece of the text tells how many there were, each one a token; `usage` then counts them too.
  ///   - lists: whether each piece of the text lists its tokens, one or two, as OpenAI does with `logprobs`; `usage` then counts
  ///     them, and `surplus` more, such as the token that ends the reply.
  package static func chat(
    text: String, reasoning: String = "", usage: Tokens? = (12, 4, 7), finishReason: String = "stop",
    pieceLength: Int = 4, counting: Counting? = nil, lists: Bool = false, surplus: Int = 1
  ) -> ScriptedEngineReply {
    func list(_ piece: String, _ number: Int) -> String {
      let entry =
        #"{"token":"#
        + quoted(piece)
        + #","logprob":-0.0012,"bytes":[\#(piece.utf8.map { String($0) }.joined(separator: ","))],"top_logprobs":[]}"#
      return
        #","logprobs":{"content":[\#(Array(repeating: entry, count: number % 2 + 1).joined(separator: ","))],"refusal":null}"#
    }
    func chunk(_ delta: String, _ reason: String? = nil, count: Int? = nil, list: String = "") -> String {
      let end = (reason.map(quoted) ?? "null") + list
      return frame(
        #"{"id":"chat-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{\#(delta)},"#
          + #""finish_reason":\#(end)}]\#(count.map { counting?.member($0) ?? "" } ?? "")}"#)
    }
    var frames = [chunk(#""role":"assistant","content":"""#)]
    frames += pieces(of: reasoning, length: pieceLength).map { chunk(#""reasoning_content":\#(quoted($0))"#) }
    let pieces = pieces(of: text, length: pieceLength)
    frames += pieces.enumerated().map {
      chunk(#""content":\#(quoted($1))"#, count: $0 + 1, list: lists ? list($1, $0) : "")
    }
    frames.append(chunk("", finishReason))
    if var usage {
      if counting != nil { usage.completion = pieces.count + 1 }
      if lists { usage.completion = pieces.indices.reduce(surplus) { $0 + $1 % 2 + 1 } }
      frames.append(
        frame(
          #"{"id":"chat-1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":\#(usage.prompt),"#
            + #""completion_tokens":\#(usage.completion),"total_tokens":\#(usage.prompt + usage.completion),"#
            + #""prompt_tokens_details":{"cached_tokens":\#(usage.cached)}}}"#))
    }
    frames.append("data: [DONE]\n\n")
    return ScriptedEngineReply(frames: frames.map { Array($0.utf8) })
  }

  /// A reply of the Responses interface, with numbered events; parameters as for `chat`.
  package static func responses(
    text: String, reasoning: String = "", usage: Tokens = (12, 4, 7), pieceLength: Int = 4
  ) -> ScriptedEngineReply {
    let item = #""item_id":"msg_1","output_index":0,"content_index":0"#
    var events = [#""type":"response.created","response":{"id":"resp_1","status":"in_progress"}"#]
    events += pieces(of: reasoning, length: pieceLength).map {
      #""type":"response.reasoning_summary_text.delta","item_id":"rs_1","summary_index":0,"delta":\#(quoted($0))"#
    }
    events += pieces(of: text, length: pieceLength).map {
      #""type":"response.output_text.delta",\#(item),"delta":\#(quoted($0))"#
    }
    events.append(#""type":"response.output_text.done",\#(item),"text":\#(quoted(text))"#)
    events.append(
      #""type":"response.completed","response":{"id":"resp_1","status":"completed","usage":{"#
        + #""input_tokens":\#(usage.prompt),"input_tokens_details":{"cached_tokens":\#(usage.cached)},"#
        + #""output_tokens":\#(usage.completion)}}"#)
    let frames = events.enumerated().map { number, event in
      let type = event.split(separator: "\"")[2]
      return "event: \(type)\n" + frame(#"{"sequence_number":\#(number),\#(event)}"#)
    }
    return ScriptedEngineReply(frames: frames.map { Array($0.utf8) })
  }

  /// A reply of llama.cpp's infill interface; parameters as for `chat`.
  package static func infill(text: String, stopType: String = "eos", pieceLength: Int = 4) -> ScriptedEngineReply {
    let pieces = pieces(of: text, length: pieceLength)
    var frames = pieces.map { frame(#"{"index":0,"content":\#(quoted($0)),"stop":false}"#) }
    frames.append(
      frame(
        #"{"index":0,"content":"","stop":true,"stop_type":"\#(stopType)","tokens_evaluated":20,"#
          + #""tokens_predicted":\#(pieces.count),"truncated":false,"timings":{"prompt_n":15,"prompt_ms":30.5,"#
          + #""predicted_n":\#(pieces.count),"predicted_ms":12.25}}"#))
    return ScriptedEngineReply(frames: frames.map { Array($0.utf8) })
  }

  /// A reply of llama.cpp's own completions, in which each frame counts; parameters as for `chat`.
  /// - Parameter stopType: `eos`, which has a frame of its own, `limit` or `word`.
  package static func completion(
    text: String, stopType: String = "eos", isTruncated: Bool = false, pieceLength: Int = 4
  ) -> ScriptedEngineReply {
    let pieces = pieces(of: text, length: pieceLength) + (stopType == "eos" ? [""] : [])
    let timings =
      #""timings":{"cache_n":5,"prompt_n":15,"prompt_ms":30.5,"predicted_n":\#(pieces.count),"predicted_ms":12.25}"#
    var frames = [
      frame(
        #"{"index":0,"content":"","tokens":[0],"stop":false,"id_slot":-1,"tokens_predicted":0,"tokens_evaluated":20,"#
          + #""prompt_progress":{"total":20,"cache":5,"processed":20,"time_ms":30}}"#)
    ]
    frames += pieces.enumerated().map {
      frame(
        #"{"index":0,"content":\#(quoted($1)),"tokens":[\#($0 + 7)],"stop":false,"id_slot":-1,"#
          + #""tokens_predicted":\#($0 + 1),"tokens_evaluated":20}"#)
    }
    frames.append(
      frame(
        #"{"index":0,"content":"","tokens":[],"id_slot":0,"stop":true,"tokens_predicted":\#(pieces.count),"#
          + #""tokens_evaluated":20,"truncated":\#(isTruncated),"stop_type":"\#(stopType)","stopping_word":"","#
          + #""tokens_cached":\#(19 + pieces.count),\#(timings)}"#))
    return ScriptedEngineReply(frames: frames.map { Array($0.utf8) })
  }

  /// A failure as services report it, before any stream.
  package static func failure(
    status: Int, message: String, headers: [(name: String, value: String)] = []
  ) -> ScriptedEngineReply {
    var reply = json(#"{"error":{"message":\#(quoted(message)),"type":"test_error","code":null}}"#)
    reply.status = status
    reply.headers += headers
    return reply
  }

  /// A whole body of JSON.
  package static func json(_ text: String) -> ScriptedEngineReply {
    var reply = ScriptedEngineReply(frames: [Array(text.utf8)])
    reply.headers = [("Content-Type", "application/json")]
    return reply
  }

  /// A web page, as a wrong address or a login gateway answers.
  package static func page(_ text: String = "<!DOCTYPE html><title>Welcome</title>") -> ScriptedEngineReply {
    var reply = ScriptedEngineReply(frames: [Array(text.utf8)])
    reply.headers = [("Content-Type", "text/html")]
    return reply
  }

  /// One event of a stream.
  private static func frame(_ data: String) -> String { "data: \(data)\n\n" }

  /// The text in pieces of about `length` bytes, whole scalars each.
  static func pieces(of text: String, length: Int) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for scalar in text.unicodeScalars {
      piece.unicodeScalars.append(scalar)
      guard piece.utf8.count >= length else { continue }
      pieces.append(piece)
      piece = ""
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  /// The text as a JSON string.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
