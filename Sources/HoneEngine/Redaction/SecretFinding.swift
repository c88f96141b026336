/// A secret that stands in a text.
package struct SecretFinding: Hashable, Sendable {
  /// What kind of secret it looks like, in the words of reports.
  package enum Kind: String, CaseIterable, Sendable {
    case awsAccessKey = "aws-access-key"
    case githubToken = "github-token"
    case gitlabToken = "gitlab-token"
    case slackToken = "slack-token"
    case slackWebhook = "slack-webhook"
    case stripeKey = "stripe-key"
    case googleKey = "google-key"
    case openAIKey = "openai-key"
    case anthropicKey = "anthropic-key"
    case cerebrasKey = "cerebras-key"
    case groqKey = "groq-key"
    case huggingFaceToken = "hugging-face-token"
    case npmToken = "npm-token"
    case pypiToken = "pypi-token"
    case sendGridKey = "sendgrid-key"
    case privateKey = "private-key"
    case jsonWebToken = "json-web-token"
    case connectionPassword = "connection-password"
    case assignedSecret = "assigned-secret"
  }

  package var kind: Kind
  /// Where it stands, in bytes from the start of the text; both ends lie at ASCII characters.
  package var range: Range<Int>

  package init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
