import HoneCore
import Testing

@testable import HoneKit

struct InfillGapTests {
  /// The file after `reply` filled the gap at `line`, counted from 1.
  private func fill(_ text: String, at line: Int, with reply: String) throws -> String {
    let lines = TextLines(Array(text.utf8))
    let gap = InfillGap(lines: lines, line: line - 1)
    let new = gap.lines(of: Array(reply.utf8))
    return String(decoding: lines.bytes[..<gap.start] + new + lines.bytes[gap.end...], as: UTF8.self)
  }

  @Test func `Below a heading the text is indented one step, and ends where the block ends`() throws {
    let filled = try fill(
      "def f():\n\ndef g():\n  pass\n", at: 1, with: "return 1\n\ndef other():\n  return 2\n")
    #expect(filled == "def f():\n  return 1\n\ndef g():\n  pass\n")
  }

  @Test func `An empty line keeps its own indentation`() throws {
    #expect(try fill("if x {\n\t\n}\n", at: 2, with: "y()\n}\n") == "if x {\n\ty()\n}\n")
  }

  @Test func `A closing bracket that the file lacks is written`() throws {
    #expect(try fill("func f() {\n", at: 1, with: "return 1\n}\nmore()\n") == "func f() {\n    return 1\n}\n")
  }

  @Test func `Talk and fences are left out`() throws {
    #expect(try fill("x = 1\n", at: 1, with: "y = 2\n```\nHere is why.\n") == "x = 1\ny = 2\n")
  }

  @Test func `A repetition of the next line ends the gap`() throws {
    #expect(try fill("a()\n\nc()\n", at: 2, with: "b()\nc()\nd()\n") == "a()\nb()\nc()\n")
  }

  @Test func `An empty file and the end of a file are places`() throws {
    #expect(try fill("", at: 1, with: "x = 1") == "x = 1\n")
    #expect(try fill("x = 1\n", at: 2, with: "y = 2\n\n") == "x = 1\ny = 2\n")
  }
}
