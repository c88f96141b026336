#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Finds literals that look random and are given to a name that says secret.
enum SecretAssignment {
  /// Parts of names, in lower case without separators.
  private static let words = [
    "password", "passwd", "secret", "token", "apikey", "accesskey", "privatekey", "authkey", "credential", "signingkey",
    "encryptionkey",
  ]

  /// What such names end with, as in `DB_PASS`.
  private static let endings = ["pass", "pwd", "passphrase"]

  /// The literal that is assigned to the name at `start`; `nil` when there is no such name or literal.
  static func finding(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> SecretFinding? {
    var offset = start
    while offset < bytes.count, ASCIISet.urlSafe.contains(bytes[offset]), offset - start < 80 { offset += 1 }
    guard isSecretName(bytes[start..<offset]) else { return nil }
    guard let value = value(in: bytes, after: offset), offset < bytes.count else { return nil }
    return value
  }

  private static func isSecretName(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard name.count >= 5 else { return false }
    let letters = name.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
      .map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let text = String(decoding: letters, as: UTF8.self)
    return words.contains { text.contains($0) } || endings.contains { text.hasSuffix($0) }
  }

  private static func value(in bytes: UnsafeBufferPointer<UInt8>, after name: Int) -> SecretFinding? {
    var offset = name
    func skipBlanks() {
      while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    }
    func take(_ text: StaticString) -> Bool {
      guard SecretScanner.matches(text, in: bytes, at: offset) else { return false }
      offset += text.utf8CodeUnitCount
      return true
    }
    // The end of a quoted name or of a subscript: `"token":`, `config['token'] =`.
    _ = take("\"") || take("'")
    _ = take("]")
    skipBlanks()
    guard !SecretScanner.matches("==", in: bytes, at: offset) else { return nil }
    guard take(":=") || take("=>") || take("=") || take(":") else { return nil }
    skipBlanks()
    // A type between name and value: `token: String = "..."`.
    let type = offset
    while offset < bytes.count, ASCIISet.word.contains(bytes[offset]) || bytes[offset] == UInt8(ascii: "?") {
      offset += 1
    }
    skipBlanks()
    if offset > type, offset < bytes.count, bytes[offset] == UInt8(ascii: "="),
      !SecretScanner.matches("==", in: bytes, at: offset)
    {
      offset += 1
      skipBlanks()
    } else {
      offset = type
    }
    return literal(in: bytes, at: offset)
  }

  private static func literal(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> SecretFinding? {
    guard start < bytes.count else { return nil }
    let quote = bytes[start]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`") {
      var end = start + 1
      while end < bytes.count, bytes[end] != quote, bytes[end] > 0x20, bytes[end] < 0x7F, end - start < 300 { end += 1 }
      guard end < bytes.count, bytes[end] == quote, isRandom(bytes[(start + 1)..<end], least: 8, bits: 2.8) else {
        return nil
      }
      return SecretFinding(kind: .assignedSecret, range: start + 1..<end)
    }
    // Without quotes, as in an environment file: the whole rest of the line, and nothing that could be an expression.
    var end = start
    while end < bytes.count, ASCIISet.base64.contains(bytes[end]) { end += 1 }
    guard end == bytes.count || bytes[end] == 0x0A || bytes[end] == 0x0D,
      isRandom(bytes[start..<end], least: 12, bits: 3.2)
    else { return nil }
    return SecretFinding(kind: .assignedSecret, range: start..<end)
  }

  /// Whether the bytes are long, mixed and varied enough to be drawn at random.
  /// - Parameters:
  ///   - least: the least length in bytes.
  ///   - bits: the least Shannon entropy in bits a byte, measured on the text itself.
  private static func isRandom(_ value: Slice<UnsafeBufferPointer<UInt8>>, least: Int, bits: Double) -> Bool {
    guard value.count >= least, let first = value.first, !Array("$<{%/.".utf8).contains(first) else { return false }
    var counts = [Int](repeating: 0, count: 128)
    for byte in value {
      guard byte < 128 else { return false }
      counts[Int(byte)] += 1
    }
    let digits = counts[0x30...0x39].reduce(0, +)
    let letters = counts[0x41...0x5A].reduce(0, +) + counts[0x61...0x7A].reduce(0, +)
    guard digits > 0, letters > 0, digits >= value.count / 16 else { return false }
    // An address or a template is no secret.
    if counts[0x3A] > 0 && counts[0x2F] > 1 || counts[0x7B] > 0 && counts[0x7D] > 0 { return false }
    let total = Double(value.count)
    let entropy = counts.reduce(0.0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * log2(share)
    }
    return entropy >= bits
  }
}
