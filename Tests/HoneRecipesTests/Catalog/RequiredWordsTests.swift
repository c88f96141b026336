import HoneText
import Testing

@testable import HoneRecipes

struct RequiredWordsTests {
  /// The groups of words, parted by commas; a star behind those that may be parts of longer names.
  private func words(_ rule: String, in place: RequiredWords.Place = .file) throws -> String {
    let text = """
      ---
      language: python
      summary: A check.
      ---
      # A check

      ```hone
      \(rule)
      ```
      """
    let recipe = try Recipe(Array(text.utf8), name: "python/check", file: "check.md")
    return RequiredWords.of(recipe, in: place).written
  }

  @Test(arguments: [
    ("-yaml.load($TEXT)\n+yaml.safe_load($TEXT)", "load,yaml"), ("rule: {pattern: eval($A)}", "eval"),
    ("rule: {any: [{pattern: eval($A)}, {pattern: exec($A)}]}", "eval exec"),
    ("rule: {all: [{kind: call}, {pattern: pickle.loads($A)}]}", "pickle,loads"),
    ("rule: {kind: call, has: {pattern: input()}}", "input"),
    ("rule: {kind: call, has: {field: function, regex: '^(os\\.)?(popen|system)[0-9]?$'}}", "popen* system*"),
    ("rule: {kind: keyword_argument, regex: '^shell\\s*=\\s*True$'}", "shell,True"),
    ("rule: {kind: identifier, regex: '^colou?r$|^(?:grey|gray)s*$'}", "colo* gray* grey*"),
    ("utils: {drawn: {kind: call, regex: '^random\\.'}}\nrule: {kind: assignment, has: {matches: drawn}}", "random"),
    ("rule: {pattern: run($A), inside: {stopBy: end, regex: '\\brequest\\b'}}", "request,run"),
    ("rule: {pattern: run($A)}\nconstraints: {A: {regex: input}}", "input*,run"),
    ("rule: {pattern: run($$$A, final, $B)}", "run"), ("rule: {pattern: run($$$A).final}", "final,run"),
  ])
  func `A word of each group must stand in a file`(rule: String, expected: String) throws {
    #expect(try words(rule) == expected)
  }

  @Test(arguments: [
    ("rule: {pattern: run($A), inside: {stopBy: end, regex: '\\brequest\\b'}}", "run"),
    ("rule: {kind: identifier, regex: abc, follows: {pattern: input()}}", "abc*"),
    (
      "rule: {kind: call, has: {pattern: $A, inside: {stopBy: end, kind: block, regex: outer}, regex: inner}}", "inner*"
    ),
    ("rule: {kind: call, inside: {kind: block, regex: outer}}", ""),
  ])
  func `What stands around a match is nothing of its own`(rule: String, expected: String) throws {
    #expect(try words(rule, in: .match) == expected)
  }

  @Test(arguments: [
    ("\\brequest\\b", "request"), ("request", "request*"), ("^request$", "request"), ("request\\w", "request*"),
    ("\\w+request", "request*"),
    ("\\b(req|request)\\.(body|query)", "body* query*,req request"), ("a(bcd)+e", "bcd*"), ("[.('\"]name[)]", "name"),
    ("[a.]name", "name*"), ("(?i)name", ""), ("^(?<key>name)=", "name"), ("(?!name)other", "other*"), ("\\x41bcd", ""),
    ("\\p{Lu}name", "name*"), ("[[:alpha:]name]+", ""), ("name{0,2}", "nam*"), ("naméd", "nam*"),
    ("(?x) name # word", ""),
    ("\\Qa.b\\Ename", ""), ("\\bname\\s*=", "name"), ("\\bname\\s*", "name*"), ("\\bname\\s+", "name"),
    ("(*UTF)name", ""), ("name|", ""),
  ])
  func `A word of a regular expression is whole where its ends are known`(regex: String, expected: String) {
    #expect(RegularExpressionWords.of(regex).written == expected)
  }

  @Test func `A whole word is no part of a name, unless a number or an escape may end before it`() {
    let word = WordSearch(RequiredWords(RequiredWord("request", isWhole: true)))
    func occurs(_ text: String) -> Bool { word.occur(in: Array(text.utf8), pairs: BytePairs(Array(text.utf8))) }
    for text in ["request", "a.request()", "é request", "1request", "\"\\nrequest\"", "%drequest", "requested request"]
    {
      #expect(occurs(text), "\(text)")
    }
    for text in ["requested", "a_request", "requests", "reques", "request1", ""] { #expect(!occurs(text), "\(text)") }
  }

  @Test(arguments: [
    ("", "anything", true), ("one", "a one", true), ("one two,three*", "two threes", true),
    ("one two,three*", "two", false),
    ("one two,three*", "threes", false), ("one,two three", "one three", true), ("one,two three", "one", false),
  ])
  func `A search wants a word of each group`(written: String, text: String, occurs: Bool) {
    let bytes = Array(text.utf8)
    #expect(WordSearch(written: Array(written.utf8)[...]).occur(in: bytes, pairs: BytePairs(bytes)) == occurs)
  }

  @Test func `What every alternative wants is wanted`() throws {
    let rule = """
      rule: {any: [{pattern: first($A)}, {pattern: second($A)}, {pattern: return $A}]}
      constraints: {A: {any: [{regex: '^request\\.'}, {kind: identifier, inside: {stopBy: end, regex: '\\brequest\\.'}}]}}
      """
    #expect(try words(rule) == "request,first return second")
    #expect(try words(rule, in: .match) == "first return second")
  }

  @Test(arguments: [
    "rule: {kind: call}", "rule: {pattern: $A == $B}", "rule: {any: [{pattern: eval($A)}, {kind: call}]}",
    "rule: {kind: identifier, regex: '(?i)^secret$'}", "rule: {kind: identifier, regex: '^(abc|[a-z]+)$'}",
    "rule: {kind: identifier, regex: '^(secret)?$'}", "rule: {kind: identifier, regex: '^(?!secret).*$'}",
    "rule: {pattern: $FUNCTION($NAME)}", "rule: {kind: call, not: {has: {pattern: input()}}}",
  ])
  func `Where nothing must stand there every file is searched`(rule: String) throws {
    #expect(try words(rule).isEmpty)
  }
}
