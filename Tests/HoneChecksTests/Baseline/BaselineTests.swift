import HoneCore
import Testing

@testable import HoneChecks

struct BaselineTests {
  private let rule = RuleDescription("leftover/breakpoint", .error, "x")

  private func file(_ text: String, path: String = "a.py") throws -> CheckedFile {
    CheckedFile(path: try RepositoryPath(path), contents: Array(text.utf8))
  }

  private func finding(_ file: CheckedFile, line: Int, isSecret: Bool = false) -> Finding {
    let start = file.lines.start(of: line - 1)
    var finding = file.finding(rule, at: start..<(start + file.lines[line - 1].count), "x")
    finding.isSecret = isSecret
    return finding
  }

  @Test func `An accepted finding is covered wherever it moves, and nothing else is`() throws {
    var baseline = Baseline()
    let old = try file("a\nbreakpoint()\n")
    baseline.insert(finding(old, line: 2), in: old)
    let read = try Baseline(baseline.bytes)
    let moved = try file("x\ny\n    breakpoint()\nbreakpoint(1)\n")
    #expect(read.covers(finding(moved, line: 3), in: moved))
    #expect(!read.covers(finding(moved, line: 4), in: moved))
    let other = try file("breakpoint()\n", path: "b.py")
    #expect(!read.covers(finding(other, line: 1), in: other))
    var otherRule = finding(old, line: 2)
    otherRule.rule = "leftover/debug-print"
    #expect(!read.covers(otherRule, in: old))
  }

  @Test func `Neither a secret nor that two are equal can be read`() throws {
    var baseline = Baseline()
    for path in ["a.env", "b.env"] {
      let file = try file("hunter2hunter2\n", path: path)
      baseline.insert(finding(file, line: 1, isSecret: true), in: file)
    }
    let text = String(decoding: baseline.bytes, as: UTF8.self)
    #expect(!text.contains("hunter2"))
    let hashes = text.split(separator: "\n").dropFirst().map { $0.split(separator: ":")[1].prefix(32) }
    #expect(hashes.count == 2)
    #expect(hashes[0] != hashes[1])
  }

  @Test func `The file says the same when it is written again, and merges line by line`() throws {
    var baseline = Baseline()
    let names = ["b.py", "a.py", "a b.py"]
    for name in names {
      let file = try file("breakpoint()\n", path: name)
      baseline.insert(finding(file, line: 1), in: file)
    }
    var again = try Baseline(baseline.bytes)
    for name in names {
      let file = try file("\n\nbreakpoint()\n", path: name)
      again.insert(finding(file, line: 3), in: file)
    }
    #expect(again.bytes == baseline.bytes)
    let paths = String(decoding: baseline.bytes, as: UTF8.self).split(separator: "\n").dropFirst().map {
      $0.split(separator: " ", maxSplits: 2)[2]
    }
    #expect(paths == ["a b.py", "a.py", "b.py"])
  }

  @Test func `Lines for what is gone can be dropped`() throws {
    var baseline = Baseline()
    let file = try file("breakpoint()\nbreakpoint(2)\n")
    baseline.insert(finding(file, line: 1), in: file)
    let kept = baseline.insert(finding(file, line: 2), in: file)
    baseline.keep([], unlooked: ["leftover/breakpoint"])
    #expect(baseline.count == 2)
    baseline.keep([kept], unlooked: ["recipe/other"])
    #expect(baseline.count == 1)
    #expect(baseline.covers(finding(file, line: 2), in: file))
  }

  @Test func `Lines in any order, twice, or with carriage returns say the same`() throws {
    var baseline = Baseline()
    let file = try file("breakpoint()\nbreakpoint(2)\n")
    for line in [1, 2] { baseline.insert(finding(file, line: line), in: file) }
    let lines = String(decoding: baseline.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    let mixed = [lines[2], lines[0], "", lines[1], lines[2]].map { $0 + "\r\n" }.joined()
    #expect(try Baseline(Array(mixed.utf8)).bytes == baseline.bytes)
    #expect(try Baseline(Array(mixed.utf8)).count == 2)
  }

  @Test(arguments: ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> other"])
  func `A conflict that was left is named, with what settles it`(line: String) {
    let refusal = #expect(throws: Refusal.self) { try Baseline(Array("# note\n\(line)\n".utf8)) }
    #expect(refusal?.message.contains(".hone-baseline:2: marks a conflict") == true)
    #expect(refusal?.remedy?.contains("keep the lines of both sides") == true)
  }

  @Test(arguments: [(nil, ""), ("", ""), ("*.a b", "*.a b\n"), ("*.a b\n", "*.a b\n"), ("*.a b\r\n", "*.a b\r\n")])
  func `The attribute is put behind what is there`(contents: String?, before: String) {
    let ending = before.hasSuffix("\r\n") ? "\r\n" : "\n"
    let result = MergeAttribute.added(to: contents.map { Array($0.utf8) })
    #expect(String(decoding: result, as: UTF8.self) == before + ".hone-baseline merge=union" + ending)
  }

  @Test(arguments: [
    "leftover/x", "leftover/x abc:def a.py", "x 12345678:0123456789abcdef0123456789abcdef a",
  ])
  func `A line that is no entry is refused by its number`(line: String) {
    do throws(Refusal) {
      _ = try Baseline(Array("# note\n\n\(line)\n".utf8))
      Issue.record("taken: \(line)")
    } catch {
      #expect(error.message.hasPrefix(".hone-baseline:3:"))
      #expect(error.remedy != nil)
    }
  }

  /// Examples of FIPS 180-4, as NIST publishes them.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 gives the published hashes`(message: String, hash: String) {
    #expect(SHA256.hash(Array(message.utf8)).hexadecimal == hash)
  }

  @Test func `SHA-256 takes a million bytes`() {
    #expect(
      SHA256.hash([UInt8](repeating: 0x61, count: 1_000_000)).hexadecimal
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
