import HoneCore
import Testing

@Suite struct SearchReplaceParserTests {
  private let block = "<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n"

  private func outcome(_ reply: String, paths: [String] = []) -> Outcome {
    Outcome(SearchReplaceParser(editablePaths: paths), [bytes(reply)])
  }

  @Test(arguments: [
    "src/a.swift", "`src/a.swift`", "**src/a.swift**", "### src/a.swift", "File: src/a.swift",
    "### File: `src/a.swift`",
    "```src/a.swift", "src/a.swift:", "src/a.swift\n```swift", "  src/a.swift  ", "src/a.swift\n\nHere is the change.",
    "src/a.swift\r",
  ])
  func readsThePath(_ heading: String) {
    #expect(outcome("Some words.\n\n\(heading)\n\(block)```\n").edits.map(\.path) == ["src/a.swift"])
  }

  @Test func readsSearchAndReplacement() {
    #expect(
      outcome("a.txt\n" + block).edits == [
        Edit(path: "a.txt", change: .replace(search: bytes("old\n"), replacement: bytes("new\n")))
      ])
  }

  @Test func severalBlocksFollowOnePath() {
    #expect(
      outcome("a.txt\n\(block)\nand then\n\(block)b.txt\n\(block)").edits.map(\.path) == ["a.txt", "a.txt", "b.txt"])
  }

  @Test func whatStandsAboveIsKeptWhereItIsNoPath() {
    let fenced = "a.txt\n\(block)\nmy file\n```text\n\(block)```\n\nSome words.\n\n\(block)"
    #expect(outcome(fenced).edits.map(\.heading) == [nil, "my file", "Some words."])
  }

  @Test func theOnlyPathStandsIn() {
    #expect(outcome("Here:\n\(block)", paths: ["a b.txt"]).edits.map(\.path) == ["a b.txt"])
    #expect(outcome("Here:\n\(block)").edits.map(\.path) == ["Here"])
    #expect(outcome("a b.txt\n\(block)", paths: ["a b.txt", "c"]).edits.map(\.path) == ["a b.txt"])
    #expect(outcome(block).failure == .malformed)
    #expect(outcome(block, paths: ["a", "b"]).failure == .malformed)
  }

  @Test(arguments: 5...9) func acceptsMarkersOf(length: Int) {
    func marker(_ sign: String) -> String { String(repeating: sign, count: length) }
    let reply = "a.txt\n\(marker("<")) SEARCH\nx\n\(marker("="))\ny\n\(marker(">")) REPLACE\n"
    #expect(outcome(reply).edits.count == 1)
  }

  @Test func emptySearchCreates() {
    #expect(
      outcome("a.txt\n<<<<<<< SEARCH\n=======\nnew\n>>>>>>> REPLACE").edits == [
        Edit(path: "a.txt", change: .create(bytes("new\n")))
      ])
  }

  @Test func emptyReplacementDeletesLines() {
    #expect(
      outcome("a.txt\n<<<<<<< SEARCH\nold\n=======\n>>>>>>> REPLACE").edits == [
        Edit(path: "a.txt", change: .replace(search: bytes("old\n"), replacement: []))
      ])
  }

  @Test func underlinedHeadingIsNoDivider() {
    let reply = "a.rst\n<<<<<<< SEARCH\nTitle\n=====\n=======\nName\n====\n>>>>>>> REPLACE\n"
    #expect(
      outcome(reply).edits.map(\.change) == [
        .replace(search: bytes("Title\n=====\n"), replacement: bytes("Name\n====\n"))
      ])
  }

  @Test func twoDividersAreMalformed() {
    #expect(outcome("a\n<<<<<<< SEARCH\nx\n=======\ny\n=======\nz\n>>>>>>> REPLACE\n").failure == .malformed)
    #expect(outcome("a\n<<<<<<< SEARCH\nx\n>>>>>>> REPLACE\n").failure == .malformed)
  }

  @Test func brokenBlocksAreMalformed() {
    #expect(outcome("a.txt\n<<<<<<< SEARCH\nx\n=======\ny\n").failure == .malformed)
    #expect(outcome("a.txt\n<<<<<<< SEARCH\nx\n<<<<<<< SEARCH\n").failure == .malformed)
    #expect(outcome(">>>>>>> REPLACE\n").failure == .malformed)
  }

  @Test func proseHasNoEdits() {
    #expect(outcome("Nothing needs to change.\n") == outcome(""))
  }

  @Test func isOpenInsideABlock() throws {
    var parser = SearchReplaceParser()
    _ = try parser.feed(bytes("a.txt\n<<<<<<< SEARCH\nx"))
    #expect(parser.isEditOpen)
    #expect(try parser.feed(bytes("\n=======\ny\n>>>>>>> REPLACE\n")).count == 1)
    #expect(!parser.isEditOpen)
  }
}
