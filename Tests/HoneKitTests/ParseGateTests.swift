import HoneCore
import Testing

@testable import HoneKit

/// Edits with which a file could not be parsed any more are taken out again, and no others.
struct ParseGateTests {
  private static let python =
    "def a(x):\n    return x\n\n\ndef b(x):\n    return x + 1\n\n\ndef c(x):\n    return x + 2\n"

  private func sift(
    _ path: String, _ text: String, _ edits: [(search: String, replacement: String)]
  ) throws -> (result: String?, count: Int, refusals: [Refusal], hunks: [[LineDiff.Hunk]]) {
    let file = try editable(path, text)
    var proposals = ProposalSet()
    proposals.open(file)
    let placement = EditPlacement(
      fence: Fence(paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: true), window: nil)
    for edit in edits {
      let change = Edit.Change.replace(search: Array(edit.search.utf8), replacement: Array(edit.replacement.utf8))
      _ = try placement.take(Edit(path: path, change: change), into: &proposals)
    }
    var gate = ParseGate()
    let rejections = gate.sift(&proposals)
    #expect(gate.sift(&proposals).isEmpty)
    return (
      proposals.result(at: file.path).map { String(decoding: $0, as: UTF8.self) }, proposals.editCount,
      rejections.map(\.refusal), rejections.map(\.hunks)
    )
  }

  @Test func `The edit that breaks the file goes, the others stay`() throws {
    let sifted = try sift(
      "a.py", Self.python,
      [("    return x\n", "    return -x\n"), ("return x + 1", "return x +"), ("return x + 2", "return 2 + x")])
    #expect(
      sifted.result
        == Self.python.replacing("    return x\n", with: "    return -x\n")
        .replacing("return x + 2", with: "return 2 + x"))
    #expect(sifted.count == 2)
    #expect(sifted.refusals.map(\.code) == [.gate])
    #expect(sifted.refusals.first?.message.hasPrefix("the edit at line 6 is left out") ?? false)
    #expect(sifted.refusals.first?.path?.text == "a.py")
    #expect(sifted.hunks.first?.first?.baseStart == 6)
  }

  @Test func `Of many that break it none stays`() throws {
    let sifted = try sift(
      "a.py", Self.python,
      [("    return x\n", "    return x -\n"), ("return x + 1", "return x + * 1"), ("return x + 2", "return 2 + x")])
    #expect(sifted.result == Self.python.replacing("return x + 2", with: "return 2 + x"))
    #expect(sifted.refusals.count == 2)
    #expect(sifted.count == 1)
  }

  @Test func `Edits that fit only together stay together`() throws {
    let text = "def f(a)\n  one(a)\n  two(a)\nend\n"
    let sifted = try sift("a.rb", text, [("  one(a)", "  if a\n  one(a)"), ("  two(a)", "  two(a)\n  end")])
    #expect(sifted.result == "def f(a)\n  if a\n  one(a)\n  two(a)\n  end\nend\n")
    #expect(sifted.refusals.isEmpty)
  }

  @Test(arguments: [
    ("a.py", "def a(:\n    return 1\n", "return 1", "return 2"),
    ("a.txt", "one\ntwo\n", "one", "def ("),
    ("a.c", "int a;\nint b;\n", "int a;", "DECLARE x y z;"),
  ])
  func `What could not be parsed before, or has no complete grammar, is left to other gates`(
    path: String, text: String, search: String, replacement: String
  ) throws {
    let sifted = try sift(path, text, [(search, replacement)])
    #expect(sifted.result == text.replacing(search, with: replacement))
    #expect(sifted.refusals.isEmpty)
  }

  @Test func `Settings are read by their own reader`() throws {
    let sifted = try sift("a.json", "{\"a\": 1,\n \"b\": 2}\n", [(" \"b\": 2}", " \"b\": 2 \"c\"}")])
    #expect(sifted.count == 0)
    #expect(sifted.refusals.count == 1)
  }

  @Test func `A new file that cannot be parsed is not made`() throws {
    let shown = try RepositoryPath("shown.py")
    let placement = EditPlacement(
      fence: Fence(paths: [shown], isChangedLinesOnly: false, allowsFileOperations: true), window: nil)
    var proposals = ProposalSet()
    for (path, text) in [("good.py", "x = 1\n"), ("bad.py", "x = = 1\n")] {
      _ = try placement.take(Edit(path: path, change: .create(Array(text.utf8))), into: &proposals)
    }
    var gate = ParseGate()
    #expect(gate.sift(&proposals).map(\.path.text) == ["bad.py"])
    #expect(proposals.changedPaths.map(\.text) == ["good.py"])
    #expect(proposals.editCount == 1)
  }
}
