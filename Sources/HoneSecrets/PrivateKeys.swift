/// Finds private keys in the armour of PEM, OpenSSH, PGP, SSH2 and PuTTY.
enum PrivateKeys {
  /// The key whose armour has `-----BEGIN ` (or its SSH2 form) ending at `labelStart`.
  static func key(in text: SourceText, labelStart: Int) -> (rule: String, title: String, range: Range<Int>)? {
    var label = labelStart
    while text[label] == 0x20 || ByteSet.upper.contains(text[label]), label - labelStart < 60 { label += 1 }
    let isPGP = text.has("PRIVATE KEY BLOCK", at: label - 17)
    guard isPGP || text.has("PRIVATE KEY", at: label - 11), text.has("---", at: label) else { return nil }
    let dashes = text.has("---- BEGIN ", at: labelStart - 11) ? 4 : 5
    let body = label + dashes
    guard isKeyText(text, from: body, isPGP: isPGP) else { return nil }
    let end = self.end(in: text, from: body)
    let start = labelStart - (dashes == 4 ? 11 : 11)
    let rule = isPGP ? "pgp-private-key" : text.has("OPENSSH", at: labelStart) ? "openssh-private-key" : "private-key"
    let title = isPGP ? "PGP private key" : text.has("OPENSSH", at: labelStart) ? "OpenSSH private key" : "private key"
    return (rule, title, start..<end)
  }

  /// The lines of the private part of a PuTTY key; `headEnd` is where `PuTTY-User-Key-File-` ends.
  static func puttyKey(in text: SourceText, headEnd: Int) -> Range<Int>? {
    var offset = headEnd
    for _ in 0..<200 {
      offset = text.lineEnd(from: offset)
      while text[offset] == 0x0a || text[offset] == 0x0d { offset += 1 }
      guard offset < text.count else { return nil }
      guard text.has("Private-Lines:", at: offset) else { continue }
      var end = text.lineEnd(from: offset)
      while end < text.count, !text.has("Private-MAC", at: end) { end += 1 }
      return offset..<end
    }
    return nil
  }

  /// Whether what follows the head is the text of a key and not an ellipsis or the code that looks for keys.
  private static func isKeyText(_ text: SourceText, from start: Int, isPGP: Bool) -> Bool {
    var offset = start
    // The line may be a string literal: `-----\n`, `-----\\n`, `-----",`.
    while offset < text.count, offset - start < 24, !ByteSet.base64.contains(text[offset]) || text.has("n", at: offset)
    {
      offset += 1
    }
    if text.has("-----END", at: start) || text[start] == UInt8(ascii: "(") || text[start] == UInt8(ascii: "|") {
      return false
    }
    // Headers such as `Proc-Type:` or `Version:`.
    let headers = text.end(of: .dotted, from: offset)
    if text[headers] == UInt8(ascii: ":") { return true }
    return text.end(of: .base64, from: offset) - offset >= 16
  }

  /// The end of the last line of the armour; of what looks like the key's text when there is none within 16 KiB.
  private static func end(in text: SourceText, from body: Int) -> Int {
    let limit = min(text.count, body + 16 << 10)
    var offset = body
    while offset < limit {
      if text[offset] == UInt8(ascii: "-"), text.has("---- END ", at: offset) || text.has("-----END ", at: offset) {
        offset += 9
        while text[offset] == 0x20 || ByteSet.upper.contains(text[offset]) { offset += 1 }
        while text[offset] == UInt8(ascii: "-") { offset += 1 }
        return offset
      }
      offset += 1
    }
    return text.lineEnd(from: body, limit: 16 << 10)
  }
}
