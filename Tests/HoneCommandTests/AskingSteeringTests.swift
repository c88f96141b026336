import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// What the user says while a recipe asks, or a commit message is written.
@Suite(.serialized)
struct AskingSteeringTests {
  private static let files = ["a.py": "one", "b.py": "two", "c.py": "three"]

  private static func function(_ name: String, doc: String = "") -> String {
    "def \(name)():\n" + (doc.isEmpty ? "" : "    \"\"\"\(doc)\"\"\"\n") + "    return \(name.count)\n"
  }

  private static func body(_ request: ScriptedEngine.Request) -> String {
    String(decoding: request.body, as: UTF8.self)
  }

  /// What an engine writes about the place that it is asked about: in French when it was told so.
  private static func answer(to request: ScriptedEngine.Request) -> String {
    let body = body(request)
    let name = files.values.first { body.contains("def \($0)(") } ?? ""
    return "```python\n\(function(name, doc: body.contains("in French") ? "Fait." : "Does."))```\n"
  }

  /// A repository of three places; the engine writes about the second one for ever, unless it was told to write French.
  private func fixture() async throws -> HoneFixture {
    var files = Self.files.mapValues { Self.function($0) }
    files[".hone/recipes/docs.md"] = HoneFixture.asking()
    let engine = try await ScriptedEngine.start { request, _ in
      let body = Self.body(request)
      guard body.contains("def two("), !body.contains("in French") else { return .chat(text: Self.answer(to: request)) }
      var slow = ScriptedEngineReply.chat(text: "```python\n" + String(repeating: "# and so on\n", count: 4000))
      slow.framesPerSecond = 40
      return slow
    }
    let fixture = try HoneFixture(files: files, format: "window", engine: engine)
    try fixture.repository.git("config", "honeengine.test.parallel", "1")
    return fixture
  }

  @Test func `A file is told when its last place is answered, and a line of JSON goes to the places that are left`()
    async throws
  {
    let fixture = try await fixture()
    let run = try fixture.startListening("run", "-y", "--format", "json", "docs")
    // The second place is being written for as long as nobody says anything.
    #expect(try await run.next("proposal")["path"] as? String == "a.py")
    run.say("{\"steer\": \"write it in French\"}\n")
    let redirection = try await run.next("redirection")
    #expect(redirection["instruction"] as? String == "write it in French" && redirection["kept"] as? Int == 1)
    let (status, _) = try await run.finish()
    #expect(status == 0)
    for (path, name) in Self.files {
      let doc = path == "a.py" ? "Does." : "Fait."
      #expect(try fixture.repository.stagedText(path) == Self.function(name, doc: doc))
    }
    // The words were none of the recipe's: the answers to them are not those to the recipe alone.
    #expect(try await fixture.hone("undo").exitCode == 0)
    let count = fixture.engine.requests.count
    let again = try fixture.startListening("run", "-y", "--format", "json", "docs")
    _ = try await again.next("proposal")
    #expect(await fixture.engine.hasSent(frames: fixture.engine.framesSent + 5, within: .seconds(20)))
    again.say("{\"cancel\": true, \"keep\": true}\n")
    #expect(try await again.finish().status == 130)
    #expect(fixture.engine.requests.count > count)
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\n")
    await fixture.stop()
  }

  @Test func `A line of JSON cancels a recipe that asks, and nothing is written`() async throws {
    let fixture = try await fixture()
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let run = try fixture.startListening("run", "-y", "--format", "json", "docs")
    _ = try await run.next("proposal")
    run.say("{\"cancel\": true}\n")
    let (status, events) = try await run.finish()
    #expect(status == 130 && events.last?["type"] as? String == "error", "\(events)")
    #expect(fixture.engine.requests.count < 3)
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    await fixture.stop()
  }

  @Test func `What is typed while a recipe asks goes to the engine, and answers no hunk`() async throws {
    let fixture = try await fixture()
    let screen = try await fixture.onTerminal(
      "run", "docs", keys: ["yes, in French", "n", "n", "y"], after: "\"\"\"Does.\"\"\"")
    #expect(screen.contains("> ") && screen.contains("yes, in French"), "\(screen)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "c.py\n", "\(screen)")
    #expect(try fixture.repository.stagedText("c.py") == Self.function("three", doc: "Fait."))
    await fixture.stop()
  }

  // MARK: The message of a commit

  private func committing(_ second: ScriptedEngineReply...) async throws -> (fixture: HoneFixture, run: ListeningRun) {
    var slow = ScriptedEngineReply.chat(text: String(repeating: "and so on ", count: 4000))
    slow.framesPerSecond = 40
    let replies = [.chat(text: block("app.py", "def load(path):", "def read(path):")), slow] + second
    let engine = try await ScriptedEngine.start { _, number in replies[min(number, replies.count - 1)] }
    let fixture = try HoneFixture(engine: engine)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let run = try fixture.startListening("edit", "-y", "--commit", "--format", "json", "rename load to read")
    for _ in 0..<400 where engine.requests.count < 2 { try await Task.sleep(for: .milliseconds(50)) }
    return (fixture, run)
  }

  @Test(arguments: [false, true])
  func `A line of JSON while the message is written stops the commit, or only the message`(keeps: Bool) async throws {
    let (fixture, run) = try await committing()
    let head = try fixture.repository.head()
    run.say("{\"cancel\": true, \"keep\": \(keeps)}\n")
    #expect(try await run.finish().status == 130)
    #expect(try (fixture.repository.head() == head) == !keeps)
    if keeps { #expect(try fixture.repository.git("log", "-1", "--format=%s") == "Rename load to read\n") }
    await fixture.stop()
  }

  @Test func `A line of JSON while the message is written has it written anew`() async throws {
    let (fixture, run) = try await committing(.chat(text: "Lire au lieu de charger\n"))
    run.say("{\"steer\": \"in French\"}\n")
    #expect(try await run.next("redirection")["instruction"] as? String == "in French")
    #expect(try await run.finish().status == 0)
    #expect(try fixture.repository.git("log", "-1", "--format=%s") == "Lire au lieu de charger\n")
    #expect(fixture.engine.requests.last.map { Self.body($0).contains("in French") } == true)
    await fixture.stop()
  }
}
