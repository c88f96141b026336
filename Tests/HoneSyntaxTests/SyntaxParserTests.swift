import HoneCore
import HoneSyntax
import HoneTestSupport
import Testing

@Suite struct SyntaxParserTests {
  @Test func keepsKindsFieldsAndPlaces() throws {
    let tree = try parsed("f(1)  # note\n", as: "python")
    let call = try #require(
      tree.nodes.indices.lazy.map { SyntaxNode(tree: tree, index: $0) }.first { $0.kind == "call" })
    #expect(call.range == 0..<4)
    #expect(call.children.map(\.kind) == ["identifier", "argument_list"])
    #expect(call.children.map(\.field) == ["function", "arguments"])
    #expect(call.parent?.kind == "expression_statement")
    let comment = try #require(tree.root.children.first { $0.kind == "comment" })
    #expect(comment.record.flags.contains(.extra))
    #expect(String(decoding: comment.text, as: UTF8.self) == "# note")
    let parenthesis = try #require(tree.nodes.indices.first { SyntaxNode(tree: tree, index: $0).kind == "(" })
    #expect(!SyntaxNode(tree: tree, index: parenthesis).isNamed)
  }

  @Test func namesErrorsAndMissingTokens() throws {
    let broken = try parsed("def f(:\n  @@ 1\n", as: "python")
    #expect(broken.hasError)
    let error = try #require(broken.nodes.indices.first { broken.nodes[$0].flags.contains(.error) })
    #expect(SyntaxNode(tree: broken, index: error).kind == "ERROR")
    #expect(broken.nodes[error].symbol == Grammar.errorSymbol)
    #expect(broken.grammar.symbols(named: "ERROR") == [Grammar.errorSymbol])

    let unfinished = try parsed("int f(void) { return 1 }\n", as: "c")
    let missing = try #require(unfinished.nodes.first { $0.flags.contains(.missing) })
    #expect(missing.start == missing.end)
    #expect(unfinished.grammar.kind(of: missing.symbol) == ";")
  }

  @Test func readsAnEmptyFile() throws {
    let tree = try parsed("", as: "c")
    #expect(tree.nodes.count == 1)
    #expect(tree.root.kind == "translation_unit")
    #expect(!tree.hasError)
  }

  /// The invariants that every walk relies on.
  private func expectSound(_ tree: SyntaxTree) {
    #expect(tree.nodes.first?.next == UInt32(tree.nodes.count))
    for (index, node) in tree.nodes.enumerated() {
      guard node.next > index, node.start <= node.end, Int(node.end) <= tree.source.count else {
        Issue.record("node \(index) of \(tree.grammar.name) ends before it begins, or outside of the file")
        return
      }
      let parent = tree.nodes[Int(node.parent)]
      guard index == 0 || (node.parent < index && node.next <= parent.next) else {
        Issue.record("node \(index) of \(tree.grammar.name) is not inside of its parent")
        return
      }
    }
  }

  @Test(arguments: ["c", "javascript", "json", "python", "rust"])
  func survivesDeepNesting(name: String) throws {
    for text in [
      String(repeating: "[", count: 100_000),
      String(repeating: "(", count: 50_000) + String(repeating: ")", count: 50_000),
      String(repeating: "{[(", count: 33_000),
    ] {
      do {
        expectSound(try parsed(Array(text.utf8), as: name, limits: ParseLimits(milliseconds: 500)))
      } catch let failure as ParseFailure {
        #expect(failure == .tooSlow(milliseconds: 500) || failure == .tooWide)
      }
    }
  }

  /// Each of these openings may be one of a list of arguments or a comparison, so that tree-sitter follows more and more ways.
  ///
  /// In C++ it would take more than 3 GB of memory in the first second, and not look at its clock.
  @Test(arguments: ["cpp", "csharp", "java", "kotlin", "rust", "swift", "tsx", "typescript"])
  func leavesTextThatCanBeReadInTooManyWays(name: String) throws {
    for unit in ["a<", "'a<'", "a&b<", "(;"] {
      let text = String(repeating: unit, count: 20_000)
      do {
        expectSound(try parsed(Array(text.utf8), as: name, limits: ParseLimits(milliseconds: 2_000, memory: 64 << 20)))
      } catch let failure as ParseFailure {
        let memory = ParseLimits(memory: 64 << 20).memory(of: text.utf8.count)
        #expect([.tooSlow(milliseconds: 2_000), .tooIntricate(memory: memory), .tooWide].contains(failure), "\(unit)")
      }
    }
  }

  /// The scanner for Kotlin would end the process; those for Markdown and YAML would write beyond the room for their state.
  @Test(arguments: [("kotlin", "\"${", "val a = b\n"), ("markdown", "> ", "> a\n"), ("yaml", "- ", "- a\n")])
  func scannerThatGivesUpEndsItsParseOnly(name: String, unit: String, sound: String) throws {
    let language = try #require(Language.named(name))
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: language))
    for _ in 0..<2 {
      let text = String(repeating: unit, count: 3_000) + "a\n"
      #expect(throws: ParseFailure.tooDeep) { try parser.parse(Array(text.utf8)) }
      #expect(try !parser.parse(Array(sound.utf8)).hasError)
    }
    // What people nest is read.
    let text = String(repeating: unit, count: 20) + "a\n"
    expectSound(try parser.parse(Array(text.utf8)))
  }

  @Test func parsesOnAfterTooMuchMemory() throws {
    let cpp = try #require(Language.named("cpp"))
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: cpp))
    let text = String(repeating: "a&b<", count: 20_000)
    let limits = ParseLimits(memory: 16 << 20)
    for _ in 0..<3 {
      var failure: ParseFailure?
      do throws(ParseFailure) { _ = try parser.parse(Array(text.utf8), limits: limits) } catch { failure = error }
      #expect(failure == .tooIntricate(memory: limits.memory(of: text.utf8.count)))
      #expect(failure?.description.contains("nested too deeply") == true)
      let comparisons =
        "void f() {\n" + String(repeating: "  for (; a < b; ++a) g(c < d, e > h);\n", count: 3_000) + "}\n"
      let tree = try parser.parse(Array(comparisons.utf8), limits: limits)
      #expect(!tree.hasError)
      expectSound(tree)
    }
  }

  /// Edits are tried on the tree before; where one of them takes too much memory, nothing of that tree is used again.
  @Test func editThatTakesTooMuchMemoryLeavesNothing() throws {
    let cpp = try #require(Language.named("cpp"))
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: cpp))
    let source = Array("int a;\n".utf8)
    _ = try parser.parse(source)
    let hostile = Array(String(repeating: "a&b<", count: 20_000).utf8)
    let edit = Replacement(range: 4..<5, bytes: hostile)
    let edited = Array("int ".utf8) + hostile + Array(";\n".utf8)
    let limits = ParseLimits(memory: 16 << 20)
    #expect(throws: ParseFailure.tooIntricate(memory: limits.memory(of: edited.count))) {
      try parser.isClean(edited, after: [edit], of: source, limits: limits)
    }
    #expect(try parser.isClean(source, after: [], of: source) == nil)
    #expect(try !parser.parse(source).hasError)
  }

  @Test func reportsLimits() throws {
    let long = [UInt8](repeating: UInt8(ascii: "["), count: 50_000_000)
    #expect(throws: ParseFailure.tooLarge(bytes: long.count, limit: 32 << 20)) { try parsed(long, as: "javascript") }
    #expect(throws: ParseFailure.tooSlow(milliseconds: 20)) {
      try parsed(Array(long.prefix(30_000_000)), as: "javascript", limits: ParseLimits(milliseconds: 20))
    }
    #expect(ParseFailure.tooSlow(milliseconds: 20).description.contains("20 ms"))
  }

  /// After it gave up on one file, a parser begins the next one afresh.
  @Test func parsesOnAfterALimit() throws {
    let json = try #require(Language.named("json"))
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: json))
    let long = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    var failure: ParseFailure?
    do throws(ParseFailure) { _ = try parser.parse(long, limits: ParseLimits(milliseconds: 1)) } catch {
      failure = error
    }
    #expect(failure == .tooSlow(milliseconds: 1))
    let tree = try parser.parse(Array("[true]".utf8))
    #expect(!tree.hasError)
    expectSound(tree)
  }

  @Test func survivesBytesThatAreNoText() throws {
    var random = SplitMix64(seed: 11)
    let pieces: [[UInt8]] = [
      [0], [0xff, 0xfe], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], Array("\"".utf8),
      Array("'''".utf8),
      Array("/*".utf8), Array("<!--".utf8), Array("${".utf8), Array("\r\n\t".utf8), Array("class a {".utf8),
      Array("if x:\n".utf8), Array("<<EOF\n".utf8), Array("`".utf8), Array("- [a](b)\n".utf8), [0xef, 0xbb, 0xbf],
    ]
    let end = ContinuousClock.now + .milliseconds(1500)
    var rounds = 0
    while ContinuousClock.now < end || rounds == 0 {
      for language in Language.all {
        let bytes = (0..<60).flatMap { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
        expectSound(try parsed(bytes, as: language.name))
      }
      rounds += 1
    }
  }
}
