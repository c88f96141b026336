import HoneCore
import Testing

@Suite struct V4APatchParserTests {
  private func edits(_ body: String) throws -> [Edit] {
    try parse(V4APatchParser(), [bytes("*** Begin Patch\n" + body + "*** End Patch\n")])
  }

  @Test func readsAllSections() throws {
    let found = try edits(
      """
      *** Add File: a.txt
      +one
      +
      *** Delete File: b.txt
      *** Update File: c.txt
      @@
       x
      -y
      +z
      *** Update File: d.txt
      *** Move to: e.txt
      @@ class D
      -p
      +q

      """)
    let chunk = PatchChunk(lines: [.context(bytes("x")), .removed(bytes("y")), .added(bytes("z"))])
    let moved = PatchChunk(headers: [bytes("class D")], lines: [.removed(bytes("p")), .added(bytes("q"))])
    #expect(
      found == [
        Edit(path: "a.txt", change: .create(bytes("one\n\n"))), Edit(path: "b.txt", change: .delete),
        Edit(path: "c.txt", change: .patch([chunk])), Edit(path: "d.txt", change: .move(to: "e.txt", [moved])),
      ])
  }

  @Test func firstChunkNeedsNoHeader() throws {
    #expect(try edits("*** Update File: a\n-x\n+y\n") == edits("*** Update File: a\n@@\n-x\n+y\n"))
  }

  @Test func stackedHeaders() throws {
    let found = try edits("*** Update File: a\n@@ class A\n\n@@   def f():\n-x\n+y\n")
    #expect(
      found.map(\.change) == [
        .patch([
          PatchChunk(
            headers: [bytes("class A"), bytes("def f():")], lines: [.removed(bytes("x")), .added(bytes("y"))])
        ])
      ])
  }

  @Test func unifiedDiffNumbersAreDropped() throws {
    #expect(
      try edits("*** Update File: a\n@@ -1,3 +1,4 @@ func f()\n-x\n") == edits("*** Update File: a\n@@ func f()\n-x\n"))
    #expect(try edits("*** Update File: a\n@@ -1,3 +1,4 @@\n-x\n") == edits("*** Update File: a\n@@\n-x\n"))
  }

  @Test func emptyLinesAreContextInsideAndNothingBetween() throws {
    let found = try edits("*** Update File: a\n@@\n x\n\n-y\n\n\n@@\n-z\n\n")
    #expect(
      found.map(\.change) == [
        .patch([PatchChunk(lines: [.context(bytes("x")), .context([]), .removed(bytes("y"))])]),
        .patch([PatchChunk(lines: [.removed(bytes("z"))])]),
      ])
    #expect(found.map(\.isContinuation) == [false, true])
  }

  @Test func endOfFileAnchors() throws {
    let found = try edits("*** Update File: a\n@@\n-x\n*** End of File\n")
    #expect(found.map(\.change) == [.patch([PatchChunk(lines: [.removed(bytes("x"))], isAtEndOfFile: true)])])
  }

  @Test func contextMayReadLikeAMarker() throws {
    let found = try edits("*** Update File: a\n@@\n *** End Patch\n+*** Update File: b\n")
    #expect(
      found.map(\.change) == [
        .patch([PatchChunk(lines: [.context(bytes("*** End Patch")), .added(bytes("*** Update File: b"))])])
      ])
  }

  @Test(arguments: [
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF\n",
    "```diff\n*** Begin Patch\n*** Delete File: a\n*** End Patch\n```\n",
    "  *** Begin Patch  \r\n*** Delete File:   a \r\n\r\n *** End Patch \r\n",
    "Text.\n*** Begin Patch\n*** Delete File: a\n*** End Patch",
  ])
  func toleratesWrappers(_ reply: String) throws {
    #expect(try parse(V4APatchParser(), [bytes(reply)]) == [Edit(path: "a", change: .delete)])
  }

  @Test func pureRename() throws {
    #expect(try edits("*** Update File: a\n*** Move to: b\n") == [Edit(path: "a", change: .move(to: "b", []))])
  }

  @Test func eachChunkComesWithTheNextLineThatIsNoneOfIt() throws {
    var parser = V4APatchParser()
    #expect(try parser.feed(bytes("*** Begin Patch\n*** Update File: a\n@@\n-x\n+y\n")).isEmpty)
    let first = try parser.feed(bytes("@@ def f\n"))
    #expect(
      first == [Edit(path: "a", change: .patch([PatchChunk(lines: [.removed(bytes("x")), .added(bytes("y"))])]))])
    #expect(parser.isEditOpen)
    let second = try parser.feed(bytes("-p\n*** End of File\n"))
    let chunk = PatchChunk(headers: [bytes("def f")], lines: [.removed(bytes("p"))], isAtEndOfFile: true)
    #expect(second == [Edit(path: "a", change: .patch([chunk]), isContinuation: true)])
    #expect(try parser.feed(bytes("*** Update File: b\n")).isEmpty)
    #expect(try parser.feed(bytes("-q\n*** End Patch\n")).map(\.isContinuation) == [false])
  }

  @Test func aMoveKeepsItsChunksTogether() throws {
    let found = try edits("*** Update File: a\n*** Move to: b\n@@\n-x\n@@\n-y\n")
    #expect(
      found.map(\.change) == [
        .move(
          to: "b", [PatchChunk(lines: [.removed(bytes("x"))]), PatchChunk(lines: [.removed(bytes("y"))])])
      ])
    #expect(
      Outcome(V4APatchParser(), [bytes("*** Begin Patch\n*** Update File: a\n@@\n-x\n*** Move to: b\n")]).failure
        == .malformed)
  }

  @Test func updateComesWithTheNextHeader() throws {
    var parser = V4APatchParser()
    #expect(try parser.feed(bytes("*** Begin Patch\n*** Update File: a\n@@\n-x\n+y\n")).isEmpty)
    #expect(parser.isEditOpen)
    #expect(try parser.feed(bytes("*** Update File: b\n")).map(\.path) == ["a"])
    #expect(try parser.feed(bytes("-x\n*** End Patch\n")).map(\.path) == ["b"])
    #expect(!parser.isEditOpen)
  }

  @Test(arguments: [
    "*** Update File: a\n", "*** Move to: b\n", "*** Frobnicate: a\n", "*** Update File: a\n@@\nplain\n", "+x\n",
    "*** Add File:\n", "*** End of File\n", "*** Update File: a\n@@ only a header\n",
  ])
  func refuses(_ body: String) {
    #expect(Outcome(V4APatchParser(), [bytes("*** Begin Patch\n" + body + "*** End Patch\n")]).failure == .malformed)
  }

  @Test func missingEndIsMalformed() {
    let outcome = Outcome(V4APatchParser(), [bytes("*** Begin Patch\n*** Update File: a\n-x\n+y\n")])
    #expect(outcome.edits.isEmpty)
    #expect(outcome.failure == .malformed)
  }
}
