import HoneSystem
import HoneTestSupport
import Testing

/// The main job, end to end: a change at hand, an instruction, a streamed reply, a write.
@Suite(.serialized)
struct EditCommandTests {
  @Test func `Edits of a staged change go to the index and the work tree`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    let result = try await fixture.hone("edit", "-y", "rename load to read_config")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.output.contains("+def read_config(path):"))
    let text = try fixture.repository.stagedText("app.py")
    #expect(text.contains("def read_config(path):\n    return open"))
    #expect(text.contains("print(read_config(\"a.txt\"))"))
    #expect(text.hasSuffix("DEBUG = True\n"))
    #expect(fixture.repository.text("app.py") == text)
    #expect(try fixture.repository.status() == ["M  app.py"])
    #expect(try fixture.repository.git("diff") == "")
    #expect(try fixture.repository.fsck() == nil)
    await fixture.stop()
  }

  @Test func `Tokens that nobody has counted are told as an estimate, in words, in JSON and later`() async throws {
    let text = block("app.py", "def load(path):", "def read(path):")
    let fixture = try await HoneFixture(
      replies: .chat(text: text, usage: nil), .chat(text: text, usage: nil), .chat(text: text, usage: (10, 2, 5)))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let told = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(told.output.contains("staged; about "), "\(told.output)")
    #expect(try await fixture.hone("log").output.contains(", about "))
    #expect(try await fixture.hone("show").output.contains("\nTokens: about "))
    _ = try await fixture.hone("undo")
    let events = try await fixture.hone("edit", "-y", "--format", "json", "rename load to read").events()
    let tokens = try #require(events.last?["tokens"] as? [String: any Sendable])
    #expect(events.last?["tokensEstimated"] as? Bool == true && (tokens["prompt"] as? Int ?? 0) > 20)
    let run = try #require(try await fixture.hone("log", "--format", "json").events().first)
    #expect(run["tokensEstimated"] as? Bool == true)
    _ = try await fixture.hone("undo")
    let counted = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(counted.output.contains("; 10 (2 cached) + 5 tokens; "), "\(counted.output)")
    let log = try #require(try await fixture.hone("log", "--format", "json").events().first)
    #expect(log["tokensEstimated"] as? Bool == false)
    await fixture.stop()
  }

  @Test func `The log has the times that a server measured, and the tokens of a commit message`() async throws {
    var reply = ScriptedEngineReply.chat(text: block("app.py", "def load(path):", "def read(path):"), usage: (10, 0, 5))
    let times = #"data: {"choices":[],"time_info":{"queue_time":0.25,"prompt_time":1.5,"completion_time":2.0}}\#n\#n"#
    reply.frames.insert(Array(times.utf8), at: reply.frames.count - 1)
    let fixture = try await HoneFixture(replies: reply, .chat(text: "Rename load", usage: (20, 0, 3)))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let result = try await fixture.hone("edit", "-y", "--commit", "--format", "json", "rename load to read")
    let tokens = try #require(result.events().last?["tokens"] as? [String: any Sendable])
    #expect(tokens["prompt"] as? Int == 30 && tokens["completion"] as? Int == 8, "\(result.output) \(result.error)")
    let run = try #require(try await fixture.hone("log", "--format", "json").events().first)
    let milliseconds = try #require(run["milliseconds"] as? [String: any Sendable])
    #expect(milliseconds["queue"] as? Int == 250 && milliseconds["prompt"] as? Int == 1500)
    #expect(milliseconds["completion"] as? Int == 2000)
    #expect((run["tokens"] as? [String: any Sendable])?["prompt"] as? Int == 30)
    let shown = try await fixture.hone("show").output
    #expect(shown.contains("Server: waited for 250 ms, read for 1.5 s, wrote for 2.0 s\n"), "\(shown)")
    await fixture.stop()
  }

  @Test func `An edit with which the file could not be parsed is left out, the others are written`() async throws {
    let reply = HoneFixture.rename + block("app.py", "    return open(path).read()", "    return open(path) +")
    let fixture = try await HoneFixture(replies: .chat(text: reply))
    try fixture.stageChange()
    let result = try await fixture.hone("edit", "-y", "--format", "json", "rename load to read_config")
    #expect(result.exitCode == 1, "\(result.error)")
    let events = try result.events()
    #expect(events.compactMap { $0["type"] as? String }.filter { $0 == "proposal" }.count == 3)
    let refusal = try #require(events.first { $0["type"] as? String == "refusal" })
    #expect(refusal["path"] as? String == "app.py")
    #expect((refusal["message"] as? String ?? "").hasPrefix("the edit at line 2 is left out"))
    let text = try fixture.repository.stagedText("app.py")
    #expect(text.contains("def read_config(path):\n    return open(path).read()\n"))
    // The proposal of that edit was told while the reply was open; what is left of the file comes with its withdrawal.
    let withdrawal = try #require(events.last { $0["type"] as? String == "withdrawal" })
    #expect(withdrawal["number"] as? Int == 3 && events.last?["edits"] as? Int == 2)
    #expect(try fixture.repository.git("rev-parse", ":app.py").hasPrefix(withdrawal["result"] as? String ?? "none"))
    await fixture.stop()
  }

  @Test func `The default command is edit, and undo restores what was staged`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    let before = try fixture.repository.stagedText("app.py")
    #expect(try await fixture.hone("rename load to read_config", "--yes").exitCode == 0)
    let undo = try await fixture.hone("undo")
    #expect(undo.exitCode == 0, "\(undo.error)")
    #expect(try fixture.repository.stagedText("app.py") == before)
    #expect(fixture.repository.text("app.py") == before)
    let again = try await fixture.hone("undo")
    #expect(again.exitCode == 2)
    #expect(again.error.contains("no run to take back"))
    await fixture.stop()
  }

  @Test func `Without a terminal and without --yes the edits are printed as a patch that git takes`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let result = try await fixture.hone("edit", "rename load to read_config")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.output.hasPrefix("diff --git a/app.py b/app.py\n"))
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    try fixture.repository.git(["apply", "--index", "-"], input: result.output)
    #expect(try fixture.repository.stagedText("app.py").contains("def read_config(path):"))
    await fixture.stop()
  }

  @Test func `Of an unstaged change only the edits are staged where they stand apart`() async throws {
    let fixture = try await HoneFixture(
      replies: .chat(text: block("app.py", "def load(path):", "def load(path: str):")))
    try fixture.repository.write("app.py", HoneFixture.app + "\nDEBUG = True\n")
    let result = try await fixture.hone("edit", "-y", "add a type hint to load")
    #expect(result.exitCode == 0, "\(result.error)")
    let hinted = HoneFixture.app.replacing("def load(path):", with: "def load(path: str):")
    #expect(try fixture.repository.stagedText("app.py") == hinted)
    #expect(fixture.repository.text("app.py") == hinted + "\nDEBUG = True\n")
    #expect(try fixture.repository.status() == ["MM app.py"])
    await fixture.stop()
  }

  @Test func `An edit that overlaps unstaged lines is written beside them and said`() async throws {
    let fixture = try await HoneFixture(
      replies: .chat(text: block("app.py", "DEBUG = True", "DEBUG: bool = True")))
    try fixture.repository.write("app.py", HoneFixture.app + "\nDEBUG = True\n")
    let result = try await fixture.hone("edit", "-y", "add a type hint to DEBUG")
    #expect(fixture.repository.text("app.py") == HoneFixture.app + "\nDEBUG: bool = True\n")
    #expect(try fixture.repository.stagedText("app.py") == HoneFixture.app)
    #expect(result.error.contains("left alone: app.py"))
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(fixture.repository.text("app.py") == HoneFixture.app + "\nDEBUG = True\n")
    await fixture.stop()
  }

  @Test func `Without an instruction only the changed lines may change`() async throws {
    let reply =
      block("app.py", "DEBUG = True", "DEBUG = False") + block("app.py", "def main():", "def start():")
    let fixture = try await HoneFixture(replies: .chat(text: reply))
    try fixture.stageChange()
    let result = try await fixture.hone("edit", "-y")
    #expect(result.exitCode == 1)
    #expect(result.error.contains("not part of the change at hand"))
    #expect(try fixture.repository.stagedText("app.py") == HoneFixture.app + "\nDEBUG = False\n")
    await fixture.stop()
  }

  @Test func `Named files are edited when nothing changed, and callers are shown with them`() async throws {
    let fixture = try await HoneFixture(
      files: ["a.py": "def load():\n    return 1\n", "b.py": "from a import load\nload()\n", "c.py": "x = 1\n"],
      replies: .chat(
        text: block("a.py", "def load():", "def read():")
          + block("b.py", "from a import load\nload()", "from a import read\nread()")
      ))
    let result = try await fixture.hone("edit", "-y", "rename load to read and update its callers", "--", "a.py")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.stagedText("a.py") == "def read():\n    return 1\n")
    #expect(try fixture.repository.stagedText("b.py") == "from a import read\nread()\n")
    let sent = String(decoding: fixture.engine.receivedBytes, as: UTF8.self)
    #expect(sent.contains("b.py"))
    #expect(!sent.contains("c.py"))
    await fixture.stop()
  }

  @Test func `Commit context goes to the engine, and secrets do not`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: "NOTHING"))
    let password = "DBPbusu9" + "jXPA383"
    let secret = "ghp_" + "x7Kq2ZvN4mWpL9sTfYc3RbHd8JgQe1UaXi5o"
    try fixture.repository.write("app.py", HoneFixture.app + "\nTOKEN = \"\(secret)\"\nDB_PASS=\(password)\n")
    try fixture.repository.stage("app.py")
    let result = try await fixture.hone("edit", "-y", "tidy load")
    #expect(result.exitCode == 0, "\(result.error)")
    let sent = String(decoding: fixture.engine.receivedBytes, as: UTF8.self)
    #expect(sent.contains("Branch: main"))
    #expect(sent.contains("- first"))
    #expect(sent.contains("+TOKEN = "))
    #expect(!sent.contains(secret))
    #expect(!sent.contains(password))
    #expect(result.error.contains("kept back from the engine"))
    await fixture.stop()
  }

  @Test func `A gate that fails on the result stops the run`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: HoneFixture.rename))
    try fixture.stageChange()
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let bad = try await fixture.hone("edit", "-y", "rename load", "--gate", "! grep -q read_config app.py")
    #expect(bad.exitCode == 1)
    #expect(bad.error.contains("the gate"))
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    let good = try await fixture.hone(
      "edit", "-y", "rename load", "--gate", "grep -q read_config app.py && test ! -e .git")
    #expect(good.exitCode == 0, "\(good.error)")
    await fixture.stop()
  }

  @Test func `An edit outside of what was asked is refused, the others are kept`() async throws {
    let reply =
      block("app.py", "def load(path):", "def read(path):") + block("other.py", "x = 1", "x = 2")
      + block(".git/hooks/pre-commit", "", "#!/bin/sh\nexit 0")
    let fixture = try await HoneFixture(
      files: ["app.py": HoneFixture.app, "other.py": "x = 1\n"], replies: .chat(text: reply))
    try fixture.stageChange()
    let result = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(result.exitCode == 1)
    #expect(try fixture.repository.stagedText("app.py").contains("def read(path):"))
    #expect(fixture.repository.text("other.py") == "x = 1\n")
    #expect(!fixture.repository.exists(".git/hooks/pre-commit"))
    await fixture.stop()
  }

  @Test func `What .hone.yml lists is never sent, staged or not, as a change, a caller or a message`() async throws {
    let fixture = try await HoneFixture(
      files: ["app.py": HoneFixture.app, "secret/b.py": "from app import load\nCODEWORD = 1\n"],
      replies: .chat(text: block("app.py", "def load(path):", "def read(path):")), .chat(text: "Rename load"))
    try fixture.repository.write(".hone.yml", "ignore:\n  - secret/\n")
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.write("secret/b.py", "from app import load\nCODEWORD = 2\n")
    try fixture.repository.stage("app.py", "secret/b.py")
    let result = try await fixture.hone("edit", "-y", "--commit", "rename load to read and update its callers")
    #expect(result.error.contains("secret/b.py: is left out by .hone.yml"))
    let sent = String(decoding: fixture.engine.receivedBytes, as: UTF8.self)
    #expect(sent.contains("rename load to read"))
    #expect(!sent.contains("CODEWORD"))
    await fixture.stop()
  }

  @Test func `Paths that are not UTF-8 are edited like any other`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("caf\u{fffd}.py", "x = 1", "x = 2")))
    let script = "f=$(printf 'caf\\351.py'); echo 'x = 1' > \"$f\"; git add \"$f\"; git commit -qm odd"
    _ = try await fixture.run("sh", ["-c", script])
    let edit = "exec \"$0\" edit -y 'set x to two' -- \"$(printf 'caf\\351.py')\""
    let result = HoneResult(try await fixture.run("sh", ["-c", edit, HoneFixture.program]))
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.git("diff", "--cached").contains("+x = 2"))
    await fixture.stop()
  }

  @Test func `From a subdirectory paths are relative to it, and a point is the whole folder`() async throws {
    let fixture = try await HoneFixture(
      files: ["a.py": "x = 1\n", "sub/a.py": "x = 1\n"], replies: .chat(text: block("sub/a.py", "x = 1", "x = 2")))
    let result = try await fixture.hone(
      "edit", "-y", "set x to two", "--", "a.py", in: fixture.repository.path + "/sub")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.status() == ["M  sub/a.py"])
    let whole = try await fixture.hone("edit", "--patch", "set x to two", "--", ".", in: fixture.repository.path)
    #expect(whole.exitCode != 2, "\(whole.error)")
    await fixture.stop()
  }
}
