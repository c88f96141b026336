import HoneCore
import Testing

@Suite struct EditApplierTests {
  @Test func replacesTheOnePlace() throws {
    #expect(try edited("a\nb\nc\n", "b\n", "x\ny\n") == "a\nx\ny\nc\n")
    #expect(try edited("a\nb\nc\n", "a\nb\n", "b\n") == "b\nc\n")
  }

  @Test func keepsCarriageReturns() throws {
    #expect(try edited("a\r\nb\r\nc\r\n", "b\n", "x\ny\n") == "a\r\nx\r\ny\r\nc\r\n")
    #expect(try edited("a\r\nb\r\nc\r\n", "b\r\n", "b\r\nx\r\n") == "a\r\nb\r\nx\r\nc\r\n")
    #expect(try edited("a\rb\rc\r", "b\n", "x\n") == "a\rx\rc\r")
  }

  @Test func keepsMixedEndings() throws {
    #expect(try edited("a\r\nb\nc\r\n", "a\nb\nc\n", "a\nx\nc\n") == "a\r\nx\nc\r\n")
    #expect(try edited("a\nb\r\nc\n", "b\n", "b\nx\n") == "a\nb\r\nx\r\nc\n")
  }

  @Test func keepsTheMissingFinalNewline() throws {
    #expect(try edited("a\nb", "b\n", "x\n") == "a\nx")
    #expect(try edited("a\nb", "b\n", "b\nx\n") == "a\nb\nx")
    #expect(try edited("a\r\nb", "b\n", "x\ny\n") == "a\r\nx\r\ny")
    #expect(try edited("a\nb", "a\nb\n", "a\n") == "a")
    #expect(try edited("a\nb", "a\n", "x\n") == "x\nb")
    #expect(try edited("a", "a\n", "") == "")
    #expect(try edited("a\nb\n", "b", "x") == "a\nx\n")
  }

  @Test func keepsTheByteOrderMark() throws {
    #expect(try edited("\u{feff}a\nb\n", "a\n", "x\n") == "\u{feff}x\nb\n")
    #expect(try edited("\u{feff}a\n", "a\n", "x\na\n") == "\u{feff}x\na\n")
  }

  @Test func keepsTrailingBlanksOfLinesThatStay() throws {
    #expect(try edited("a  \nb\t\nc\n", "a\nb\nc\n", "a\nb\nx\n") == "a  \nb\t\nx\n")
    #expect(try edited("a\nb\n", "a  \nb\n", "a \nx\n") == "a\nx\n")
  }

  @Test func removesTrailingBlanksThatTheEngineRepeated() throws {
    #expect(try edited("a  \nb\n", "a  \nb\n", "a\nb\n") == "a\nb\n")
  }

  @Test func reindentsWhatWasShifted() throws {
    #expect(
      try edited(
        "class A {\n    f {\n        g()\n    }\n}\n", "f {\n    g()\n}\n", "f {\n    if x {\n        g()\n    }\n}\n")
        == "class A {\n    f {\n        if x {\n            g()\n        }\n    }\n}\n")
    #expect(
      try edited("def f():\n\tx = 1\n\ty = 2\n", "    x = 1\n    y = 2\n", "    if a:\n        x = 1\n    y = 2\n")
        == "def f():\n\tif a:\n\t\tx = 1\n\ty = 2\n")
  }

  @Test func refusesWhatCannotBeReindented() {
    let outcome = refusal { () throws(Refusal) in
      try EditApplier.apply([replacing("        f()\n", with: "g()\n")], to: bytes("    f()\n"))
    }
    #expect(outcome?.code == .notFound)
  }

  @Test func refusesOverlaps() {
    let base = bytes("a\nb\nc\n")
    func code(_ edits: [Edit]) -> Refusal.Code? {
      refusal { () throws(Refusal) in try EditApplier.apply(edits, to: base) }?.code
    }
    #expect(code([replacing("b\n", with: "x\n"), replacing("b\n", with: "y\n")]) == .overlap)
    #expect(code([replacing("b\n", with: "b\nx\n"), replacing("b\nc\n", with: "b\ny\nc\n")]) == .overlap)
    #expect(code([replacing("a\nb\n", with: "x\nb\n"), replacing("b\nc\n", with: "b\ny\n")]) == nil)
  }

  @Test func locatesEveryEditInTheOriginal() throws {
    let result = try EditApplier.apply(
      [replacing("c\n", with: "a\n"), replacing("a\n", with: "z\n")], to: bytes("a\nb\nc\n"))
    #expect(text(result.bytes) == "z\nb\na\n")
  }

  @Test func reportsChangedLines() throws {
    let result = try EditApplier.apply(
      [replacing("b\n", with: "b\nx\ny\n"), replacing("d\n", with: ""), replacing("f\n", with: "g\n")],
      to: bytes("a\nb\nc\nd\ne\nf\n"))
    #expect(
      result.changes == [
        .init(baseStart: 3, baseCount: 0, resultStart: 3, resultCount: 2),
        .init(baseStart: 4, baseCount: 1, resultStart: 6, resultCount: 0),
        .init(baseStart: 6, baseCount: 1, resultStart: 7, resultCount: 1),
      ])
  }

  @Test func reportsTheLineThatGotAnEnding() throws {
    let result = try EditApplier.apply([replacing("a\n", with: "a\nb\n")], to: bytes("a"))
    #expect(result.changes == [.init(baseStart: 1, baseCount: 1, resultStart: 1, resultCount: 2)])
  }

  @Test func replacementsAreMinimal() throws {
    let applier = EditApplier(bytes("a\nb\nc\nd\n"))
    #expect(
      try applier.place(replacing("a\nb\nc\nd\n", with: "a\nb\nx\nd\n")) == [
        Replacement(range: 4..<6, bytes: bytes("x\n"))
      ])
    #expect(try applier.place(replacing("a\nb\n", with: "a\nb\n")).isEmpty)
  }

  @Test func keepsBytesThatAreNotUTF8() throws {
    let base: [UInt8] = [0x61, 0xe9, 0x0a] + bytes("b\n")
    let result = try EditApplier.apply([replacing("a\u{fffd}\nb\n", with: "a\u{fffd}\nx\n")], to: base)
    #expect(result.bytes == [0x61, 0xe9, 0x0a] + bytes("x\n"))
    let lossy = refusal { () throws(Refusal) in
      try EditApplier.apply([replacing("a\u{fffd}\n", with: "c\u{fffd}\n")], to: base)
    }
    #expect(lossy?.code == .encoding)
  }

  @Test func createsOnlyWhereNothingIs() throws {
    let create = Edit(path: "f", change: .create(bytes("x\n")))
    #expect(try EditApplier.apply([create], to: []).bytes == bytes("x\n"))
    #expect(refusal { () throws(Refusal) in try EditApplier.apply([create], to: bytes("a")) }?.code == .outsideFence)
    #expect(try EditApplier.apply([Edit(path: "f", change: .delete)], to: bytes("a\n")).bytes.isEmpty)
  }

  // MARK: Windows

  private func window(_ base: String, _ lines: Range<Int>, _ new: String) throws -> String {
    let applier = EditApplier(bytes(base))
    return text(try applier.apply(applier.placeWindow(lines: lines, text: bytes(new))).bytes)
  }

  @Test func rewritesAWindow() throws {
    #expect(try window("a\r\nb \r\nc\r\nd", 1..<3, "b\nx\nc\n") == "a\r\nb \r\nx\r\nc\r\nd")
    #expect(try window("a\nb\nc", 1..<3, "c\n") == "a\nc")
    #expect(try window("a\nb\n", 0..<2, "") == "")
    #expect(try window("", 0..<0, "a\n") == "a\n")
  }

  @Test func windowShiftedLeftIsShiftedBack() throws {
    #expect(
      try window("class A:\n    def f(self):\n        return 1\n", 1..<3, "def f(self):\n    x = 2\n    return 1\n")
        == "class A:\n    def f(self):\n        x = 2\n        return 1\n")
    #expect(try window("    a\n    b\n", 0..<2, "    a\n  b\n") == "    a\n  b\n")
  }

  @Test func windowWithForeignBytes() throws {
    let applier = EditApplier([0xff, 0x0a] + bytes("b\n"))
    let same = try applier.placeWindow(lines: 0..<2, text: bytes("\u{fffd}\nx\n"))
    #expect(same == [Replacement(range: 2..<4, bytes: bytes("x\n"))])
    let lossy = refusal { () throws(Refusal) in try applier.placeWindow(lines: 0..<2, text: bytes("\u{fffd}y\nb\n")) }
    #expect(lossy?.code == .encoding)
    #expect(refusal { () throws(Refusal) in try applier.placeWindow(lines: 0..<2, text: bytes("b\n")) } == nil)
  }
}
