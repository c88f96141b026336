import HoneCore
import HoneSyntax
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneRecipes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Rule files of an ast-grep project with global utilities.
struct RuleProjectTests {
  /// Makes a project, and gives what the rule `rules/rule.yml` makes of `code`.
  private func applied(_ rule: String, utilities: [String: String], to code: String) throws -> String {
    try TemporaryFolder.with("project") { folder in
      for name in ["rules", "utils"] { mkdir("\(folder)/\(name)", 0o700) }
      var files = ["sgconfig.yml": "ruleDirs: [rules]\nutilDirs: [utils]\n", "rules/rule.yml": rule]
      for (name, text) in utilities { files["utils/\(name).yml"] = text }
      for (name, text) in files {
        let file = open("\(folder)/\(name)", O_WRONLY | O_CREAT, 0o600)
        try CompleteWrite.write(Array(text.utf8), to: file)
        close(file)
      }
      let catalog = RecipeCatalog(folders: [])
      let recipe = try catalog.recipe(named: "\(folder)/rules/rule.yml")
      let language = try #require(Language.named(recipe.header.languages[0]))
      let program = try RecipeProgram(
        recipe, language: language, grammar: GrammarLibrary.standard.grammar(for: language)
      ) { name throws(RecipeError) in throw RecipeError(file: name, "is not there", remedy: "") }
      return String(decoding: program.apply(to: Array(code.utf8)).result, as: UTF8.self)
    }
  }

  private func rule(_ text: String) -> String { "id: test\nlanguage: javascript\n\(text)\n" }
  private func utility(_ id: String, _ text: String) -> String { "id: \(id)\nlanguage: javascript\n\(text)\n" }

  @Test func `A rule names utilities of its project, and these name one another`() throws {
    let result = try applied(
      rule("rule: {pattern: f($A), has: {field: arguments, has: {matches: literal-or-list}}}\nfix: g($A)"),
      utilities: [
        "b": utility("literal", "rule: {any: [{kind: number}, {kind: string}]}"),
        "a": utility("literal-or-list", "rule: {any: [{matches: literal}, {kind: array, has: {matches: literal}}]}"),
      ], to: "f(1); f(x); f([2]); f([y]);\n")
    #expect(result == "g(1); f(x); g([2]); f([y]);\n")
  }

  @Test func `What a global utility captures is its own`() throws {
    #expect(throws: RecipeError.self) {
      try applied(
        rule("rule: {matches: call}\nfix: g($A)"), utilities: ["call": utility("call", "rule: {pattern: f($A)}")],
        to: "f(1);\n")
    }
  }

  @Test func `A utility with parameters gives back what its arguments capture, and keeps its own captures`() throws {
    let utilities = [
      "call": utility(
        "call",
        "arguments: [NAME, VALUE]\nrule:\n  pattern: $A($B)\n  all:\n"
          + "    - {has: {field: function, matches: NAME}}\n    - {has: {field: arguments, has: {matches: VALUE}}}")
    ]
    let call = "rule:\n  matches:\n    call:\n      NAME: {regex: ^f$}\n      VALUE: {pattern: $A}\n"
    #expect(
      try applied(rule(call + "fix: g($A)"), utilities: utilities, to: "f(1); h(1); f(x);\n") == "g(1); h(1); g(x);\n")
    // `$A` of the utility is the function; the two arguments must agree with what the rule captures elsewhere.
    #expect(
      try applied(
        rule(
          "rule:\n  all:\n    - pattern: $F($A)\n    - {matches: {call: {NAME: {pattern: $F}, VALUE: {pattern: $F}}}}\nfix: same($F)"
        ),
        utilities: utilities, to: "f(1); f(f);\n") == "f(1); same(f);\n")
  }

  @Test func `Arguments pass through utilities that call others`() throws {
    let utilities = [
      "inner": utility("inner", "arguments: [X]\nrule: {pattern: '[$A]', has: {matches: X}}"),
      "outer": utility(
        "outer",
        "arguments: [Y]\nrule: {pattern: f($A), has: {field: arguments, has: {matches: {inner: {X: {matches: Y}}}}}}"),
    ]
    #expect(
      try applied(
        rule("rule: {matches: {outer: {Y: {pattern: $A, kind: number}}}}\nfix: g($A)"), utilities: utilities,
        to: "f([1]); f([x]); f(1);\n") == "g(1); f([x]); f(1);\n")
  }

  @Test func `Constraints of a utility hold where it is called`() throws {
    let utilities = [
      "short": utility(
        "short",
        "arguments: [V]\nrule: {pattern: $K($$$), has: {field: arguments, has: {matches: V}}}\n"
          + "constraints: {K: {regex: ^.$}}")
    ]
    #expect(
      try applied(
        rule("rule: {matches: {short: {V: {pattern: $N}}}}\nfix: s($N)"), utilities: utilities,
        to: "f(1); long(1);\n") == "s(1); long(1);\n")
  }

  @Test(arguments: [
    ("rule: {matches: call}", "has parameters"),
    ("rule: {matches: {call: {}}}", "the argument `X` of `call` is missing"),
    ("rule: {matches: {call: {X: {kind: number}, Z: {kind: number}}}}", "Z"),
    ("rule: {matches: {plain: {X: {kind: number}}}}", "takes no arguments"), ("rule: {matches: nowhere}", "no utility"),
  ])
  func `A call that does not fit is told`(text: String, words: String) {
    let error = #expect(throws: RecipeError.self) {
      try applied(
        rule(text),
        utilities: [
          "call": utility("call", "arguments: [X]\nrule: {matches: X}"),
          "plain": utility("plain", "rule: {kind: number}"),
        ], to: "")
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func `Utilities that lead back to themselves are refused`() {
    #expect(throws: RecipeError.self) {
      try applied(
        rule("rule: {matches: a}"),
        utilities: ["a": utility("a", "rule: {matches: b}"), "b": utility("b", "rule: {matches: a}")], to: "")
    }
  }
}
