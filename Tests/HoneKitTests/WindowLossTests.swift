import HoneCore
import Testing

@testable import HoneKit

/// What a rewritten window may lose where nobody looks at it.
struct WindowLossTests {
  private static let text = """
    import os


    def load(path):
        return open(path).read()


    def total(values):
        return sum(values)


    class Box:
        def name(self):
            return os.getcwd()

    """

  private func code(_ result: String, _ instruction: String = "improve", isReviewed: Bool = false) throws -> Refusal
    .Code?
  {
    let file = try editable("a.py", Self.text)
    var proposals = ProposalSet()
    proposals.open(file)
    let fence = Fence(paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: false)
    var placement = EditPlacement(fence: fence, window: (file.path, 0..<14))
    if !isReviewed { placement.loss = WindowLoss(instruction: instruction) }
    do throws(Refusal) {
      _ = try placement.take(Edit(path: nil, change: .rewriteWindow(Array(result.utf8))), into: &proposals)
      return nil
    } catch { return error.code }
  }

  private static let withoutTail = text.split(separator: "\nclass Box").first.map { $0 + "\n" } ?? ""
  private static let withoutMiddle = text.replacing("def total(values):\n    return sum(values)\n\n\n", with: "")

  @Test func `lines at an end of it are not forgotten without a word`() throws {
    #expect(try code(Self.withoutTail) == .gate)
    #expect(try code(Self.text.replacing("import os\n\n\n", with: "")) == .gate)
    #expect(try code(Self.text.replacing("        return os.getcwd()\n", with: "")) == .gate)
    #expect(try code(Self.withoutTail, isReviewed: true) == nil)
  }

  @Test func `nor a definition`() throws {
    #expect(try code(Self.withoutMiddle) == .gate)
    #expect(try code(Self.withoutMiddle.replacing(".read()", with: ".read(4)")) == .gate)
  }

  @Test(arguments: [
    "remove what is unused", "Delete the dead code", "drop the class", "inline total and Box", "total Box",
  ])
  func `what the instruction asks for or names may go`(_ instruction: String) throws {
    #expect(try code(Self.withoutTail, instruction) == nil)
    #expect(try code(Self.withoutMiddle, instruction) == nil)
  }

  @Test func `a comment that stands for code is called what it is`() throws {
    #expect(try code(Self.withoutTail + "# ... rest unchanged\n") == .placeholder)
  }

  @Test func `other changes are none of its business`() throws {
    #expect(try code(Self.text.replacing("values", with: "numbers")) == nil)
    #expect(try code(Self.text.replacing("def total", with: "def sum_all")) == nil)
    #expect(try code(Self.text.replacing("class Box:\n", with: "class Box:\n    size = 1\n\n")) == nil)
    #expect(try code(Self.text.replacing("import os", with: "import os.path")) == nil)
    #expect(
      try code(
        Self.text.replacing("    return open(path).read()", with: "    with open(path) as f:\n        return f.read()"))
        == nil)
  }
}
