import HoneCore
import HoneTestSupport
import Testing

/// What is read of the lines between two blocks.
@Suite struct BetweenBlocksTests {
  private static let first = "a.py\n<<<<<<< SEARCH\nA = 1\n=======\nA = 2\n>>>>>>> REPLACE\n"
  private static let block = "<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n"

  private func outcome(_ between: String, paths: [String] = ["a.py", "b.py", "lib/b.py"]) -> Outcome {
    Outcome(SearchReplaceParser(editablePaths: paths), [bytes(Self.first + between + Self.block)])
  }

  @Test(arguments: [
    "```python title=b.py", "```python title=\"b.py\"", "```python:b.py", "```b.py", "```py\n# b.py", "# b.py",
    "// filepath: b.py", "// b.py", "/* b.py */", "<!-- b.py -->", "<file path=\"b.py\">", "FILE: b.py", "--- b.py",
    "+++ b/b.py", "2. b.py", "- `b.py`:", "1. **b.py**:", "File b.py:", "filename=b.py", "\"b.py\"", "'b.py'", "b.py:2",
    "b.py (updated)", "[b.py](b.py)", "==> b.py <==", "*** b.py", "./b.py", "b.py\n====", "b.py\n\n```python",
  ])
  func readsAPathAmongDecoration(_ line: String) {
    let edits = outcome(line + "\n").edits
    #expect(edits.map(\.path) == ["a.py", "b.py"])
    #expect(outcome(line.replacing("b.py", with: "lib/b.py") + "\n").edits.last?.path == "lib/b.py")
  }

  @Test(arguments: ["// filepath: other/settings.py", "\"settings.py\"", "2. other/settings.py", "--- other/b.go"])
  func readsAPathThatMayNotBeEdited(_ line: String) {
    #expect(outcome(line + "\n", paths: ["a.py"]).edits.last?.path.map { line.contains($0) && $0 != "a.py" } == true)
  }

  @Test(arguments: [
    "In `b.py`, update:", "Next, the second file, b.py, needs the same.", "b.py line 2",
    "Edit for b.py:\nThe load function.",
    "Changes in b.py\n\n```python", "- config.load()", "1. and/or", "# TODO: e.g. this", "Version v1.2 of it",
  ])
  func proseIsNoPathAndIsKept(_ lines: String) {
    let edit = outcome(lines + "\n").edits.last
    #expect(edit?.path == "a.py")
    #expect(edit?.heading?.isEmpty == false)
    if lines.contains("b.py") { #expect(edit?.heading?.contains("b.py") == true) }
  }

  /// In a diff `a/` and `b/` stand before paths; elsewhere they are folders.
  @Test(arguments: ["a/b.py", "`b/b.py`", "# a/b.py"]) func foldersAreNoSignsOfADiff(_ line: String) {
    #expect(outcome(line + "\n").edits.last?.path?.hasSuffix("/b.py") == true)
  }

  @Test func aBlockAfterAnotherSaysNothing() {
    #expect(outcome("\n```\n\n").edits.last?.heading == nil)
  }

  // MARK: Other forms

  private static let foreign = [
    "  a.py\n  <<<<<<< SEARCH\n  x\n  =======\n  y\n  >>>>>>> REPLACE\n",
    "> a.py\n> <<<<<<< SEARCH\n> x\n> =======\n> y\n> >>>>>>> REPLACE\n",
    "a.py\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> new\n", "a.py\n<<<<<<< search\nx\n=======\ny\n>>>>>>> replace\n",
    "<<<<<<< SEARCH a.py\nx\n=======\ny\n>>>>>>> REPLACE a.py\n", "a.py\n<<<< SEARCH\nx\n====\ny\n>>>> REPLACE\n",
    "a.py\n<<<<<<<<<<<< SEARCH\nx\n============\ny\n>>>>>>>>>>>> REPLACE\n",
    "a.py\n&lt;&lt;&lt;&lt;&lt;&lt;&lt; SEARCH\nx\n=======\ny\n&gt;&gt;&gt;&gt;&gt;&gt;&gt; REPLACE\n",
    "```diff\n@@ -1 +1 @@\n-x\n+y\n```\n", "diff --git a/a.py b/a.py\n",
    "*** Begin Patch\n*** Update File: a.py\n-x\n+y\n",
    "<<<<<<< LINES 1-2\nx\n>>>>>>> END\n",
  ]

  @Test(arguments: foreign) func anEditInAnotherFormIsTold(_ text: String) {
    let found = Outcome(SearchReplaceParser(editablePaths: ["a.py"]), [bytes(Self.first + "\n" + text)])
    #expect(found.failure == nil)
    #expect(found.edits.map(\.isForeign) == [false, true], "\(found)")
    // The next one that can be read is read.
    let more = Outcome(SearchReplaceParser(editablePaths: ["a.py"]), [bytes(text + "\na.py\n" + Self.block)])
    #expect(more.edits.map(\.isForeign) == [true, false], "\(more)")
  }

  @Test func otherFormsAreToldByEveryParser() {
    let lines = "a.py\n<<<<<<< LINES 1-1\nx\n>>>>>>> END\n"
    let patch = "*** Begin Patch\n*** Update File: a.py\n-x\n+y\n*** End Patch\n"
    func foreign<P: EditStreamParser>(_ parser: P, _ reply: String) -> [Bool] {
      Outcome(parser, [bytes(reply)]).edits.map(\.isForeign)
    }
    let ranges = RangeEditParser(editablePaths: ["a.py"])
    #expect(foreign(ranges, lines + "  a.py\n  <<<<<<< LINES 2-2\n  y\n  >>>>>>> END\n") == [false, true])
    #expect(foreign(ranges, lines + "<<<<<<< LINE 2\ny\n>>>>>>> END\n") == [false, true])
    #expect(foreign(ranges, Self.first) == [true])
    #expect(foreign(V4APatchParser(), patch + "*** Update File: b.py\n@@\n-x\n+y\n*** End Patch\n") == [false, true])
    #expect(foreign(V4APatchParser(), patch + "```diff\n@@ f\n-x\n+y\n```\n") == [false, true])
    #expect(foreign(V4APatchParser(), Self.first) == [true])
  }

  @Test(arguments: [
    ">>> print(1)", "> quoted words", "<<EOF", "*** End Patch", "@property", "<<<<<<<", "a <<<<<<< b", "@@@",
  ])
  func otherLinesAreNone(_ line: String) {
    #expect(outcome(line + "\n").edits.map(\.isForeign) == [false, false])
  }

  @Test func whatStandsInABlockOfAnotherFormNamesNoFile() {
    let edits = outcome("<<<<<<< HEAD\nb.py\n>>>>>>> new\n").edits
    #expect(edits.map(\.path) == ["a.py", "a.py", "a.py"] && edits.last?.heading?.contains("b.py") == true)
  }

  @Test func draftsBeforeTheEndOfReasoningVoidAReply() {
    let end = "so I write\n</think>\n"
    #expect(outcome(end).failure == .malformed)
    let lines = "<<<<<<< LINES 1-1\ny\n>>>>>>> END\n"
    #expect(Outcome(RangeEditParser(editablePaths: ["a"]), [bytes(lines + end)]).failure == .malformed)
    let patch = "*** Begin Patch\n*** Update File: a\n@@\n-x\n+y\n*** End Patch\n"
    #expect(Outcome(V4APatchParser(), [bytes(patch + end)]).failure == .malformed)
    // Nothing was written before: what was thought there is no draft, and names no file.
    let parser = SearchReplaceParser(editablePaths: ["a.py"])
    let thought = Outcome(parser, [bytes("b.py:\nI think\n</think>\n\n" + Self.block)])
    #expect(thought.failure == nil && thought.edits.map(\.path) == ["a.py"] && thought.edits[0].heading == nil)
    #expect(Outcome(V4APatchParser(), [bytes(end + patch)]).failure == nil)
    #expect(Outcome(WindowParser(), [bytes("```\nx\n```\n" + end)]).failure == .malformed)
    #expect(outcome("a.py\n<<<<<<< SEARCH\n</think>\n=======\n\n>>>>>>> REPLACE\n").failure == nil)
  }

  // MARK: Line ends

  /// A reply gives the same edits whichever way its lines end.
  @Test func repliesMayEndTheirLinesWithCarriageReturns() {
    func same<P: EditStreamParser>(_ parser: P, _ reply: String) {
      let plain = Outcome(parser, [bytes(reply)])
      #expect(plain.failure == nil && !plain.edits.isEmpty)
      #expect(Outcome(parser, [bytes(reply.replacing("\n", with: "\r\n"))]) == plain)
    }
    same(
      SearchReplaceParser(editablePaths: ["a.py"]),
      Self.first + Self.block + "a.py\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE")
    same(
      RangeEditParser(editablePaths: ["a.py"]),
      "<<<<<<< LINES 1-2\nx\n>>>>>>> END\n<<<<<<< FROM a\n------- TO b\ny\n>>>>>>> END\n")
    same(V4APatchParser(), "*** Begin Patch\n*** Update File: a.py\n@@ f\n-x\n+y\n*** Add File: b\n+z\n*** End Patch\n")
    same(WindowParser(), "```\nx\ny\n```\n")
  }
}
