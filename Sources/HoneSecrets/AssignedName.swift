internal import HoneText

/// A name that a value is given to, and what it says about the value.
struct AssignedName {
  /// What a name says.
  enum Meaning: Hashable {
    /// A password, which people choose.
    case password
    /// A key or token, which is drawn at random.
    case key
    /// A word of authentication that means a secret only where files hold credentials (`auth`, `salt`).
    case weak
  }

  /// Where the name stands.
  let range: Range<Int>
  private let text: SourceText

  /// The words that a search looks for; a name that holds none of them says nothing.
  static let words: [String] = [
    "passw", "passphrase", "passwd", "pwd", "pass", "secret", "token", "apikey", "api_key", "api-key", "api.key",
    "accesskey", "access_key", "access-key", "privatekey", "private_key", "private-key", "authkey", "auth_key",
    "auth-key",
    "credential", "signingkey", "signing_key", "signing-key", "encryptionkey", "encryption_key", "encryption-key",
    "masterkey", "master_key", "app_key", "appkey", "logged_in_key", "nonce_key", "_salt", "account_key", "accountkey",
    "client_key", "license_key", "storage_key", "\"auth\"", "_auth", "encryptedusername", "ssh_key",
    "masterauth", "_pw", ".pw",
  ]

  private static let keyWords = LiteralSet(
    [
      "secret", "token", "apikey", "accesskey", "privatekey", "authkey", "signingkey", "encryptionkey", "masterkey",
      "appkey",
      "credential", "loggedinkey", "noncekey", "accountkey", "clientkey", "licensekey", "storagekey",
      "encryptedusername", "password",
    ].map { Array($0.utf8) })

  /// What turns a word of secrecy into something else when it stands anywhere in the name.
  private static let others = LiteralSet(
    [
      "public", "pubkey", "cachekey", "primarykey", "foreignkey", "keycode", "keyword", "tokenid", "nexttoken",
      "pagetoken",
      "continuationtoken", "tokenize", "syncpass", "bypass", "compass", "passenger", "passive", "passport",
      "passthrough",
      "secretary", "tokenaddress", "checksum", "integrity", "placeholder", "etag", "tokenuri", "tokenurl",
      "tokenendpoint", "requesttoken", "changetoken", "idempotencytoken", "inputtoken", "outputtoken",
    ].map { Array($0.utf8) })

  /// What a name about secrets ends with when its value is something else.
  private static let endings = [
    "name", "field", "label", "url", "uri", "path", "file", "filename", "type", "length", "len", "size", "count",
    "index",
    "regex", "regexp", "pattern", "header", "prefix", "suffix", "expires", "expiry", "ttl", "lifetime", "class",
    "selector",
    "error", "message", "text", "title", "param", "parameter", "endpoint", "arn", "version", "provider", "policy",
    "algorithm", "kind", "input", "hint", "help", "description", "template", "format", "validators", "hasher",
    "hashers",
    "strategy", "method", "mode", "enabled", "required", "reset", "column", "node", "store", "manager", "service",
    "handler", "factory", "generator", "verifier", "ids", "list", "map", "number", "location", "dir", "command",
    "attempts",
    "date", "changed", "character", "chars", "symbol", "scope", "scopes", "state", "status", "host", "user", "username",
    "spec", "used", "ref",
  ]

  /// The name around the word that ends at `wordEnd`, and where reading can go on.
  init(in text: SourceText, wordEnd: Int, wordLength: Int) {
    var start = wordEnd - wordLength
    if text[start] == UInt8(ascii: "\"") { start += 1 }
    var end = wordEnd
    if text[end - 1] == UInt8(ascii: "\"") { end -= 1 }
    let first = max(0, start - 80)
    while start > first, Self.isNameByte(text[start - 1]) { start -= 1 }
    end = text.end(of: .dotted, from: end, limit: 80)
    while end > start, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
    range = start..<max(start, end)
    self.text = text
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    ByteSet.dotted.contains(byte) || byte == UInt8(ascii: "$")
  }

  /// What the name says, `nil` when nothing.
  ///
  /// This is asked last, as it is the dearest question.
  func meaning() -> Meaning? {
    guard range.count >= 3, range.count < 160, !isTypeInQuotes else { return nil }
    let name = text.folded(range).filter(ByteSet.alphanumeric.contains)
    if name.elementsEqual("encryptedusername".utf8) { return .key }
    if Self.others.anyOccurs(in: name) { return nil }
    var trimmed = name[...]
    while let last = trimmed.last, ByteSet.digits.contains(last) { trimmed.removeLast() }
    func ends(_ bytes: ArraySlice<UInt8>, with ending: String) -> Bool {
      bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }
    if trimmed.last == UInt8(ascii: "s"), !ends(trimmed, with: "pass") { trimmed.removeLast() }
    if Self.endings.contains(where: { ends(trimmed, with: $0) || ends(name[...], with: $0) }) { return nil }
    if Self.passwordEndings.contains(where: { ends(trimmed, with: $0) }) { return .password }
    if Self.keyWords.anyOccurs(in: name) { return .key }
    return ["auth", "salt"].contains { ends(trimmed, with: $0) } ? .weak : nil
  }

  /// Whether it ends the name of a type that stands in quotes, as `"AWS::IAM::AccessKey"`.
  private var isTypeInQuotes: Bool {
    text.has("::", at: range.lowerBound - 2) && "\"'".utf8.contains(text[range.upperBound])
  }

  private static let passwordEndings = [
    "password", "passwd", "pwd", "passphrase", "pass", "passwort", "masterauth", "pw",
  ]

  /// What a name says is done with a password, or where, or what is wrong with it, rather than which one it is.
  private static let deeds = LiteralSet(
    ["hash", "crypt", "encode", "reset", "forgot", "change", "invalid", "err", "scope", "url", "route", "wrong"].map {
      Array($0.utf8)
    })

  /// Whether it ends with a word that means a password and nothing else, so that any password in quotes is one.
  var isPlainPassword: Bool {
    let name = text.folded(range)
    guard ["password", "passwd", "passphrase"].contains(where: { name.suffix($0.utf8.count).elementsEqual($0.utf8) })
    else { return false }
    return !isAboutPassword
  }

  /// Whether it says what is done with a password, or where, or what is wrong with it.
  var isAboutPassword: Bool { Self.deeds.anyOccurs(in: text.folded(range)) }

  /// Whether it is written as the variables of an environment are: `DB_PASS`.
  var isVariable: Bool { text.bytes[range].allSatisfy { ByteSet.upper.contains($0) || $0 == UInt8(ascii: "_") } }
}
