import HoneCore
@testable import HoneScan
import HoneSyntax
import HoneTestSupport
import Testing

@Suite struct LongLineTests {
  /// The matches of a pattern in a text.
  private func matches(_ pattern: String, _ language: String, in text: String) throws -> [FoundMatch] {
    let grammar = try GrammarLibrary.standard.grammar(for: try #require(Language.named(language)))
    let rule = Rule(.pattern(try Pattern(pattern, grammar: grammar, reach: .everywhere)))
    var parser = try SyntaxParser(grammar)
    let source = Array(text.utf8)
    return FoundMatch.values(
      of: Matcher([rule], grammar: grammar).matches(in: try parser.parse(source)).map { PlacedMatch($0) }, in: source)
  }

  private func line(_ match: FoundMatch) throws -> String { SearchRequest.text(try RepositoryPath("a"), match) }

  @Test func `a line of up to 1024 bytes is shown whole`() throws {
    let text = "  x = f(1)  # " + String(repeating: "y", count: 1_010)
    let found = try matches("f($A)", "python", in: text + "\nz\n")
    #expect(try line(found[0]) == "a:1:7: " + text.dropFirst(2))
  }

  @Test func `a longer line is cut around the match, and it is said`() throws {
    let text = String(repeating: "g(2);", count: 300) + "f(1);" + String(repeating: "ü(3);", count: 300)
    let found = try matches("f($A)", "javascript", in: text + "\n")
    let shown = try line(found[0])
    #expect(shown.hasPrefix("a:1:1501: ... g(2);"))
    #expect(shown.hasSuffix(" ... (cut: the line has 3305 bytes)"))
    #expect(shown.contains("g(2);f(1);ü(3);") && !shown.contains("\u{fffd}") && shown.utf8.count < 500)
    let first = try matches("g($A)", "javascript", in: text)
    #expect(try line(first[0]).hasPrefix("a:1:1: g(2);g(2);"))
  }

  @Test func `a match that is longer than what is shown is cut as well`() throws {
    let found = try matches("f($A)", "python", in: "f(" + String(repeating: "1+", count: 2_000) + "1)\n")
    #expect(try line(found[0]).hasPrefix("a:1:1: f(1+1+"))
    #expect(try line(found[0]).utf8.count < 400)
    #expect(found[0].text.count == 4_004)
  }

  @Test func `what is remembered of matches in one another grows with the file, and not with its square`() throws {
    let depth = 1_000
    let text = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    let found = try matches("[$$$A]", "json", in: text)
    #expect(found.count == depth)
    var memory = MatchMemory()
    memory.remember(found, of: ObjectID.emptyTree)
    #expect(memory.bytes.count < text.utf8.count + 40 * depth)
    #expect(MatchMemory(bytes: memory.bytes).matches(of: ObjectID.emptyTree) == found)
  }

  @Test func `texts are told whole until they are too much for one file`() throws {
    let depth = 6_000
    let text = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    let found = try matches("[$$$A]", "json", in: text)
    var budget = TextBudget()
    let told = found.map { budget.limited($0) }
    #expect(told[0].textLimit == nil)
    #expect(told[depth - 1].textLimit == nil, "short texts are never cut")
    let cut = try #require(told.firstIndex { $0.textLimit != nil })
    let path = try RepositoryPath("a.json")
    let whole = String(decoding: SearchRequest.json(path, told[0]), as: UTF8.self)
    #expect(whole.hasSuffix("}}") && whole.contains(text))
    let short = String(decoding: SearchRequest.json(path, told[cut]), as: UTF8.self)
    #expect(short.hasSuffix(#"},"cut":true}"#) && short.utf8.count < 2_400)
    let sum = told.reduce(0) { $0 + SearchRequest.json(path, $1).count }
    #expect(sum < TextBudget.limit + depth * 2_400)
  }

  @Test func `half a character is not told where a text is cut`() throws {
    var match = try matches("f($A)", "python", in: "f('" + String(repeating: "ü", count: 900) + "')\n")[0]
    match.textLimit = 1_024
    #expect(!String(decoding: SearchRequest.json(try RepositoryPath("a"), match), as: UTF8.self).contains("\u{fffd}"))
  }
}
