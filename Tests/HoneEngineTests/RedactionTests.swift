import HoneTestSupport
import Testing

@testable import HoneEngine

@Suite struct RedactionTests {
  /// A character sequence that looks drawn at random, made here so that no scanner mistakes this file for a leak.
  static func random(
    _ count: Int, seed: UInt64 = 9, alphabet: String = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNP23456789"
  ) -> String {
    var random = SplitMix64(seed: seed)
    let characters = Array(alphabet)
    return String((0..<count).map { _ in characters[Int.random(in: 0..<characters.count, using: &random)] })
  }

  static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

  static let secrets: [String] = [
    "AKIA" + random(16, alphabet: capitals),
    "github_pat_" + random(82),
    "glpat-" + random(20),
    "hooks.slack.com/services/T" + random(10, alphabet: capitals) + "/B" + random(10, alphabet: capitals)
      + "/" + random(24),
    "sk_live_" + random(24),
    "AIza" + random(35),
    "sk-ant-api03-" + random(93) + "AA",
    "gsk_" + random(52),
    "hf_" + random(34, alphabet: "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNP"),
    "-----BEGIN RSA PRIVATE KEY-----\n" + random(64) + "\n" + random(40) + "\n-----END RSA PRIVATE KEY-----",
  ]

  @Test func `secrets of every kind are replaced, alone and among code`() {
    for secret in Self.secrets {
      for (before, after) in [("", ""), ("x = \"", "\""), ("-\t", "\n"), ("é(", ")é")] {
        let redaction = SecretRedaction(request(before + secret + after))
        let sent = redaction.request.messages[1].content
        #expect(!sent.contains(secret), "\(secret.prefix(12)) in \(before)…\(after)")
        #expect(sent.contains("HONE_SECRET_01"))
        #expect(redaction.counts.values.reduce(0, +) == 1)
      }
    }
  }

  @Test func `only the password of an address is replaced`() {
    let password = Self.random(20)
    let redaction = SecretRedaction(request("connect(\"postgres://app:\(password)@db.internal.net:5432/x\")"))
    #expect(
      redaction.request.messages[1].content == "connect(\"postgres://app:HONE_SECRET_01@db.internal.net:5432/x\")")
  }

  @Test func `ordinary code is sent as it is`() {
    let code =
      "func makeToken(secretName: String) -> Token { os.environ[\"PASSWORD\"] } // 5f3a9c0d7b1e4a6f8c2d5f3a9c0d7b1e"
    #expect(SecretRedaction(request(code)).isEmpty)
  }

  @Test func `a reply gets its secrets back wherever it is cut`() {
    let all = Self.secrets
    let redaction = SecretRedaction(request(all.joined(separator: "\n,\n")))
    #expect(redaction.counts.values.reduce(0, +) == all.count)
    let sent = redaction.request.messages[1].content
    for secret in all { #expect(!sent.contains(secret)) }
    let reply = "a " + sent + " " + redaction.prefix + "99 " + redaction.prefix + "x HONE_SEC"
    let expected =
      "a " + all.joined(separator: "\n,\n") + " " + redaction.prefix + "99 " + redaction.prefix + "x HONE_SEC"
    for length in [1, 2, 3, 5, 7, 13, 1000] {
      var restorer = redaction.makeRestorer()
      let pieces = ScriptedEngineReply.chat(text: reply, pieceLength: length).frames.count
      #expect(pieces > 3)
      var restored = ""
      var rest = reply[...]
      while !rest.isEmpty {
        restored += restorer.feed(String(rest.prefix(length)))
        rest = rest.dropFirst(length)
      }
      restored += restorer.finish()
      #expect(restored == expected, "pieces of \(length)")
    }
  }

  @Test func `a text that holds the placeholder's word gets another word`() {
    let secret = Self.secrets[1]
    let redaction = SecretRedaction(request("HONE_SECRET_01 and XHONE_SECRET_ and \(secret)"))
    #expect(redaction.prefix == "XXHONE_SECRET_")
    #expect(redaction.request.messages[1].content == "HONE_SECRET_01 and XHONE_SECRET_ and XXHONE_SECRET_01")
    var restorer = redaction.makeRestorer()
    let restored = restorer.feed("HONE_SECRET_01 XXHONE_SECRET_01\u{301}") + restorer.finish()
    #expect(restored == "HONE_SECRET_01 \(secret)\u{301}")
  }

  @Test func `a secret found once is replaced everywhere`() {
    let secret = Self.random(40)
    let redaction = SecretRedaction(request("password = \"\(secret)\"\nlog(\(secret))"))
    #expect(redaction.request.messages[1].content == "password = \"HONE_SECRET_01\"\nlog(HONE_SECRET_01)")
    #expect(redaction.counts.values.reduce(0, +) == 1)
  }

  @Test(arguments: EngineAPI.allCases)
  func `no byte of a secret reaches the server and the reply has it`(_ api: EngineAPI) async throws {
    let secrets = Self.secrets
    let text = secrets.joined(separator: " ; ")
    let server = try await ScriptedEngine.start { sent, _ in
      // The engine repeats what it was shown, in small pieces.
      let body = String(decoding: sent.body, as: UTF8.self)
      let words = body.matches(of: /HONE_SECRET_\d\d/).map { String($0.output) }
      let echo = words.joined(separator: " ")
      switch api {
      case .chat: return .chat(text: echo, pieceLength: 5)
      case .responses: return .responses(text: echo, pieceLength: 5)
      case .llama: return .infill(text: echo, pieceLength: 5)
      case .completion where sent.target == "/props": return .json(#"{"chat_template":"{{ messages }}"}"#)
      case .completion where sent.target == "/apply-template":
        return .json(#"{"prompt":\#(ScriptedEngineReply.quoted(body))}"#)
      case .completion: return .completion(text: echo, pieceLength: 5)
      }
    }
    var asked = request(text)
    asked.prediction = text
    asked.prefill = secrets[0]
    if api == .llama { asked.infill = .init(prefix: text, suffix: secrets[1]) }
    let counted = AsyncStream.makeStream(of: [String: Int].self)
    let engine = RedactingEngine(try makeEngine(server, api: api)) { counted.continuation.yield($0) }
    let reply = try await CollectedReply(engine.stream(asked))
    counted.continuation.finish()
    #expect(reply.finish == .stop && reply.trailing == 0)
    for secret in secrets { #expect(reply.text.contains(secret)) }
    var counts = counted.stream.makeAsyncIterator()
    #expect(await counts.next()?.values.reduce(0, +) == secrets.count)

    let received = String(decoding: server.receivedBytes, as: UTF8.self)
    #expect(received.contains("HONE_SECRET_01"))
    for secret in secrets {
      for line in secret.split(separator: "\n") where !line.hasPrefix("-----") {
        #expect(!received.contains(line.suffix(12)))
      }
    }
    await server.stop()
  }

  @Test(arguments: [true, false])
  func `only a grammar with lines of the file is left out where a secret is kept back`(isWindow: Bool) async throws {
    let server = try await ScriptedEngine.start(.chat(text: "x"))
    var asked = request("token = \"\(Self.secrets[0])\"")
    asked.grammar =
      isWindow
      ? .window(fence: "```")
      : .search([.init(path: "a.py", lines: ["token = \"\(Self.secrets[0])\""])], limit: 2)
    let engine = RedactingEngine(try makeEngine(server, api: .llama)) { _ in }
    _ = try? await CollectedReply(engine.stream(asked))
    let received = String(decoding: server.receivedBytes, as: UTF8.self)
    #expect(received.contains("HONE_SECRET_01") && !received.contains(Self.secrets[0].suffix(12)))
    #expect(received.contains("\"grammar\"") == isWindow)
    await server.stop()
  }
}
