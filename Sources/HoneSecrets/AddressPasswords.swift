/// Finds the password in an address: `scheme://user:password@host`.
enum AddressPasswords {
  /// The password, where `://` ends at `authority`.
  /// - Parameter kind: what kind of file it is: where it holds credentials, any password counts.
  static func password(in text: SourceText, authority: Int, kind: FileTrust.Kind) -> Range<Int>? {
    guard ByteSet.alphanumeric.contains(text[authority - 4]) else { return nil }
    let limit = min(text.count, authority + 512)
    var offset = authority
    var colon: Int?
    var at: Int?
    loop: while offset < limit {
      switch text[offset] {
      case 0...0x20, 0x7f..., UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
        UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "("), UInt8(ascii: ")"):
        break loop
      case UInt8(ascii: "?") where at == nil && colon == nil, UInt8(ascii: "#") where at == nil && colon == nil:
        break loop
      case UInt8(ascii: ":") where colon == nil: colon = offset
      // The last one counts: a password may hold the sign, a host may not.
      case UInt8(ascii: "@") where colon != nil: at = offset
      default: break
      }
      offset += 1
    }
    guard let colon, let at, at - colon > 3, ByteSet.alphanumeric.contains(text[at + 1]) else { return nil }
    let password = colon + 1..<at
    let user = authority..<colon
    if Placeholders.isValue(text, password) { return nil }
    if "{$<%[".utf8.contains(text[password.lowerBound]) { return nil }
    if kind == .credentials { return password }
    if Placeholders.isCommon(text, password) || text.folded(password) == text.folded(user) { return nil }
    if kind == .settings, password.count >= 6 { return password }
    if isForDocuments(text, host: at + 1) { return nil }
    return isTelling(text, password) ? password : nil
  }

  /// Whether the host is one that RFC 2606 sets aside for documents: `example.com` or below it, and its sisters.
  private static func isForDocuments(_ text: SourceText, host: Int) -> Bool {
    let end = text.end(of: .dotted, from: host)
    return ["example.com", "example.org", "example.net"].contains { name in
      end - host >= name.utf8.count && text.folded(end - name.utf8.count..<end).elementsEqual(name.utf8)
    }
  }

  /// Whether a password is not just a word, as in documents: it has a digit or a sign, or no vowels to speak of.
  private static func isTelling(_ text: SourceText, _ password: Range<Int>) -> Bool {
    let bytes = text.bytes[password]
    guard password.count >= 4 else { return false }
    if bytes.contains(where: { !ByteSet.letters.contains($0) && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }) {
      // `pass1`, `user:p4ss`: too little to tell.
      return password.count >= 6 || Variety.wordLetters(bytes) == 0
    }
    return password.count >= 12 && Variety.wordLetters(bytes) * 2 < password.count
  }
}
