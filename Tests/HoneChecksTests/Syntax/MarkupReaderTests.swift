import Testing

@testable import HoneChecks

struct MarkupReaderTests {
  @Test(arguments: [
    "<?xml version=\"1.0\"?>\n<!-- a -->\n<a b='c&amp;&#x41;&#65;' d:e=\"'\">x<f/><![CDATA[<&]]></a>\n<!-- b -->\n",
    "<!DOCTYPE a [<!ENTITY b \"c>\"><!-- ' -->]>\n<a>&b;</a>", "<!DOCTYPE a PUBLIC \"-//X\" \"y\"><a/>",
    "\u{feff}<?xml version='1.0'?><a\n/>", "",
    "<ä ö='ü'/>", "<a><?php x ?></a >",
  ])
  func `Well-formed XML has no fault`(text: String) {
    #expect(MarkupReader.fault(in: Array(text.utf8))?.message == nil)
  }

  @Test(arguments: [
    ("<a>\n<b>\n</a>", "3: `</a>` cannot close the `<b>` of line 2"),
    ("<a>\n<b>", "2: this element is never closed by `</b>`"),
    ("<a/>\n<b/>", "2: there is a second outermost element"),
    ("<a/>\nb", "2: text cannot stand outside of the outermost element"),
    ("<a b=c/>", "1: this value must stand in quotes"), ("<a b=\"c\n<d/>", "1: this quote is never closed"),
    ("<a b/>", "1: the attribute `b` has no value"),
    ("<a b='1' b='2'/>", "1: the attribute `b` is given twice"), ("<a>b & c</a>", "1: `&` must be written `&amp;`"),
    ("<a>&nbsp;</a>", "1: XML knows no `&nbsp;` unless it is declared"),
    ("<a>1 < 2</a>", "1: `<` must be written `&lt;` in text"),
    ("<a><!-- b -- c --></a>", "1: `--` cannot stand in a comment"),
    ("<a><!-- b</a>", "1: this comment is never closed by `-->`"),
    ("<a><![CDATA[b</a>", "1: this `<![CDATA[` is never closed by `]]>`"),
    ("\n<?xml version='1.0'?><a/>", "2: `<?xml` must be the first thing in the file"),
    ("<a>]]></a>", "1: `]]>` cannot stand in text"), ("</a>", "1: this `</a>` closes nothing"),
    ("<a b='c'd='e'/>", "1: this tag is not closed by `>`"),
    ("<a>\u{1}</a>", "1: this character cannot stand in XML"), ("<!-- a -->", "1: the file has no element"),
  ])
  func `What no reader of XML takes is told where it begins`(text: String, told: String) {
    let fault = MarkupReader.fault(in: Array(text.utf8))
    #expect(fault.map { "\(text.utf8.prefix($0.offset).count { $0 == 0x0a } + 1): \($0.message)" } == told)
  }

  @Test func `Text in UTF-16 is not looked at`() {
    #expect(MarkupReader.fault(in: [0xff, 0xfe, 0x3c, 0x00, 0x61, 0x00]) == nil)
  }
}
