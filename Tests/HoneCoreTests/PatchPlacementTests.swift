import HoneCore
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
    #expect(try patched("b\na\nb\n", "@@\n-a\n+x\n@@\n-b\n+y\n") == "b\nx\ny\n")
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
