import HoneTestSupport
import HoneYAML
import Testing

@testable import HoneRecipes

struct RecipePatchTests {
  private func patch(_ text: String) throws -> RecipePatch {
    var cursor = LineCursor(ArraySlice(text.utf8), firstLine: 1)
    var lines: [LineCursor.Line] = []
    while let line = cursor.next() { lines.append(line) }
    return try RecipePatch(lines, file: "sample.md")
  }

  @Test(arguments: [
    ("-a\n+b", "a", "b"),
    ("- a\n+ b", "a", "b"),
    ("-f(\n-  $A)\n+g($A)", "f(\n  $A)", "g($A)"),
    (" try:\n-  a\n+  b", "try:\n  a", "try:\n  b"),
    ("   try:\n-    a\n+    b", "try:\n  a", "try:\n  b"),
    ("-a", "a", ""),
    (" a\n+b", "a", "a\nb"),
    (" a\n\n b", "a\n\nb", nil),
    (" a", "a", nil),
    ("-a\r\n+b\r\n", "a", "b"),
  ])
  func `Both sides are taken from the signs`(text: String, pattern: String, rewrite: String?) throws {
    let patch = try patch(text)
    #expect(patch.pattern == pattern)
    #expect(patch.rewrite == rewrite)
  }

  @Test func `What an ellipsis stands for is put back`() throws {
    let call = try patch("-f($$$)\n+g($$$)")
    #expect([call.pattern, call.rewrite] == ["f($$$REST_1)", "g($$$REST_1)"])
    let kept = try patch(" class $A($$$):\n-  x\n+  y\n   $$$B")
    #expect(kept.pattern == "class $A($$$KEPT_1):\n  x\n  $$$B")
    #expect(kept.rewrite == "class $A($$$KEPT_1):\n  y\n  $$$B")
    #expect(try patch("-f($$$)\n+g()").pattern == "f($$$)")
    #expect(try patch(" f($$$)").pattern == "f($$$)")
    #expect(throws: RecipeError.self) { try patch("-f($$$)\n+g($$$, $$$)") }
  }

  @Test func `The pattern's place is that of its first line`() throws {
    let patch = try patch("+x\n-  a\n   b")
    #expect([patch.mark.line, patch.mark.column] == [2, 2])
    #expect(patch.pattern == "  a\n  b")
    #expect([try self.patch("-  a\n+  b").mark.column, try self.patch("- é\n").mark.column] == [4, 3])
  }

  @Test func `Any lines are a patch or refused`() {
    let fragments = ["-", "+", " ", "\n", "a", "$$$", "$A", "\t", "é", "$", "\r\n", "--- "]
    fuzz { generator in
      let text = (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
        fragments[Int.random(in: 0..<fragments.count, using: &generator)]
      }.joined()
      guard let patch = try? patch(text) else { return }
      #expect(!patch.pattern.trimmed.isEmpty)
      #expect(patch.mark.line >= 1 && patch.mark.column >= 2)
    }
  }
}
