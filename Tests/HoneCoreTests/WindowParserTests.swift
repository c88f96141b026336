import HoneCore
import Testing

@Suite struct WindowParserTests {
  private func window(_ reply: String, _ parser: WindowParser = WindowParser()) -> Outcome {
    Outcome(parser, [bytes(reply)])
  }

  private func rewrites(_ outcome: Outcome, _ expected: String) -> Bool {
    outcome
      == {
        var copy = outcome
        copy.edits = [Edit(path: nil, change: .rewriteWindow(bytes(expected)))]
        copy.failure = nil
        return copy
      }()
  }

  @Test func readsTheOneBlock() {
    #expect(
      rewrites(window("Sure:\n\n```swift\nlet a = 1\n\nlet b = 2\n```\nIt is done.\n"), "let a = 1\n\nlet b = 2\n"))
    #expect(rewrites(window("~~~\nx\n~~~"), "x\n"))
    #expect(rewrites(window("```\n```"), ""))
  }

  @Test func shorterAndOtherFencesAreContent() {
    #expect(rewrites(window("````\n```\nx\n```\n````\n"), "```\nx\n```\n"))
    #expect(rewrites(window("```md\n~~~\nx\n~~~\n```\n"), "~~~\nx\n~~~\n"))
    #expect(rewrites(window("```\n/// ``` is not at the start\n```\n"), "/// ``` is not at the start\n"))
  }

  @Test func aNamedFenceInsideIsClosedByItsOwn() {
    #expect(rewrites(window("```md\n# Title\n```sh\nls\n```\nend\n```\n"), "# Title\n```sh\nls\n```\nend\n"))
  }

  @Test func closingFenceMayBeLonger() {
    #expect(rewrites(window("```\nx\n`````  \n"), "x\n"))
  }

  @Test func prefilledFenceStartsInside() {
    #expect(rewrites(window("let a = 1\n```\n", WindowParser(isFencePrefilled: true)), "let a = 1\n"))
    #expect(rewrites(window("```swift\nlet a = 1\n```\n", WindowParser(isFencePrefilled: true)), "let a = 1\n"))
    #expect(
      rewrites(window("```\nx\n````\n", WindowParser(isFencePrefilled: true, fence: "````")), "```\nx\n".dropping))
  }

  @Test func openFromTheFirstByteWhenPrefilled() throws {
    var parser = WindowParser(isFencePrefilled: true)
    #expect(parser.isEditOpen)
    _ = try parser.feed(bytes("x\n```\n"))
    #expect(!parser.isEditOpen)
  }

  @Test func proseAloneIsMalformed() {
    #expect(window("I would rename it.").failure == .malformed)
    #expect(window("").failure == .malformed)
  }

  @Test func openBlockIsMalformed() {
    #expect(window("```\nlet a = 1\n") == window("```\nlet a = 1"))
    #expect(window("```\nlet a = 1\n").failure == .malformed)
    #expect(window("```\nlet a = 1\n").edits.isEmpty)
  }

  @Test func secondBlockIsMalformed() {
    #expect(window("```\na\n```\nor\n```\nb\n```\n").failure == .malformed)
  }

  @Test func editComesWithTheClosingFence() throws {
    var parser = WindowParser()
    #expect(try parser.feed(bytes("```\na\n``")).isEmpty)
    #expect(parser.isEditOpen)
    #expect(try parser.feed(bytes("`\n")).count == 1)
    #expect(!parser.isEditOpen)
  }

  @Test func fenceIsLongerThanAnyInTheWindow() {
    #expect(WindowParser.fence(around: bytes("let a = 1\n")) == "```")
    #expect(WindowParser.fence(around: bytes("```\nx\n`````\n")) == "``````")
    #expect(WindowParser.fence(around: bytes("~~~~~\n")) == "```")
  }
}

extension String {
  /// The text without its first line: a fence that was repeated is not part of the window.
  fileprivate var dropping: String { String(drop { $0 != "\n" }.dropFirst()) }
}
