internal import HoneText

/// Tells what stands where a secret will stand, or is made up for a document, from a secret.
enum Placeholders {
  /// What a made-up token says about itself, in lower case.
  private static let tokenWords = LiteralSet(
    [
      "example", "xxxx", "sample", "placeholder", "your-", "your_", "yourtoken", "redacted", "dummy", "00000000",
      "123456789012345678", "abcdefghijklmnopqrst", "fake", "notreal", "insert", "replace", "changeme", "testkey",
      "....", "****",
    ].map { Array($0.utf8) }, ignoringASCIICase: true)

  /// What a made-up password says about itself, in lower case.
  private static let passwordWords = LiteralSet(
    [
      "example", "xxxx", "placeholder", "your-", "your_", "yourpass", "yoursecret", "yourstrong", "redacted",
      "changeme", "change_me",
      "change-me", "change_this", "change-this", "replace", "****", "....", "insert", "foobar", "todo", "••••", "${",
      "[a-z", "[a-f", "[0-9", "(?", "{{", "}}", "$(", "%(", "#{", "...", "…", "undefined", "process.env", "getenv",
      "environ", "xxx",
    ].map { Array($0.utf8) }, ignoringASCIICase: true)

  /// What stands for a value even in files that hold nothing but credentials.
  private static let templateWords = LiteralSet(
    [
      "${", "{{", "}}", "<your", "your_", "your-", "changeme", "change_me", "xxxx", "****", "process.env", "getenv",
      "placeholder", "redacted",
    ].map { Array($0.utf8) }, ignoringASCIICase: true)

  /// Passwords that everybody writes where any would do, in lower case.
  private static let commonWords: Set<[UInt8]> = Set(
    [
      "password", "passwd", "pass", "pwd", "passwort", "secret", "token", "key", "admin", "root", "test", "user",
      "username", "none", "null", "nil", "true", "false", "string", "str", "required", "optional", "default", "empty",
      "text", "hidden", "yes", "no", "on", "off", "mypassword", "my_password", "my-password", "mysecret", "my-secret",
      "my_secret", "supersecret", "super-secret", "super_secret", "topsecret", "password1", "password2", "password123",
      "passw0rd", "p@ssw0rd", "p@ssword", "hunter2", "letmein", "correcthorsebatterystaple", "pass1", "pass2",
      "postgres",
      "mysql", "guest", "demo", "foo", "bar", "baz", "qwerty", "12345", "123456", "1234567", "12345678", "123456789",
      "1234567890", "abc123", "abcdef", "secret1", "secret123", "mysecretpassword", "testpassword", "test123",
      "test1234",
      "somepassword", "new_password", "newpassword", "old_password", "oldpassword", "wrong", "wrongpassword", "value",
      "bool", "boolean", "integer", "number", "int", "any", "object", "function", "self", "this", "input", "prompt",
    ].map { Array($0.utf8) })

  /// Whether the body of a token was made up.
  static func isToken(_ text: SourceText, _ range: Range<Int>) -> Bool {
    anyOccurs(tokenWords, text, range)
  }

  /// Whether a value stands for one that somebody has yet to give.
  /// - Parameter isTrusted: whether the file holds credentials, where even an odd value is meant.
  static func isValue(_ text: SourceText, _ range: Range<Int>, isTrusted: Bool = false) -> Bool {
    switch text[range.lowerBound] {
    case UInt8(ascii: "$"):
      // `$6$salt$…` is a hash, `$NAME` and `${NAME}` are places.
      if ByteSet.letters.contains(text[range.lowerBound + 1]) { return isName(text, range.dropFirst()) }
      if "{(".utf8.contains(text[range.lowerBound + 1]) { return true }
    case UInt8(ascii: "%"):
      if text[range.upperBound - 1] == UInt8(ascii: "%") || range.count <= 3 { return true }
    case UInt8(ascii: "<"):
      if text[range.upperBound - 1] == UInt8(ascii: ">") { return true }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if "}]".utf8.contains(text[range.upperBound - 1]) { return true }
    default: break
    }
    return anyOccurs(isTrusted ? templateWords : passwordWords, text, range)
      || Variety.distinctBytes(text.bytes[range]) < 3
  }

  /// Whether a value is a password that everybody writes where any would do.
  static func isCommon(_ text: SourceText, _ range: Range<Int>) -> Bool {
    range.count <= 32 && commonWords.contains(text.folded(range))
  }

  private static func isName(_ text: SourceText, _ range: Range<Int>) -> Bool {
    text.end(of: .word, from: range.lowerBound) >= range.upperBound
  }

  private static func anyOccurs(_ set: LiteralSet, _ text: SourceText, _ range: Range<Int>) -> Bool {
    var occurs = false
    set.forEachOccurrence(in: text.bytes, range: range) { _ in
      occurs = true
      return false
    }
    return occurs
  }
}
