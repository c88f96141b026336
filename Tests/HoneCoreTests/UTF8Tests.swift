import HoneCore
import HoneTestSupport
import Testing

@Suite struct UTF8Tests {
  @Test func `random bytes are judged as the standard library does`() {
    var random = SplitMix64(seed: 11)
    // Bytes at the borders of table 3-7 of the Unicode standard, and text that runs of eight begin in.
    let borders: [UInt8] = [
      0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
      0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
    ]
    var wellFormed = 0
    for _ in 0..<20_000 {
      let start = [UInt8](repeating: 0x61, count: Int.random(in: 0...9, using: &random))
      let bytes =
        start
        + (0..<Int.random(in: 0...5, using: &random)).map { _ in
          borders[Int.random(in: 0..<borders.count, using: &random)]
        }
      let isWellFormed = String(validating: bytes, as: UTF8.self) != nil
      wellFormed += isWellFormed ? 1 : 0
      #expect(bytes.isUTF8 == isWellFormed, "\(bytes)")
      #expect(([0xff] + bytes + [0xff])[1...].dropLast().isUTF8 == isWellFormed, "\(bytes)")
    }
    #expect((1000..<19_000).contains(wellFormed))
  }

  @Test func `every scalar is well-formed at every place of eight bytes`() {
    for value in stride(from: UInt32(0), through: 0x10ffff, by: 37) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(repeating: UInt8(0x61), count: Int(value % 9)) + Array(String(scalar).utf8)
      #expect(bytes.isUTF8)
      #expect(bytes.count == 1 || bytes.last.map { $0 < 0x80 } == true || !Array(bytes.dropLast()).isUTF8)
    }
  }
}
