/// Judges whether a value that is given to a name is a secret.
///
/// What counts is the name, the value and the file together: in a file that holds credentials nearly every password counts,
/// in settings it must not be a word, in code it must be a literal that nobody would write as a word, and in tests and
/// examples nothing counts that has no shape of its own.
struct AssignmentJudge {
  let text: SourceText
  let trust: FileTrust

  /// The rule and the title of the secret; `nil` when it is none.
  func verdict(_ name: AssignedName, _ value: AssignedValue) -> (rule: String, title: String)? {
    let range = value.range
    guard range.count >= 3, !trust.isMadeUp, trust.kind != .checksums,
      !Placeholders.isValue(text, range, isTrusted: trust.kind == .credentials), !isNameItself(name, value),
      let meaning = name.meaning()
    else { return nil }
    let isSecret =
      switch (meaning, trust.kind) {
      case (.password, .credentials): isAnyPassword(range)
      case (.password, .settings):
        isChosenPassword(range, least: 5) || Variety.isRandom(text.bytes[range], least: 10)
          || name.isPlainPassword && isPassword(range)
          || (value.isLiteral || trust.bareValues != nil) && isSigned(range, name)
      case (.password, _):
        (value.isLiteral || trust.isShell) && isChosenPassword(range, least: 7) || isKey(value, 12)
          || value.isLiteral && (name.isPlainPassword && isPassword(range) || isSigned(range, name))
      case (.key, .credentials): isAnyKey(range)
      case (.key, .settings): isKey(value, 12)
      case (.key, _): isKey(value, 16)
      case (.weak, .credentials): isAnyKey(range) && range.count >= 12
      case (.weak, _): false
      }
    guard isSecret else { return nil }
    return meaning == .password
      ? ("assigned-password", "password in an assignment") : ("assigned-key", "key or token in an assignment")
  }

  /// Whether a value given to a name with the name of a service is a key of that service.
  func isKey(of service: ServiceKey, _ name: AssignedName, _ value: AssignedValue) -> Bool {
    guard !trust.isMadeUp, trust.kind != .checksums else { return false }
    guard service.matches(text, value.range), !Placeholders.isToken(text, value.range) else { return false }
    let letters = String(decoding: text.folded(name.range).filter { ByteSet.letters.contains($0) }, as: UTF8.self)
    let tells =
      name.meaning() != nil || letters.hasPrefix(service.service) && letters.count <= service.service.count + 4
      || ["key", "api", "access", "clientid", "secret", "token"].contains { letters.contains($0) }
    return tells
  }

  /// Whether the value only repeats the name, as constants for the names of fields do, or is a type that is named after it.
  private func isNameItself(_ name: AssignedName, _ value: AssignedValue) -> Bool {
    let letters = text.folded(value.range).filter { ByteSet.alphanumeric.contains($0) }
    let own = text.folded(name.range).filter { ByteSet.alphanumeric.contains($0) }
    if trust.kind == .code, !value.isLiteral, letters.suffix(own.count).elementsEqual(own) { return true }
    return trust.kind != .credentials && letters == own
  }

  private func isAnyPassword(_ value: Range<Int>) -> Bool {
    let word = text.folded(value)
    return !["none", "null", "nil", "true", "false", "yes", "off", "undefined", "required", "prompt", "ask"].contains {
      word.elementsEqual($0.utf8)
    } && !text.has("/", at: value.lowerBound) && !text.has("~", at: value.lowerBound)
  }

  private func isAnyKey(_ value: Range<Int>) -> Bool {
    guard value.count >= 8, !text.bytes[value].contains(0x20) || value.count >= 40 else { return false }
    let start = text[value.lowerBound]
    if start == UInt8(ascii: "/") || start == UInt8(ascii: "~") || start == UInt8(ascii: ".") { return false }
    return !Placeholders.isCommon(text, value) && !text.bytes[value].contains(UInt8(ascii: "/")) || value.count >= 16
  }

  /// Whether somebody chose the value as a password: letters with digits or signs, and not only a word with a number.
  func isChosenPassword(_ value: Range<Int>, least: Int) -> Bool {
    guard value.count >= least, !Placeholders.isCommon(text, value), let made = parts(of: value) else { return false }
    guard made.letters >= 2, made.letters + made.digits >= least - 2 else { return false }
    return made.digits >= 2 || made.digits == 1 && made.signs >= 1
  }

  /// Whether a value that is surely given to a password is one, and no word: `hunter2` counts, `letmein` does not.
  private func isPassword(_ value: Range<Int>) -> Bool {
    guard value.count >= 6, let made = parts(of: value), made.digits >= 1, made.letters >= 2 else { return false }
    // Names of things and of styles are words with dashes.
    if text.bytes[value].contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) { return false }
    let word = text.folded(value)
    return !Self.algorithms.contains { word.starts(with: $0.utf8) }
  }

  /// Whether the value is a password of letters and signs.
  private func isSigned(_ value: Range<Int>, _ name: AssignedName) -> Bool {
    !name.isAboutPassword && SignedPassword(text: text, range: value).isMeant(isVariable: name.isVariable)
  }

  /// How the names of algorithms and protocols begin that are said of passwords.
  private static let algorithms = [
    "sha", "md5", "pbkdf", "argon", "bcrypt", "scrypt", "oauth", "base64", "input", "field", "utf8", "hmac", "aes",
  ]

  /// Of how many letters, digits and signs a password is made; `nil` when it holds what passwords do not.
  private func parts(of value: Range<Int>) -> (letters: Int, digits: Int, signs: Int)? {
    guard value.count <= 64 else { return nil }
    var digits = 0
    var letters = 0
    var signs = 0
    for byte in text.bytes[value] {
      switch byte {
      case 0x30...0x39: digits += 1
      case 0x41...0x5a, 0x61...0x7a: letters += 1
      case UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
        UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "~"):
        signs += 1
      case UInt8(ascii: "-"), UInt8(ascii: "_"): break
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: ":"),
        UInt8(ascii: ";"), UInt8(ascii: "|"):
        if trust.kind == .code { return nil }
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "'"), UInt8(ascii: "\""):
        if trust.bareValues == nil { return nil }
      default: return nil
      }
    }
    let first = text[value.lowerBound]
    if !ByteSet.alphanumeric.contains(first), first != UInt8(ascii: "!") { return nil }
    return (letters, digits, signs)
  }

  /// Whether the value is drawn at random, or a UUID.
  private func isKey(_ value: AssignedValue, _ least: Int) -> Bool {
    let least = value.isLiteral || trust.kind != .code ? least : max(least, 20)
    if value.isLiteral || trust.kind != .code, text.uuidEnd(from: value.range.lowerBound) == value.range.upperBound {
      return true
    }
    let bytes = text.bytes[value.range]
    return Variety.isRandom(bytes, least: least) && !isAddressOrPath(value.range)
  }

  /// Whether slashes or dots part the value into several pieces, as in paths, addresses and names of types.
  private func isAddressOrPath(_ value: Range<Int>) -> Bool {
    let bytes = text.bytes[value]
    if text.has("0x", at: value.lowerBound) && value.count == 42 { return true }
    return bytes.count { $0 == UInt8(ascii: ".") } >= 3 || bytes.contains(UInt8(ascii: " "))
      || bytes.contains(UInt8(ascii: ":")) && bytes.contains(UInt8(ascii: "/"))
      || "/.".utf8.contains(text[value.lowerBound])
  }
}
