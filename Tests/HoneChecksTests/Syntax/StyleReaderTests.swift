import Testing

@testable import HoneChecks

struct StyleReaderTests {
  @Test(arguments: [
    (StyleReader.Dialect.css, "a:hover, b > c::before { color: red; margin: 0 }\n"),
    (.css, "@media (min-width: 1px) { a { b: c } }"),
    (.css, "a { background: url(//x.y/z;d) url(data:a;base64,b) }"),
    (.css, "a { content: \"\\\"}\" ; --x: { a: b\n c: d } }"),
    (.css, "a { grid-template: \"a b\"\n  \"c d\";\n transition: a 1s,\n  b 2s; }"),
    (.css, "/* it's */ a { *zoom: 1; b: c }"),
    (.css, "// don't\na { b: c }"), (.css, "a { filter: progid:X(\n y=1)\n progid:Z(a); }"), (.css, ""),
    (.css, "a { width: if(style(--x): 1; else: 2) }"),
    (.scss, "@mixin a($b: 1) { &:hover { c: $b; } } // it's\n$x: 1;\n.a { @include b; @extend .c:hover; }"),
    (.scss, "$m: (a: 1, b: 2);\n.a-#{$b}:hover { width: calc(1px + #{$c}); d: \"#{f(\"x\")}\"; }"),
    (.scss, "a {\n  b: \"foo #{\n    f($x)\n  } baz\";\n  c: 1px;\n}"),
    (.scss, ".a { @apply b:c\n  d:e; }"), (.scss, "a { b: url(http://x/#{$y}); c: url(//x/#{f(\"a\")}/d) }"),
    (.less, "a { b: url(http://x/@{y}/z.png) }"), (.css, "a { content: \"a\\\r\nb\" }\r\n"),
    (.less, ".m(@a; @b) when (@a > 1) { .n; color: @a; }\n.x { .m(1; 2); &:extend(.y); }"),
    (.less, "@r: { a: b };\n.a { b: ~\"c\"; @{d}: e }"),
  ])
  func `Style sheets that can be read have no fault`(dialect: StyleReader.Dialect, text: String) {
    #expect(StyleReader.fault(in: Array(text.utf8), dialect)?.message == nil)
  }

  @Test(arguments: [
    (StyleReader.Dialect.css, "a { b: c;\nd { e: f }\n", "1: this `{` is never closed"),
    (.css, "a { b: c }\n}\n", "2: this `}` closes nothing"),
    (.css, "a { b: calc(1px; }\n", "1: this `(` is never closed"),
    (.css, "a[b { c: d }", "1: this `[` is never closed"),
    (.css, "a { b: \"c; }\n", "1: this string is not closed in its line"),
    (.css, "a {}\n/* b\n", "2: this comment is never closed by `*/`"),
    (.css, "a {\n  b: c\n  d: e;\n}\n", "2: a `;` is missing at the end of this line"),
    (.css, "a {\n  b c;\n}\n", "2: this is no declaration: it has no `:`"),
    (.scss, "a {\n  b: \"foo #{\n    f($x)\n  baz\";\n}", "4: this string is not closed in its line"),
    (.scss, "$a: 1\n$b: 2;\n", "1: a `;` is missing at the end of this line"),
    (.less, ".a {\n  b: c\n  d: e;\n}\n", "2: a `;` is missing at the end of this line"),
  ])
  func `What browsers throw away is told where it begins`(dialect: StyleReader.Dialect, text: String, told: String) {
    let fault = StyleReader.fault(in: Array(text.utf8), dialect)
    #expect(fault.map { "\(text.utf8.prefix($0.offset).count { $0 == 0x0a } + 1): \($0.message)" } == told)
  }

  @Test func `Strings in strings without end are given up`() {
    #expect(StyleReader.fault(in: Array(String(repeating: "\"#{", count: 50_000).utf8), .scss) == nil)
  }
}
