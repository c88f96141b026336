import HoneSyntax
import HoneTestSupport
import Testing

@Suite struct PlainTextTests {
  static let configuration = """
    # limits
    max_size = 10
    max_size=  3.5
    name = "a b", "c"

    [server]
    host = 10.0.0.1
    name =

    [client]
    """

  @Test(arguments: [
    ("max_size = $N", ["max_size = 10", "max_size=  3.5"]), ("host = $H", ["host = 10.0.0.1"]),
    ("\"$$$A\"", ["\"a b\"", "\", \"", "\"c\""]), ("name = $$$V", ["name = \"a b\", \"c\"", "name ="]), ("size", []),
    ("[$A]", ["[server]", "[client]"]), ("$A = 10", ["max_size = 10"]), ("= $A host", []),
    ("[server]\nhost = $H", ["[server]\nhost = 10.0.0.1"]), ("name = \"a b\", \"c\"\n[server]", []),
    ("$A\n\n[server]", ["name = \"a b\", \"c\"\n\n[server]"]), ("name =\n\n[client]", ["name =\n\n[client]"]),
    ("[server]\n$$$LINES\n[client]", ["[server]\nhost = 10.0.0.1\nname =\n\n[client]"]),
    ("[server]\n$LINE\nname =", ["[server]\nhost = 10.0.0.1\nname ="]),
  ])
  func `patterns are tokens in a row, or whole lines`(pattern: String, found: [String]) throws {
    #expect(try Search.texts(pattern, in: Self.configuration, "text", reach: .everywhere) == found)
  }

  @Test func `a name that stands twice stands for the same word`() throws {
    let text = "It is the the same same.\nsame\nsame\n"
    #expect(try Search.texts("$A $A", in: text, "text", reach: .everywhere) == ["the the", "same same"])
  }

  @Test(arguments: [
    ("timeout = $N", "timeout: $N", "  timeout=5  # s\r\n", "  timeout:5  # s\r\n"),
    ("colour", "color", "The colour, colours, colour.\n", "The color, colours, color.\n"),
    ("log($A, $$$B)", "log($$$B)", "log( 1,  \"x y\" )\n", "log( \"x y\" )\n"),
    ("v$A$B", "$B", "v 1 2\n", "2\n"),
    (
      "begin\n$$$BODY\nend", "{\n  $$$BODY\n}",
      "  begin\n    a = 1\n\n    b\n  end\n", "  {\n    a = 1\n\n    b\n  }\n"
    ),
  ])
  func `only what differs is changed`(pattern: String, template: String, before: String, after: String) throws {
    #expect(try Search.rewrite(before, pattern, to: template, "text") == after)
  }

  @Test func `a rule can ask for a line`() throws {
    let rule = "kind: line\nregex: ^host\nfollows: {regex: server}"
    #expect(try Search.texts(rule: rule, in: Self.configuration, "text") == ["host = 10.0.0.1"])
  }

  @Test func `a pattern does not begin with any number of tokens`() throws {
    #expect(throws: PatternError.self) { try Search.texts("$$$A = 1", in: "", "text") }
  }

  /// Whatever the bytes, the tokens of a text are its bytes without the blanks, in order.
  @Test func `every byte that is no blank is in one token`() throws {
    let grammar = Grammar.plainText
    var parser = try SyntaxParser(grammar)
    let alphabet: [UInt8] = Array("aZ_09. \t\r\n\"-$".utf8) + [0, 0xf0, 0x90, 0x80, 0xff]
    try fuzz { generator in
      let source = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
      let tree = try parser.parse(source)
      let leaves = tree.nodes.indices.dropFirst().filter { index in
        Int(tree.nodes[index].next) == index + 1 && tree.nodes[index].end > tree.nodes[index].start
      }
      let text = leaves.flatMap { source[Int(tree.nodes[$0].start)..<Int(tree.nodes[$0].end)] }
      #expect(text == source.filter { !($0 == 0x20 || (0x09...0x0d).contains($0)) })
      for (index, node) in tree.nodes.enumerated().dropFirst() {
        let parent = tree.nodes[Int(node.parent)]
        #expect(parent.start <= node.start && node.end <= parent.end && Int(node.parent) < index)
      }
    }
  }
}
