import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// The command line, the JSON events and the exit codes that others script against.
@Suite(.serialized)
struct ContractTests {
  /// The keys of each event, as the contract names them; optional ones are left out.
  private static let keys: [String: Set<String>] = [
    "proposal": ["type", "number", "path", "base", "result", "hunks", "source"],
    "withdrawal": ["type", "number", "path", "result"],
    "message": ["type", "message"],
    "refusal": ["type", "path", "code", "message"],
    "progress": ["type", "done", "total"],
    "finding": [
      "type", "rule", "path", "line", "column", "endLine", "endColumn", "severity", "message", "fixable",
    ],
    "unchecked": ["type", "path", "message"],
    "summary": [
      "type", "files", "edits", "refused", "findings", "tokens", "milliseconds", "written", "commit", "run",
    ],
    "error": ["type", "code", "message", "exit"],
    "run": [
      "type", "run", "kind", "instruction", "engine", "model", "written", "commit", "undone", "undoes", "tokens",
      "milliseconds", "files",
    ],
    "engine": ["type", "name"],
    "hook": ["type", "hook", "state", "detail", "former"],
    "diagnosis": ["type", "subject", "level", "message", "remedy"],
  ]

  private func check(_ result: HoneResult) throws -> [[String: any Sendable]] {
    let events = try result.events()
    for event in events {
      let type = try #require(event["type"] as? String)
      let expected = try #require(Self.keys[type], "an event that the contract does not name: \(type)")
      #expect(expected.isSubset(of: event.keys), "\(type) lacks \(expected.subtracting(event.keys))")
    }
    return events
  }

  @Test func `A stall is told, and that it is over`() async throws {
    let reply = block("app.py", "def load(path):", "def read(path):")
    var slow = ScriptedEngineReply.chat(text: reply)
    slow.delay = .seconds(4)
    let fixture = try await HoneFixture(replies: slow)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let events = try check(try await fixture.hone("edit", "-y", "--format", "json", "rename load to read"))
    let progress = events.filter { $0["type"] as? String == "progress" }
    #expect(progress.map { $0["stalled"] as? Bool ?? false } == [false, true, false, false], "\(progress)")
    await fixture.stop()
  }

  @Test func `An edit tells proposals, refusals and a summary`() async throws {
    let reply =
      block("app.py", "def load(path):", "def read(path):") + block("other.py", "not shown", "x")
    let fixture = try await HoneFixture(replies: .chat(text: reply, usage: (120, 40, 30)))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let base = try fixture.repository.git("rev-parse", ":app.py")
    let result = try await fixture.hone("edit", "-y", "--format", "json", "rename load to read")
    #expect(result.exitCode == 1)
    let events = try check(result)
    let proposal = try #require(events.first { $0["type"] as? String == "proposal" })
    #expect(proposal["path"] as? String == "app.py")
    #expect(base.hasPrefix(try #require(proposal["base"] as? String)))
    #expect(
      proposal["result"] as? String == (try fixture.repository.git("rev-parse", ":app.py").prefix(40)).description)
    let hunks = try #require(proposal["hunks"] as? [[String: any Sendable]])
    #expect(hunks.count == 1)
    #expect(hunks[0]["start"] as? Int == 1)
    #expect(hunks[0]["removed"] as? [String] == ["def load(path):\n"])
    #expect(hunks[0]["added"] as? [String] == ["def read(path):\n"])
    let refusal = try #require(events.first { $0["type"] as? String == "refusal" })
    #expect(refusal["code"] as? String == "outside-fence")
    let summary = try #require(events.last)
    #expect(summary["type"] as? String == "summary")
    #expect(summary["written"] as? String == "index")
    #expect(summary["edits"] as? Int == 1)
    #expect(summary["refused"] as? Int == 1)
    let tokens = try #require(summary["tokens"] as? [String: any Sendable])
    #expect(tokens["prompt"] as? Int == 120)
    #expect(tokens["cached"] as? Int == 40)
    #expect(tokens["completion"] as? Int == 30)
    await fixture.stop()
  }

  @Test func `A failure is one error event with the exit code`() async throws {
    let fixture = try await HoneFixture(replies: .failure(status: 401, message: "bad key"))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = try await fixture.hone("edit", "-y", "--format", "json", "rename load to read")
    #expect(result.exitCode == 4)
    let error = try #require(try check(result).last)
    #expect(error["type"] as? String == "error")
    #expect(error["exit"] as? Int == 4)
    #expect(error["code"] as? String == "engine-unauthorized")
    await fixture.stop()
  }

  @Test(arguments: [
    ["edit", "--format", "json", "x y"], ["edit", "--format", "json", "--patch", "rename load"],
    ["fill", "--format", "json", "-y", "app.py:2"], ["undo", "--format", "json"], ["log", "--format", "json"],
    ["show", "--format", "json"], ["engine", "list", "--format", "json"], ["engine", "status", "--format", "json"],
    ["engine", "stop", "--format", "json"], ["doctor", "--format", "json"], ["hook", "status", "--format", "json"],
    ["check", "--format", "json"], ["check", "--all", "--format", "json"],
    ["hook", "install", "--format", "json"], ["hook", "uninstall", "--format", "json"],
    ["hook", "run", "pre-commit", "--format", "json"], ["hook", "message", "--format", "json"],
  ])
  func `Every command writes nothing but events with --format json`(arguments: [String]) async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    _ = try check(try await fixture.hone(arguments: arguments))
    await fixture.stop()
  }

  @Test func `Where nothing was written log says so, and in JSON lists nothing`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let text = try await fixture.hone("log")
    #expect(text.exitCode == 0 && text.output == "" && text.error.contains("no run"))
    let json = try await fixture.hone("log", "--format", "json")
    #expect(json.exitCode == 0 && json.output == "" && json.error == "")
    await fixture.stop()
  }

  @Test func `A path that is not UTF-8 comes with its bytes, by one name in every event`() async throws {
    let fixture = try await HoneFixture(files: [:], replies: .chat(text: ""))
    let script = "printf 'f(1)\\n<<<<<<< a\\nb\\n=======\\nc\\n>>>>>>> d\\n' >\"$(printf '\\377.py')\" && git add -A"
    #expect(try await fixture.run("sh", ["-c", script]).status.isSuccess)
    for arguments in [
      ["check"], ["search", "-p", "f($A)", "-l", "python"], ["run", "-p", "f($A)", "-r", "g($A)", "-l", "python"],
    ] {
      let result = try await fixture.hone(arguments: arguments + ["--format", "json"])
      let event = try #require(try result.events().first { $0["path"] != nil }, "\(arguments) \(result.error)")
      #expect(event["path"] as? String == "\u{fffd}.py" && event["pathBase64"] as? String == "/y5weQ==", "\(arguments)")
    }
    await fixture.stop()
  }

  @Test func `log and show tell what a run did`() async throws {
    let fixture = try await HoneFixture(
      replies: .chat(text: block("app.py", "def load(path):", "def read(path):"), usage: (50, 0, 9)))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    #expect(try await fixture.hone("edit", "-y", "rename load to read").exitCode == 0)
    let log = try await fixture.hone("log")
    #expect(log.output.contains("rename load to read"))
    let id = String(log.output.prefix { $0 != " " })
    let show = try await fixture.hone("show", id)
    #expect(show.exitCode == 0, "\(show.error)")
    #expect(show.output.contains("-def load(path):\n+def read(path):"))
    #expect(show.output.contains("Tokens: 50 + 9"))
    #expect(try await fixture.hone("undo", id).exitCode == 0)
    #expect(try await fixture.hone("log").output.contains("(undone)"))
    await fixture.stop()
  }

  @Test func `No colours and no control characters without a terminal`() async throws {
    let fixture = try await HoneFixture(
      replies: .chat(text: block("app.py", "def load(path):", "def read(path):  # \u{1b}[31mred\u{7}")))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(!(result.output + result.error).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    #expect(result.output.contains("^[[31mred^G"))
    await fixture.stop()
  }

  @Test func `The help of every command has examples, and the manual names every option`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/git-hone/git-hone.1")
    let manual = try String(contentsOf: source, encoding: .utf8).replacing("\\-", with: "-")
    for command in [
      ["edit"], ["fill"], ["check"], ["undo"], ["log"], ["show"], ["doctor"], ["engine"], ["engine", "setup"], ["hook"],
      ["hook", "install"], ["recipe"], ["recipe", "list"], ["recipe", "show"], ["recipe", "test"], ["recipe", "new"],
    ] {
      let help = try await fixture.hone(arguments: command + ["--help"])
      #expect(help.exitCode == 0)
      #expect(help.output.contains("Example"), "\(command)")
      for option in help.output.matches(of: /--[a-z][a-z-]+/).map({ String($0.output) })
      where option != "--help" && option != "--version" {
        #expect(manual.contains(option), "\(option) of \(command) is not in the manual")
      }
    }
    await fixture.stop()
  }
}
