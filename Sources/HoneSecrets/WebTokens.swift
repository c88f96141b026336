/// Finds JSON Web Tokens: parts in URL-safe base64, joined by dots, of which the first two begin with `{"`.
enum WebTokens {
  /// The token whose first three characters end at `end`.
  static func token(in text: SourceText, prefixEnd end: Int) -> Range<Int>? {
    let start = end - 3
    guard text.has("eyJ", at: start), !ByteSet.urlSafe.contains(text[start - 1]) else { return nil }
    let header = text.end(of: .urlSafe, from: start)
    guard header - start >= 16, text.has(".eyJ", at: header) else { return nil }
    let payload = text.end(of: .urlSafe, from: header + 1)
    guard payload - header >= 20 else { return nil }
    guard text[payload] == UInt8(ascii: ".") else { return payload - header >= 32 ? start..<payload : nil }
    let signature = text.end(of: .urlSafe, from: payload + 1)
    return start..<(signature - payload > 16 ? signature : payload)
  }
}
