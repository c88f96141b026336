import Foundation
import HoneTestSupport
import Testing

/// `git hone run` and `git hone search` on scripts and style sheets in HTML.
struct EmbeddedCodeCommandTests {
  private func fixture(_ files: [String: String]) async throws -> HoneFixture {
    try await HoneFixture(files: files, replies: .chat(text: ""))
  }

  private let rewrite = ["run", "-y", "-p", "f($A)", "-r", "g($A, 1)", "-l", "js"]

  @Test func `All scripts of a file are rewritten, and nothing around them`() async throws {
    let page =
      "<p onclick=\"f(0)\">f(0)</p>\r\n<script>\r\n  f(1);\r\n  f( 2 ); // why\r\n</script>\r\n<script lang=ts>f(0)</script>"
      + "<script type=\"text/x\">f(f(3))</script><style>a { b: f(0) }</style>"
    let fixture = try await fixture(["a.html": page, "b.js": "f(4)\n"])
    let result = try await fixture.hone(arguments: rewrite)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error.contains("5 places in 2 of 2 files"), "\(result.error)")
    let expected = page.replacing("f(1)", with: "g(1, 1)").replacing("f( 2 )", with: "g( 2, 1 )")
      .replacing("f(f(3))", with: "g(g(3, 1), 1)")
    #expect(try fixture.repository.stagedText("a.html") == expected)
    #expect(try fixture.repository.git("diff", "--name-only").isEmpty)
    for arguments in [rewrite, rewrite, rewrite + ["--no-cache"]] {
      let again = try await fixture.hone(arguments: arguments)
      #expect(again.exitCode == 0 && again.error.contains("nothing to do in 2 files"), "\(again.error)")
    }
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    await fixture.stop()
  }

  @Test func `What the HTML would read is refused with its place, and the other scripts are rewritten`() async throws {
    let fixture = try await fixture(["a.html": "<p>\n<script>\nf(1)\n</script>\n<script>g(2)</script>\n"])
    let recipe = """
      ---
      language: javascript
      summary: Close.
      ---
      # Close

      ```hone
      -f($A)
      +f("</script>", $A)
      ```

      ```hone
      -g($A)
      +h($A)
      ```

      """
    try fixture.repository.write("close.md", recipe)
    let result = try await fixture.hone("run", "-y", "./close.md")
    #expect(result.exitCode == 1, "\(result.output)\(result.error)")
    #expect(result.error.contains("a.html: line 3: the result would hold `</script`"), "\(result.error)")
    #expect(
      try fixture.repository.stagedText("a.html") == "<p>\n<script>\nf(1)\n</script>\n<script>h(2)</script>\n")
    await fixture.stop()
  }

  @Test func `JSON stays JSON`() async throws {
    let page = "<script type=\"application/json\">[ \"a\", 1 ]</script>\n<script>x = [\"a\", 1]</script>\n"
    let fixture = try await fixture(["a.html": page])
    let result = try await fixture.hone("run", "-y", "-p", "[\"a\", $B]", "-r", "['a', $B]", "-l", "js")
    #expect(result.exitCode == 1, "\(result.error)")
    #expect(result.error.contains("a.html: line 1: the script holds JSON, and the result would not"), "\(result.error)")
    #expect(try fixture.repository.stagedText("a.html") == page.replacing("x = [\"a\"", with: "x = ['a'"))
    await fixture.stop()
  }

  @Test func `Only a module gets an import`() async throws {
    let recipe = """
      ---
      language: [javascript, typescript]
      summary: Import g.
      imports:
        add: ["import { g } from 'g'"]
      ---
      # Import g

      ```hone
      -f($A)
      +g($A)
      ```

      """
    let page = "<script type=\"module\">\n  f(1)\n</script>\n<script>f(2)</script>\n"
    let fixture = try await fixture(["a.html": page])
    try fixture.repository.write("g.md", recipe)
    let result = try await fixture.hone("run", "-y", "./g.md")
    #expect(result.exitCode == 1, "\(result.error)")
    #expect(result.error.contains("a.html: line 6: the result would import or export"), "\(result.error)")
    let staged = try fixture.repository.stagedText("a.html")
    #expect(
      staged
        == "<script type=\"module\">\n  import { g } from 'g'\n\n  g(1)\n</script>\n<script>f(2)</script>\n",
      "\(staged)")
    await fixture.stop()
  }

  @Test func `Code that cannot be parsed is left and told, and files that differ from the index are searched`()
    async throws
  {
    let fixture = try await fixture(["a.html": "<script>{% if f(1) %} f(2)</script>\n", "b.html": "<b>\n"])
    try fixture.repository.write("b.html", "<b>\n<script>\n  f(f(3))\n</script><script>f(4)</script>\n")
    try fixture.repository.git("add", "b.html")
    let result = try await fixture.hone(arguments: rewrite + ["--changed"])
    #expect(result.exitCode == 0, "\(result.error)\(result.output)")
    #expect(
      try fixture.repository.text("b.html")
        == "<b>\n<script>\n  g(g(3, 1), 1)\n</script><script>g(4, 1)</script>\n")
    let all = try await fixture.hone(arguments: rewrite)
    #expect(
      all.exitCode == 1 && all.error.contains("a.html: line 1: the code here could not be parsed"), "\(all.error)")
    await fixture.stop()
  }

  @Test func `A recipe renames files of its own language only`() async throws {
    let recipe = """
      ---
      language: javascript
      summary: Say g.
      rename: [{from: "*", to: "new/*"}]
      ---
      # Say g

      ```hone
      -f($A)
      +g($A)
      ```

      """
    let fixture = try await fixture(["a.html": "<script>f(1)</script>\n", "b.js": "f(2)\n"])
    try fixture.repository.write("g.md", recipe)
    let result = try await fixture.hone("run", "-y", "./g.md")
    #expect(result.exitCode == 0, "\(result.error)\(result.output)")
    #expect(try fixture.repository.git("ls-files") == "a.html\nnew/b.js\n")
    await fixture.stop()
  }

  @Test func `A search tells the places of the file`() async throws {
    let fixture = try await fixture(["a.html": "<b>\n<script>\n  f(1)\n</script>\n", "b.css": "a {}\n"])
    for _ in 0..<2 {
      let result = try await fixture.hone("search", "-p", "f($A)", "-l", "js")
      #expect(result.output == "a.html:3:3: f(1)\n", "\(result.output)\(result.error)")
    }
    await fixture.stop()
  }
}
