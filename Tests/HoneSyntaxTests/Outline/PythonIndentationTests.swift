import Testing

@testable import HoneSyntax

struct PythonIndentationTests {
  @Test(arguments: [
    "def f():\n  if 1:\n      x = 1\n  return 2\ny = 3\n", "def f(): return 1\nif 1: x = 2\n",
    "x = [\n      1,\n  2]\ny = 1 + \\\n        2\n", "class A:\n\tdef f(self):\n\t\tpass\n\n\tx = 1\n",
    "def f():\n    # a\n  # b\n    pass\n",
    "def f():\n    '''\n  a\n b\n'''\n    pass\n", "def f():  # why:\n    pass\n", "",
    // What is not indented in one way is not judged.
    "if 1:\n\tx = 1\n        y = 2\n", "x = 1\n\u{c}  y = 2\n", "x = (\n  y",
  ])
  func `Lines that are indented as they must be have no fault`(text: String) {
    #expect(PythonIndentation.fault(in: Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    ("def f():\n      x = 1\n    return x\n", "return x\n", false), ("x = 1\n  y = 2\n", "y = 2\n", true),
    ("def f():\n    x = 1\n      y = 2\n    return x\n", "y = 2\n    return x\n", true), ("  x = 1\n", "x = 1\n", true),
    ("if 1:\n    if 2:\n        x\n      else:\n        y\n", "else:\n        y\n", false),
  ])
  func `The first line that is not is told`(text: String, rest: String, isDeeper: Bool) {
    let fault = PythonIndentation.fault(in: Array(text.utf8))
    #expect(fault == PythonIndentation.Fault(offset: text.utf8.count - rest.utf8.count, isDeeper: isDeeper))
  }

  @Test func `A change that indents a line wrongly is not told by the touched statements alone`() {
    let base = Array("def f():\n      x = 1\n      return x\n".utf8)
    let now = Array("def f():\n      x = 1\n    return x\n".utf8)
    #expect(PythonStatements(from: base, to: now) == nil && PythonStatements(from: base, to: base) != nil)
  }
}
