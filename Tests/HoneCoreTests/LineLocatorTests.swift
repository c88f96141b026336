import HoneCore
import HoneTestSupport
import Testing

@Suite struct LineLocatorTests {
  private func locate(_ search: String, in base: String) throws(Refusal) -> LineLocator.Match {
    let block = TextLines(bytes(search))
    return try LineLocator(TextLines(bytes(base))).locate((0..<block.count).map { block[$0] })
  }

  @Test func exactWinsOverTolerant() throws {
    #expect(try locate("  a\n", in: "a\n  a\n a\n").lines == 1..<2)
    #expect(try locate("a\n", in: "a \na\n").lines == 1..<2)
    #expect(try locate("a\n", in: "  a\n").reindentation == .adding(bytes("  ")))
    #expect(try locate("a\nb\n", in: "a \nb\t\n").lines == 0..<2)
  }

  @Test func tabsForSpaces() throws {
    #expect(try locate("  a\n    b\n", in: "\ta\n\t\tb\n").reindentation == .tabs(width: 2, levels: 0))
    #expect(try locate("\ta\n\t\tb\n", in: "        a\n            b\n").reindentation == .spaces(width: 4, levels: 1))
  }

  @Test func unevenIndentationIsNotFound() {
    #expect(refusal { () throws(Refusal) in try locate("a\nb\n", in: "  a\n   b\n") }?.code == .notFound)
    #expect(refusal { () throws(Refusal) in try locate("if x:\n  a\nb\n", in: "if x:\n  a\n  b\n") }?.code == .notFound)
  }

  @Test func namesTheCandidates() {
    let outcome = refusal { () throws(Refusal) in try locate("a\n", in: "a\nb\na\na\na\n") }
    #expect(outcome?.code == .ambiguous)
    #expect(outcome?.message.contains("lines 1, 3 and 4 and others") == true)
    #expect(outcome?.remedy != nil)
  }

  @Test func tolerantTwinsAreAmbiguous() {
    #expect(refusal { () throws(Refusal) in try locate("a\n", in: "  a\n    a\n") }?.code == .ambiguous)
  }

  @Test func namesTheFirstLineThatDiverged() {
    let base = "func f() {\n  one()\n  two()\n  three()\n}\n"
    let outcome = refusal { () throws(Refusal) in try locate("func f() {\n  one()\n  twos()\n  three()\n", in: base) }
    #expect(outcome?.code == .notFound)
    #expect(outcome?.message.contains("line 3 of the search text `  twos()`") == true)
    #expect(outcome?.message.contains("nearest is line 3 `  two()`") == true)
  }

  @Test func namesTheNearestLineWhenNoneMatches() {
    let outcome = refusal { () throws(Refusal) in
      try locate("let total = sum(items)\n", in: "x\nlet total = sum(item)\n")
    }
    #expect(outcome?.message.contains("nearest is line 2 `let total = sum(item)`") == true)
    let nothing = refusal { () throws(Refusal) in try locate("let total = sum(items)\n", in: "") }
    #expect(nothing?.code == .notFound)
  }

  @Test func firstDifferenceBeforeTheFile() {
    let outcome = refusal { () throws(Refusal) in try locate("x\ny\na\n", in: "a\nb\n") }
    #expect(outcome?.message.contains("line 1 of the search text `x`") == true)
    #expect(outcome?.message.contains("the file has no line there") == true)
  }

  @Test func blankBlocksAreRefused() {
    #expect(refusal { () throws(Refusal) in try locate("\n  \n", in: "\n\n") }?.code == .malformed)
  }

  @Test func messagesCarryNoControlCharacters() {
    let outcome = refusal { () throws(Refusal) in try locate("a\u{1b}[31m\n", in: "b\n") }
    #expect(outcome?.message.contains("\u{1b}") == false)
  }

  /// Blocks that differ only in one line, indentation or blanks: the edit must reach its own twin or none.
  @Test func lookalikesAreNeverConfused() {
    fuzz { generator in
      let body = ["begin", "  step(1)", "  step(2)", "end"]
      var lines: [String] = []
      var marked: [Int] = []
      for copy in 0..<Int.random(in: 2..<8, using: &generator) {
        var block = body
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: block[2] = "  step(\(copy + 10))"
        case 1: block = block.map { "    " + $0 }
        case 2: block[1] += "  "
        default: break
        }
        if block == body { marked.append(lines.count) }
        lines += block + ["gap \(copy)"]
      }
      let base = lines.joined(separator: "\n") + "\n"
      let search = body.joined(separator: "\n") + "\n"
      let match = try? locate(search, in: base)
      if marked.count == 1 { #expect(match?.lines.lowerBound == marked[0]) }
      if marked.count > 1 { #expect(match == nil) }
      if let match {
        #expect(match.lines.map { lines[$0].filter { $0 != " " } } == body.map { $0.filter { $0 != " " } })
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func largeAndRepetitiveFilesAreSearchedQuickly() {
    let repeated = String(repeating: "}\n", count: 20_000)
    let block = String(repeating: "}\n", count: 500) + "x\n"
    #expect(refusal { () throws(Refusal) in try locate(block, in: repeated) }?.code == .notFound)
    #expect(refusal { () throws(Refusal) in try locate("}\n", in: repeated) }?.code == .ambiguous)
    #expect(refusal { () throws(Refusal) in try locate(" }\n}\n", in: repeated) } != nil)
  }
}
