import HoneCore
import HoneGit
@testable import HoneScan
import HoneSyntax
import HoneTestSupport
import Testing

/// A search looks into the scripts and style sheets of HTML files.
@Suite struct EmbeddedScanTests {
  private func program(_ text: String, _ name: String) throws -> ScanProgram {
    let language = try #require(Language.named(name))
    let grammar = try GrammarLibrary.standard.grammar(for: language)
    let pattern = try Pattern(text, grammar: grammar, reach: .everywhere)
    return ScanProgram([Rule(.pattern(pattern))], language: language, grammar: grammar, identity: Array(text.utf8))
  }

  /// Searches all files of a repository; of each file with matches what they are, and of others why they are refused.
  private func search(
    _ files: [String: String], _ programs: [ScanProgram], limits: ParseLimits = ParseLimits()
  ) throws -> (matches: [String: [FoundMatch]], refused: [Refusal]) {
    let fixture = try ScriptedRepository()
    for (path, text) in files { try fixture.write(path, text) }
    try fixture.git("add", "-A")
    let repository = try Repository.open(at: fixture.path, environment: fixture.environment)
    var listing = FileListing()
    listing.languages = Set(programs.map(\.language)).withHosts
    var matches: [String: [FoundMatch]] = [:]
    var refused: [Refusal] = []
    let scan = RepositoryScan(reader: WorkTreeReader(repository), programs: programs, limits: limits)
    scan.run(try listing.files(in: repository)) { file, outcome, _ in
      switch outcome {
      case .matches(let found): if !found.isEmpty { matches[file.path.text] = found }
      case .refused(let refusal): refused.append(refusal)
      }
      return true
    }
    return (matches, refused)
  }

  private func texts(_ matches: [FoundMatch]?) -> [String] {
    (matches ?? []).map { "\($0.line):\($0.column) " + String(decoding: $0.text, as: UTF8.self) }
  }

  @Test func `Matches of several scripts have the places of the file`() throws {
    let html = "<p>f(0)\r\n<script>\r\n  f(1,\r\n    é);\r\n</script><b>é</b><script>f(2)</script>\r\n"
    let found = try search(
      ["a.html": html, "b.htm": "<script>g(1)</script>", "c.js": "f(3)\n"],
      [
        try program("f($$$A)", "js")
      ])
    #expect(Set(found.matches.keys) == ["a.html", "c.js"])
    let matches = try #require(found.matches["a.html"])
    #expect(texts(matches) == ["3:3 f(1,\r\n    é)", "5:27 f(2)"])
    #expect((matches[0].endLine, matches[0].endColumn) == (4, 8))
    #expect(String(decoding: matches[0].text(of: matches[0].bindings[0]), as: UTF8.self) == "1,\r\n    é")
    #expect(String(decoding: matches[1].before, as: UTF8.self) == "</script><b>é</b><script>")
    #expect(String(decoding: matches[1].after, as: UTF8.self) == "</script>")
  }

  @Test func `Each script is a file of its own`() throws {
    let html = "<script>f(1</script><script>)</script><script>f(2) /* open</script><script>f(3)</script>"
    #expect(
      texts(try search(["a.html": html], [try program("f($A)", "js")]).matches["a.html"]) == ["1:47 f(2)", "1:76 f(3)"])
  }

  @Test func `Programs of several languages find what is theirs, by place`() throws {
    let html = "<style>a { b: c }</style><script lang=\"ts\">f(1)</script><p>x</p><script>f(2)</script>"
    let programs = try [
      program("f($A)", "js"), program("f($A)", "ts"), program("a { b: c }", "css"), program("<p>$X</p>", "html"),
    ]
    #expect(
      texts(try search(["a.html": html], programs).matches["a.html"]) == [
        "1:8 a { b: c }", "1:44 f(1)", "1:57 <p>x</p>", "1:73 f(2)",
      ])
    #expect(try search(["a.html": html], [program("f($A)", "tsx")]).matches.isEmpty)
  }

  @Test func `Code that cannot be parsed is matched where the tree is sound, and marked`() throws {
    let html = "<script>{% if x %} f(1) {% end %}</script><script>f(2)</script>"
    let found = try search(["a.html": html], [try program("f($A)", "js")]).matches["a.html"] ?? []
    #expect(found.map(\.isUnderError) == [true, false])
  }

  @Test func `Code without the words is not parsed`() throws {
    // A limit of nothing shows what is.
    let limits = ParseLimits(bytes: 0)
    let program = try program("word($A)", "js")
    let files = ["a.html": "word <script>other(1)</script>", "b.html": "<script>word(1)</script>"]
    let refused = try search(files, [program], limits: limits).refused
    #expect(refused.map { $0.path?.text } == ["b.html"])
  }

  @Test func `Matches in scripts are remembered as others are`() throws {
    let html = "<b>é</b>\n<script>f(1); f(\n2)</script>\n"
    let found = try #require(try search(["a.html": html], [try program("f($A)", "js")]).matches["a.html"])
    var memory = MatchMemory()
    memory.remember(found, of: .zero)
    #expect(MatchMemory(bytes: memory.bytes).matches(of: .zero) == found)
  }
}
