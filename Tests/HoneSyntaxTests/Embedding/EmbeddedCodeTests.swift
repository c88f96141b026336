import HoneCore
import HoneSyntax
import HoneTestSupport
import Testing

/// Which parts of HTML are code, each case as ast-grep 0.51.1 was seen to take it.
struct EmbeddedCodeTests {
  private func code(_ html: String) -> [String] {
    let bytes = Array(html.utf8)
    return EmbeddedCode.all(in: bytes).map {
      "\($0.language.name): " + String(decoding: bytes[$0.range], as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("<script>f(1)</script>", ["javascript: f(1)"]),
    ("<style>a { b: c }</style>", ["css: a { b: c }"]),
    ("<SCRIPT>f(1)</SCRIPT><STYLE>a {}</STYLE>", ["javascript: f(1)", "css: a {}"]),
    ("<script type=\"module\">f(1)</script>", ["javascript: f(1)"]),
    // The type is not looked at, whatever it says.
    ("<script type=\"application/json\">[1]</script>", ["javascript: [1]"]),
    ("<script type=\"text/template\"><b></b></script>", ["javascript: <b></b>"]),
    ("<script type=\"text/typescript\">f(1)</script>", ["javascript: f(1)"]),
    ("<script language=\"python\">f(1)</script>", ["javascript: f(1)"]),
    ("<script src=\"a.js\">f(1)</script>", ["javascript: f(1)"]),
    // What `lang` says is, in any case, and quoted in any way; its own name in lower case only.
    ("<script lang=\"ts\">f(1)</script>", ["typescript: f(1)"]),
    ("<script lang='TS'>f(1)</script>", ["typescript: f(1)"]),
    ("<script lang=ts>f(1)</script>", ["typescript: f(1)"]),
    ("<script   lang = \"typescript\" >f(1)</script>", ["typescript: f(1)"]),
    ("<script lang=\"tsx\">f(1)</script>", ["tsx: f(1)"]),
    ("<script lang=\"jsx\">f(1)</script>", ["javascript: f(1)"]),
    ("<script LANG=\"ts\">f(1)</script>", ["javascript: f(1)"]),
    ("<script lang>f(1)</script>", ["javascript: f(1)"]),
    ("<script lang=\"\">f(1)</script>", ["javascript: f(1)"]),
    ("<script lang=\"ts\" lang=\"js\">f(1)</script>", ["typescript: f(1)"]),
    ("<script lang=\" ts \">f(1)</script>", []),
    ("<script lang=\"coffee\">f 1</script>", []),
    ("<style lang=\"scss\">a {}</style>", []),
    ("<style lang=\"js\">f(1)</style>", ["javascript: f(1)"]),
    ("<script lang=\"css\">a {}</script>", ["css: a {}"]),
    // Where it stands.
    ("<svg><script>f(1)</script><style>a {}</style></svg>", ["javascript: f(1)", "css: a {}"]),
    ("<template><script>f(1)</script></template>", ["javascript: f(1)"]),
    ("<!-- <script>f(1)</script> --><!--[if IE]><script>f(2)</script><![endif]-->", []),
    ("<b onclick=\"f(1)\" style=\"a: b\">f(2)</b><a href=\"javascript:f(3)\">x</a>", []),
    ("<script></script><script src=x></script>", []),
    ("<script>f(\"</script>\")</script>", ["javascript: f(\""]),
    ("<script>a</script x=\"y\"><script>b</script\n>", ["javascript: a", "javascript: b"]),
    ("<div><p><script>a</div></script></i>", ["javascript: a</div>"]),
    ("<p>no code</p>", []),
    ("<a title=\"<script>f(1)</script>\">x</a><a title=<script>f(2)</script>", []),
    ("<p class='a>b' data-x={a><script>f(1)</script>", ["javascript: f(1)"]),
    ("<p class='it's'>a < b, {{ a<b }} <%= x %><?php \"?><script>f(1)</script>", ["javascript: f(1)"]),
    ("<!-- open <script>f(1)</script><style>a {}</style>", ["javascript: f(1)", "css: a {}"]),
    (
      "<!--[if !IE]><!--><script>f(1)</script><!--<![endif]--><!--><script>f(2)</script>",
      [
        "javascript: f(1)", "javascript: f(2)",
      ]
    ),
    ("<script />f(1)</script><script-x>f(2)</script-x><scripts>f(3)</scripts><script>f(4)", []),
    ("<div <script>f(1)</script>", ["javascript: f(1)"]),
    (
      "<script{% if x %} type=\"module\"{% end %}>f(1)</script><script<?php x ?>>f(2)</script>",
      [
        "javascript: f(1)"
      ]
    ),
    ("<script\n  data-x=\">\" data-y=a/b\n>f(1)</script", ["javascript: f(1)"]),
    (
      "<textarea><script>f(1)</script></textarea><title><style>a {}</style></title>", ["javascript: f(1)", "css: a {}"]
    ),
    ("<script lang=ts/>f(1)</script><script lang='", []),
    (
      "<script>\r\n\n  f(1)\n</script><script>  f(2) </script><script>\n </script>",
      [
        "javascript:   f(1)\n", "javascript:   f(2) ", "javascript: \n ",
      ]
    ),
  ]) func `Scripts and style sheets are found with their languages`(html: String, expected: [String]) {
    #expect(code(html) == expected)
  }

  @Test(arguments: [
    ("", EmbeddedCode.Form.other), (" type=\"text/javascript\"", .other), (" type=\"module\"", .module),
    (" type=MODULE", .module), (" type=\"application/json\"", .json), (" type='application/ld+json; charset=x'", .json),
    (" type=\"importmap\"", .json), (" type=\"speculationrules\"", .json), (" type=\"text/x-json-template\"", .foreign),
  ]) func `The type says whether a script is a module or data`(attribute: String, form: EmbeddedCode.Form) {
    #expect(EmbeddedCode.all(in: Array("<script\(attribute)>1</script>".utf8)).map(\.form) == [form])
  }

  @Test func `What the HTML around code would read is refused`() {
    func fault(_ result: String, _ old: String, _ element: EmbeddedCode.Element, _ form: EmbeddedCode.Form) -> String? {
      EmbeddedCode(range: 0..<1, language: .text, element: element, form: form)
        .fault(of: Array(result.utf8), from: Array(old.utf8))
    }
    #expect(fault("f('x')", "g('x')", .script, .other) == nil)
    #expect(fault("f('</SCRIPT>')", "f()", .script, .other)?.contains("</script") == true)
    #expect(fault("a <!--b", "a < !--b", .script, .other)?.contains("<!--") == true)
    #expect(fault("<!--\na('<script')", "<!--\na()", .script, .other)?.contains("<script") == true)
    #expect(fault("<!--\nb()", "<!--\na()", .script, .other) == nil)
    #expect(fault("a { b: '</script>' }", "a {}", .style, .other) == nil)
    #expect(fault("a { b: '</style>' }", "a {}", .style, .other)?.contains("</style") == true)
    #expect(fault("['a']", "[\"a\"]", .script, .json)?.contains("JSON") == true)
    #expect(fault("[2]", "[1]", .script, .json) == nil)
    #expect(fault("{{ 'a' }}", "{{ a }}", .script, .json) == nil)
  }

  /// Random pieces of HTML: parts are ascending, apart from one another, and hold no end tag; making them longer moves
  /// those behind and changes nothing else.
  @Test func `Parts of any text are apart, and stay what they are when one of them changes`() {
    var random = SplitMix64(seed: 20_611)
    let pieces = [
      "<script>", "</script>", "<SCRIPT lang=ts>", "</SCRIPT >", "<style>", "</style>", "<!--", "-->", "<b x='", "'>",
      "\"",
      "f(1)", "a { b: c }", "\r\n", "é", "\u{0}", "<", "</", "/>", "<script", " lang=\"ts\"", "<textarea>", "{{ x }}",
      "<![CDATA[",
    ]
    for _ in 0..<400 {
      let count = Int(random.next() % 24)
      let html = Array((0..<count).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined().utf8)
      let parts = EmbeddedCode.all(in: html)
      var end = 0
      for part in parts {
        #expect(part.range.lowerBound >= end && part.range.upperBound <= html.count && !part.range.isEmpty)
        end = part.range.upperBound
        let text = String(decoding: html[part.range], as: UTF8.self).lowercased()
        #expect(!text.contains("</\(part.element.rawValue)"), "\(text)")
      }
      guard let index = parts.indices.randomElement(using: &random) else { continue }
      let longer = Array("x;\n".utf8) + html[parts[index].range]
      let edited = html[..<parts[index].range.lowerBound] + longer + html[parts[index].range.upperBound...]
      var expected = parts
      expected[index].range = parts[index].range.lowerBound..<(parts[index].range.upperBound + 3)
      for later in expected.indices where later > index {
        let range = parts[later].range
        expected[later].range = (range.lowerBound + 3)..<(range.upperBound + 3)
      }
      #expect(EmbeddedCode.all(in: Array(edited)) == expected, "\(String(decoding: html, as: UTF8.self))")
    }
  }

  @Test func `A file of nothing but openings takes no longer than its length`() {
    for piece in ["<script>", "<!--", "<a b='", "<style ", "</", "<script>f</script>", "<a <"] {
      let bytes = Array(String(repeating: piece, count: 200_000).utf8)
      #expect(EmbeddedCode.all(in: bytes).count == (piece.hasSuffix("</script>") ? 200_000 : 0))
    }
  }
}
