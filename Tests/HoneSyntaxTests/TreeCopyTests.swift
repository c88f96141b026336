import HoneCore
import HoneTestSupport
import Testing

@testable import HoneSyntax

/// Trees of which a part is copied, and trees that are made from those of the text before.
@Suite struct TreeCopyTests {
  private static let lines = [
    "class A(B):", "    def f(self):", "        self.check(x, 1)",
    "        self.check(self.check(y, 2), z)  # check(a, b)",
    "        if check: other(1)", "        s = 'check(c, d)'", "        for i in check(e, f): pass",
    "x = [check(g, h)]",
    "self.check (", "   i, j)", "checks(k, l)", "        return (", "lambda: self.check(m, n)",
  ]

  private func text(_ random: inout SplitMix64) -> [UInt8] {
    let count = 1 + random.next() % 40
    return Array(
      (0..<count).map { _ in Self.lines[Int(random.next() % UInt64(Self.lines.count))] + "\n" }.joined().utf8)
  }

  private func summary(_ matches: [Match]) -> [String] {
    matches.map { match in
      let captures = match.captures.map { $0.map { "\($0.range)" } ?? "-" }.joined(separator: " ")
      return "\(match.rule) \(match.range) \(match.flags.rawValue) \(captures)"
    }
  }

  @Test func `a focus leaves out no match`() throws {
    let grammar = try Search.grammar("python")
    let rules = try ["self.check($A, $B)", "check($A, $$$B)", "for $I in $C: $$$"].map {
      Rule(.pattern(try Pattern($0, grammar: grammar, reach: .everywhere)))
    }
    let matcher = Matcher(Array(rules.prefix(2)), grammar: grammar)
    let focus = try #require(matcher.focus)
    var parser = try SyntaxParser(grammar)
    var random = SplitMix64(seed: 3)
    var found = 0
    var left = 0
    for _ in 0..<300 {
      let source = text(&random)
      let whole = try parser.parse(source)
      let part = try parser.parse(source, focus: focus)
      // In a statement that is sound by itself more may be found than where errors of others reach into it.
      if !part.isExcerpt || !whole.hasError {
        #expect(summary(matcher.matches(in: part)) == summary(matcher.matches(in: whole)))
      }
      found += matcher.matches(in: whole).count
      left += whole.nodes.count - part.nodes.count
    }
    #expect(found > 500)
    #expect(left > 1_000)
  }

  @Test func `what looks around a match has no focus`() throws {
    let inside = try Search.rule("rule: {pattern: call($A), inside: {kind: block, stopBy: end}}", "python")
    let has = try Search.rule("rule: {pattern: call($A), has: {kind: integer, stopBy: end}}", "python")
    let grammar = try Search.grammar("python")
    #expect(Matcher([inside.rule], grammar: grammar).focus == nil)
    #expect(Matcher([has.rule], grammar: grammar).focus != nil)
    #expect(Matcher([Rule(.kind([1]))], grammar: grammar).focus == nil)
  }

  @Test func `a tree after edits is the tree of the edited text`() throws {
    let grammar = try Search.grammar("python")
    var parser = try SyntaxParser(grammar)
    var random = SplitMix64(seed: 5)
    var reused = 0
    for _ in 0..<300 {
      var source = text(&random)
      let first = try parser.parse(source)
      reused += first.hasError ? 0 : 1
      for _ in 0..<3 {
        let start = Int(random.next() % UInt64(source.count))
        let end = min(source.count, start + Int(random.next() % 12))
        let second = min(source.count, end + 1 + Int(random.next() % 30))
        let edits = [
          Replacement(range: start..<end, bytes: Array(["", "x", "f(1,\n  2)", "\n"][Int(random.next() % 4)].utf8)),
          Replacement(range: second..<second, bytes: Array(["", " ", "y"][Int(random.next() % 3)].utf8)),
        ]
        let edited = try AppliedEdits(edits, to: TextLines(source)).bytes
        let tree = try parser.parse(edited, after: edits)
        let anew = try parsed(edited, as: "python")
        #expect(tree.source == edited)
        #expect(tree.nodes.map(shape) == anew.nodes.map(shape))
        source = edited
      }
    }
    #expect(reused > 20)
  }

  private func shape(_ node: SyntaxTree.Record) -> [UInt32] {
    [
      node.start, node.end, node.next, node.parent, UInt32(node.symbol), UInt32(node.field),
      UInt32(node.flags.rawValue),
    ]
  }
}
