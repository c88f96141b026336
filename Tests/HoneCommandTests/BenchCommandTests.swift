import Foundation
import HoneTestSupport
import Testing

/// `git hone engine bench` against a scripted engine.
@Suite struct BenchCommandTests {
  @Test func `The form that measured best is told, remembered and used from then on`() async throws {
    // An engine that writes one of the edits right, and always as a search/replace block.
    let engine = try await ScriptedEngine.start { request, _ in
      let body = String(decoding: request.body, as: UTF8.self)
      let line = body.split(separator: "\\n").first { $0.contains("retries=3") }.map(String.init)
      guard body.contains("set the default retries to 5"), let line else { return .chat(text: "NOTHING") }
      return .chat(text: block("load.py", line, line.replacing("retries=3", with: "retries=5")))
    }
    let fixture = try HoneFixture(engine: engine)
    try fixture.repository.git("config", "--unset", "honeengine.test.format")
    let bench = try await fixture.hone("engine", "bench", "--format", "json")
    #expect(bench.exitCode == 0, "\(bench.error)")
    let results = try bench.events().filter { $0["type"] as? String == "bench" }
    #expect(
      Set(results.compactMap { $0["format"] as? String })
        == ["window", "search-replace", "v4a", "line-range", "anchors"])
    for result in results {
      let isBest = result["format"] as? String == "search-replace"
      #expect(result["correct"] as? Int == (isBest ? 1 : 0), "\(result)")
      // Whoever says NOTHING where an edit was asked for has not written the form.
      if result["format"] as? String != "window" {
        #expect(result["wellFormed"] as? Int == (isBest ? 1 : 0), "\(result)")
      }
      for key in ["applied", "wellFormed", "tokens", "milliseconds", "tokensPerSecond"] { #expect(result[key] != nil) }
    }
    #expect(bench.error.contains("search-replace is used for this engine and model from now on"), "\(bench.error)")

    // Without that, a server on this machine is asked for windows.
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    _ = try await fixture.hone("edit", "-y", "rename load")
    let asked = String(decoding: try #require(engine.requests.last).body, as: UTF8.self)
    #expect(asked.contains("<<<<<<< SEARCH"), "\(asked)")
    _ = try await fixture.hone("edit", "-y", "--model", "other", "rename load")
    let other = String(decoding: try #require(engine.requests.last).body, as: UTF8.self)
    #expect(!other.contains("<<<<<<< SEARCH"), "\(other)")
    await fixture.stop()
  }

  @Test func `Each form is measured with its grammar and without, which is not remembered`() async throws {
    // Without its grammar this engine names lines that are not in the file.
    let engine = try await ScriptedEngine.start { request, _ in
      let body = String(decoding: request.body, as: UTF8.self)
      let line = body.split(separator: "\\n").first { $0.contains("retries=3") }.map(String.init)
      guard body.contains("set the default retries to 5"), let line else { return .chat(text: "NOTHING") }
      let isBound = body.contains("\"grammar\":")
      return .chat(
        text: block("load.py", isBound ? line : line + " # no", line.replacing("retries=3", with: "retries=5")),
        counting: .timings)
    }
    let fixture = try HoneFixture(api: "llama", engine: engine)
    let forms = ["--edit-format", "search-replace", "--edit-format", "v4a"]
    let bench = try await fixture.hone(arguments: ["engine", "bench", "--format", "json"] + forms)
    #expect(bench.exitCode == 0, "\(bench.error)")
    func measured(_ run: HoneResult) throws -> [[String: any Sendable]] {
      try run.events().filter { $0["type"] as? String == "bench" }
    }
    let results = try measured(bench)
    #expect(results.map { $0["format"] as? String } == ["search-replace", "search-replace", "v4a"])
    #expect(results.map { $0["grammar"] as? Bool } == [true, false, nil])
    #expect(results.map { $0["unplaced"] as? Int } == [0, 1, 0])
    #expect(results.map { $0["correct"] as? Int } == [1, 0, 0])
    #expect(bench.error.contains("search-replace is used for this engine and model"), "\(bench.error)")
    let told = try await fixture.hone(arguments: ["engine", "bench"] + forms)
    #expect(
      told.output.contains(
        "the grammar: 0 edits without a place instead of 1, 1 applied instead of 0, 1 right instead of 0,"),
      "\(told.output)")
    let bound = try await fixture.hone(arguments: ["engine", "bench", "--grammar", "--format", "json"] + forms)
    #expect(try measured(bound).map { $0["grammar"] as? Bool } == [true, nil])
    let free = try await fixture.hone(arguments: ["engine", "bench", "--no-grammar", "--format", "json"] + forms)
    #expect(try measured(free).map { $0["grammar"] as? Bool } == [false, false])
    #expect(!free.error.contains("from now on"), "\(free.error)")
    await fixture.stop()
  }

  @Test func `An engine that does not count is listed as such, and one that lists its tokens is not`() async throws {
    let fixture = try await HoneFixture(
      replies: .chat(text: "NOTHING", lists: true), .chat(text: "one two three", lists: true),
      .chat(text: "naïve — 漢字", lists: true), .chat(text: "NOTHING", lists: true))
    func listed() async throws -> (features: [String], uncounted: String?) {
      let engines = try await fixture.hone("engine", "list", "--format", "json").events()
      let engine = try #require(engines.first { $0["name"] as? String == "test" })
      return (engine["features"] as? [String] ?? [], engine["uncounted"] as? String)
    }
    var before = try await listed()
    #expect(!before.features.contains("counts") && before.uncounted == "accept")
    #expect(try await fixture.hone("engine", "list").output.contains("not counted so far"))
    #expect(try await fixture.hone("doctor").output.contains("not known to count what it sends"))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let edit = try await fixture.hone("edit", "-y", "--format", "json", "rename load")
    #expect(try edit.events().last?["counted"] as? Bool == true, "\(edit.output) \(edit.error)")
    #expect(fixture.engine.requests.count == 3)
    before = try await listed()
    #expect(before.features.contains("counts") && before.uncounted == nil)
    #expect(try await !fixture.hone("doctor").output.contains("not known to count what it sends"))
    await fixture.stop()
  }

  @Test func `Where nobody reviews, a server that does not count is asked for whole replies`() async throws {
    let text = block("app.py", "def load(path):", "def read(path):")
    let engine = try await ScriptedEngine.start { request, _ in
      guard String(decoding: request.body, as: UTF8.self).contains(#""stream":false"#) else { return .chat(text: text) }
      return .json(
        #"{"choices":[{"index":0,"message":{"role":"assistant","content":"# + ScriptedEngineReply.quoted(text)
          + #"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":7}}"#)
    }
    let fixture = try HoneFixture(engine: engine)
    try fixture.repository.git("config", "--unset", "honeengine.test.uncounted")
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let listed = try await fixture.hone("engine", "list", "--format", "json").events()
    #expect(listed.first { $0["name"] as? String == "test" }?["uncounted"] as? String == "review")
    #expect(try await fixture.hone("engine", "list").output.contains("whole replies where nobody reviews them"))
    #expect(
      try await fixture.hone("doctor").output.contains("so without a review it is asked for replies in one piece"))
    func lastIsWhole() throws -> Bool {
      String(decoding: try #require(engine.requests.last).body, as: UTF8.self).contains(#""stream":false"#)
    }
    let seen = try await fixture.onTerminal("edit", "'rename load to read'", keys: ["n"])
    #expect(try !lastIsWhole(), "\(seen)")
    // Whoever reviews is told what nobody else can notice.
    #expect(seen.contains("does not count all that it sends"), "\(seen)")
    try fixture.repository.git("config", "honeengine.test.uncounted", "accept")
    let chosen = try await fixture.onTerminal("edit", "'rename load to read'", keys: ["n"])
    #expect(!chosen.contains("does not count all that it sends"), "\(chosen)")
    try fixture.repository.git("config", "--unset", "honeengine.test.uncounted")
    let unseen = try await fixture.hone("edit", "-y", "--format", "json", "rename load to read")
    #expect(unseen.exitCode == 0, "\(unseen.error)")
    #expect(try unseen.events().last?["counted"] as? Bool == true)
    #expect(try lastIsWhole() && fixture.repository.stagedText("app.py").hasPrefix("def read(path):"))
    await fixture.stop()
  }

  @Test func `Settings of the local engine leave it the local engine`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: "NOTHING"))
    for (key, value) in [("format", "window"), ("uncounted", "refuse"), ("api", "responses")] {
      try fixture.repository.git("config", "honeengine.local.\(key)", value)
    }
    let listed = try await fixture.hone("engine", "list", "--format", "json").events()
    #expect(listed.count { $0["name"] as? String == "local" } == 1)
    #expect(listed.first?["name"] as? String == "local" && listed.first?["local"] as? Bool == true)
    #expect(try await fixture.hone("engine", "models", "--engine", "local").exitCode == 0)
    try fixture.repository.git("config", "hone.engine", "local")
    #expect(try await fixture.hone("doctor").output.contains("local; nothing leaves this machine"))
    // A server of that name is the user's own.
    try fixture.repository.git("config", "honeengine.local.url", fixture.engine.baseURL)
    try fixture.repository.git("config", "honeengine.local.api", "chat")
    let own = try await fixture.hone("engine", "list", "--format", "json").events()
    #expect(own.filter { $0["name"] as? String == "local" }.map { $0["url"] as? String } == [fixture.engine.baseURL])
    await fixture.stop()
  }

  @Test func `What becomes of uncounted replies is a setting`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    try fixture.repository.git("config", "honeengine.test.uncounted", "refuse")
    let refused = try await fixture.hone("edit", "-y", "rename load")
    #expect(refused.exitCode == 4 && refused.error.contains("does not count what it sends"), "\(refused.error)")
    #expect(!String(decoding: fixture.engine.receivedBytes, as: UTF8.self).contains("rename load"))
    #expect(try fixture.repository.git("diff", "--cached", "--stat").contains("1 insertion"))
    try fixture.repository.git("config", "honeengine.test.uncounted", "sometimes")
    let wrong = try await fixture.hone("edit", "-y", "rename load")
    #expect(wrong.exitCode == 2 && wrong.error.contains("accept, whole, refuse"), "\(wrong.error)")
    try fixture.repository.git("config", "honeengine.test.uncounted", "accept")
    let accepted = try await fixture.hone("edit", "-y", "--format", "json", "rename load")
    #expect(accepted.exitCode == 0)
    #expect(try accepted.events().last?["counted"] as? Bool == false)
    await fixture.stop()
  }
}
