import Foundation
import HoneTestSupport
import Testing

/// Recipes that ask an engine about each place, as users run them.
@Suite(.serialized)
struct AskingRecipeTests {
  private static func recipe(
    fence: String = "{lines: 8}", gates: String = "[parses, no-new-findings]"
  ) -> String {
    HoneFixture.asking("fence: \(fence)", "gates: \(gates)") + """
      ## Example: one
      ```python
      def one():
          return 1
      ```
      ```python
      def one():
          \"\"\"The number one.\"\"\"
          return 1
      ```

      """
  }

  private static func function(_ name: String, documented: Bool = false) -> String {
    "def \(name)():\n" + (documented ? "    \"\"\"Does \(name).\"\"\"\n" : "") + "    return \(name.count)\n"
  }

  private static func file(_ names: String...) -> String { names.map { function($0) }.joined(separator: "\n\n") }

  /// What the engine is shown last, without the examples before it.
  private static func question(_ request: ScriptedEngine.Request) -> String {
    let body = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
    let messages = body?["messages"] as? [[String: Any]] ?? []
    let users = messages.filter { $0["role"] as? String == "user" }
    return users.compactMap { $0["content"] as? String }.last ?? ""
  }

  /// The name of the function that a request asks about.
  private static func name(in request: ScriptedEngine.Request) -> String {
    let body = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
    let text =
      (body?["messages"] as? [[String: Any]] ?? []).filter { $0["role"] as? String == "user" }
      .compactMap { $0["content"] as? String }.last { $0.contains("def ") } ?? ""
    return text.components(separatedBy: "def ").last?.components(separatedBy: "(").first ?? ""
  }

  private static func window(_ text: String) -> ScriptedEngineReply { .chat(text: "```python\n\(text)```\n") }

  private func fixture(
    _ files: [String: String],
    reply: @escaping @Sendable (ScriptedEngine.Request, Int) -> ScriptedEngineReply = { request, _ in
      AskingRecipeTests.window(AskingRecipeTests.function(AskingRecipeTests.name(in: request), documented: true))
    }
  ) async throws -> HoneFixture {
    var files = files
    files[".hone/recipes/docs.md"] = Self.recipe()
    return try HoneFixture(files: files, format: "window", engine: try await ScriptedEngine.start(reply: reply))
  }

  @Test func `Ctrl-C while a silent server is looked at ends the run, and nothing more is asked of it`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load")]) { _, _ in
      var silent = ScriptedEngineReply.page()
      silent.delay = .seconds(600)
      return silent
    }
    for key in ["api", "model"] { try fixture.repository.git("config", "--unset", "honeengine.test.\(key)") }
    let process = try fixture.start("run", "-y", "docs")
    while fixture.engine.requests.isEmpty, process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    process.interrupt()
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(fixture.engine.requests.count == 1)
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    await fixture.stop()
  }

  @Test func `Every place is answered, written at once, and not asked about again`() async throws {
    let fixture = try await fixture([
      "a.py": Self.file("load", "save"), "lib/b.py": Self.file("main"), "c.py": "x = 1\n",
    ])
    let result = try await fixture.hone("run", "-y", "docs")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error.contains("docs: 3 places in 2 of 3 files"), "\(result.error)")
    let wanted = [Self.function("load", documented: true), Self.function("save", documented: true)]
    #expect(try fixture.repository.stagedText("a.py") == wanted.joined(separator: "\n\n"))
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\nlib/b.py\n")
    #expect(fixture.engine.requests.count == 3)
    let again = try await fixture.hone("run", "-y", "docs")
    #expect(again.exitCode == 0 && again.error.contains("nothing to do"), "\(again.error)")
    #expect(fixture.engine.requests.count == 3)
    // Taken back, the answers are still known.
    #expect(try await fixture.hone("undo").exitCode == 0)
    let known = try await fixture.hone("run", "-y", "docs")
    #expect(known.error.contains("3 answers were known"), "\(known.error)")
    #expect(fixture.engine.requests.count == 3)
    #expect(try await fixture.hone("undo").exitCode == 0)
    _ = try await fixture.hone("run", "-y", "--no-cache", "docs")
    #expect(fixture.engine.requests.count == 6)
    #expect(try fixture.repository.git("fsck", "--strict").isEmpty)
    await fixture.stop()
  }

  @Test func `An answer that changes nothing is not asked for again`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load", "save")]) { request, _ in
      let name = Self.name(in: request)
      return Self.window(Self.function(name, documented: name == "load"))
    }
    let first = try await fixture.hone("run", "-y", "docs")
    #expect(first.exitCode == 0 && first.error.contains("1 place in 1 of 1 file"), "\(first.error)")
    let again = try await fixture.hone("run", "-y", "docs")
    #expect(again.exitCode == 0 && fixture.engine.requests.count == 2, "\(again.error)")
    await fixture.stop()
  }

  @Test func `Answers that leave every place as it is are told as that`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load", "save")]) { request, _ in
      Self.window(Self.function(Self.name(in: request), documented: false))
    }
    let result = try await fixture.hone("run", "-y", "docs")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error.contains("docs: the engine left all 2 places as found in 1 file"), "\(result.error)")
    await fixture.stop()
  }

  @Test func `Requests share everything up to the place, byte for byte`() async throws {
    let names = ["alpha", "beta", "gamma", "delta", "eta", "zeta"]
    let fixture = try await fixture(Dictionary(uniqueKeysWithValues: names.map { ("\($0).py", Self.file($0)) }))
    let result = try await fixture.hone("run", "-y", "docs")
    #expect(result.exitCode == 0, "\(result.error)")
    let bodies = fixture.engine.requests.map(\.body)
    try #require(bodies.count == 6)
    let shared = bodies.dropFirst().map { zip(bodies[0], $0).prefix { $0 == $1 }.count }.min() ?? 0
    let prefix = String(decoding: bodies[0].prefix(shared), as: UTF8.self)
    #expect(prefix.contains("Write a docstring") && prefix.contains("The number one."), "\(prefix)")
    #expect(prefix.hasSuffix("Excerpt of "))
    await fixture.stop()
  }

  @Test func `What leaves its fence is asked again once with the reason, then left and told`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load", "save")]) { request, _ in
      let name = Self.name(in: request)
      let isSecond = Self.question(request).contains("That answer was refused")
      if name == "load", isSecond { return Self.window(Self.function("load", documented: true)) }
      return Self.window(Self.function(name, documented: true) + "\n\nimport os\nos.remove(\"/\")\n")
    }
    let result = try await fixture.hone("run", "-y", "docs", "--format", "json")
    #expect(result.exitCode == 1, "\(result.error)")
    #expect(fixture.engine.requests.count == 4)
    let refusals = try result.events().filter { $0["type"] as? String == "refusal" }
    #expect(refusals.count == 1 && refusals[0]["path"] as? String == "a.py", "\(refusals)")
    #expect((refusals.first?["message"] as? String)?.contains("line 5: the answer") == true, "\(refusals)")
    let asked = try #require(
      fixture.engine.requests.map(Self.question).first { $0.contains("That answer was refused") })
    #expect(asked.contains("beside the place") || asked.contains("changes imports"), "\(asked)")
    let staged = try fixture.repository.stagedText("a.py")
    #expect(staged.contains("Does load.") && !staged.contains("os.remove"))
    await fixture.stop()
  }

  @Test func `What was refused is refused again, and asked about only without the memory`() async throws {
    let fixture = try await fixture(["a.py": Self.file("save")]) { request, _ in
      Self.window(Self.function(Self.name(in: request), documented: true) + "\n\nimport os\nos.remove(\"/\")\n")
    }
    for (options, requests) in [([], 2), ([], 2), (["--no-cache"], 4)] {
      let result = try await fixture.hone(arguments: ["run", "-y", "docs"] + options)
      #expect(result.exitCode == 1 && result.error.contains("a.py"), "\(result.error)")
      #expect(fixture.engine.requests.count == requests, "\(result.error)")
    }
    await fixture.stop()
  }

  @Test func `An answer that does not parse, or that a check warns of, is refused`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load"), "b.py": Self.file("token")]) { request, _ in
      Self.name(in: request) == "load"
        ? Self.window("def load():\n    return (4\n")
        : Self.window("def token():\n    breakpoint()\n    return 5\n")
    }
    let result = try await fixture.hone("run", "-y", "docs")
    #expect(result.exitCode == 1, "\(result.error)")
    #expect(result.error.contains("a.py: line 1: "), "\(result.error)")
    #expect(result.error.contains("b.py: line 1: a check finds something new in it: "), "\(result.error)")
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    await fixture.stop()
  }

  @Test func `A command of a recipe runs once the repository is trusted`() async throws {
    let gates = "[parses, {command: \"! grep -q 'Does load' a.py\"}]"
    var files = ["a.py": Self.file("load", "save")]
    files[".hone/recipes/own.md"] = Self.recipe(gates: gates)
    let fixture = try await fixture(files)
    let untrusted = try await fixture.hone("run", "--patch", "own")
    #expect(untrusted.exitCode == 0 && untrusted.error.contains("git hone trust"), "\(untrusted.error)")
    #expect(untrusted.output.contains("+    \"\"\"Does load.\"\"\""))
    // Where nobody looks, what it would refuse is not taken.
    let unseen = try await fixture.hone("run", "-y", "own")
    #expect(unseen.exitCode == 2 && unseen.error.contains("git hone trust"), "\(unseen.error)")
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    #expect(try await fixture.hone("trust").exitCode == 0)
    let trusted = try await fixture.hone("run", "--patch", "--no-cache", "own")
    #expect(trusted.exitCode == 1, "\(trusted.error)")
    #expect(trusted.error.contains("a.py: line 1: the gate `! grep"), "\(trusted.error)")
    #expect(!trusted.output.contains("Does load.") && trusted.output.contains("Does save."))
    await fixture.stop()
  }

  @Test func `When the engine fails, what is finished is kept and the rest is told`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load"), "b.py": Self.file("save"), "c.py": Self.file("main")]) {
      request, _ in
      Self.name(in: request) == "load"
        ? Self.window(Self.function("load", documented: true)) : .failure(status: 401, message: "no more")
    }
    let result = try await fixture.hone("run", "-y", "docs")
    #expect(result.exitCode == 4, "\(result.error)")
    #expect(result.error.contains("2 of 3 places were not asked about"), "\(result.error)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\n")
    await fixture.stop()
  }

  @Test func `An engine that fails at once leaves everything and says so`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load")]) { _, _ in .failure(status: 401, message: "no key") }
    let result = try await fixture.hone("run", "-y", "docs")
    #expect(result.exitCode == 4, "\(result.error)")
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    await fixture.stop()
  }

  @Test func `Ctrl-C keeps what is finished, and the same command goes on with the rest`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load"), "b.py": Self.file("save")]) { request, number in
      var reply = Self.window(Self.function(Self.name(in: request), documented: true))
      if Self.name(in: request) == "save", number < 2 { reply.delay = .seconds(30) }
      return reply
    }
    let output = fixture.repository.scratch + "/out"
    _ = try fixture.repository.run("touch", [output])
    let file = try #require(FileHandle(forWritingAtPath: output))
    let process = try fixture.start("run", "-y", "--format", "json", "docs", output: file)
    try await eventually {
      fixture.engine.requests.count == 2 && fixture.repository.text(output)?.contains("\"done\":1") == true
    }
    process.interrupt()
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    #expect(process.terminationStatus == 130)
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\n")
    let rest = try await fixture.hone("run", "-y", "docs")
    #expect(rest.exitCode == 0, "\(rest.error)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\nb.py\n")
    #expect(fixture.engine.requests.count == 3)
    await fixture.stop()
  }

  @Test func `Places of one file that touch each other take turns`() async throws {
    let wide = Self.recipe(fence: "{nodes: [match, siblings]}")
    let names = ["one", "two", "three"]
    let fixture = try await fixture([
      "a.py": names.map { Self.function($0) }.joined(separator: "\n\n"), ".hone/recipes/wide.md": wide,
    ]) { request, _ in
      // Documents the first function that is not yet.
      let text = Self.question(request).components(separatedBy: "```py\n").last?.components(separatedBy: "```").first
      var lines = (text ?? "").components(separatedBy: "\n")
      if let index = lines.indices.first(where: { lines[$0].hasPrefix("def ") && !lines[$0 + 1].contains("Does") }) {
        lines.insert("    \"\"\"Does it.\"\"\"", at: index + 1)
      }
      return Self.window(lines.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n")
    }
    let result = try await fixture.hone("run", "-y", "wide")
    #expect(result.exitCode == 0, "\(result.error)")
    let staged = try fixture.repository.stagedText("a.py")
    #expect(staged.components(separatedBy: "Does it.").count == 4, "\(staged)\(result.error)")
    await fixture.stop()
  }

  @Test func `Places that wait behind one that cannot be sent are asked about`() async throws {
    // Both stand on one line, so that they take turns, and the first cannot be parsed.
    let recipe = """
      ---
      language: javascript
      summary: Correct numbers.
      ask: Return the right number.
      match: {kind: function_declaration}
      ---
      # Correct numbers
      """
    let text = "function one() { a( }; function two() { return 2; }\n"
    let fixture = try await fixture(["a.js": text, ".hone/recipes/numbers.md": recipe]) { _, _ in
      .chat(text: "```js\n\(text.replacing("return 2", with: "return 22"))```\n")
    }
    let result = try await fixture.hone("run", "-y", "numbers")
    #expect(result.error.contains("the code here could not be parsed"), "\(result.error)")
    #expect(fixture.engine.requests.count == 1, "\(result.error)")
    #expect(
      try fixture.repository.stagedText("a.js") == text.replacing("return 2", with: "return 22"), "\(result.error)")
    await fixture.stop()
  }

  @Test func `Each changed hunk is asked about, and only its lines may change`() async throws {
    let recipe = """
      ---
      language: python
      summary: Improve changes.
      ask: Improve it.
      each: hunk
      ---
      # Improve changes
      """
    let fixture = try await fixture(["a.py": Self.file("load", "save"), ".hone/recipes/hunks.md": recipe]) {
      request, _ in
      #expect(Self.question(request).contains("return 99"))
      return Self.window("    return 100\n")
    }
    try fixture.repository.write("a.py", Self.file("load", "save").replacing("return 4\n\n", with: "return 99\n\n"))
    let result = try await fixture.hone("run", "--patch", "hunks")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.output.contains("+    return 100"), "\(result.output)")
    #expect(fixture.engine.requests.count == 1)
    await fixture.stop()
  }

  @Test func `Imports that an answer needs come to the top of the file`() async throws {
    let recipe = Self.recipe(fence: "{imports: true}")
    let fixture = try await fixture([
      "a.py": "\"\"\"A.\"\"\"\n\n" + Self.file("load"), ".hone/recipes/wide.md": recipe,
    ]) { _, _ in
      Self.window("import os\n\ndef load():\n    \"\"\"Does it.\"\"\"\n    return os.getcwd()\n")
    }
    let result = try await fixture.hone("run", "-y", "wide")
    #expect(result.exitCode == 0, "\(result.error)")
    let staged = try fixture.repository.stagedText("a.py")
    #expect(staged.hasPrefix("\"\"\"A.\"\"\"\n\nimport os\n\n"), "\(staged)")
    #expect(staged.components(separatedBy: "import os").count == 2)
    await fixture.stop()
  }

  @Test func `Located edits go where the place is`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load", "save")]) { request, _ in
      let name = Self.name(in: request)
      return .chat(text: block("a.py", "def \(name)():", "def \(name)():\n    \"\"\"Does \(name).\"\"\""))
    }
    try fixture.repository.git("config", "honeengine.test.format", "search-replace")
    let result = try await fixture.hone("run", "-y", "docs")
    #expect(result.exitCode == 0, "\(result.error)")
    let staged = try fixture.repository.stagedText("a.py")
    #expect(staged.contains("Does load.") && staged.contains("Does save."))
    await fixture.stop()
  }

  @Test func `On a terminal answers are reviewed hunk by hunk`() async throws {
    let fixture = try await fixture(["a.py": Self.file("load", "save")])
    _ = try await fixture.onTerminal("run", "docs", keys: ["y", "n"])
    let staged = try fixture.repository.stagedText("a.py")
    #expect(staged.contains("Does load.") && !staged.contains("Does save."))
    await fixture.stop()
  }
}
