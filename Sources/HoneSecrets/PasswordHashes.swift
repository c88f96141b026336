/// Finds the hashes of passwords that `crypt` and the web servers' tools write.
///
/// They are no passwords, but with the weak ones among them a password can be found; they belong into no repository.
enum PasswordHashes {
  /// The hash that begins at `start` with a dollar; `nil` when there is none.
  static func hash(in text: SourceText, at start: Int) -> Range<Int>? {
    // A `$` in the middle of a word is no beginning.
    if ByteSet.word.contains(text[start - 1]) { return nil }
    let scheme = text.end(of: .lower, from: start + 1, limit: 8)
    guard scheme > start + 1, text[scheme] == UInt8(ascii: "$") else { return nil }
    let name = text.bytes[(start + 1)..<scheme]
    let lengths: (salt: ClosedRange<Int>, hash: ClosedRange<Int>)
    if name.elementsEqual("2a".utf8) || name.elementsEqual("2b".utf8) || name.elementsEqual("2y".utf8) {
      let cost = text.end(of: .digits, from: scheme + 1)
      guard cost == scheme + 3, text[cost] == UInt8(ascii: "$") else { return nil }
      return run(in: text, from: cost + 1, of: 53...53, start)
    } else if name.elementsEqual("1".utf8) || name.elementsEqual("apr1".utf8) {
      lengths = (1...8, 22...22)
    } else if name.elementsEqual("5".utf8) {
      lengths = (1...16, 43...43)
    } else if name.elementsEqual("6".utf8) {
      lengths = (1...16, 84...86)
    } else if name.elementsEqual("y".utf8) {
      let parameters = text.end(of: .crypt, from: scheme + 1)
      guard text[parameters] == UInt8(ascii: "$") else { return nil }
      return salted(in: text, after: parameters, (1...86, 43...43), start)
    } else {
      return nil
    }
    return salted(in: text, after: rounds(in: text, after: scheme), lengths, start)
  }

  /// The dollar after an optional `rounds=5000`.
  private static func rounds(in text: SourceText, after dollar: Int) -> Int {
    guard text.has("rounds=", at: dollar + 1) else { return dollar }
    let end = text.end(of: .digits, from: dollar + 8)
    return text[end] == UInt8(ascii: "$") ? end : dollar
  }

  private static func salted(
    in text: SourceText, after dollar: Int, _ lengths: (salt: ClosedRange<Int>, hash: ClosedRange<Int>), _ start: Int
  ) -> Range<Int>? {
    let salt = text.end(of: .crypt, from: dollar + 1)
    guard lengths.salt.contains(salt - dollar - 1), text[salt] == UInt8(ascii: "$") else { return nil }
    return run(in: text, from: salt + 1, of: lengths.hash, start)
  }

  private static func run(
    in text: SourceText, from hash: Int, of length: ClosedRange<Int>, _ start: Int
  ) -> Range<Int>? {
    let end = text.end(of: .crypt, from: hash)
    guard length.contains(end - hash), Variety.isVaried(text.bytes[hash..<end]) else { return nil }
    return start..<end
  }
}
