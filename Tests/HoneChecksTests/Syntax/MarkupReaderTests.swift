import Testing

@testable import HoneChecks

struct MarkupReaderTests {
  @Test(arguments: [
    "<?xml version=\"1.0\"?>\n<!-- a -->\n<a b='c&amp;&#x41;&#65;' d:e=\"'\">x<f/><![CDATA[<&]]></a>\n<!-- b -->\n",
    "<!DOCTYPE a [<!ENTITY b \"c>\"><!-- ' -->]>\n<a>&b;</a>", "<!DOCTYPE a PUBLIC \"-//X\" \"y\"><a/>",
    "\u{feff}<?xml version='1.0'?><a\n/>",
    "<ä ö='ü'/>", "<a><?php x ?></a >",
  ])
  func `Well-formed XML has no fault`(text: String) {
    #expect(MarkupReader.fault(in: Array(text.utf8))?.message == nil)
  }

  @Test(arguments: [
    ("<a>\n<b>\n</a>", "3: an end tag of another name cannot close the `<b>` of line 2"),
    ("<a>\n<b>", "2: this element is never closed by `</b>`"),
    ("<a/>\n<b/>", "2: this is not well-formed XML: junk after document element"),
    ("<a b=c/>", "1: this is not well-formed XML: not well-formed (invalid token)"),
    ("<a b='1' b='2'/>", "1: this is not well-formed XML: duplicate attribute"),
    ("<a>\nb & c</a>", "2: `&` must be written `&amp;`"),
    ("<a>&nbsp;</a>", "1: XML knows no such entity unless it is declared"),
    ("<a><!-- b</a>", "1: this is not well-formed XML: unclosed token"), ("<!-- a -->", "1: the file has no element"),
  ])
  func `What no reader of XML takes is told where it begins`(text: String, told: String) {
    let fault = MarkupReader.fault(in: Array(text.utf8))
    #expect(fault.map { "\(text.utf8.prefix($0.offset).count { $0 == 0x0a } + 1): \($0.message)" } == told)
  }

  @Test func `Encodings are those that the file declares`() {
    let text = "<?xml version='1.0' encoding='iso-8859-1'?><a>".utf8 + [0xe9] + "</a>".utf8
    #expect(MarkupReader.fault(in: Array(text)) == nil)
    #expect(MarkupReader.fault(in: [0xff, 0xfe] + "<a/>".utf8.flatMap { [$0, 0] }) == nil)
    #expect(MarkupReader.fault(in: Array("<?xml version='1.0' encoding='windows-1251'?><a>".utf8)) == nil)
  }

  @Test func `Elements in one another take no stack`() {
    #expect(MarkupReader.fault(in: Array(String(repeating: "<a>", count: 200_000).utf8))?.offset == 599_997)
  }
}
