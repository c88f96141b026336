import HoneCore
import HoneTestSupport
import Testing

/// Edits that refer to lines, by number or by how they begin.
@Suite struct RangeEditTests {
  private static let file = """
    def load(path):
        data = read(path)
        return data

    def load_all(paths):
        data = []
        for path in paths:
            data.append(load(path))
        return data

    """

  private func edits(_ reply: String) throws(Refusal) -> [Edit] {
    try parse(RangeEditParser(editablePaths: ["a.py"]), [bytes(reply)])
  }

  private func edited(_ reply: String, in base: String = file) throws -> String {
    text(try EditApplier.apply(try edits(reply), to: bytes(base)).bytes)
  }

  private func code(_ reply: String, in base: String = file) -> Refusal.Code? {
    refusal { () throws(Refusal) in try EditApplier.apply(try edits(reply), to: bytes(base)) }?.code
  }

  private func lines(_ place: String, _ text: String) -> String { "<<<<<<< \(place)\n\(text)>>>>>>> END\n" }

  @Test func `what stands above is kept where it is no path`() throws {
    let reply =
      "a.py\n" + lines("LINES 1", "x\n") + "my file\n" + lines("LINES 2", "y\n") + "\n" + lines("LINES 3", "z\n")
    #expect(try edits(reply).map(\.heading) == [nil, "my file", nil])
  }

  @Test func `numbers count from 1, and both ends are included`() throws {
    #expect(
      try edits("b.py\n" + lines("LINES 2-3", "x\n")) == [
        Edit(path: "b.py", change: .replaceLines(1..<3, replacement: bytes("x\n")))
      ])
    #expect(
      try edited(lines("LINES 2-3", "    return read(path)\n"))
        == Self.file.replacing("    data = read(path)\n    return data\n\n", with: "    return read(path)\n\n"))
    #expect(try edited(lines("LINES 4", "")) == Self.file.replacing("data\n\ndef", with: "data\ndef"))
    #expect(try edited(lines("AFTER 0", "import os\n")) == "import os\n" + Self.file)
    #expect(try edited(lines("AFTER 9", "x = 1\n")) == Self.file + "x = 1\n")
  }

  @Test func `several places of one file are those of the file as it was`() throws {
    let reply = lines("AFTER 1", "    check(path)\n") + "\n" + lines("LINES 6", "    data = [None]\n    data.clear()\n")
    #expect(
      try edited(reply)
        == Self.file.replacing("(path):\n    data", with: "(path):\n    check(path)\n    data")
        .replacing("data = []\n", with: "data = [None]\n    data.clear()\n"))
  }

  @Test(arguments: ["LINES 10", "LINES 9-10", "AFTER 10"])
  func `a line that is not there has no place`(_ place: String) {
    #expect(code(lines(place, "x\n")) == .notFound)
  }

  @Test(arguments: ["LINES 0-1", "LINES 3-2", "LINES", "LINES a", "LINES 1-2-3", "FROM", "AFTER -1", "AFTER"])
  func `a place that cannot be read voids the reply`(_ place: String) {
    #expect(code(lines(place, "x\n")) == .malformed)
  }

  @Test func `text that repeats a line beside its place was meant for another place`() {
    // One off: the new text holds the line above the range, or the line below it.
    #expect(code(lines("LINES 2-3", "def load(path):\n    return read(path)\n")) == .notFound)
    #expect(code(lines("LINES 1-1", "def load(path, mode):\n    data = read(path)\n")) == .notFound)
    #expect(code(lines("LINES 1-2", "def load(path, mode):\n    data = read(path)\n")) == nil)
    // Brackets and blank lines repeat everywhere.
    #expect(code(lines("LINES 1", "x\n"), in: "a\n}\n") == nil)
    #expect(code(lines("LINES 1", "x\n}\n"), in: "a\n}\n") == nil)
  }

  @Test func `anchors are beginnings that no other line has`() throws {
    let reply = "a.py\n<<<<<<< FROM def load(\n------- TO return\ndef load(path):\n    return read(path)\n>>>>>>> END\n"
    #expect(
      try edited(reply)
        == Self.file.replacing("    data = read(path)\n    return data\n\n", with: "    return read(path)\n\n"))
    #expect(try edited(lines("FROM data = []", "    data = list()\n")) == Self.file.replacing("[]", with: "list()"))
    #expect(code(lines("FROM def load", "x\n")) == .ambiguous)
    #expect(code(lines("FROM return", "x\n")) == .ambiguous)
    #expect(code(lines("FROM def save", "x\n")) == .notFound)
    #expect(code("<<<<<<< FROM def load_all\n------- TO def load(\nx\n>>>>>>> END\n") == .notFound)
  }

  @Test func `an anchor that is a whole line means that line`() throws {
    #expect(try edited(lines("FROM a", "x\n"), in: "ab\n  a\nabc\n") == "ab\nx\nabc\n")
    #expect(code(lines("FROM a", "x\n"), in: "ab\na\n a\n") == .ambiguous)
  }

  @Test func `bytes around the place stay as they were`() throws {
    let base = "\u{feff}one  \r\ntwo\r\nthree"
    #expect(try edited(lines("LINES 2", "2\n"), in: base) == "\u{feff}one  \r\n2\r\nthree")
    #expect(try edited(lines("FROM thr", "3\n"), in: base) == "\u{feff}one  \r\ntwo\r\n3")
  }

  @Test func `a block in a block and an end without beginning void the reply`() {
    #expect(code("<<<<<<< LINES 1\n<<<<<<< LINES 2\n>>>>>>> END\n") == .malformed)
    #expect(code(">>>>>>> END\n") == .malformed)
    #expect(code("<<<<<<< LINES 1\nx\n") == .malformed)
    #expect(
      refusal { () throws(Refusal) in try parse(RangeEditParser(), [bytes(lines("LINES 1", "x\n"))]) }?.code
        == .malformed)
  }

  /// Whatever place is named, what lies outside of it stays, or the edit is refused.
  @Test func `random places change nothing outside of them`() {
    let base = (0..<40).map { $0 % 7 == 0 ? "" : "line \($0 % 11) of \($0)" }.joined(separator: "\n") + "\n"
    let old = TextLines(bytes(base))
    fuzz { generator in
      let first = Int.random(in: 1...45, using: &generator)
      let last = first + Int.random(in: 0...5, using: &generator)
      let new = (0..<Int.random(in: 0...4, using: &generator)).map { "new \($0)\n" }.joined()
      guard let result = try? edited(lines("LINES \(first)-\(last)", new), in: base) else {
        #expect(last > old.count)
        return
      }
      let expected =
        (0..<(first - 1)).map { text(old.bytes[old.range(of: $0)]) }.joined() + new
        + (last..<old.count).map { text(old.bytes[old.range(of: $0)]) }.joined()
      #expect(result == expected)
    }
  }
}
