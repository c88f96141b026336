import HoneTestSupport
import Testing

@testable import HoneCore

struct BlockProbeTests {
  private static func lines(_ text: String) -> [ArraySlice<UInt8>] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.utf8)[...] }
  }

  private func firstImpossible(_ block: String, in file: String) -> Int? {
    var probe = EditApplier(Array(file.utf8)).probe()
    return Self.lines(block).firstIndex { !probe.take($0) }
  }

  @Test func `The first line after which a block can stand nowhere is told`() {
    let file = "a\nb\na\nc\n"
    #expect(firstImpossible("a\nc", in: file) == nil)
    #expect(firstImpossible("  a\nc  ", in: file) == nil)
    #expect(firstImpossible("a\nd", in: file) == 1)
    #expect(firstImpossible("d", in: file) == 0)
    #expect(firstImpossible("c\na", in: file) == 1)
  }

  @Test func `The probe never gives up a block that has a place`() throws {
    var random = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      let file = (0..<12).map { _ in ["a", " a", "b", "", "\tb"].randomElement(using: &random) ?? "" }
      let block = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        ["a", " a", "b", ""].randomElement(using: &random) ?? ""
      }
      let applier = EditApplier(Array((file.joined(separator: "\n") + "\n").utf8))
      let lines = block.map { Array($0.utf8)[...] }
      let matches = (try? applier.locator.matches(of: lines)) ?? []
      var probe = applier.probe()
      let isPossible = lines.allSatisfy { probe.take($0) }
      #expect(isPossible || matches.isEmpty, "\(file) \(block)")
    }
  }

  @Test func `Where a block was meant to stand is told with the refusal`() {
    let applier = EditApplier(Array("one\ntwo\nthree\nfour\n".utf8))
    let found = applier.divergence(of: Self.lines("two\nthreee"))
    #expect(found.refusal.code == .notFound)
    #expect(found.line == 1)
    #expect(applier.divergence(of: Self.lines("something else entirely")).line == nil)
  }

  @Test func `An open search block shows its lines as they come`() throws {
    var parser = SearchReplaceParser()
    #expect(try parser.feed("a.py\n".utf8).isEmpty && parser.openBlock == nil)
    _ = try parser.feed("<<<<<<< SEARCH\none\ntw".utf8)
    #expect(parser.openBlock?.path == "a.py")
    #expect(parser.openBlock?.lines.map { String(decoding: $0, as: UTF8.self) } == ["one"])
    _ = try parser.feed("o\n=======\nnew\n".utf8)
    #expect(parser.openBlock?.lines.map { String(decoding: $0, as: UTF8.self) } == ["one", "two"])
    _ = try parser.feed(">>>>>>> REPLACE\n<<<<<<< SEARCH\n".utf8)
    #expect(parser.openBlock?.number == 1 && parser.openBlock?.lines.isEmpty == true)
  }

  @Test func `An open chunk shows the lines of the file that it names`() throws {
    var parser = V4APatchParser()
    _ = try parser.feed("*** Begin Patch\n*** Update File: a.py\n@@ def f\n x\n-y\n+z\n\n".utf8)
    #expect(parser.openBlock?.path == "a.py")
    #expect(parser.openBlock?.lines.map { String(decoding: $0, as: UTF8.self) } == ["x", "y"])
    let first = parser.openBlock?.number
    _ = try parser.feed("@@\n q\n".utf8)
    #expect(parser.openBlock?.lines.map { String(decoding: $0, as: UTF8.self) } == ["q"])
    #expect(parser.openBlock?.number != first)
    _ = try parser.feed("*** Delete File: b.py\n".utf8)
    #expect(parser.openBlock == nil)
  }
}
