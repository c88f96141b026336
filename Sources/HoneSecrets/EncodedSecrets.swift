/// Finds secrets that were written in base64: credentials of HTTP's basic authentication, private keys, and the values of a
/// Kubernetes Secret.
enum EncodedSecrets {
  /// The credentials after `Basic `, RFC 7617: user and password, joined by a colon, in base64.
  /// - Parameter start: where the credentials begin.
  static func basicCredentials(in text: SourceText, from start: Int) -> Range<Int>? {
    let range = start..<text.end(of: .base64, from: start, limit: 512)
    guard range.count >= 8, let plain = Base64.decoded(text.bytes[range]),
      let colon = plain.firstIndex(of: UInt8(ascii: ":")), colon > 0
    else { return nil }
    return isPassword(plain[(colon + 1)...], besides: plain[..<colon]) ? range : nil
  }

  /// The base64 of a private key in PEM.
  /// - Parameter start: where it begins, which is the base64 of `-----BEGIN`.
  static func privateKey(in text: SourceText, from start: Int) -> Range<Int>? {
    let range = start..<text.end(of: .base64, from: start)
    // The first line of the armour lies in the first 64 characters.
    guard range.count >= 100, let head = Base64.decoded(text.bytes[range].prefix(64)) else { return nil }
    return String(decoding: head, as: UTF8.self).contains("PRIVATE KEY") ? range : nil
  }

  /// The values of a Secret of Kubernetes that are secrets, from after its `kind: Secret` to the end of the document.
  /// - Parameters:
  ///   - start: where the search begins.
  ///   - isSecret: whether a name and what its value stands for are a secret.
  static func values(
    in text: SourceText, from start: Int, where isSecret: (_ name: [UInt8], _ plain: [UInt8]) -> Bool
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var offset = text.lineEnd(from: start) + 1
    /// How far the entries of `data` are indented at least; `nil` outside of it.
    var dataIndent: Int?
    for _ in 0..<1_000 where offset < text.count {
      let end = text.lineEnd(from: offset, limit: 1 << 20)
      defer { offset = end + 1 }
      if text.has("---", at: offset) { break }
      let name = text.afterBlanks(offset)
      guard name < end, text[name] != UInt8(ascii: "#") else { continue }
      let indent = name - offset
      if dataIndent.map({ indent <= $0 }) ?? false { dataIndent = nil }
      let nameEnd = text.end(of: .dotted, from: name)
      guard text[nameEnd] == UInt8(ascii: ":") else { continue }
      let value = text.afterBlanks(nameEnd + 1)
      if dataIndent == nil, value >= end {
        if nameEnd - name == 4, text.has("data", at: name) { dataIndent = indent }
        continue
      }
      let quoted = "\"'".utf8.contains(text[value]) ? value + 1 : value
      let range = quoted..<text.end(of: .base64, from: quoted)
      if dataIndent != nil, range.count >= 4, let plain = Base64.decoded(text.bytes[range]),
        isSecret(text.folded(name..<nameEnd), plain)
      {
        found.append(range)
      }
    }
    return found
  }

  /// Whether the text after a user's name is a password and not what documents put there.
  static func isPassword(_ password: ArraySlice<UInt8>, besides user: ArraySlice<UInt8> = []) -> Bool {
    guard password.count >= 4, !password.elementsEqual(user), password.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      return false
    }
    return Array(password).withUnsafeBufferPointer { buffer in
      let text = SourceText(bytes: buffer)
      let whole = 0..<buffer.count
      return !Placeholders.isValue(text, whole) && !Placeholders.isCommon(text, whole)
        && !(buffer.count < 12 && Variety.wordLetters(buffer[...]) == buffer.count)
    }
  }
}
