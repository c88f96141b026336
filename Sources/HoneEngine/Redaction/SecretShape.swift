/// The form of a secret that is known by how it begins.
///
/// Sources: the formats that the services document for their keys. Each is long and specific enough that ordinary code does
/// not have it.
struct SecretShape: Sendable {
  let kind: SecretFinding.Kind
  let prefix: [UInt8]
  let alphabet: ASCIISet
  /// How many bytes of the alphabet follow the prefix.
  let length: ClosedRange<Int>

  private init(_ kind: SecretFinding.Kind, _ prefix: String, _ alphabet: ASCIISet, _ length: ClosedRange<Int>) {
    self.kind = kind
    self.prefix = Array(prefix.utf8)
    self.alphabet = alphabet
    self.length = length
  }

  /// All shapes; a longer prefix stands before the shorter one that it begins with.
  static let all: [SecretShape] = [
    SecretShape(.awsAccessKey, "AKIA", .capitals, 16...16),
    SecretShape(.awsAccessKey, "ASIA", .capitals, 16...16),
    SecretShape(.githubToken, "github_pat_", .word, 40...255),
    SecretShape(.githubToken, "ghp_", .alphanumeric, 36...255),
    SecretShape(.githubToken, "gho_", .alphanumeric, 36...255),
    SecretShape(.githubToken, "ghu_", .alphanumeric, 36...255),
    SecretShape(.githubToken, "ghs_", .alphanumeric, 36...255),
    SecretShape(.githubToken, "ghr_", .alphanumeric, 36...255),
    SecretShape(.gitlabToken, "glpat-", .urlSafe, 20...64),
    SecretShape(.gitlabToken, "glrt-", .urlSafe, 20...64),
    SecretShape(.slackToken, "xoxb-", .urlSafe, 20...255),
    SecretShape(.slackToken, "xoxp-", .urlSafe, 20...255),
    SecretShape(.slackToken, "xoxa-", .urlSafe, 20...255),
    SecretShape(.slackToken, "xoxr-", .urlSafe, 20...255),
    SecretShape(.slackToken, "xoxs-", .urlSafe, 20...255),
    SecretShape(.slackToken, "xapp-", .urlSafe, 20...255),
    SecretShape(.stripeKey, "sk_live_", .alphanumeric, 16...255),
    SecretShape(.stripeKey, "sk_test_", .alphanumeric, 16...255),
    SecretShape(.stripeKey, "rk_live_", .alphanumeric, 16...255),
    SecretShape(.stripeKey, "whsec_", .base64, 24...255),
    SecretShape(.googleKey, "AIza", .urlSafe, 35...35),
    SecretShape(.googleKey, "GOCSPX-", .urlSafe, 28...28),
    SecretShape(.anthropicKey, "sk-ant-", .urlSafe, 32...255),
    SecretShape(.openAIKey, "sk-proj-", .urlSafe, 32...255),
    SecretShape(.openAIKey, "sk-svcacct-", .urlSafe, 32...255),
    SecretShape(.openAIKey, "sk-admin-", .urlSafe, 32...255),
    SecretShape(.openAIKey, "sk-", .alphanumeric, 32...255),
    SecretShape(.cerebrasKey, "csk-", .alphanumeric, 32...255),
    SecretShape(.groqKey, "gsk_", .alphanumeric, 40...255),
    SecretShape(.huggingFaceToken, "hf_", .alphanumeric, 30...255),
    SecretShape(.npmToken, "npm_", .alphanumeric, 36...36),
    SecretShape(.pypiToken, "pypi-AgE", .urlSafe, 50...1024),
    SecretShape(
      .sendGridKey, "SG.", ASCIISet(ASCIISet.upper + ASCIISet.lower + ASCIISet.digits + Array("._-".utf8)), 60...80),
    SecretShape(
      .slackWebhook, "https://hooks.slack.com/services/",
      ASCIISet(ASCIISet.upper + ASCIISet.lower + ASCIISet.digits + Array("/".utf8)), 30...100),
  ]

  /// The shapes by the byte that they begin with.
  static let byFirstByte = Dictionary(grouping: all) { $0.prefix[0] }

  /// The end of the secret that begins at `start`; `nil` when none does.
  func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard bytes.count - start >= prefix.count + length.lowerBound else { return nil }
    for (index, byte) in prefix.enumerated() where bytes[start + index] != byte { return nil }
    let body = start + prefix.count
    var end = body
    var seen = Set<UInt8>()
    while end < bytes.count, alphabet.contains(bytes[end]) {
      seen.insert(bytes[end])
      end += 1
    }
    // What only repeats a few characters, as in `ghp_xxxxxxxx`, stands for a secret and is none.
    return length.contains(end - body) && seen.count >= 6 ? end : nil
  }
}
