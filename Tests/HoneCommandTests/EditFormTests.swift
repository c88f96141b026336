import HoneSystem
import HoneTestSupport
import Testing

/// What the forms in which an engine writes edits may say, and may not.
@Suite(.serialized)
struct EditFormTests {
  @Test func `A window engine rewrites one window at a time`() async throws {
    let fixture = try await HoneFixture(
      format: "window",
      replies: .chat(
        text: "```python\ndef load(path):\n    with open(path) as file:\n        return file.read()\n```\n"))
    try fixture.repository.write(
      "app.py", HoneFixture.app.replacing("return open(path).read()", with: "return open(path, 'r').read()"))
    try fixture.repository.stage("app.py")
    let result = try await fixture.hone("edit", "-y", "close the file")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(
      try fixture.repository.stagedText("app.py")
        == HoneFixture.app.replacing(
          "    return open(path).read()", with: "    with open(path) as file:\n        return file.read()"))
    await fixture.stop()
  }

  @Test func `A V4A patch edits and creates files`() async throws {
    let patch = """
      *** Begin Patch
      *** Update File: app.py
      @@ def load(path):
      -    return open(path).read()
      +    return read(path)
      *** Add File: files.py
      +def read(path):
      +    return open(path).read()
      *** End Patch
      """
    let fixture = try await HoneFixture(format: "v4a", api: "responses", replies: .responses(text: patch))
    let result = try await fixture.hone("edit", "-y", "move reading to files.py", "--", "app.py")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.stagedText("files.py") == "def read(path):\n    return open(path).read()\n")
    #expect(try fixture.repository.stagedText("app.py").contains("    return read(path)\n"))
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.status() == [])
    #expect(!fixture.repository.exists("files.py"))
    await fixture.stop()
  }

  @Test func `Lines above and below an edit are added in the same reply`() async throws {
    let reply =
      block("app.py", "    return open(path).read()", "    return open(path).read().strip()")
      + block("app.py", "def load(path):", "def load(path):\n    # Small files only.")
    let fixture = try await HoneFixture(replies: .chat(text: reply))
    try fixture.stageChange()
    let result = try await fixture.hone("edit", "-y", "strip what load returns")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(
      try fixture.repository.stagedText("app.py").hasPrefix(
        "def load(path):\n    # Small files only.\n    return open(path).read().strip()\n"))
    await fixture.stop()
  }

  @Test func `Without an instruction no file is deleted, moved or made`() async throws {
    for patch in ["*** Delete File: app.py", "*** Update File: app.py\n*** Move to: b.py", "*** Add File: b.py\n+x"] {
      let fixture = try await HoneFixture(
        format: "v4a", replies: .chat(text: "*** Begin Patch\n\(patch)\n*** End Patch\n"))
      try fixture.stageChange()
      let before = try fixture.repository.git("status", "--porcelain=v2")
      let result = try await fixture.hone("edit", "-y")
      #expect(result.exitCode == 1, "\(patch): \(result.output)\(result.error)")
      #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
      await fixture.stop()
    }
  }

  @Test func `A moved file keeps its mode, in the index and in a patch`() async throws {
    let patch = """
      *** Begin Patch
      *** Update File: run.sh
      *** Move to: go.sh
      @@
      -echo run
      +echo go
      *** End Patch
      """
    let fixture = try await HoneFixture(files: [:], format: "v4a", replies: .chat(text: patch))
    try fixture.repository.write("run.sh", "#!/bin/sh\nset -e\necho run\n", mode: 0o755)
    try fixture.repository.commit("first")
    let patched = try await fixture.hone("edit", "--patch", "rename run to go", "--", "run.sh")
    #expect(patched.output.contains("rename from run.sh\nrename to go.sh\n"), "\(patched.output)\(patched.error)")
    let events = try await fixture.hone("edit", "--format", "json", "rename run to go", "--", "run.sh").events()
    let proposals = events.filter { $0["type"] as? String == "proposal" }
    #expect(proposals.count == 1 && proposals[0]["path"] as? String == "run.sh", "\(proposals)")
    #expect(proposals.first?["renameTo"] as? String == "go.sh", "\(proposals)")
    let screen = try await fixture.onTerminal("edit", "'rename run to go'", "run.sh", keys: ["n"])
    #expect(screen.contains("rename from run.sh") && screen.contains("+echo go"), "\(screen)")
    #expect(!screen.contains("+set -e"), "\(screen)")
    let result = try await fixture.hone("edit", "-y", "rename run to go", "--", "run.sh")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.git("ls-files", "-s").hasPrefix("100755"))
    #expect(try fixture.repository.status() == ["R  run.sh -> go.sh"])
    #expect(fixture.repository.permissions("go.sh") == 0o755)
    await fixture.stop()
  }

  @Test func `New files stay beside what was shown, are never hidden, and never stand on another`() async throws {
    let names = ["src/new.py", "other/new.py", ".env", "src/.hidden/x", "src/there.py", "./src/b.py"]
    let patch = "*** Begin Patch\n" + names.map { "*** Add File: \($0)\n+x = 1\n" }.joined() + "*** End Patch\n"
    let fixture = try await HoneFixture(
      files: ["src/a.py": "x = 1\n", "src/there.py": "y = 1\n", "other/b.py": "z = 1\n"], format: "v4a",
      replies: .chat(text: patch))
    let result = try await fixture.hone("edit", "-y", "split the file", "--", "src/a.py")
    #expect(result.exitCode == 1)
    #expect(try fixture.repository.status() == ["A  src/b.py", "A  src/new.py"])
    await fixture.stop()
  }

  @Test func `What an engine drafts while it thinks is not applied`() async throws {
    let draft = "<think>\n" + block("app.py", "    return open(path).read()", "    return WRONG") + "</think>\n\n"
    let real = block("app.py", "    return open(path).read()", "    return open(path).read().strip()")
    let fixture = try await HoneFixture(replies: .chat(text: draft + real))
    try fixture.stageChange()
    let result = try await fixture.hone("edit", "-y", "strip what load returns")
    #expect(result.exitCode == 0, "\(result.error)")
    let staged = try fixture.repository.stagedText("app.py")
    #expect(staged.contains(".strip()") && !staged.contains("WRONG"))
    await fixture.stop()
  }

  @Test func `An edit in another form is told, and the others are made`() async throws {
    let good = block("app.py", "    return open(path).read()", "    return open(path).read().strip()")
    let other =
      "\n1. And:\n\n   app.py\n   <<<<<<< SEARCH\n   def load(path):\n   =======\n   def read(path):\n   >>>>>>> REPLACE\n"
    let fixture = try await HoneFixture(replies: .chat(text: good + other), .chat(text: other))
    try fixture.stageChange()
    let both = try await fixture.hone("edit", "-y", "strip what load returns")
    #expect(both.exitCode == 1 && both.error.contains("in another form"), "\(both.error)")
    #expect(try fixture.repository.stagedText("app.py").contains(".strip()"))
    let none = try await fixture.hone("edit", "-y", "--no-cache", "strip it again")
    #expect(none.exitCode == 1 && none.error.contains("in another form"), "\(none.error)")
    await fixture.stop()
  }

  @Test
  func `A reply without an edit is told as one, whatever words it holds, and an edit that changes nothing is one`()
    async throws
  {
    for talk in ["I cannot find the SEARCH text; tell me more.", "{\"patch\": \"*** Begin Patch\"}"] {
      let fixture = try await HoneFixture(replies: .chat(text: talk))
      try fixture.stageChange()
      let result = try await fixture.hone("edit", "-y", "improve load")
      #expect(result.exitCode == 1 && result.error.contains("wrote no edit"), "\(result.error)")
      await fixture.stop()
    }
    for (format, reply) in [
      ("line-range", "app.py\n<<<<<<< LINES 1-1\ndef load(path):\n>>>>>>> END\n"),
      ("anchors", "app.py\n<<<<<<< FROM def load(\ndef load(path):\n>>>>>>> END\n"),
    ] {
      let fixture = try await HoneFixture(format: format, replies: .chat(text: reply))
      try fixture.stageChange()
      let result = try await fixture.hone("edit", "-y", "improve load")
      #expect(result.exitCode == 0 && !result.error.contains("wrote no edit"), "\(result.error)")
      await fixture.stop()
    }
  }

  @Test func `A tail that a window lost is not deleted unseen`() async throws {
    let fixture = try await HoneFixture(
      format: "window", replies: .chat(text: "```python\nimport os\n\n\ndef load(path):\n    pass\n```\n"))
    try fixture.repository.write("app.py", "import os\n\n\ndef load(path):\n    pass\n\n\ndef save(path):\n    pass\n")
    try fixture.repository.stage("app.py")
    let before = try fixture.repository.stagedText("app.py")
    let result = try await fixture.hone("edit", "-y", "improve", "--", "app.py")
    #expect(result.exitCode == 1 && result.error.contains("left out"), "\(result.error)")
    #expect(try fixture.repository.stagedText("app.py") == before)
    await fixture.stop()
  }

  @Test func `A bare word above a block is its file`() async throws {
    let fixture = try await HoneFixture(
      files: ["app.py": "b = 1\n", "Makefile": "b = 1\n"], replies: .chat(text: block("Makefile", "b = 1", "b = 9")))
    try fixture.repository.write("app.py", "b = 1\nc = 1\n")
    try fixture.repository.stage("app.py")
    let result = try await fixture.hone("edit", "-y", "set it to nine")
    #expect(result.exitCode == 1)
    #expect(try fixture.repository.status() == ["M  app.py"])
    #expect(fixture.repository.text("app.py") == "b = 1\nc = 1\n")
    await fixture.stop()
  }

  @Test func `An empty file can be filled by a block without search text`() async throws {
    let fixture = try await HoneFixture(files: ["a.py": ""], replies: .chat(text: block("a.py", "", "x = 1")))
    let result = try await fixture.hone("edit", "-y", "begin", "--", "a.py")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.stagedText("a.py") == "x = 1\n")
    await fixture.stop()
  }

  @Test func `A window that lost most of its lines is refused`() async throws {
    let text = (1...12).map { "x\($0) = \($0)\n" }.joined()
    let fixture = try await HoneFixture(
      files: ["a.py": text], format: "window", replies: .chat(text: "```python\nx3 = 4\n```\n"))
    let result = try await fixture.hone("edit", "-y", "x3 is four", "--", "a.py")
    #expect(result.exitCode == 1)
    #expect(result.error.contains("left out"))
    #expect(try fixture.repository.status() == [])
    await fixture.stop()
  }
}
