import HoneCore
import HoneTestSupport
import Testing

@testable import HoneSecrets

/// Files in UTF-16.
@Suite struct WideTextTests {
  private static let password = "Gx7kQ92" + "mZr44t"

  private static func bytes(_ text: String, isLittle: Bool) -> [UInt8] {
    ([0xfeff] + text.utf16).flatMap { unit in
      isLittle ? [UInt8(unit & 0xff), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 0xff)]
    }
  }

  @Test(arguments: [true, false]) func `secrets are found at their place in the file`(isLittle: Bool) throws {
    let before = "; é and 😀 before it\r\npassword="
    let bytes = Self.bytes(before + Self.password + "\r\n", isLittle: isLittle)
    let found = SecretDetector().secrets(in: bytes, path: try RepositoryPath("app.ini"))
    #expect(found.map(\.rule) == ["assigned-password"])
    let start = 2 + before.utf16.count * 2
    #expect(found.first?.range == start..<start + Self.password.utf16.count * 2)
  }

  @Test func `whatever follows a mark is read without failing`() {
    var random = SystemRandomNumberGenerator()
    for length in 0..<300 {
      for mark: [UInt8] in [[0xff, 0xfe], [0xfe, 0xff]] {
        let bytes = mark + (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) & 0xdf }
        bytes.withUnsafeBufferPointer { buffer in
          guard let wide = WideText(buffer) else { return }
          let range = wide.range(inFile: 0..<wide.bytes.count)
          #expect(range.upperBound <= bytes.count && String(validating: wide.bytes, as: UTF8.self) != nil)
        }
        _ = SecretDetector().secrets(in: bytes, path: nil)
      }
    }
  }

  @Test func `UTF-32 is not taken for it`() {
    let bytes: [UInt8] = [0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]
    bytes.withUnsafeBufferPointer { #expect(WideText($0).map(\.bytes) == nil) }
  }
}
