/// Finds secrets in a text.
///
/// One pass over the bytes, without regular expressions: what an engine is sent can be half a megabyte, and the wait for it
/// would be felt. Precision comes first, since a wrong finding hides code from the engine; but it costs little else, since
/// every finding is put back into the reply.
package enum SecretScanner {
  /// All findings in `bytes`, in order and without overlap.
  package static func findings(in bytes: [UInt8]) -> [SecretFinding] {
    bytes.withUnsafeBufferPointer { buffer in
      var findings: [SecretFinding] = []
      var offset = 0
      while offset < buffer.count {
        guard let finding = finding(in: buffer, at: offset) else {
          offset += 1
          continue
        }
        findings.append(finding)
        offset = max(finding.range.upperBound, offset + 1)
      }
      return findings
    }
  }

  private static func finding(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> SecretFinding? {
    let byte = bytes[start]
    switch byte {
    case UInt8(ascii: "-"): return privateKey(in: bytes, at: start)
    case UInt8(ascii: ":"): return connectionPassword(in: bytes, at: start)
    default: break
    }
    guard ASCIISet.word.contains(byte), start == 0 || !ASCIISet.word.contains(bytes[start - 1]) else { return nil }
    for shape in SecretShape.byFirstByte[byte] ?? [] {
      if let end = shape.end(in: bytes, from: start) { return SecretFinding(kind: shape.kind, range: start..<end) }
    }
    return jsonWebToken(in: bytes, at: start) ?? SecretAssignment.finding(in: bytes, at: start)
  }

  /// Whether `text` stands at `offset`.
  static func matches(_ text: StaticString, in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard offset >= 0, offset + count <= bytes.count else { return false }
    for index in 0..<count where bytes[offset + index] != text.utf8Start[index] { return false }
    return true
  }

  /// A PEM block of a private key, to its last line or to the end of the text when that is missing.
  private static func privateKey(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> SecretFinding? {
    guard matches("-----BEGIN ", in: bytes, at: start) else { return nil }
    var label = start + 11
    while label < bytes.count, bytes[label] == 0x20 || ASCIISet.capitals.contains(bytes[label]) { label += 1 }
    guard matches("-----", in: bytes, at: label), label - start < 60,
      matches("PRIVATE KEY", in: bytes, at: label - 11) || matches("PRIVATE KEY BLOCK", in: bytes, at: label - 17)
    else { return nil }
    var end = label + 5
    while end < bytes.count, !matches("-----END ", in: bytes, at: end) { end += 1 }
    guard end < bytes.count else { return SecretFinding(kind: .privateKey, range: start..<bytes.count) }
    end += 9
    while end < bytes.count, bytes[end] == 0x20 || ASCIISet.capitals.contains(bytes[end]) { end += 1 }
    while end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
    return SecretFinding(kind: .privateKey, range: start..<end)
  }

  /// Three parts of base64, the first two of which begin with `{"`.
  private static func jsonWebToken(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> SecretFinding? {
    guard matches("eyJ", in: bytes, at: start) else { return nil }
    func part(from start: Int) -> Int {
      var end = start
      while end < bytes.count, ASCIISet.urlSafe.contains(bytes[end]) { end += 1 }
      return end
    }
    let header = part(from: start)
    guard header - start >= 10, matches(".eyJ", in: bytes, at: header) else { return nil }
    let payload = part(from: header + 1)
    guard payload - header >= 10, payload < bytes.count, bytes[payload] == UInt8(ascii: ".") else { return nil }
    let signature = part(from: payload + 1)
    guard signature - payload >= 16 else { return nil }
    return SecretFinding(kind: .jsonWebToken, range: start..<signature)
  }

  /// The password of `scheme://user:password@host`.
  private static func connectionPassword(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> SecretFinding? {
    guard matches("://", in: bytes, at: start), start > 0, ASCIISet.alphanumeric.contains(bytes[start - 1]) else {
      return nil
    }
    var colon: Int?
    var offset = start + 3
    let limit = min(bytes.count, offset + 512)
    while offset < limit, bytes[offset] > 0x20, !Array("/?#\"'`<>\\@".utf8).contains(bytes[offset]) {
      if colon == nil, bytes[offset] == UInt8(ascii: ":") { colon = offset }
      offset += 1
    }
    guard let colon, offset < limit, bytes[offset] == UInt8(ascii: "@"), offset - colon > 3 else { return nil }
    // `${PASSWORD}`, `{password}`, `%s`, `***`: the place of a password, not one.
    guard !Array("${<%*".utf8).contains(bytes[colon + 1]) else { return nil }
    return SecretFinding(kind: .connectionPassword, range: colon + 1..<offset)
  }
}
