/// How much a text looks drawn at random, told without a dictionary.
///
/// The question is never whether a text has high entropy (paths, type names and prose have it too) but whether it is made of
/// words. A word is a run of letters in one case (or capitalized) that can be spoken: it has vowels, and not many consonants
/// in a row. A random text has digits and changes of case in the middle of everything, which leaves hardly any word.
enum Variety {
  /// Whether the bytes are not just a few characters repeated, as in `xxxxxxxx` or `abababab`.
  static func isVaried(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard bytes.count >= 8 else { return true }
    return distinctBytes(bytes) >= min(6, 1 + bytes.count / 3)
  }

  /// How many different bytes there are, the two cases of a letter counted apart.
  static func distinctBytes(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for byte in bytes { if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) } }
    return low.nonzeroBitCount + high.nonzeroBitCount
  }

  /// Whether the bytes look drawn at random: varied for their length, with hardly any words, and of more than one class.
  /// - Parameter least: the least length in bytes.
  static func isRandom(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, least: Int) -> Bool {
    guard bytes.count >= least, bytes.count <= 1024 else { return false }
    var digits = 0
    var lower = 0
    var upper = 0
    for byte in bytes {
      switch byte {
      case 0x30...0x39: digits += 1
      case 0x61...0x7a: lower += 1
      case 0x41...0x5a: upper += 1
      case 0x21...0x7e: break
      default: return false
      }
    }
    let letters = lower + upper
    let distinct = distinctBytes(bytes)
    guard distinct >= min(10, max(5, bytes.count * 2 / 5)) else { return false }
    if letters == 0 { return digits >= 32 && digits == bytes.count }
    // Random letters without a digit are rare beyond some length, unless both cases are mixed.
    if digits == 0, bytes.count >= 12, lower == 0 || upper == 0 { return false }
    if digits == 0, bytes.count < 20 { return false }
    if digits < bytes.count / 24, lower == 0 || upper == 0 { return false }
    // Digits strewn among the letters are no words, whatever can be spoken between them.
    let words = wordLetters(bytes) * 100
    return words <= bytes.count * (digitChanges(bytes) * 6 >= bytes.count ? 65 : 40)
  }

  /// How often a digit stands beside a letter.
  private static func digitChanges(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    zip(bytes, bytes.dropFirst()).count { ByteSet.digits.contains($0) != ByteSet.digits.contains($1) }
  }

  /// How many of the bytes stand in words of four letters and more.
  static func wordLetters(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var total = 0
    var start = bytes.startIndex
    while start < bytes.endIndex {
      guard ByteSet.letters.contains(bytes[start]) else {
        start += 1
        continue
      }
      var end = start + 1
      let startsUpper = bytes[start] < 0x60
      // Capitals go on with capitals, or with small letters after the first one.
      if startsUpper, end < bytes.endIndex, (0x41...0x5a).contains(bytes[end]) {
        while end < bytes.endIndex, (0x41...0x5a).contains(bytes[end]) { end += 1 }
      } else {
        while end < bytes.endIndex, (0x61...0x7a).contains(bytes[end]) { end += 1 }
      }
      if isSpeakable(bytes[start..<end]) { total += end - start }
      start = end
    }
    return total
  }

  private static func isSpeakable(_ letters: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard letters.count >= 4 else { return false }
    var vowels = 0
    var consonants = 0
    for byte in letters {
      if "aeiouy".utf8.contains(byte | 0x20) {
        vowels += 1
        consonants = 0
      } else {
        consonants += 1
        if consonants > 4 { return false }
      }
    }
    return vowels * 5 >= letters.count
  }
}
