import HoneCore
import HoneSystem
import Testing

@testable import HoneEngine

@Suite struct GrammarTests {
  private static func file(_ text: String, path: String = "a.py") -> EngineRequest.ShownFile {
    EngineRequest.ShownFile(
      path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) })
  }

  private func accepts(_ grammar: String?, _ text: String) throws -> Bool {
    GrammarMatcher(try #require(grammar)).accepts(text)
  }

  private func block(_ search: String, _ new: String = "new\n", path: String = "a.py") -> String {
    "\(path)\n<<<<<<< SEARCH\n\(search)=======\n\(new)>>>>>>> REPLACE\n"
  }

  private static let text = "def a():\n    x = 1\n    return x\n\ndef ab():\n    x = 1\n    return \"q\\n\""

  @Test func `only text that stands in the file once can be searched for`() throws {
    let grammar = SearchGrammar.text(for: [Self.file(Self.text)], limit: 2)
    for search in [
      "def a():\n", "def ab():\n", "    return x\n\ndef ab():\n", "def a():\n    x = 1\n", "    return \"q\\n\"\n",
      Self.text + "\n",
    ] { #expect(try accepts(grammar, block(search)), "\(search)") }
    for search in [
      "", "def a():", "def a(): \n", "    x = 1\n", "    x = 1\n    return x\n", "def b():\n", "\n",
      "def a():\n    return x\n", "    return \"q\\n\"\nmore\n",
    ] { #expect(try !accepts(grammar, block(search)), "\(search)") }
    #expect(try !accepts(grammar, block("def a():\n", path: "b.py")))
  }

  @Test func `a block is closed, and its new text holds no marker`() throws {
    let grammar = SearchGrammar.text(for: [Self.file(Self.text)], limit: 2)
    let whole = block("def a():\n", "<<\n= = =\n>>>> x\n\n\tü = \"[^]\"\n====\n")
    #expect(try accepts(grammar, whole))
    #expect(try accepts(grammar, "NOTHING"))
    #expect(try accepts(grammar, whole + "\n" + whole))
    #expect(try !accepts(grammar, String(whole.dropLast(9))))
    #expect(try !accepts(grammar, "Sure! " + whole))
    for marker in ["=======\n", "<<<<<<< SEARCH\n", ">>>>>\n"] {
      #expect(try !accepts(grammar, block("def a():\n", marker + "x\n")))
    }
  }

  @Test func `a reply has as many blocks as it may have and no more`() throws {
    let files = [Self.file(Self.text)]
    for (text, grammar) in [
      (block("def a():\n"), SearchGrammar.text(for: files, limit: 3)),
      ("a.py\n<<<<<<< LINES 2-7\nnew\n>>>>>>> END\n", LineRangeGrammar.text(for: files, limit: 3)),
      ("a.py\n<<<<<<< FROM def a(\nnew\n>>>>>>> END\n", AnchorGrammar.text(for: files, limit: 3)),
    ] {
      for count in 1...4 {
        let reply = Array(repeating: text, count: count)
        #expect(try accepts(grammar, reply.joined()) == (count <= 3), "\(count)")
        #expect(try accepts(grammar, reply.joined(separator: "\n")) == (count <= 3), "\(count)")
      }
      #expect(try accepts(grammar, "NOTHING") && !accepts(grammar, ""))
    }
    #expect(try accepts(SearchGrammar.text(for: files, limit: 0), block("def a():\n")))
  }

  @Test func `a line of new text ends, and one that may have been cut is told by its length`() throws {
    let files = [Self.file(Self.text), Self.file(String(repeating: "y", count: 150), path: "b.py")]
    let limit = EngineRequest.Grammar.lineLimit(of: files)
    #expect(limit == 250 && EngineRequest.Grammar.anchors(files, limit: 2).lineLimit == 250)
    for grammar in [SearchGrammar.text(for: files, limit: 2), AnchorGrammar.text(for: files, limit: 2)] {
      let isSearch = grammar?.contains("SEARCH") == true
      func edit(_ line: String) -> String {
        isSearch ? block("def a():\n", "\(line)\n") : "a.py\n<<<<<<< FROM def a(\n\(line)\n>>>>>>> END\n"
      }
      #expect(try accepts(grammar, edit(String(repeating: "x", count: limit))))
      #expect(try !accepts(grammar, edit(String(repeating: "x", count: limit + 6))))
    }
  }

  @Test func `every file has lines of its own`() throws {
    let grammar = SearchGrammar.text(for: [Self.file("one\ntwo"), Self.file("two\nthree", path: "b c.py")], limit: 2)
    #expect(try accepts(grammar, block("two\n") + block("two\nthree\n", path: "b c.py")))
    #expect(try !accepts(grammar, block("three\n")))
  }

  @Test func `a file without a line of its own has no grammar`() {
    #expect(SearchGrammar.text(for: [Self.file("}\n}\n\n")], limit: 2) == nil)
    #expect(SearchGrammar.text(for: [Self.file("\u{FFFD}")], limit: 2) == nil)
    let long = (0...SearchGrammar.maximumLines).map { "line \($0)" }.joined(separator: "\n")
    #expect(SearchGrammar.text(for: [Self.file(long)], limit: 2) == nil)
  }

  @Test func `only numbers that the file has can be named`() throws {
    for limit in [1, 7, 10, 19, 99, 100, 345, 4000] {
      let grammar = "root ::= " + LineRangeGrammar.numbers(from: 1, upTo: limit).joined(separator: " | ") + "\n"
      for number in [1, limit / 2, limit - 1, limit] where number > 0 {
        #expect(try accepts(grammar, String(number)), "\(number) of \(limit)")
      }
      for text in ["0", "01", String(limit + 1), String(limit * 10), ""] {
        #expect(try !accepts(grammar, text), "\(text) of \(limit)")
      }
    }
    for (lowest, limit) in [(3, 3), (3, 8), (9, 10), (37, 345), (98, 4000), (345, 350)] {
      let grammar = "root ::= " + LineRangeGrammar.numbers(from: lowest, upTo: limit).joined(separator: " | ") + "\n"
      for number in [lowest - 1, lowest, lowest + 1, (lowest + limit) / 2, limit - 1, limit, limit + 1, limit * 10] {
        #expect(
          try accepts(grammar, String(number)) == (lowest...limit).contains(number), "\(number) of \(lowest)-\(limit)")
      }
    }
    let grammar = LineRangeGrammar.text(for: [Self.file(Self.text)], limit: 2)
    #expect(try accepts(grammar, "a.py\n<<<<<<< LINES 3-3\n>>>>>>> END\n"))
    #expect(try !accepts(grammar, "a.py\n<<<<<<< LINES 3-2\nnew\n>>>>>>> END\n"))
    #expect(try !accepts(grammar, "a.py\n<<<<<<< LINES 2-7 x\nnew\n>>>>>>> END\n"))
    let long = Self.file((0..<1200).map { "line \($0)" }.joined(separator: "\n"))
    #expect(try accepts(LineRangeGrammar.text(for: [long], limit: 2), "a.py\n<<<<<<< LINES 1200-1200\n>>>>>>> END\n"))
    #expect(try accepts(grammar, "a.py\n<<<<<<< LINES 2-7\nnew\n-----\n>>>>>>> END\n"))
    #expect(try accepts(grammar, "a.py\n<<<<<<< AFTER 0\n>>>>>>> END\n\na.py\n<<<<<<< AFTER 7\nx\n>>>>>>> END\n"))
    #expect(try !accepts(grammar, "a.py\n<<<<<<< LINES 2-8\nnew\n>>>>>>> END\n"))
    #expect(try !accepts(grammar, "a.py\n<<<<<<< LINES 2-7\nnew\n"))
  }

  @Test func `an anchor names one line, and the last line of a place follows it`() throws {
    let grammar = AnchorGrammar.text(for: [Self.file(Self.text)], limit: 2)
    func edit(_ from: String, _ to: String? = nil) -> String {
      "a.py\n<<<<<<< FROM \(from)\n\(to.map { "------- TO \($0)\n" } ?? "")new\n>>>>>>> END\n"
    }
    for text in [
      edit("def a("), edit("def a():"), edit("def ab"), edit("return x"), edit("def a():", "return x"),
      edit("def a(", "x = 1"),
      edit("def a():", "return \"q\\n\""), edit("return \""),
    ] { #expect(try accepts(grammar, text), "\(text)") }
    for text in [
      edit("return \"q"), edit("def a"), edit("def"), edit("x = 1"), edit("  def a():"), edit("def a(", "def a():"),
      edit("def ab", "return x"),
      edit("return \"q", "x = 1"), edit(""), edit("def a():", ""),
    ] { #expect(try !accepts(grammar, text), "\(text)") }
    #expect(AnchorGrammar.text(for: [Self.file("}\n}\n\n")], limit: 2) == nil)
  }

  /// What the grammar admits finds its place: each anchor of a file of many similar lines, as short and as long as it may be.
  @Test func `every anchor that is admitted has one place`() throws {
    var lines = (0..<90).map { "  value_\($0) = \($0 % 3)" + ($0 % 10 == 0 ? "\t# tens" : "") }
    lines.insert("", at: 31)
    lines.insert(contentsOf: Array(repeating: "", count: 40), at: 50)
    lines.append("")
    let grammar = GrammarMatcher(
      try #require(AnchorGrammar.text(for: [Self.file(lines.joined(separator: "\n"))], limit: 2)))
    let applier = EditApplier(Array(lines.joined(separator: "\n").utf8))
    for line in lines.map({ $0.drop { $0 == " " } }) where !line.isEmpty {
      for length in [line.count - 1, line.count] {
        let anchor = String(line.prefix(length))
        guard grammar.accepts("a.py\n<<<<<<< FROM \(anchor)\nx\n>>>>>>> END\n") else { continue }
        let edit = Edit(
          path: "a.py", change: .replaceAnchored(Anchors(first: Array(anchor.utf8)), replacement: [0x78, 0x0a]))
        #expect(throws: Never.self) { try applier.place(edit) }
      }
      #expect(grammar.accepts("a.py\n<<<<<<< FROM \(line)\nx\n>>>>>>> END\n"), "\(line)")
    }
  }

  @Test func `a window is closed, and nothing follows it`() throws {
    let grammar = WindowGrammar.text(fence: "````")
    for text in ["````\n", "a\n````\n", "```\ncode\n```\n````\n", "\n`x`\n``\n````\n"] {
      #expect(try accepts(grammar, text), "\(text)")
    }
    for text in ["", "a\n", "a````\n", "a\n````\nmore\n", "a\n```\n"] {
      #expect(try !accepts(grammar, text), "\(text)")
    }
  }

  @Test func `a grammar is sent to a llama server only`() throws {
    var asked = request()
    asked.grammar = .window(fence: "```")
    func body(_ api: EngineAPI) throws -> String {
      let configuration = EngineConfiguration(name: "x", url: "http://127.0.0.1:1", model: "m", api: api)
      let connection = try configuration.connection(environment: .init([:]))
      let dialect = ChatCompletionsEngine.Dialect(tokenLimit: .maxTokens, grammar: api == .llama)
      return String(
        decoding: ChatCompletionsEngine(connection: connection, dialect: dialect).body(for: asked).bytes, as: UTF8.self)
    }
    #expect(try body(.llama).contains(#""grammar":"root ::= "#))
    #expect(try !body(.chat).contains("grammar"))
  }
}

/// Tells whether a text belongs to a grammar, by trying every alternative: slow, and with nothing in common with how a grammar
/// is built.
private struct GrammarMatcher {
  private indirect enum Expression {
    case literal([Unicode.Scalar])
    case anyExcept(Set<Unicode.Scalar>)
    case rule(String)
    case sequence([Expression])
    case alternatives([Expression])
    case optional(Expression)
    case repeated(Expression)
    case limited(Expression, Int)
  }

  private var rules: [String: Expression] = [:]

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      guard let range = line.firstRange(of: " ::= ") else { continue }
      var rest = Array(line[range.upperBound...].unicodeScalars)[...]
      rules[String(line[..<range.lowerBound])] = Self.alternatives(&rest)
    }
  }

  func accepts(_ text: String) -> Bool {
    guard let root = rules["root"] else { return false }
    let scalars = Array(text.unicodeScalars)
    return ends(root, scalars, [0]).contains(scalars.count)
  }

  /// Where a text that begins at one of `starts` may end.
  private func ends(_ expression: Expression, _ text: [Unicode.Scalar], _ starts: Set<Int>) -> Set<Int> {
    switch expression {
    case .literal(let scalars):
      return Set(starts.filter { text[$0...].starts(with: scalars) }.map { $0 + scalars.count })
    case .anyExcept(let excluded):
      return Set(starts.filter { $0 < text.count && !excluded.contains(text[$0]) }.map { $0 + 1 })
    case .rule(let name): return rules[name].map { ends($0, text, starts) } ?? []
    case .sequence(let parts): return parts.reduce(starts) { $0.isEmpty ? [] : ends($1, text, $0) }
    case .alternatives(let parts): return parts.reduce(into: []) { $0.formUnion(ends($1, text, starts)) }
    case .optional(let part): return starts.union(ends(part, text, starts))
    case .limited(let part, let limit):
      return (0..<limit).reduce(into: (all: starts, last: starts)) { state, _ in
        guard !state.last.isEmpty else { return }
        state.last = ends(part, text, state.last)
        state.all.formUnion(state.last)
      }.all
    case .repeated(let part):
      var all = starts
      var new = starts
      while !new.isEmpty {
        new = ends(part, text, new).subtracting(all)
        all.formUnion(new)
      }
      return all
    }
  }

  private static func alternatives(_ rest: inout ArraySlice<Unicode.Scalar>) -> Expression {
    var all = [sequence(&rest)]
    while rest.first == "|" {
      rest.removeFirst()
      all.append(sequence(&rest))
    }
    return .alternatives(all)
  }

  private static func sequence(_ rest: inout ArraySlice<Unicode.Scalar>) -> Expression {
    var parts: [Expression] = []
    while let first = rest.first, first != "|", first != ")" {
      if first == " " {
        rest.removeFirst()
        continue
      }
      let part = element(&rest)
      if rest.first == "?" || rest.first == "*" {
        parts.append(rest.removeFirst() == "?" ? .optional(part) : .repeated(part))
      } else if rest.first == "{" {
        let digits = rest.dropFirst(3).prefix { $0 != "}" }
        rest = rest[digits.endIndex...].dropFirst()
        parts.append(.limited(part, Int(String(String.UnicodeScalarView(digits))) ?? 0))
      } else {
        parts.append(part)
      }
    }
    return .sequence(parts)
  }

  private static func element(_ rest: inout ArraySlice<Unicode.Scalar>) -> Expression {
    switch rest.removeFirst() {
    case "\"":
      var scalars: [Unicode.Scalar] = []
      while let scalar = rest.popFirst(), scalar != "\"" {
        scalars.append(scalar == "\\" ? unescaped(rest.removeFirst()) : scalar)
      }
      return .literal(scalars)
    case "[":
      let isNegated = rest.first == "^"
      if isNegated { rest.removeFirst() }
      var named: Set<Unicode.Scalar> = []
      while let scalar = rest.popFirst(), scalar != "]" {
        let first = scalar == "\\" ? unescaped(rest.removeFirst()) : scalar
        guard rest.first == "-", let last = rest.dropFirst().first, last != "]" else {
          named.insert(first)
          continue
        }
        rest.removeFirst(2)
        for value in first.value...last.value { Unicode.Scalar(value).map { _ = named.insert($0) } }
      }
      return isNegated ? .anyExcept(named) : .alternatives(named.map { .literal([$0]) })
    case "(":
      let inner = alternatives(&rest)
      rest.removeFirst()
      return inner
    case let first:
      var name = String(first)
      while let next = rest.first, next.properties.isAlphabetic || ("0"..."9").contains(next) {
        name.unicodeScalars.append(next)
        rest.removeFirst()
      }
      return .rule(name)
    }
  }

  private static func unescaped(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "n": "\n"
    case "t": "\t"
    case "r": "\r"
    default: scalar
    }
  }
}
