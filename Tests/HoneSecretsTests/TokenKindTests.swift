import HoneTestSupport
import Testing

@testable import HoneSecrets

@Suite struct TokenKindTests {
  private let detector = SecretDetector()

  private func found(_ text: String) -> [(rule: String, text: String)] {
    let bytes = Array(text.utf8)
    return detector.secrets(in: bytes, path: nil).map { ($0.rule, String(decoding: bytes[$0.range], as: UTF8.self)) }
  }

  @Test func `there are many kinds, and their names are unique and well formed`() {
    let rules = SecretDetector.rules.map(\.rule)
    #expect(rules.count >= 150 && Set(rules).count == rules.count)
    for rule in rules {
      #expect(rule.utf8.allSatisfy { ByteSet("a-z0-9-").contains($0) }, "\(rule)")
    }
    let names = TokenKinds.all.map(\.rule)
    #expect(Set(names).count == names.count, "\(Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys)")
  }

  @Test func `a token of every kind is found whole, wherever it stands`() {
    var generator = SplitMix64(seed: 7)
    for kind in TokenKinds.all {
      let token = TokenSample.token(kind, &generator)
      for (before, after) in [("", ""), ("x = \"", "\""), ("- ", "\n"), ("é(", ")é"), ("\\n", "\\n")] {
        let found = found(before + token + after)
        if before == "\\n", !kind.startsWord { continue }
        let isFound = found.contains { $0.text.contains(token) }
        #expect(isFound, "\(kind.rule) in \(before)…\(after): \(found)")
      }
    }
  }

  @Test func `what is a little different is not found as this kind`() {
    var generator = SplitMix64(seed: 11)
    for kind in TokenKinds.all {
      let token = TokenSample.token(kind, &generator)
      let last = token.dropLast()
      // The shortest token without its last character is too short; one inside a word is none.
      #expect(!found(String(last)).contains { $0.rule == kind.rule }, "\(kind.rule) cut short")
      if kind.startsWord { #expect(!found("a" + token).contains { $0.rule == kind.rule }, "\(kind.rule) in a word") }
    }
  }

  @Test func `tokens that are only shown are not found`() {
    for body in [
      String(repeating: "x", count: 36), "EXAMPLE" + TokenSample.key(29), String(repeating: "ab", count: 18),
    ] {
      #expect(found("ghp_" + body).isEmpty, "\(body)")
    }
    #expect(found("AKIA" + "IOSFODNN7EXAMPLE").isEmpty)
  }

  @Test func `a checksum tells a real token from one made up for a test`() throws {
    let body = TokenSample.key(30)
    var value = CRC32.checksum(Array(body.utf8))
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    var sum = ""
    for _ in 0..<6 {
      sum = String(digits[Int(value % 62)]) + sum
      value /= 62
    }
    let path = try SecretFiles.path("tests/test_api.py")
    let real = detector.secrets(in: Array(("ghp_" + body + sum).utf8), path: path)
    #expect(real.map(\.rule) == ["github-personal-token"])
    #expect(detector.secrets(in: Array(("ghp_" + TokenSample.key(36)).utf8), path: path).isEmpty)
  }

  @Test func `the checksum is the one of ISO 3309`() {
    #expect(CRC32.checksum(Array("123456789".utf8)) == 0xcbf4_3926)
  }

  @Test func `a key is known by the name of its service`() {
    var generator = SplitMix64(seed: 3)
    let uuid = TokenSample.uuid(&generator)
    #expect(found("SNYK_TOKEN = \"\(uuid)\"").map(\.rule) == ["snyk-token"])
    #expect(found("heroku_key: '\(uuid)'").map(\.rule) == ["heroku-api-key"])
    #expect(found("request_id = \"\(uuid)\"").isEmpty)
    let secret = TokenSample.characters(.base64, 40, &generator)
    #expect(found("aws_secret_access_key = \(secret)\n").map(\.rule) == ["aws-secret-access-key"])
  }

  @Test func `a report never shows a secret`() {
    for length in [4, 8, 16, 40, 200] {
      let key = "sk_live_" + TokenSample.key(length)
      for secret in detector.secrets(in: Array("password = \"\(key)\"".utf8), path: nil) {
        #expect(secret.preview.count <= 5 && secret.preview.hasSuffix("…"))
        #expect(!secret.title.contains(key))
      }
    }
  }
}
