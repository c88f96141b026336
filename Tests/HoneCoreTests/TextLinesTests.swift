import HoneCore
import Testing

@Suite struct TextLinesTests {
  @Test(arguments: ["", "\n", "a", "a\n", "a\r\nb\n", "a\rb\r", "a\n\rb", "\u{feff}a\r\n", "\u{feff}", "a\n\n", "\r\n"])
  func joinsToTheSameBytes(_ content: String) {
    let file = TextLines(bytes(content))
    let joined = (0..<file.count).flatMap { file[$0] + file.ending(of: $0).bytes }
    #expect((file.hasByteOrderMark ? bytes("\u{feff}") : []) + joined == bytes(content))
  }

  @Test func knowsEndings() {
    let file = TextLines(bytes("a\r\nb\nc\r\nd"))
    #expect(
      (0..<4).map { file.ending(of: $0) } == [.carriageReturnLineFeed, .lineFeed, .carriageReturnLineFeed, .none])
    #expect(file.dominantEnding == .carriageReturnLineFeed)
    #expect(!file.endsWithNewline)
    #expect(TextLines(bytes("a\nb\r\n")).dominantEnding == .lineFeed)
    #expect(TextLines([]).endsWithNewline)
    #expect(TextLines(bytes("a")).dominantEnding == .lineFeed)
  }

  @Test func bareCarriageReturnsEndLinesOnlyWithoutLineFeeds() {
    #expect(TextLines(bytes("a\rb\rc")).count == 3)
    #expect(TextLines(bytes("a\rb\rc")).ending(of: 2) == .none)
    #expect(TextLines(bytes("a\rb\n")).count == 1)
    #expect(TextLines(bytes("a\rb\r"), convention: .git).count == 1)
  }

  @Test func byteOrderMarkStandsApart() {
    let file = TextLines(bytes("\u{feff}a\n"))
    #expect(file.hasByteOrderMark)
    #expect(text(file[0]) == "a")
    #expect(file.range(of: 0) == 3..<5)
    #expect(!TextLines(bytes("\u{feff}a\n"), convention: .git).hasByteOrderMark)
  }

  @Test func showsOtherEncodingsAsReplacementCharacters() {
    let file = TextLines([0x61, 0xe9, 0x0a, 0x62, 0x0a])
    #expect(!file.isUTF8)
    #expect(!file.isUTF8(0))
    #expect(file.isUTF8(1))
    #expect(text(file.shown(0)) == "a\u{fffd}")
    #expect(file[0] == [0x61, 0xe9])
  }

  @Test func findsTheLineOfAnOffset() {
    let file = TextLines(bytes("ab\nc\n\nd"))
    #expect((0...7).map { file.line(at: $0) } == [0, 0, 0, 1, 1, 2, 3, 4])
  }
}
