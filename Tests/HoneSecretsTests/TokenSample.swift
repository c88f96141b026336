import HoneTestSupport

@testable import HoneSecrets

/// Makes tokens from their shapes, so that no token stands in any file of the tests.
enum TokenSample {
  /// A token of a kind, drawn again when by chance it says that it is made up.
  static func token(_ kind: TokenKind, _ generator: inout SplitMix64) -> String {
    while true {
      let token = Array(draw(kind, &generator).utf8)
      let isPlaceholder = SourceText.withBytes(token) { Placeholders.isToken($0, 0..<token.count) }
      if !isPlaceholder { return String(decoding: token, as: UTF8.self) }
    }
  }

  private static func draw(_ kind: TokenKind, _ generator: inout SplitMix64) -> String {
    var token = ""
    for segment in kind.segments {
      switch segment {
      case .text(let text): token += String(decoding: text, as: UTF8.self)
      case .run(let set, let length): token += characters(set, length.lowerBound, &generator)
      case .uuid: token += uuid(&generator)
      }
    }
    return token
  }

  /// `count` characters of a set that begin and end with a letter or digit where the set has them.
  static func characters(_ set: ByteSet, _ count: Int, _ generator: inout SplitMix64) -> String {
    let all = (UInt8(0x21)...0x7e).filter(set.contains)
    let words = all.filter(ByteSet.alphanumeric.contains)
    let bytes = (0..<count).map { index in
      let pool = (index == 0 || index == count - 1) && !words.isEmpty ? words : all
      return pool[Int.random(in: 0..<pool.count, using: &generator)]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func uuid(_ generator: inout SplitMix64) -> String {
    [8, 4, 4, 4, 12].map { characters(.hex, $0, &generator) }.joined(separator: "-")
  }

  /// A key as people generate them: letters of both cases and digits.
  static func key(_ count: Int, seed: UInt64 = 1) -> String {
    var generator = SplitMix64(seed: seed)
    return characters(.alphanumeric, count, &generator)
  }
}
