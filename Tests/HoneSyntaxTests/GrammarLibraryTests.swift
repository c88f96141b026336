import HoneSyntax
import HoneSystem
import HoneTestSupport
import Testing

@Suite struct GrammarLibraryTests {
  /// A sound file of each language, and a kind that must be found in it.
  private static let samples: [(language: String, text: String, kind: String)] = [
    ("bash", "for f in *; do echo \"$f\"; done\n", "for_statement"),
    ("c", "int main(void) { return 0; }\n", "function_definition"),
    ("cpp", "auto p = std::make_unique<int>(1);\n", "template_function"),
    ("csharp", "class A { string s = $\"{1}\"; }\n", "interpolated_string_expression"),
    ("css", "a { color: red; }\n", "rule_set"),
    ("go", "package a\nfunc f() {}\n", "function_declaration"),
    ("html", "<!doctype html><p>text</p>\n", "element"),
    ("java", "class A { void f() {} }\n", "method_declaration"),
    ("javascript", "const f = async () => `a${1}`;\n", "arrow_function"),
    ("json", "{\"a\": [1, null]}\n", "pair"),
    ("kotlin", "fun f() = \"a\"\n", "function_declaration"),
    ("markdown", "# Title\n\n- item\n", "atx_heading"),
    ("php", "<?php echo 1;\n", "echo_statement"),
    ("python", "def f():\n    return 1\n", "function_definition"),
    ("ruby", "def f\n  <<~A\n    x\n  A\nend\n", "heredoc_body"),
    ("rust", "fn f() -> u8 { r#\"a\"#; 1 }\n", "function_item"),
    ("swift", "func f() -> Int { 1 }\n", "function_declaration"),
    ("toml", "[a]\nb = 1\n", "table"),
    ("tsx", "const a: JSX.Element = <b>c</b>;\n", "jsx_element"),
    ("typescript", "interface A { b?: string }\n", "interface_declaration"),
    ("yaml", "a:\n  - b\n  - {c: d}\n", "block_sequence"),
  ]

  @Test func parsesEveryLanguage() throws {
    for sample in Self.samples {
      let tree = try parsed(sample.text, as: sample.language)
      #expect(!tree.hasError, "\(sample.language)")
      let kinds = Set(tree.nodes.indices.map { SyntaxNode(tree: tree, index: $0).kind })
      #expect(kinds.contains(sample.kind), "\(sample.language): \(kinds)")
    }
    #expect(Set(Self.samples.map(\.language)) == Set(Language.all.map(\.name)))
  }

  @Test func givesOneGrammarToEveryThread() throws {
    let library = GrammarLibrary(folders: GrammarLibrary.standard.folders)
    let json = try #require(Language.named("json"))
    var grammars: [ObjectIdentifier] = []
    ParallelMap(threads: 4, window: 8).run(
      count: 16, worker: { 0 },
      work: { (_: inout Int, _) in (try? library.grammar(for: json)).map(ObjectIdentifier.init) },
      consume: { _, grammar in
        grammars += grammar.map { [$0] } ?? []
        return true
      })
    #expect(grammars.count == 16)
    #expect(Set(grammars).count == 1)
  }

  @Test func namesWhatIsMissing() throws {
    let library = GrammarLibrary(folders: ["/nonexistent/grammars"])
    let go = try #require(Language.named("go"))
    let error = #expect(throws: GrammarError.missing(name: "go", searched: ["/nonexistent/grammars"])) {
      try library.grammar(for: go)
    }
    let text = try #require(error).description
    #expect(text.contains("go") && text.contains("make grammars") && text.contains("/nonexistent/grammars"))
    #expect(!text.contains("\n"))
    #expect(library.missing == Language.all)
    #expect(GrammarLibrary.standard.missing.isEmpty)
  }

  @Test func refusesWhatIsNoGrammar() throws {
    try TemporaryFolder.with("grammars") { folder in
      _ = try ChildProcess.run(ChildProcess.Command("cp", ["/dev/null", "\(folder)/go.so"]))
      let json = try #require(GrammarLibrary.standard.folders.first) + "/json.so"
      _ = try ChildProcess.run(ChildProcess.Command("cp", [json, "\(folder)/css.so"]))
      let library = GrammarLibrary(folders: [folder])
      for name in ["go", "css"] {
        let language = try #require(Language.named(name))
        let error = #expect(throws: GrammarError.self) { try library.grammar(for: language) }
        guard case .unusable(name, "\(folder)/\(name).so", _) = error else {
          Issue.record("\(name): \(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test func searchesTheNamedFolderAlone() {
    #expect(GrammarLibrary.folders(environment: Environment(["HONE_GRAMMARS": "/g", "HOME": "/h"])) == ["/g"])
    #expect(GrammarLibrary.folders(environment: Environment(["HOME": "/h"])).first == "/h/.local/share/hone/grammars")
  }

  @Test(arguments: [
    ("null", "null_scalar"), ("~", "null_scalar"), ("Null", "null_scalar"), ("nULL", "string_scalar"),
    ("true", "boolean_scalar"), ("FALSE", "boolean_scalar"), ("trueish", "string_scalar"), ("tru", "string_scalar"),
    ("0", "integer_scalar"), ("-12", "integer_scalar"), ("0o17", "integer_scalar"), ("0o8", "string_scalar"),
    ("0xfF", "integer_scalar"), ("0x", "string_scalar"), ("1.5e-3", "float_scalar"), ("1e", "string_scalar"),
    (".5", "float_scalar"), ("+.inf", "float_scalar"), (".NaN", "float_scalar"), ("-.nan", "string_scalar"),
    ("12 # twelve", "integer_scalar"), ("true story", "string_scalar"), ("1 2", "string_scalar"),
  ])
  func tellsPlainScalarsOfYAMLApart(text: String, kind: String) throws {
    let tree = try parsed("a: \(text)\n", as: "yaml")
    let kinds = tree.nodes.indices.map { SyntaxNode(tree: tree, index: $0).kind }
    #expect(kinds.filter { $0.hasSuffix("_scalar") && $0 != "plain_scalar" }.last == kind)
  }
}
