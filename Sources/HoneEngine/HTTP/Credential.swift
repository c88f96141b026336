/// The key of a service, which can be sent there and nowhere else.
///
/// It has no way into a log: printing, interpolating or dumping it shows `[key]`, and what a server says is passed through
/// `scrub(_:)` before anybody sees it.
package struct Credential: Sendable {
  private let key: String

  /// Takes a key from an environment variable or a file, without blanks around it.
  ///
  /// `nil` when nothing remains or it holds a byte that a header must not have.
  package init?(_ text: String) {
    var key = Substring(text)
    while let last = key.last, last.isWhitespace { key.removeLast() }
    key = key.drop { $0.isWhitespace }
    guard !key.isEmpty, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.key = String(key)
  }

  /// The value of the `Authorization` header.
  var authorization: String { "Bearer \(key)" }

  /// The header that carries the key to `address`.
  ///
  /// Azure takes the key of a resource in a header of its own; a token of its directory, which is a JSON Web Token, goes where tokens go.
  func header(for address: EngineAddress) -> (name: String, value: String) {
    let isToken = key.hasPrefix("eyJ") && key.filter { $0 == "." }.count == 2
    let isAzure = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"].contains {
      address.host.hasSuffix($0)
    }
    return isAzure && !isToken ? ("api-key", key) : ("Authorization", authorization)
  }

  /// The text with every occurrence of the key, or of its first or last half, replaced by `[key]`.
  ///
  /// Services repeat a wrong key in their answer, often shortened in the middle.
  func scrub(_ text: String) -> String { parts.reduce(text) { $0.replacing($1, with: "[key]") } }

  /// The key, and its first and its last half where these are long enough to mean it.
  var parts: [String] {
    let half = key.count / 2
    return half >= 8 ? [key, String(key.prefix(half)), String(key.suffix(half))] : [key]
  }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "[key]" }
  package var debugDescription: String { "[key]" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
