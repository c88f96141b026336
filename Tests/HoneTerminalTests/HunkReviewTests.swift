import Foundation
import HoneCore
import HoneKit
import HoneTerminal
import Testing

struct HunkReviewTests {
  private static func hunk(_ path: String, line: Int) throws -> ReviewHunk {
    ReviewHunk(
      path: try RepositoryPath(path),
      hunk: LineDiff.Hunk(
        baseStart: line, resultStart: line, removed: [Array("old \(line)\n".utf8)], added: [Array("new \(line)\n".utf8)]
      ),
      before: [Array("above".utf8)], after: [Array("below".utf8)], heading: "func f()")
  }

  /// Reviews three hunks, two of `a` and one of `b`, with these answers.
  private func decide(_ answers: String..., edit: @escaping (String) -> String? = { $0 }) throws -> (
    decisions: [ReviewDecision], screen: String
  ) {
    var rest = answers[...]
    var screen = ""
    let review = HunkReview(
      rendering: HunkRendering(style: Style(isColored: false)),
      surroundings: .init(show: { screen += $0 }, ask: { rest.popFirst() }, edit: edit))
    let hunks = [try Self.hunk("a", line: 3), try Self.hunk("a", line: 9), try Self.hunk("b", line: 1)]
    return (review.decisions(for: hunks), screen)
  }

  @Test func `Each hunk is answered by itself`() throws {
    let review = try decide("y", "n", "y")
    #expect(review.decisions == [.accept, .decline, .accept])
    #expect(review.screen.contains("@@ -2,3 +2,3 @@ func f()\n above\n-old 3\n+new 3\n below\n(1/3) Accept this hunk"))
  }

  @Test func `a and d answer for the rest of the file`() throws {
    #expect(try decide("a", "n").decisions == [.accept, .accept, .decline])
    #expect(try decide("d", "y").decisions == [.decline, .decline, .accept])
  }

  @Test func `q and the end of input decline the rest`() throws {
    #expect(try decide("y", "q").decisions == [.accept, .decline, .decline])
    #expect(try decide("y").decisions == [.accept, .decline, .decline])
  }

  @Test func `Anything else prints the help and asks again`() throws {
    let review = try decide("x", "?", "", "abort", "done", "Yes", "q")
    #expect(review.decisions == [.accept, .decline, .decline])
    #expect(review.screen.components(separatedBy: "e - edit this hunk").count == 6)
  }

  @Test func `e takes the lines that come back from the editor`() throws {
    let review = try decide("e", "q", edit: { $0.replacing("+new 3", with: "+newer 3\n+and more") })
    #expect(review.decisions.first == .replace([Array("newer 3".utf8), Array("and more".utf8)]))
  }

  @Test func `An edit that loses its place is refused and asked again`() throws {
    let review = try decide("e", "n", "q", edit: { $0.replacing("-old 3\n", with: "") })
    #expect(review.decisions.first == .decline)
    #expect(review.screen.contains("not those of the hunk"))
  }

  @Test func `Bytes that are not UTF-8 survive where a line is kept, and are not made up`() throws {
    let hunk = LineDiff.Hunk(
      baseStart: 1, resultStart: 1, removed: [[0x63, 0xe9, 0x0d, 0x0a]], added: [[0xe9, 0x0a]])
    let text = HunkEditing.text(for: hunk)
    #expect(
      try HunkEditing.result(of: text.replacing("-c", with: " c"), for: hunk).get() == [
        [0x63, 0xe9, 0x0d, 0x0a], [0xe9, 0x0a],
      ])
    guard case .failure = HunkEditing.result(of: text.replacing("+", with: "+x"), for: hunk) else {
      Issue.record("a line with U+FFFD was taken")
      return
    }
  }

  @Test func `Lines that only Unicode takes for the same are told apart, and may begin with a mark`() throws {
    let (composed, apart) = ("é\n", "e\u{301}\n")
    let hunk = LineDiff.Hunk(
      baseStart: 1, resultStart: 1, removed: [Array(apart.utf8)], added: [Array(composed.utf8), Array(apart.utf8)])
    let text = HunkEditing.text(for: hunk)
    let same = try HunkEditing.result(of: text, for: hunk).get()
    #expect(same == [Array(composed.utf8), Array(apart.utf8)])
    let marked = try HunkEditing.result(
      of: text.replacing("+\(composed)", with: "+\u{301}x\n", maxReplacements: 1), for: hunk
    ).get()
    #expect(marked == [Array("\u{301}x".utf8), Array(apart.utf8)])
  }

  @Test func `A removed line can be kept`() throws {
    let review = try decide("e", "q", edit: { $0.replacing("-old 3", with: " old 3") })
    #expect(review.decisions.first == .replace([Array("old 3\n".utf8), Array("new 3\n".utf8)]))
  }
}

struct PrintableTests {
  @Test(arguments: [
    ("plain\ttext é", "plain\ttext é"), ("\u{1b}[2J", "^[[2J"), ("a\rb", "a^Mb"), ("\u{9b}31m", "<U+9B>31m"),
    ("\u{202e}txt", "<U+202E>txt"), ("\u{7f}", "<U+7F>"),
  ])
  func `Control characters are shown, not obeyed`(text: String, shown: String) {
    #expect(Printable.text(text) == shown)
  }

  @Test func `Colours are written only when they are wanted`() {
    let hunk = LineDiff.Hunk(baseStart: 1, resultStart: 1, removed: [Array("a\n".utf8)], added: [])
    #expect(HunkRendering(style: Style(isColored: false)).text(hunk) == "@@ -1 +1,0 @@\n-a\n")
    #expect(HunkRendering(style: Style(isColored: true)).text(hunk).contains("\u{1b}[31m-a\u{1b}[m"))
  }
}
