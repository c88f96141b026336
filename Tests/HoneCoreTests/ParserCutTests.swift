import HoneCore
import HoneTestSupport
import Testing

/// Where a transport cuts a reply must not matter, and a reply that stops early must not give a wrong edit.
@Suite struct ParserCutTests {
  private static let window = bytes("Here it is:\r\n~~~~swift\nlet a = 1\n~~~\nlet é = 2\r\n~~~~\nDone.\n")
  private static let blocks = bytes(
    """
    I change two files.

    Sources/a.swift
    ```swift
    <<<<<<< SEARCH
    let a = 1
    =======
    let a = 2
    >>>>>>> REPLACE
    ```
    <<<<<< SEARCH
    foo
    ======
    bär
    >>>>>> REPLACE

    `b c.txt`
    <<<<<<< SEARCH
    =======
    new
    >>>>>>> REPLACE
    """)
  private static let ranges = bytes(
    """
    Sources/a.swift
    <<<<<<< LINES 3-5
    let a = 2
    ------- TO be
    >>>>>>> END
    <<<<<< AFTER 0
    // é
    >>>>>> END

    `b c.txt`
    <<<<<<< FROM def f(
    ------- TO return
    >>>>>>> END
    ```
    <<<<<<< FROM x
    x
    y
    >>>>>>> END
    """)
  private static let patch = bytes(
    """
    ```
    *** Begin Patch
    *** Update File: a.py
    @@ class A:
    @@   def f(self):
         x = 1
    -    y = 2
    +    y = 3

    @@
    -z
    +é
    *** End of File
    *** Add File: b.txt
    +one
    +two
    *** Delete File: c.txt
    *** Update File: d.txt
    *** Move to: e.txt
    *** End Patch
    ```
    """)

  @Test func windowSurvivesEveryCut() { check(WindowParser(), Self.window, count: 1) }
  @Test func prefilledWindowSurvivesEveryCut() {
    check(WindowParser(isFencePrefilled: true), bytes("```swift\nlet a = 1\n```\n"), count: 1)
    check(WindowParser(isFencePrefilled: true), bytes("let a = 1\nlet b = 2\n```"), count: 1)
  }
  @Test func blocksSurviveEveryCut() { check(SearchReplaceParser(), Self.blocks, count: 3) }
  @Test func rangesSurviveEveryCut() { check(RangeEditParser(), Self.ranges, count: 4) }
  @Test func patchSurvivesEveryCut() { check(V4APatchParser(), Self.patch, count: 5) }

  @Test func failureComesAfterTheSameEdits() {
    let reply = bytes("a.txt\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n>>>>>>> REPLACE\nmore\n")
    let whole = Outcome(SearchReplaceParser(), [reply])
    #expect(whole.edits.count == 1)
    #expect(whole.failure == .malformed)
    #expect(Outcome(SearchReplaceParser(), reply.map { [$0] }) == whole)
  }

  @Test func randomBytesNeverStopAParser() {
    let pieces: [[UInt8]] = [
      "```", "~~~~", "\n", "\r\n", "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE", "a.txt", "*** Begin Patch",
      "*** End Patch", "*** Update File: x", "*** Add File: y", "*** Delete File: z", "*** Move to: w",
      "*** End of File", "@@", "@@ f", "+a", "-b", " c", "<<<<<<< LINES 1-2",
      "<<<<<<< AFTER 3", "<<<<<<< FROM x", "------- TO y", ">>>>>>> END", "<<<<<<< LINES", "\u{feff}", "***", " ", "\t",
    ].map(bytes)
    fuzz { generator in
      var reply: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<60, using: &generator) {
        if Int.random(in: 0..<4, using: &generator) == 0 {
          reply.append(UInt8.random(in: 0...255, using: &generator))
        } else {
          reply += pieces.randomElement(using: &generator) ?? []
          if Bool.random(using: &generator) { reply.append(0x0a) }
        }
      }
      let cut = Int.random(in: 0...reply.count, using: &generator)
      let halves = [Array(reply[..<cut]), Array(reply[cut...])]
      #expect(Outcome(WindowParser(), [reply]) == Outcome(WindowParser(), halves))
      #expect(Outcome(SearchReplaceParser(), [reply]) == Outcome(SearchReplaceParser(), halves))
      #expect(Outcome(V4APatchParser(), [reply]) == Outcome(V4APatchParser(), halves))
      #expect(Outcome(RangeEditParser(), [reply]) == Outcome(RangeEditParser(), halves))
    }
  }

  /// A parser that copied what it has with every line would need minutes here.
  @Test(.timeLimit(.minutes(1))) func longRepliesTakeLinearTime() throws {
    let lines = String(repeating: "+line\n", count: 40_000)
    #expect(
      try parse(V4APatchParser(), [bytes("*** Begin Patch\n*** Add File: a\n\(lines)*** End Patch\n")]).count == 1)
    #expect(
      try parse(V4APatchParser(), [bytes("*** Begin Patch\n*** Update File: a\n\(lines)*** End Patch\n")]).count == 1)
    #expect(
      try parse(SearchReplaceParser(), [bytes("a.txt\n<<<<<<< SEARCH\n\(lines)=======\n>>>>>>> REPLACE\n")]).count == 1)
    #expect(try parse(WindowParser(), [bytes("```\n\(lines)```\n")]).count == 1)
    #expect(try parse(RangeEditParser(), [bytes("a.txt\n<<<<<<< LINES 1\n\(lines)>>>>>>> END\n")]).count == 1)
  }

  /// Splits a reply at every offset, and stops it at every offset.
  private func check<P: EditStreamParser>(_ parser: P, _ reply: [UInt8], count: Int) {
    let whole = Outcome(parser, [reply])
    #expect(whole.failure == nil)
    #expect(whole.edits.count == count)
    #expect(Outcome(parser, reply.map { [$0] }) == whole)
    for cut in 0...reply.count {
      #expect(Outcome(parser, [Array(reply[..<cut]), Array(reply[cut...])]) == whole)
      let stopped = Outcome(parser, [Array(reply[..<cut])])
      // A part of a marker is the beginning of an edit in another form, which changes nothing.
      let edits = stopped.edits.filter { !$0.isForeign }
      #expect(edits == Array(whole.edits.prefix(edits.count)), "stopped after \(cut) bytes")
      #expect(stopped.edits.count - edits.count <= 1 && stopped.edits.prefix(edits.count) == edits[...])
    }
  }
}
