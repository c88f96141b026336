import Testing

@testable import HoneChecks

struct PageReaderTests {
  @Test(arguments: [
    "<!DOCTYPE html><p>a < b<br><li>c<img src=a.png alt='>'>", "<a href=\"{{ url \"x\" }}\" {{b}}>x</a>",
    "<script>if (a<b) '</a>'</script>",
    "<input disabled value=\"a\"id=\"b\" onclick=f(\"x\")>", "<div title=\"<x:label name=\"a\" />\">y</div>",
    "<!-- <a --><b>x</b>",
    "<textarea><a></TEXTAREA>", "<b (click)=\"x\" [y]='z' #w *v/>", "<p>it's</p>", "<svg><path d=\"M0 0\"/></svg>", "",
  ])
  func `Pages that browsers need not guess at have no fault`(text: String) {
    #expect(PageReader.fault(in: Array(text.utf8))?.fault.message == nil)
  }

  @Test(arguments: [
    ("<p>\n<!-- a\n<p>", true, "2: this comment is never closed by `-->`"),
    ("<script>\na", true, "1: this `<script>` is never closed by `</script>`"),
    ("<a href=\"b>\n<i class=\"c\">", true, "1: this quote is never closed"),
    ("<a href=b\" c>", true, "1: the partner of this quote is missing"),
    ("<a b=c d\">", true, "1: the partner of this quote is missing"),
    ("<p>\n<div a\n<p>", true, "2: this tag is never closed by `>`"),
    ("<div><span>a</div>", false, "1: a `</span>` is missing: the tags of this element do not pair up"),
    ("a</div>", false, "1: a `<div>` is missing: the tags of this element do not pair up"),
  ])
  func `What browsers guess at is told, and is no error where tags do not pair up`(
    text: String, isError: Bool, told: String
  ) throws {
    let found = try #require(PageReader.fault(in: Array(text.utf8)))
    #expect("\(text.utf8.prefix(found.fault.offset).count { $0 == 0x0a } + 1): \(found.fault.message)" == told)
    #expect(found.isError == isError)
  }
}
