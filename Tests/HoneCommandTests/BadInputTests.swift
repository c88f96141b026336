import HoneSystem
import HoneTestSupport
import Testing

/// Each bad input gives one clear line with the remedy, the right exit code, and an untouched repository.
@Suite(.serialized)
struct BadInputTests {
  private func state(of repository: ScriptedRepository) throws -> String {
    try repository.git("status", "--porcelain=v2", "--untracked-files=all") + repository.git("ls-files", "-s")
  }

  /// Runs an edit of a staged change against `reply` and makes sure that nothing changed.
  private func refused(
    _ reply: ScriptedEngineReply, exit code: Int32, saying words: String, arguments: [String] = []
  ) async throws {
    let fixture = try await HoneFixture(replies: reply)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let before = try state(of: fixture.repository)
    let result = try await fixture.hone(arguments: ["edit", "-y", "rename load to read"] + arguments)
    #expect(result.exitCode == code, "\(result.error)")
    #expect(result.error.contains(words), "\(result.error)")
    #expect(try state(of: fixture.repository) == before)
    #expect(try fixture.repository.fsck() == nil)
    await fixture.stop()
  }

  @Test func `No repository`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let result = try await fixture.hone("edit", "-y", "x y", in: fixture.repository.scratch + "/home")
    #expect(result.exitCode == 2)
    #expect(result.error.contains("not a git repository"))
    await fixture.stop()
  }

  @Test func `A bare repository`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let bare = fixture.repository.scratch + "/bare.git"
    try fixture.repository.git("init", "--quiet", "--bare", bare)
    let result = try await fixture.hone("edit", "-y", "x y", in: bare)
    #expect(result.exitCode == 2)
    #expect(result.error.contains("bare"))
    await fixture.stop()
  }

  @Test func `An unborn HEAD has a staged change like any other`() async throws {
    let fixture = try await HoneFixture(files: [:], replies: .chat(text: block("a.py", "x = 1", "x = 2")))
    try fixture.repository.write("a.py", "x = 1\n")
    try fixture.repository.stage("a.py")
    let result = try await fixture.hone("edit", "-y", "make it two")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.stagedText("a.py") == "x = 2\n")
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.stagedText("a.py") == "x = 1\n")
    await fixture.stop()
  }

  @Test func `A detached HEAD is fine`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def main():", "def start():")))
    try fixture.repository.git("checkout", "--quiet", "--detach")
    let result = try await fixture.hone("edit", "-y", "--commit", "-m", "Start", "rename main", "--", "app.py")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.git("log", "-1", "--format=%s") == "Start\n")
    await fixture.stop()
  }

  @Test func `No change at hand`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let result = try await fixture.hone("edit", "-y", "do something")
    #expect(result.exitCode == 0)
    #expect(result.error.contains("no change at hand"))
    #expect(fixture.engine.requests.isEmpty)
    await fixture.stop()
  }

  @Test func `A staged path with a line feed is named, not passed over`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    _ = try await fixture.run("sh", ["-c", "f=$(printf 'a\\nb.py'); echo x > \"$f\"; git add \"$f\""])
    let result = try await fixture.hone("edit", "-y", "do something")
    #expect(result.exitCode == 1)
    #expect(result.error.contains("line feed"), "\(result.error)")
    #expect(fixture.engine.requests.isEmpty)
    await fixture.stop()
  }

  @Test func `A staged path with a line feed is checked like any other`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write("a\nb.py", "<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n")
    try fixture.repository.git("add", "a\nb.py")
    let result = try await fixture.hone("check")
    #expect(result.exitCode == 1 && result.output.contains("\"a\\nb.py\":1:1: error:"), "\(result.output)")
    await fixture.stop()
  }

  @Test func `A path outside of the repository`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let result = try await fixture.hone("edit", "-y", "do something", "--", "../elsewhere.py")
    #expect(result.exitCode == 2)
    #expect(result.error.contains("outside the repository"))
    await fixture.stop()
  }

  @Test func `An unknown engine`() async throws {
    try await refused(
      .chat(text: ""), exit: 2, saying: "there is no engine named `nobody`", arguments: ["--engine", "nobody"])
  }

  @Test func `A server that cannot be reached`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    await fixture.stop()
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let before = try state(of: fixture.repository)
    let result = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(result.exitCode == 4)
    #expect(result.error.contains("could not be reached"), "\(result.error)")
    #expect(try state(of: fixture.repository) == before)
  }

  @Test func `A key that is not accepted`() async throws {
    try await refused(.failure(status: 401, message: "bad key"), exit: 4, saying: "bad key")
  }

  @Test func `Too many requests`() async throws {
    try await refused(
      .failure(status: 429, message: "slow down", headers: [("Retry-After", "60")]), exit: 4, saying: "slow down")
  }

  @Test func `A server error in the middle of a stream`() async throws {
    var reply = ScriptedEngineReply.chat(text: block("app.py", "def load(path):", "def read(path):"))
    reply.frames.insert(
      Array("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n".utf8), at: reply.frames.count / 2)
    try await refused(reply, exit: 4, saying: "out of memory")
  }

  @Test func `A stream that is cut`() async throws {
    var reply = ScriptedEngineReply.chat(text: block("app.py", "def load(path):", "def read(path):"))
    reply.cutAfter = reply.body.count - 20
    try await refused(reply, exit: 4, saying: "engine")
  }

  @Test func `A web page in place of a stream`() async throws {
    try await refused(.page(), exit: 4, saying: "engine")
  }

  @Test func `A reply of prose only`() async throws {
    try await refused(
      .chat(text: "You could rename it with sed."), exit: 1, saying: "it said: You could rename it with sed.")
  }

  @Test func `A reply that ends with an open edit`() async throws {
    try await refused(
      .chat(text: "app.py\n<<<<<<< SEARCH\ndef load(path):\n=======\ndef read(path):\n"), exit: 1, saying: "left alone")
  }

  @Test func `A reply that was cut at its token limit`() async throws {
    try await refused(
      .chat(text: block("app.py", "def load(path):", "def read(path):"), finishReason: "length"), exit: 1,
      saying: "token limit")
  }

  @Test func `A placeholder in place of code`() async throws {
    try await refused(
      .chat(text: block("app.py", "    return open(path).read()", "    # ... existing code ...")), exit: 1,
      saying: "left alone")
  }

  @Test func `Text that stands nowhere, with the line that diverged`() async throws {
    try await refused(
      .chat(text: block("app.py", "def load(path):\n    return close(path)", "x")), exit: 1,
      saying: "return close(path)")
  }

  @Test func `A reply that says that nothing has to change is no error`() async throws {
    try await refused(.chat(text: "NOTHING\n"), exit: 0, saying: "proposed no change")
  }

  @Test func `A reply without end is cut off`() async throws {
    try await refused(
      .chat(text: String(repeating: "and so on ", count: 60_000), pieceLength: 4000), exit: 1, saying: "far longer")
  }

  @Test func `A budget that ends before anything was proposed`() async throws {
    var reply = ScriptedEngineReply.chat(text: block("app.py", "def load(path):", "def read(path):"))
    reply.delay = .seconds(20)
    try await refused(reply, exit: 4, saying: "the time budget ended", arguments: ["--budget", "1s"])
  }

  @Test func `A key that is not set, and a model that is not named, are wrong usage`() async throws {
    try await refused(
      .chat(text: ""), exit: 2, saying: "CEREBRAS_API_KEY", arguments: ["--engine", "cerebras", "--model", "m"])
    try await refused(.chat(text: ""), exit: 2, saying: "no model", arguments: ["--engine", "ollama"])
  }

  @Test func `Output that cannot be written is not success`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = HoneResult(
      try await fixture.run("sh", ["-c", "\"$0\" edit --patch 'rename load to read' > /dev/full", HoneFixture.program]))
    #expect(result.exitCode == 1)
    #expect(result.error.contains("write to standard output"))
    await fixture.stop()
  }

  @Test func `A file that does not fit the engine is left alone, not passed over`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: "NOTHING"))
    try fixture.repository.git("config", "hone.context", "20")
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(result.exitCode == 1)
    #expect(result.error.contains("does not fit into the engine's context"))
    #expect(fixture.engine.requests.isEmpty)
    await fixture.stop()
  }

  @Test func `A merge in progress`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.write(".git/MERGE_HEAD", try fixture.repository.head() + "\n")
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(result.exitCode == 3)
    #expect(result.error.contains("merge"))
    await fixture.stop()
  }

  @Test func `A disk that is full while a blob is written`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let before = try state(of: fixture.repository)
    // A file size limit of nothing stops every write to a file, as a full disk does.
    let result = HoneResult(
      try await fixture.run(
        "sh", ["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" edit -y 'rename load to read'", HoneFixture.program]))
    #expect(result.exitCode == 3, "\(result.error)")
    #expect(try state(of: fixture.repository) == before)
    #expect(try fixture.repository.fsck() == nil)
    await fixture.stop()
  }

  @Test(arguments: [
    ["--no-such-option"], ["edit", "--stage", "--patch", "x"], ["edit", "-m", "message", "x"],
    ["edit", "--budget", "soon", "x"], ["edit", "-y", "x", "--", "nosuch.py"], ["edit", "--commit", "-m", " ", "x"],
    ["log", "--", "app.py"], ["fill", "app.py"], ["fill", "app.py:0"], ["show", "nothing"],
    ["undo", "nothing"],
  ])
  func `Wrong usage exits with 2`(arguments: [String]) async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let result = try await fixture.hone(arguments: arguments)
    #expect(result.exitCode == 2, "\(result.error)")
    #expect(!result.error.isEmpty)
    await fixture.stop()
  }
}
