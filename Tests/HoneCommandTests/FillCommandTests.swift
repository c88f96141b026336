import HoneTestSupport
import Testing

@Suite(.serialized)
struct FillCommandTests {
  @Test func `An empty function is filled by fill-in-the-middle where the engine has it`() async throws {
    let fixture = try await HoneFixture(
      files: ["area.py": "def area(width, height):\n    \n\n\ndef main():\n    pass\n"], api: "llama",
      replies: .infill(text: "return width * height\n\n\ndef main():\n"))
    let result = try await fixture.hone("fill", "-y", "area.py:2")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(
      try fixture.repository.stagedText("area.py")
        == "def area(width, height):\n    return width * height\n\n\ndef main():\n    pass\n")
    let sent = String(decoding: fixture.engine.receivedBytes, as: UTF8.self)
    #expect(sent.contains("input_prefix"))
    #expect(try fixture.repository.fsck() == nil)
    await fixture.stop()
  }

  @Test func `Below a heading the lines are inserted`() async throws {
    let fixture = try await HoneFixture(
      files: ["area.py": "def area(width, height):\n\nprint(area(2, 3))\n"], api: "llama",
      replies: .infill(text: "    return width * height\n"))
    #expect(try await fixture.hone("fill", "-y", "area.py:1").exitCode == 0)
    #expect(
      try fixture.repository.stagedText("area.py")
        == "def area(width, height):\n    return width * height\n\nprint(area(2, 3))\n")
    await fixture.stop()
  }

  @Test func `With an instruction, or without fill-in-the-middle, a window is rewritten`() async throws {
    let fixture = try await HoneFixture(
      files: ["area.py": "def area(width, height):\n    pass\n"], format: "window",
      replies: .chat(text: "```python\ndef area(width, height):\n    \"\"\"Return the area.\"\"\"\n    pass\n```"))
    let result = try await fixture.hone("fill", "-y", "area.py:1", "a docstring")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(
      try fixture.repository.stagedText("area.py")
        == "def area(width, height):\n    \"\"\"Return the area.\"\"\"\n    pass\n")
    await fixture.stop()
  }

  @Test func `A line that is not there and a file that is not tracked are refused`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write("new.py", "x = 1\n")
    let beyond = try await fixture.hone("fill", "-y", "app.py:99")
    #expect(beyond.exitCode == 2)
    #expect(beyond.error.contains("no line 99"))
    let untracked = try await fixture.hone("fill", "-y", "new.py:1")
    #expect(untracked.exitCode == 2)
    #expect(untracked.error.contains("git add new.py"))
    await fixture.stop()
  }

  @Test func `What stands there is not changed`() async throws {
    let text = (1...30).map { "line \($0)\n" }.joined()
    let fixture = try await HoneFixture(
      files: ["f.txt": text], format: "window", replies: .chat(text: "```\nline 2\nline 3\ninserted\n```\n"))
    let result = try await fixture.hone("fill", "-y", "f.txt:3")
    #expect(result.exitCode == 1)
    #expect(try fixture.repository.status() == [])
    await fixture.stop()
  }

  @Test func `A stand-in for the body goes, the rest stays`() async throws {
    let fixture = try await HoneFixture(
      files: ["f.js": "function one() {}\n"], format: "window",
      replies: .chat(text: "```js\nfunction one() {\n  return 1;\n}\n```\n"))
    let result = try await fixture.hone("fill", "-y", "f.js:1")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.stagedText("f.js") == "function one() {\n  return 1;\n}\n")
    await fixture.stop()
  }
}
