import HoneCore
import HoneGit
@testable import HoneScan
import HoneSyntax
import HoneSystem
import HoneTestSupport
import Testing

@Suite struct RepositoryScanTests {
  private func program(_ text: String, _ name: String = "python") throws -> ScanProgram {
    let language = try #require(Language.named(name))
    let grammar = try GrammarLibrary.standard.grammar(for: language)
    let pattern = try Pattern(text, grammar: grammar, reach: .everywhere)
    return ScanProgram([Rule(.pattern(pattern))], language: language, grammar: grammar, identity: Array(text.utf8))
  }

  private func listing(_ languages: String...) throws -> FileListing {
    var listing = FileListing()
    listing.languages = Set(try languages.map { try #require(Language.named($0)) })
    return listing
  }

  private func open(_ fixture: ScriptedRepository) throws -> Repository {
    try Repository.open(at: fixture.path, environment: fixture.environment)
  }

  @Test func tellsMatchesInOrderWithPlacesAndBindings() throws {
    let fixture = try ScriptedRepository()
    try fixture.write("b.py", "def f():\r\n    log.warn(1,\r\n      x)  # why\r\n")
    try fixture.write("a.py", "log.warn()\n")
    try fixture.write("c.js", "log.warn(1)\n")
    try fixture.git("add", "-A")
    let repository = try open(fixture)
    let files = try listing("python").files(in: repository)
    #expect(files.map(\.path.text) == ["a.py", "b.py"])
    var found: [(String, [FoundMatch])] = []
    let scan = RepositoryScan(reader: WorkTreeReader(repository), programs: [try program("log.warn($$$ARGS)")])
    scan.run(files) { file, outcome, isRemembered in
      if case .matches(let matches) = outcome { found.append((file.path.text, matches)) }
      #expect(!isRemembered)
      return true
    }
    #expect(found.map(\.0) == ["a.py", "b.py"])
    let match = try #require(found.last?.1.first)
    #expect((match.line, match.column, match.endLine, match.endColumn) == (2, 5, 3, 9))
    #expect(String(decoding: match.before, as: UTF8.self) == "    ")
    #expect(String(decoding: match.after, as: UTF8.self) == "  # why")
    #expect(match.bindings.map(\.name) == ["ARGS"])
    #expect(String(decoding: match.text(of: match.bindings[0]), as: UTF8.self) == "1,\r\n      x")
  }

  @Test func `A file that was saved after it was listed is not taken for its blob`() throws {
    let fixture = try ScriptedRepository()
    for name in ["gone.py", "kept.py", "saved.py"] { try fixture.write(name, "log.warn(1)\n") }
    try fixture.git("add", "-A")
    let repository = try open(fixture)
    let files = try listing("python").files(in: repository)
    #expect(files.allSatisfy { $0.id != nil })
    try fixture.write("saved.py", "log.error(1)\n")
    try fixture.remove("gone.py")
    var blobs: [String: ObjectID?] = [:]
    let scan = RepositoryScan(reader: WorkTreeReader(repository), programs: [try program("log.warn($$$ARGS)")])
    scan.run(files) { file, _, _ in
      blobs[file.path.text] = file.id
      return true
    }
    #expect(blobs.count == 3)
    #expect(blobs["kept.py"] == files[1].id)
    #expect(blobs["saved.py"] == .some(nil) && blobs["gone.py"] == .some(nil))
  }

  @Test func leavesOutWhatIsNotTheProjectsOwn() throws {
    let fixture = try ScriptedRepository()
    for path in [
      "own.py", "vendor/a.py", "made.py", "x_pb2.py", "tool", "plain.txt", "other.in", "kept/vendor/b.py", "script",
    ] {
      try fixture.write(path, path == "tool" || path == "script" ? "#!/usr/bin/env python3\nf(1)\n" : "f(1)\n")
    }
    try fixture.write(
      ".gitattributes",
      "made.py linguist-generated\n*.in linguist-language=Python\nkept/** -linguist-vendored\n")
    try fixture.git("add", "-A")
    try fixture.git("update-index", "--chmod=+x", "tool")
    try fixture.write("new.py", "f(1)\n")
    let repository = try open(fixture)
    var listing = try listing("python")
    #expect(
      try listing.files(in: repository).map(\.path.text).sorted() == [
        "kept/vendor/b.py", "other.in", "own.py", "script", "tool",
      ])
    listing.includesGenerated = true
    #expect(try listing.files(in: repository).count == 8)
    listing.includesGenerated = false
    listing.includesUntracked = true
    #expect(try listing.files(in: repository).map(\.path.text).contains("new.py"))
    listing.paths = [try RepositoryPath("kept")]
    #expect(try listing.files(in: repository).map(\.path.text) == ["kept/vendor/b.py"])
  }

  @Test func keepsToWhatChanged() throws {
    let fixture = try ScriptedRepository()
    for path in ["a.py", "b.py", "c.py"] { try fixture.write(path, "f(1)\n") }
    try fixture.git("add", "-A")
    try fixture.git("commit", "-q", "-m", "one")
    try fixture.write("b.py", "f(2)\n")
    try fixture.git("commit", "-q", "-a", "-m", "two")
    try fixture.write("c.py", "f(3)\n")
    let repository = try open(fixture)
    var listing = try listing("python")
    listing.onlyChanged = true
    #expect(try listing.files(in: repository).map(\.path.text) == ["c.py"])
    listing.since = "HEAD~1"
    #expect(try listing.files(in: repository).map(\.path.text) == ["b.py", "c.py"])
  }

  @Test(arguments: ["", "* text=auto\n", "*.py filter=none\n"])
  func keepsToWhatGitCallsChanged(attributes: String) throws {
    let fixture = try ScriptedRepository()
    try fixture.git("config", "core.autocrlf", "true")
    for name in ["same", "staged", "open", "both", "touched", "ends", "reverted", "gone", "longer", "shorter"] {
      try fixture.write("d/\(name).py", "f(1)\r\n")
    }
    if !attributes.isEmpty { try fixture.write(".gitattributes", attributes) }
    try fixture.git("add", "-A")
    try fixture.git("commit", "-q", "-m", "one")
    try fixture.write("d/staged.py", "f(2)\r\n")
    try fixture.write("d/both.py", "f(2)\n")
    try fixture.write("d/reverted.py", "f(2)\n")
    try fixture.git("add", "-A")
    try fixture.write("d/reverted.py", "f(1)\n")
    try fixture.write("d/both.py", "f(3)\n")
    try fixture.write("d/open.py", "f(4)\r\n")
    try fixture.write("d/ends.py", "f(1)\n")
    try fixture.write("d/longer.py", "f(1)\nf(2)\n")
    try fixture.write("d/shorter.py", "f\n")
    _ = try fixture.run("touch", ["-d", "2001-02-03", "d/touched.py"])
    try fixture.remove("d/gone.py")
    var listing = try listing("python")
    listing.onlyChanged = true
    let repository = try open(fixture)
    // A file that is gone is listed, for nothing: there is nothing to read.
    let found = try listing.files(in: repository).map(\.path.text).filter { $0 != "d/gone.py" }
    #expect(
      found == ["d/both.py", "d/longer.py", "d/open.py", "d/reverted.py", "d/shorter.py", "d/staged.py"])
  }

  @Test func remembersMatchesByBlob() throws {
    let fixture = try ScriptedRepository()
    try fixture.write("a.py", "f(1)\nf(2)\n")
    try fixture.write("b.py", "g(1)\n")
    try fixture.git("add", "-A")
    let repository = try open(fixture)
    let scan = RepositoryScan(reader: WorkTreeReader(repository), programs: [try program("f($A)")])
    var memory = MatchMemory()
    var first: [FoundMatch] = []
    scan.run(try listing("python").files(in: repository)) { file, outcome, _ in
      if case .matches(let matches) = outcome, let id = file.id {
        memory.remember(matches, of: id)
        first += matches
      }
      return true
    }
    #expect(memory.count == 2)
    try fixture.write("b.py", "f(3)\n")
    var remembered: [String] = []
    var second: [FoundMatch] = []
    scan.run(try listing("python").files(in: repository), remembered: MatchMemory(bytes: memory.bytes)) {
      file, outcome, isRemembered in
      if isRemembered { remembered.append(file.path.text) }
      if case .matches(let matches) = outcome { second += matches }
      return true
    }
    #expect(remembered == ["a.py"])
    #expect(second.count == 3)
    #expect(Array(second.prefix(2)) == first)
  }

  @Test func readsBrokenMemoriesWithoutHarm() {
    var memory = MatchMemory()
    let match = FoundMatch(
      range: 3..<6, line: 1, column: 4, endLine: 1, endColumn: 7, lines: 2..<6,
      bindings: [FoundMatch.Binding(name: "A", range: 4..<5)], isUnderError: true,
      source: FoundMatch.Excerpt(bytes: [8, 8, 9, 1, 0xff, 3, 8], start: 0))
    let id = ObjectID.emptyTree
    memory.remember([match], of: id)
    let bytes = memory.bytes
    #expect(MatchMemory(bytes: bytes).matches(of: id) == [match])
    for cut in bytes.indices { #expect((MatchMemory(bytes: Array(bytes[..<cut])).matches(of: id) ?? []).isEmpty) }
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      var broken = bytes
      broken[Int(random.next() % UInt64(broken.count))] = UInt8(truncatingIfNeeded: random.next())
      _ = MatchMemory(bytes: broken).matches(of: id)
    }
  }

  @Test func tellsWhatItCouldNotSearch() throws {
    let fixture = try ScriptedRepository()
    try fixture.write("a.py", "f(1)\n" + String(repeating: "#", count: 5000))
    try fixture.git("add", "-A")
    let repository = try open(fixture)
    let scan = RepositoryScan(
      reader: WorkTreeReader(repository), programs: [try program("f($A)")], limits: ParseLimits(bytes: 4000))
    var reasons: [Refusal] = []
    scan.run(try listing("python").files(in: repository)) { _, outcome, _ in
      if case .refused(let reason) = outcome { reasons.append(reason) }
      return true
    }
    #expect(reasons.count == 1)
    #expect(reasons.first?.path?.text == "a.py")
    #expect(reasons.first?.message.contains("4000") == true)
  }
}
