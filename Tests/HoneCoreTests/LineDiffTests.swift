import HoneCore
import HoneTestSupport
import Testing

@Suite struct LineDiffTests {
  @Test func numbersHunksAsGitDoes() {
    let hunks = LineDiff.hunks(from: bytes("a\nb\nc\nd\n"), to: bytes("x\na\nc\ny\n"))
    #expect(hunks.map(\.baseStart) == [0, 2, 4])
    #expect(hunks.map(\.baseCount) == [0, 1, 1])
    #expect(hunks.map(\.resultStart) == [1, 2, 4])
    #expect(hunks.map(\.resultCount) == [1, 0, 1])
    #expect(hunks[2].removed == [bytes("d\n")])
    #expect(hunks[2].added == [bytes("y\n")])
  }

  @Test func aMissingFinalNewlineIsADifference() {
    #expect(LineDiff.hunks(from: bytes("a"), to: bytes("a\n")).count == 1)
    #expect(LineDiff.hunks(from: bytes("a\n"), to: bytes("a\n")).isEmpty)
    #expect(LineDiff.hunks(from: [], to: []).isEmpty)
  }

  /// Small inputs: the hunks give the result, and no shorter list of changes exists.
  @Test func isRightAndShortest() {
    fuzz { generator in
      let letters = (0..<4).map { bytes("\($0)\n") }
      func lines(_ generator: inout SplitMix64) -> [[UInt8]] {
        (0..<Int.random(in: 0..<14, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? [] }
      }
      let old = lines(&generator)
      let new = lines(&generator)
      let hunks = LineDiff.hunks(from: Array(old.joined()), to: Array(new.joined()))
      #expect(apply(hunks, to: old) == new)
      let steps = hunks.reduce(0) { $0 + $1.baseCount + $1.resultCount }
      #expect(steps == old.count + new.count - 2 * longestCommonSubsequence(old, new))
    }
  }

  @Test func replacementsAreComparedWhereTheyAre() throws {
    fuzz { generator in
      var base: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<12, using: &generator) {
        base += [UInt8.random(in: 0x61...0x63, using: &generator), Bool.random(using: &generator) ? 0x0a : 0x0d]
      }
      var replacements: [Replacement] = []
      var position = 0
      while position <= base.count, Int.random(in: 0..<4, using: &generator) > 0 {
        let start = Int.random(in: position...base.count, using: &generator)
        let end = min(base.count, start + Int.random(in: 0...3, using: &generator))
        let bytes = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          [0x61, 0x62, 0x0a].randomElement(using: &generator) ?? 0x0a as UInt8
        }
        replacements.append(Replacement(range: start..<end, bytes: bytes))
        position = end + 1
      }
      let hunks = try? LineDiff.hunks(of: replacements, in: TextLines(base))
      let result = try? AppliedEdits(replacements, to: TextLines(base)).bytes
      #expect((hunks == nil) == (result == nil))
      guard let hunks, let result else { return }
      // Of lines that are alike either may be the one that came or went; how many did is the same.
      #expect(apply(hunks, to: lines(of: base)) == lines(of: result))
      let whole = LineDiff.hunks(from: base, to: result)
      #expect(size(of: hunks) == size(of: whole))
    }
  }

  @Test(.timeLimit(.minutes(1))) func staysBoundedOnLargeInputs() {
    var generator = SplitMix64(seed: 7)
    let letters = (0..<50).map { bytes("\($0)\n") }
    let old = (0..<2000).map { _ in letters.randomElement(using: &generator) ?? [] }
    let new = (0..<2000).map { _ in letters.randomElement(using: &generator) ?? [] }
    #expect(apply(LineDiff.hunks(from: Array(old.joined()), to: Array(new.joined())), to: old) == new)
  }

  /// How many lines come and go.
  private func size(of hunks: [LineDiff.Hunk]) -> Int { hunks.reduce(0) { $0 + $1.baseCount + $1.resultCount } }

  private func lines(of text: [UInt8]) -> [[UInt8]] {
    let lines = TextLines(text, convention: .git)
    return (0..<lines.count).map { Array(text[lines.range(of: $0)]) }
  }

  private func apply(_ hunks: [LineDiff.Hunk], to old: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var line = 0
    for hunk in hunks {
      let start = hunk.baseCount == 0 ? hunk.baseStart : hunk.baseStart - 1
      result += old[line..<start]
      #expect(result.count == (hunk.resultCount == 0 ? hunk.resultStart : hunk.resultStart - 1))
      #expect(Array(old[start..<(start + hunk.baseCount)]) == hunk.removed)
      result += hunk.added
      line = start + hunk.baseCount
    }
    return result + old[line...]
  }

  private func longestCommonSubsequence(_ first: [[UInt8]], _ second: [[UInt8]]) -> Int {
    var row = [Int](repeating: 0, count: second.count + 1)
    for element in first {
      var diagonal = 0
      for (index, other) in second.enumerated() {
        let above = row[index + 1]
        row[index + 1] = element == other ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[second.count]
  }
}
