import HoneCore
import HoneTestSupport
import Testing

@Suite struct PatchPlacementTests {
  /// Applies the chunks of one update section.
  private func patched(_ base: String, _ body: String) throws(Refusal) -> String {
    let edits = try parse(V4APatchParser(), [bytes("*** Begin Patch\n*** Update File: f\n\(body)*** End Patch\n")])
    return text(try EditApplier.apply(edits, to: bytes(base)).bytes)
  }

  private static let twins = """
    class A:
        def f(self):
            return 1

    class B:
        def f(self):
            return 1

    """

  @Test func appliesChunksInOrder() throws {
    #expect(try patched("a\nb\nc\nb\nd\n", "@@\n-a\n+x\n@@\n c\n-b\n+y\n") == "x\nb\nc\ny\nd\n")
    #expect(try patched("b\na\nc\n", "@@\n-a\n+x\n@@\n-c\n+y\n") == "b\nx\ny\n")
  }

  /// The code of the refusal of one update section.
  private func code(_ base: String, _ body: String) -> Refusal.Code? {
    refusal { () throws(Refusal) in try patched(base, body) }?.code
  }

  @Test func theOrderOfChunksProvesNoPlace() {
    // Engines write chunks in another order than they were told to, so what lies above may be meant as well.
    #expect(code("b\na\nb\n", "@@\n-a\n+x\n@@\n-b\n+y\n") == .ambiguous)
    let base = "def f():\n    x = 1\n\ndef g():\n    y = 5\n\ndef h():\n    x = 1\n"
    #expect(code(base, "@@ def g():\n-    y = 5\n+    y = 6\n@@ def f():\n-    x = 1\n+    x = 2\n") == .notFound)
    #expect(code(base, "@@ def g():\n-    y = 5\n+    y = 6\n@@\n-    x = 1\n+    x = 2\n") == .ambiguous)
  }

  @Test func aChunkThatIsRepeatedIsPassedOver() throws {
    let chunk = "@@ class A:\n@@     def f(self):\n-        return 1\n+        return 2\n"
    let once = try patched(Self.twins, chunk)
    #expect(once.hasSuffix("return 1\n"))
    #expect(try patched(Self.twins, chunk + chunk) == once)
    #expect(try patched("a\n", "@@\n a\n+b\n@@\n a\n+b\n") == "a\nb\n")
  }

  @Test func theEndOfTheFileDoesNotOutweighHeaders() throws {
    let chunk = "-        return 1\n+        return 2\n*** End of File\n"
    #expect(code(Self.twins, "@@ class A:\n" + chunk) == .ambiguous)
    #expect(try patched(Self.twins, "@@ class B:\n" + chunk) == Self.twins.dropLast(2) + "2\n")
  }

  @Test func whatStandsElsewhereWithOtherBlanksIsNotTaken() throws {
    let base = "class A:\n    def f(self):\n        return 1\n\ndef g():\n    return 1\n"
    #expect(code(base, "@@ class A:\n@@ def f(self):\n-    return 1\n+    return 2\n") == .ambiguous)
    #expect(try patched(base, "@@ def g():\n-    return 1\n+    return 2\n") == base.dropLast(2) + "2\n")
  }

  @Test func aHeaderMayBeALineOfTheChunk() throws {
    let body = "@@ class B:\n@@     def f(self):\n     def f(self):\n-        return 1\n+        return 2\n"
    #expect(try patched(Self.twins, body) == Self.twins.dropLast(2) + "2\n")
  }

  /// Whatever chunks come in whatever order, each changes the class that its header names, or nothing changes.
  @Test func randomChunksChangeWhatTheirHeadersName() throws {
    let count = 5
    func file(_ values: [Int]) -> String {
      values.enumerated().map { "class K\($0):\n    def f(self):\n        self.x = \($1)\n\n" }.joined()
    }
    fuzz { generator in
      var values = [Int](repeating: 1, count: count)
      var body = ""
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let (index, value) = (Int.random(in: 0..<count, using: &generator), Int.random(in: 2...3, using: &generator))
        let header = Int.random(in: 0..<4, using: &generator)
        body += header == 0 ? "@@\n" : "@@ class K\(index):\n"
        if header > 1 { body += "@@     def f(self):\n" }
        body += "-        self.x = 1\n+        self.x = \(value)\n"
        if Int.random(in: 0..<5, using: &generator) == 0 {
          body += "*** End of File\n"
          if header == 0 {
            values[count - 1] = value
            continue
          }
        }
        values[index] = value
      }
      guard let result = try? patched(file([Int](repeating: 1, count: count)), body) else { return }
      #expect(result == file(values), "\(body)")
    }
  }

  @Test func headersChooseAmongTwins() throws {
    let changed = try patched(Self.twins, "@@ class B:\n-        return 1\n+        return 2\n")
    #expect(changed == Self.twins.dropLast(2) + "2\n")
    let first = try patched(Self.twins, "@@ class A\n@@ def f\n-        return 1\n+        return 2\n")
    #expect(first.hasPrefix("class A:\n    def f(self):\n        return 2\n"))
    #expect(first.hasSuffix("return 1\n"))
  }

  @Test func bracesOnTheirOwnLineEnclose() throws {
    let base = "int f(void)\n{\n  x = 1;\n}\n\nint g(void)\n{\n  x = 1;\n}\n"
    #expect(try patched(base, "@@ int g(void)\n-  x = 1;\n+  x = 2;\n") == base.dropLast(5) + "2;\n}\n")
  }

  @Test func twinsWithoutHeadersAreAmbiguous() {
    let outcome = refusal { () throws(Refusal) in try patched(Self.twins, "@@ def f\n-        return 1\n+x\n") }
    #expect(outcome?.code == .ambiguous)
    #expect(outcome?.message.contains("lines 3 and 7") == true)
  }

  @Test func aHeaderThatIsNotThereIsRefused() {
    let outcome = refusal { () throws(Refusal) in try patched("a\nb\n", "@@ class C\n-b\n+x\n") }
    #expect(outcome?.code == .notFound)
    #expect(outcome?.message.contains("`class C`") == true)
  }

  @Test func endOfFileChoosesTheLast() throws {
    #expect(try patched("a\nb\na\n", "@@\n-a\n+x\n*** End of File\n") == "a\nb\nx\n")
  }

  @Test func outOfOrderIsRefused() {
    let outcome = refusal { () throws(Refusal) in try patched("a\nb\n", "@@\n-b\n+x\n@@\n-a\n+y\n") }
    #expect(outcome?.code == .notFound)
    #expect(outcome?.message.contains("above the chunk before") == true)
  }

  @Test func onlyAddedLinesGoToTheEnd() throws {
    #expect(try patched("a\n", "@@\n+b\n") == "a\nb\n")
    #expect(try patched("a", "@@\n+b\n") == "a\nb")
    #expect(refusal { () throws(Refusal) in try patched("a\n", "@@ a\n+b\n") }?.code == .notFound)
  }

  @Test func contextKeepsItsBytes() throws {
    #expect(try patched("a \r\nb\r\nc\t", "@@\n a\n-b\n+x\n c\n") == "a \r\nx\r\nc\t")
    #expect(try patched("a\nb\n", "@@\n-a\n+a\n b\n") == "a\nb\n")
  }
}
