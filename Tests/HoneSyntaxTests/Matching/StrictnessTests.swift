import HoneSyntax
import Testing

/// The lines, from 0, on which ast-grep 0.51.1 finds the same patterns at each level.
@Suite struct StrictnessTests {
  private static let code = """
    const a = 1;
    const b = 2
    f(x, /* c */ y);
    f(x, y)
    f(x, y, z);
    return f;
    if (a) { b; c; }
    if (a) { b; } else { d; }
    """

  private static let lines: [(pattern: String, found: [Strictness: [Int]])] = [
    (
      "const $A = $B",
      [.cst: [1], .smart: [0, 1], .ast: [0, 1], .relaxed: [0, 1], .signature: [0, 1], .template: [1]]
    ),
    (
      "f($A, $B)",
      [.cst: [3], .smart: [2, 3], .ast: [3], .relaxed: [2, 3], .signature: [2, 3], .template: [2, 3]]
    ),
    (
      "if ($A) { $$$B }",
      [.cst: [6], .smart: [6, 7], .ast: [6], .relaxed: [6], .signature: [6], .template: [6]]
    ),
    ("f(x, y);", [.cst: [], .smart: [2], .ast: [], .relaxed: [2], .signature: [2], .template: [2]]),
  ]

  @Test(arguments: Strictness.allCases)
  func `a level finds what it finds elsewhere`(strictness: Strictness) throws {
    let grammar = try Search.grammar("javascript")
    for (pattern, found) in Self.lines {
      let rule = Rule(.pattern(try Pattern(pattern, grammar: grammar, strictness: strictness)))
      let starts = try Search.matches(rule, in: Self.code, grammar).map { match in
        match.tree.source[..<match.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      }
      #expect(starts == found[strictness], "\(pattern)")
    }
  }
}
