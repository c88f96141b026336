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

  static let secrets: [(SecretFinding.Kind, String)] = [
    (.awsAccessKey, "AKIA" + random(16, alphabet: capitals)),
    (.githubToken, "ghp_" + random(36)),
    (.githubToken, "github_pat_" + random(82)),
    (.gitlabToken, "glpat-" + random(20)),
    (.slackToken, "xoxb-" + random(12) + "-" + random(24)),
    (.slackWebhook, "https://hooks.slack.com/services/T" + random(10) + "/B" + random(10) + "/" + random(24)),
    (.stripeKey, "sk_live_" + random(24)),
    (.googleKey, "AIza" + random(35)),
    (.anthropicKey, "sk-ant-api03-" + random(80)),
    (.openAIKey, "sk-proj-" + random(60)),
    (.openAIKey, "sk-" + random(48)),
    (.cerebrasKey, "csk-" + random(48)),
    (.groqKey, "gsk_" + random(52)),
    (.huggingFaceToken, "hf_" + random(34)),
    (.npmToken, "npm_" + random(36)),
    (.pypiToken, "pypi-AgEIcHlwaS5vcmc" + random(60)),
    (.jsonWebToken, "eyJ" + random(20) + ".eyJ" + random(40) + "." + random(43)),
    (
      .privateKey,
      "-----BEGIN RSA PRIVATE KEY-----\n" + random(64) + "\n" + random(40) + "\n-----END RSA PRIVATE KEY-----"
    ),
  ]

  private func found(_ text: String) -> [(kind: SecretFinding.Kind, text: String)] {
    let bytes = Array(text.utf8)
    return SecretScanner.findings(in: bytes).map { ($0.kind, String(decoding: bytes[$0.range], as: UTF8.self)) }
  }

  @Test func `every known shape is found whole, wherever it stands`() {
    for (kind, secret) in Self.secrets {
      for (before, after) in [("", ""), ("x = \"", "\""), ("-\t", "\n"), ("é(", ")é"), ("url=", "&b=1")] {
        let result = found(before + secret + after)
        #expect(result.count == 1 && result.first?.text == secret, "\(kind) in \(before)…\(after)")
        if before != "url=" { #expect(result.first?.kind == kind) }
      }
    }
  }

  @Test(arguments: [
    "postgres://app:\(random(12))@db.example.com:5432/x", "amqp://u:p4ss-word@h/", "redis://:\(random(20))@cache",
  ])
  func `the password of an address is found alone`(_ text: String) throws {
    let result = found("connect(\"\(text)\")")
    #expect(result.map(\.kind) == [.connectionPassword])
    let password = try #require(result.first?.text)
    #expect(text.contains(":\(password)@"))
  }

  @Test(arguments: [
    #"password = "SECRET""#, #"let apiKey: String = "SECRET""#, #"{"client_secret": "SECRET"}"#,
    #"config['auth_token'] = 'SECRET'"#, #"  ACCESS_TOKEN: "SECRET","#, "export DB_PASSWORD=SECRET",
    "api-key: SECRET\r\n",
    #"private_key := `SECRET`"#,
  ])
  func `a random literal given to a telling name is found`(_ template: String) {
    let secret = Self.random(32)
    let result = found("first line\n" + template.replacing("SECRET", with: secret))
    #expect(result.map(\.text) == [secret])
    #expect(result.map(\.kind) == [.assignedSecret])
  }

  @Test(arguments: [
    #"let token = tokenizer.nextToken2()"#, #"password = os.environ["PASSWORD1"]"#, #"token: String"#,
    #"secret = "changeme""#, #"token = "access-token-header""#, #"if token == "abc123def456ghi7" {"#,
    #"password = "${DB_PASSWORD_1}""#, #"let tokenCount = 1234567890123456"#, "postgres://user:${PASSWORD}@host/",
    "http://[::1]:8080/a@b", "https://example.com:8443/path", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "sk-learn-is-a-library-with-a-long-name-and-more", "AKIAlowercase", "-----BEGIN PUBLIC KEY-----",
    "-----BEGIN CERTIFICATE-----", "eyJhbGciOiJIUzI1NiJ9", "let tokenURL = \"https://login.example.com/oauth2/token\"",
    "func makeToken(secretName: String, password2: Int) -> Token",
    "5f3a9c0d7b1e4a6f8c2d5f3a9c0d7b1e4a6f8c2d",
  ])
  func `ordinary code is left alone`(_ text: String) {
    #expect(found(text).isEmpty, "\(found(text))")
  }

  @Test func `scanning half a megabyte takes no noticeable time`() {
    let line = "  let value = compute(first: 12, token: next, from: \"https://example.com/a\") // x = y\n"
    let bytes = Array(String(repeating: line, count: 6000).utf8)
    let start = ContinuousClock.now
    #expect(SecretScanner.findings(in: bytes).isEmpty)
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func `a reply gets its secrets back wherever it is cut`() {
    let all = Self.secrets.map(\.1)
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
    let secret = Self.secrets[1].1
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
    #expect(redaction.counts == [.assignedSecret: 1])
  }

  @Test(arguments: [EngineAPI.chat, .responses, .llama])
  func `no byte of a secret reaches the server and the reply has it`(_ api: EngineAPI) async throws {
    let secrets = Self.secrets.map(\.1)
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
      }
    }
    var asked = request(text)
    asked.prediction = text
    asked.prefill = secrets[0]
    if api == .llama { asked.infill = .init(prefix: text, suffix: secrets[1]) }
    let counted = AsyncStream.makeStream(of: [SecretFinding.Kind: Int].self)
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
}
