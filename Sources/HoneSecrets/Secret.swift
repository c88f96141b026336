/// A secret that stands in a text.
package struct Secret: Hashable, Sendable {
  /// What kind it is, for example `aws-access-key-id`; the name of the rule after `secret/`.
  package let rule: String
  /// The secret alone, in bytes from the start of the text, without the quotes or the name around it.
  package let range: Range<Int>
  /// What kind it is, for people: `AWS access key ID`.
  package let title: String
  /// How the secret begins, so that its owner knows which one is meant.
  ///
  /// Never more than a quarter of it, nor more than four characters, followed by an ellipsis. Nothing of a secret shorter
  /// than twelve bytes is shown.
  package let preview: String

  init(rule: String, title: String, range: Range<Int>, in text: SourceText) {
    self.rule = rule
    self.title = title
    self.range = range
    let shown = text.bytes[range].prefix(min(4, range.count / 4)).prefix { $0 > 0x20 && $0 < 0x7f }
    preview = (range.count < 12 ? "" : String(decoding: shown, as: UTF8.self)) + "…"
  }

  /// The same secret in a text that holds it at another place.
  func at(_ range: Range<Int>) -> Secret { Secret(rule: rule, range: range, title: title, preview: preview) }

  private init(rule: String, range: Range<Int>, title: String, preview: String) {
    (self.rule, self.range, self.title, self.preview) = (rule, range, title, preview)
  }
}
