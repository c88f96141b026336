import Testing

@testable import HoneChecks

struct MixedLineEndingsCheckTests {
  private let check = MixedLineEndingsCheck()

  @Test(arguments: [
    ("a\nb\r\nc\nd", "a\nb\nc\nd", "2:1"), ("a\r\nb\nc\r\n", "a\r\nb\r\nc\r\n", "2:1"),
    ("a\r\nb\n", "a\r\nb\r\n", "2:1"), ("a\nb\nc\r\n\r\n\n", "a\nb\nc\n\n\n", "3:1"),
  ])
  func `The ending of most lines is kept`(text: String, result: String, place: String) throws {
    #expect(try found(check, in: "a.json", text) == ["\(place) mixed-line-endings"])
    #expect(try mended(check, in: "a.json", text) == result)
  }

  @Test(arguments: ["", "a\nb\n", "a\r\nb\r\n", "a\r\nb", "a\rb\n", "\0\r\n\n"])
  func `Files with one ending are left alone`(text: String) throws {
    #expect(try found(check, in: "a.json", text).isEmpty)
  }
}
