import Foundation
import HoneTestSupport
import Testing

/// `git hone check --ask`: recipes that ask an engine, as checks.
@Suite(.serialized)
struct AskedCheckTests {
  private static func function(_ name: String, documented: Bool = false, body: String? = nil) -> String {
    "def \(name)():\n" + (documented ? "    \"\"\"Does \(name).\"\"\"\n" : "")
      + "    \(body ?? "return \(name.count)")\n"
  }

  private static func file(_ names: String...) -> String { names.map { function($0) }.joined(separator: "\n\n") }

  private static func text(of request: ScriptedEngine.Request) -> String {
    String(decoding: request.body, as: UTF8.self)
  }

  /// The name of the function that a request asks about, which is shown last.
  private static func name(in request: ScriptedEngine.Request) -> String {
    text(of: request).components(separatedBy: "def ").last?.components(separatedBy: "(").first ?? ""
  }

  private static func window(_ text: String) -> ScriptedEngineReply { .chat(text: "```python\n\(text)```\n") }

  /// A repository whose team names a recipe that asks, and an engine that documents the functions that it is shown.
  private func fixture(
    _ files: [String: String] = ["a.py": AskedCheckTests.file("load", "save")], keys: String = "gates: [parses]",
    team: String = "recipes: [docs]\n",
    reply: @escaping @Sendable (ScriptedEngine.Request, Int) -> ScriptedEngineReply = { request, _ in
      AskedCheckTests.window(
        AskedCheckTests.function(AskedCheckTests.name(in: request), documented: true))
    }
  ) async throws -> HoneFixture {
    var files = files
    files[".hone/recipes/docs.md"] = HoneFixture.asking("fence: {lines: 8}", keys)
    files[".hone.yml"] = team
    return try HoneFixture(files: files, format: "window", engine: try await ScriptedEngine.start(reply: reply))
  }

  private func stage(_ name: String, _ text: String, in fixture: HoneFixture) throws {
    try fixture.repository.write(name, text)
    try fixture.repository.stage(name)
  }

  private func asked(_ fixture: HoneFixture) -> [String] { fixture.engine.requests.map(Self.name).sorted() }

  @Test func `Places that the staged change touches are asked about as they are staged, and shown, not written`()
    async throws
  {
    let fixture = try await fixture()
    let staged = Self.file("load", "store", "clear")
    try stage("a.py", staged, in: fixture)
    // The work tree is never looked at.
    try fixture.repository.write("a.py", staged + "\n\n" + Self.function("draft"))
    try fixture.repository.write("b.py", Self.file("unknown"))
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let result = try await fixture.hone("check", "--ask", "--fix")
    #expect(result.exitCode == 1, "\(result.error)")
    #expect(asked(fixture) == ["clear", "store"])
    #expect(result.output.contains("a.py:5:1: warning: Describe functions. [recipe/docs]\n    def store():"))
    #expect(result.output.contains("      +    \"\"\"Does store.\"\"\"\n"), "\(result.output)")
    #expect(!result.output.contains("load") && !result.output.contains("fixed"), "\(result.output)")
    #expect(result.error.contains("docs: asked about 2 places, 2 would change\n"), "\(result.error)")
    #expect(result.error.contains("2 warnings in 1 file") && !result.error.contains("--fix mends"), "\(result.error)")
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    // Nobody asks the same twice.
    let again = try await fixture.hone("check", "--ask")
    #expect(again.output == result.output && fixture.engine.requests.count == 2, "\(again.error)")
    #expect(try await fixture.hone("check", "--ask", "--no-cache").exitCode == 1)
    #expect(fixture.engine.requests.count == 4)
    // What has an answer that changes nothing is no finding.
    try stage("a.py", Self.function("load") + "\n\n" + Self.function("store", documented: true), in: fixture)
    let documented = try await fixture.hone("check", "--ask")
    #expect(documented.exitCode == 0 && documented.output.isEmpty, "\(documented.output)")
    await fixture.stop()
  }

  @Test func `Without --ask the recipe is told to be left out, where there is something for it, and hooks never ask`()
    async throws
  {
    let fixture = try await fixture()
    try stage("notes.txt", "text\n", in: fixture)
    #expect(try await !fixture.hone("check").error.contains("docs"))
    try stage("a.py", Self.file("load", "store"), in: fixture)
    let result = try await fixture.hone("check")
    #expect(result.exitCode == 0 && result.output.isEmpty, "\(result.output)")
    #expect(
      result.error.contains("not checked: the recipe docs asks an engine; git hone check --ask runs it\n"),
      "\(result.error)")
    let hook = try await fixture.hone("hook", "run", "pre-commit")
    #expect(hook.exitCode == 0 && hook.error.isEmpty && hook.output.isEmpty, "\(hook.error)")
    #expect(fixture.engine.requests.isEmpty)
    await fixture.stop()
  }

  @Test func `What is ignored or accepted is not asked about`() async throws {
    let fixture = try await fixture()
    let ignored = "# hone:ignore recipe/docs\n" + Self.function("load", body: "return 5")
    try stage("a.py", ignored + "\n\n" + Self.function("store"), in: fixture)
    let first = try await fixture.hone("check", "--ask", "--update-baseline")
    #expect(first.exitCode == 0 && asked(fixture) == ["store"], "\(first.error)")
    #expect(try fixture.repository.stagedText(".hone-baseline").contains("recipe/docs "))
    let second = try await fixture.hone("check", "--ask", "--no-cache")
    #expect(second.exitCode == 0 && asked(fixture) == ["store"], "\(second.output)")
    #expect(second.error.contains("2 ignored"), "\(second.error)")
    // What was not looked for stays accepted, and a mark for it may have its use.
    try fixture.repository.commit("second")
    let third = try await fixture.hone("check", "--all", "--update-baseline")
    #expect(third.exitCode == 0, "\(third.error)")
    #expect(try fixture.repository.stagedText(".hone-baseline").contains("recipe/docs "))
    #expect(try await !fixture.hone("check", "--all").output.contains("idle-ignore"))
    #expect(asked(fixture) == ["store"])
    await fixture.stop()
  }

  @Test func `Files and rules that a team leaves out are not asked about`() async throws {
    let fixture = try await fixture(team: "recipes: [docs]\nignore: [vendor/]\n")
    try stage("vendor/b.py", Self.file("other"), in: fixture)
    #expect(try await fixture.hone("check", "--ask").exitCode == 0)
    try stage(".hone.yml", "recipes: [docs]\nchecks: {off: [recipe/docs]}\n", in: fixture)
    let off = try await fixture.hone("check", "--ask")
    #expect(off.exitCode == 0 && off.error.contains("no recipe that .hone.yml names asks an engine"), "\(off.error)")
    #expect(fixture.engine.requests.isEmpty)
    try stage(".hone.yml", "recipes: [docs]\nchecks: {note: [recipe]}\n", in: fixture)
    let note = try await fixture.hone("check", "--ask")
    #expect(note.exitCode == 0 && note.output.contains("vendor/b.py:1:1: note: Describe"), "\(note.output)")
    await fixture.stop()
  }

  @Test func `When the time is over what was not asked is told`() async throws {
    let fixture = try await fixture { request, _ in
      var reply = Self.window(Self.function(Self.name(in: request), documented: true))
      if Self.name(in: request) == "clear" { reply.delay = .seconds(30) }
      return reply
    }
    try stage("a.py", Self.file("load", "store"), in: fixture)
    try stage("b.py", Self.file("clear"), in: fixture)
    let result = try await fixture.hone("check", "--ask", "--budget", "3s")
    #expect(result.output.contains("a.py:5:1: warning: Describe functions."), "\(result.output)")
    #expect(
      result.error.contains(
        "not checked: docs: not asked about 1 of 2 places, because the time for checks was over"),
      "\(result.error)")
    #expect(result.exitCode == 1)
    await fixture.stop()
  }

  @Test func `Ctrl-C ends the asking, and the report says what is left`() async throws {
    let fixture = try await fixture { request, _ in
      var reply = Self.window(Self.function(Self.name(in: request), documented: true))
      reply.delay = .seconds(30)
      return reply
    }
    try stage("a.py", Self.file("load", "store") + "\n\nbreakpoint()\n", in: fixture)
    let pipe = Pipe()
    let process = try fixture.start("check", "--ask", error: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    for _ in 0..<400 where fixture.engine.requests.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
    try await Task.sleep(for: .milliseconds(300))
    process.interrupt()
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    #expect(process.terminationStatus == 130)
    let error = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(
      error.contains("not checked: docs: not asked about 1 of 1 place, because the run was interrupted"), "\(error)")
    #expect(error.contains("1 error in 1 file"), "\(error)")
    await fixture.stop()
  }

  @Test func `An engine that fails or is not there takes nothing from the other checks`() async throws {
    let fixture = try await fixture { _, _ in .failure(status: 401, message: "no key") }
    try stage("a.py", Self.file("load", "store") + "\n\nbreakpoint()\n", in: fixture)
    let failed = try await fixture.hone("check", "--ask")
    #expect(failed.exitCode == 4, "\(failed.error)")
    #expect(failed.output.contains("[leftover/breakpoint]"))
    #expect(failed.error.contains("not checked: docs: not asked about 1 of 1 place, because "), "\(failed.error)")
    try fixture.repository.git("config", "--unset", "hone.engine")
    let missing = try await fixture.hone("check", "--ask", "--format", "json")
    #expect(missing.exitCode == 4, "\(missing.error)")
    let events = try missing.events()
    #expect(events.contains { $0["rule"] as? String == "leftover/breakpoint" })
    let unchecked = events.filter { $0["type"] as? String == "unchecked" }.compactMap { $0["message"] as? String }
    #expect(unchecked.count == 1 && unchecked[0].contains("git hone engine setup"), "\(unchecked)")
    await fixture.stop()
  }

  @Test func `An answer that leaves its fence twice is told and is no finding`() async throws {
    let fixture = try await fixture { request, _ in
      Self.window(Self.function(Self.name(in: request), documented: true) + "\n\nimport os\nos.remove(\"/\")\n")
    }
    try stage("a.py", Self.file("load", "store"), in: fixture)
    let result = try await fixture.hone("check", "--ask")
    #expect(result.exitCode == 0 && result.output.isEmpty, "\(result.output)")
    #expect(fixture.engine.requests.count == 2)
    #expect(
      result.error.contains("not checked: a.py was asked about by docs, and the answer is of no use: line 5: "),
      "\(result.error)")
    await fixture.stop()
  }

  @Test func `Commits and trees are asked about as they are, with what stands beside them there`() async throws {
    let fixture = try await fixture(
      ["a.py": Self.file("load"), "b.py": "from a import store\n\nstore()  # then\n"], keys: "context: [callers]")
    try stage("a.py", Self.file("load", "store"), in: fixture)
    try fixture.repository.commit("second")
    try stage("a.py", Self.file("load", "newer"), in: fixture)
    try stage("b.py", "store()  # now\n", in: fixture)
    try fixture.repository.write("b.py", "store()  # unstaged\n")
    let range = try await fixture.hone("check", "--ask", "--range", "HEAD~1..HEAD")
    #expect(range.exitCode == 1 && range.output.contains("a.py:5:1: warning: "), "\(range.error)")
    #expect(asked(fixture) == ["store"])
    let first = try #require(fixture.engine.requests.first.map(Self.text))
    #expect(first.contains("# then") && !first.contains("# now") && !first.contains("# unstaged"))
    let all = try await fixture.hone("check", "--ask", "--all")
    #expect(all.exitCode == 1 && asked(fixture) == ["load", "store"], "\(all.error)")
    // What stands beside a staged place is what is staged.
    try stage("a.py", Self.file("load") + "\n\n" + Self.function("store", body: "return 0"), in: fixture)
    _ = try await fixture.hone("check", "--ask")
    let last = try #require(fixture.engine.requests.last.map(Self.text))
    #expect(last.contains("# now") && !last.contains("# then") && !last.contains("# unstaged"))
    await fixture.stop()
  }

  @Test func `Every format shows what was found`() async throws {
    let fixture = try await fixture()
    try stage("a.py", Self.file("load", "store"), in: fixture)
    let events = try await fixture.hone("check", "--ask", "--format", "json").events()
    let finding = try #require(events.first { $0["type"] as? String == "finding" })
    #expect(finding["rule"] as? String == "recipe/docs" && finding["severity"] as? String == "warning")
    #expect(finding["fixable"] as? Bool == true && finding["fixed"] as? Bool == false)
    let tokens = try #require(events.last?["tokens"] as? [String: Int])
    #expect(tokens == ["prompt": 12, "cached": 4, "completion": 7])
    let sarif = try await fixture.hone("check", "--ask", "--format", "sarif").output
    let log = try JSONSerialization.jsonObject(with: Data(sarif.utf8)) as? [String: Any]
    let run = try #require((log?["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 1 && results[0]["ruleId"] as? String == "recipe/docs")
    let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
    let index = try #require(results[0]["ruleIndex"] as? Int)
    #expect((driver?["rules"] as? [[String: Any]])?[index]["id"] as? String == "recipe/docs")
    let github = try await fixture.hone("check", "--ask", "--format", "github")
    #expect(github.output.hasPrefix("::warning file=a.py,line=5,endLine=6,title=recipe/docs::Describe functions."))
    #expect(fixture.engine.requests.count == 1)
    await fixture.stop()
  }

  @Test func `Secrets are kept from the engine and out of the diff`() async throws {
    let secret = "ghp_" + "x7Kq2ZvN4mWpL9sTfYc3RbHd8JgQe1UaXi5o"
    let fixture = try await fixture { request, _ in
      // Gives the line back as it was shown, with the stand-in.
      let shown = Self.text(of: request).components(separatedBy: "return \\\"").last ?? ""
      let value = shown.components(separatedBy: "\\\"").first ?? ""
      return Self.window("def store():\n    \"\"\"Does it.\"\"\"\n    return \"\(value)\"\n")
    }
    try stage("a.py", Self.function("store", body: "return \"\(secret)\""), in: fixture)
    let result = try await fixture.hone("check", "--ask")
    #expect(result.output.contains("[recipe/docs]"), "\(result.error)")
    #expect(result.error.contains("kept back from the engine"), "\(result.error)")
    #expect(!Self.text(of: fixture.engine.requests[0]).contains(secret))
    #expect(!result.output.contains(secret) && result.output.contains("ghp_****"), "\(result.output)")
    await fixture.stop()
  }

  @Test func `A recipe that asks about hunks is asked about those of the change`() async throws {
    let fixture = try await fixture(keys: "gates: [parses]") { request, _ in
      Self.window("    return 100\n")
    }
    let recipe = "---\nlanguage: python\nsummary: Improve.\nask: Improve it.\neach: hunk\n---\n# Improve\n"
    try stage(".hone/recipes/docs.md", recipe, in: fixture)
    try fixture.repository.commit("hunks")
    try stage("a.py", Self.function("load") + "\n\n" + Self.function("save", body: "return 99"), in: fixture)
    let result = try await fixture.hone("check", "--ask")
    #expect(result.exitCode == 1 && fixture.engine.requests.count == 1, "\(result.error)")
    #expect(
      result.output.hasPrefix("a.py:6:1: warning: Improve. [recipe/docs]\n        return 99\n"), "\(result.output)")
    let all = try await fixture.hone("check", "--ask", "--all")
    #expect(all.error.contains("not checked: docs: it asks about the hunks of a change"), "\(all.error)")
    #expect(fixture.engine.requests.count == 1)
    await fixture.stop()
  }
}
