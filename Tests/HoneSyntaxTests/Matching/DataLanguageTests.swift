import HoneSyntax
import Testing

/// Patterns in languages of documents, styles and data, and in shell scripts.
@Suite struct DataLanguageTests {
  private static let codes = [
    "bash": "if [ -f \"$A\" ]; then rm -rf \"$A\"; fi\nx=$(pwd)\nrm -f b\n",
    "css": "a { color: red; margin: 0; }\n.b { color: blue; }\n@media print { a { color: red } }\n",
    "html": "<div class=\"a\"><p class=\"b\">x</p><img src=\"i.png\" alt=\"t\"></div>\n",
    "json": "{\"a\": 1, \"b\": {\"a\": 2}, \"c\": [1, 2]}\n",
    "markdown": "# Title\n\n- item\n",
    "toml": "[a]\nname = \"x\"\nversion = \"1\"\n[b]\nversion = \"2\"\nlist = [\"u\", \"v\"]\n",
    "yaml": "a: 1\nb:\n  a: 2\n  c: [1, 2]\n",
  ]

  @Test(arguments: [
    ("bash", "rm $$$A", ["rm -rf \"$A\"", "rm -f b"]), ("bash", "$(pwd)", ["$(pwd)"]),
    ("bash", "[ -f $F ]", ["[ -f \"$A\" ]"]), ("css", "color: $C", ["color: red;", "color: blue;", "color: red"]),
    ("css", "a { $$$B }", ["a { color: red; margin: 0; }", "a { color: red }"]),
    ("html", "<p class=\"$C\">$$$B</p>", ["<p class=\"b\">x</p>"]),
    ("html", "<img src=\"$S\" alt=\"$A\">", ["<img src=\"i.png\" alt=\"t\">"]),
    ("html", "class=\"$C\"", ["class=\"a\"", "class=\"b\""]), ("json", "[$$$A]", ["[1, 2]"]),
    ("json", "\"a\": $V", ["\"a\": 1", "\"a\": 2"]), ("markdown", "# $T", ["# Title\n"]),
    ("toml", "version = $V", ["version = \"1\"", "version = \"2\""]), ("yaml", "a: $V", ["a: 1", "a: 2"]),
    ("yaml", "[$$$A]", ["[1, 2]"]),
  ])
  func `patterns find their place`(language: String, pattern: String, found: [String]) throws {
    let code = try #require(Self.codes[language])
    #expect(try Search.texts(pattern, in: code, language, reach: .everywhere) == found)
  }
}
