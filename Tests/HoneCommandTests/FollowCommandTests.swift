import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// `git hone follow` as users run it.
struct FollowCommandTests {
  private let files = [
    "a.py": "log_all(\"x\", one)\n", "b.py": "def f(two):\n    log_all(\"y\", two)\n    keep(two)\n",
    "sub/c.py": "def g():\n  return log_all(\"z\",  three)  # as is\n", "notes.txt": "log_all is old\n",
  ]

  private func fixture() async throws -> HoneFixture {
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("a.py", "write_log(\"x\", one)\n")
    return fixture
  }

  @Test func `An edit is made everywhere else and staged`() async throws {
    let fixture = try await fixture()
    let run = try await fixture.hone("follow", "-y")
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(run.output.contains("learned from 1 edit in a.py:  log_all  ->  write_log   [2 places in 2 files]"))
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "b.py\nsub/c.py\n")
    #expect(
      try fixture.repository.git("show", ":sub/c.py") == "def g():\n  return write_log(\"z\",  three)  # as is\n")
    let undo = try await fixture.hone("undo")
    #expect(undo.exitCode == 0, "\(undo.error)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only").isEmpty)
    await fixture.stop()
  }

  @Test func `Events tell the rule and every place`() async throws {
    let fixture = try await fixture()
    let events = try await fixture.hone("follow", "--patch", "--format", "json").events()
    let learned = try #require(events.first { $0["type"] as? String == "learned" })
    #expect(learned["pattern"] as? String == "log_all" && learned["certainty"] as? String == "sure")
    let places = try #require(learned["places"] as? [[String: Any]])
    #expect(places.map { $0["path"] as? String } == ["b.py", "sub/c.py"])
    #expect(places.map { $0["line"] as? Int } == [2, 2])
    #expect(events.contains { $0["type"] as? String == "proposal" && $0["source"] as? String == "example" })
    await fixture.stop()
  }

  @Test func `A rename in a header goes on in C++, definition and call`() async throws {
    let fixture = try await HoneFixture(
      files: [
        "shape.h": "int shape_area(int width);\n", "shape.cpp": "int shape_area(int width) { return width; }\n",
        "main.cpp": "int main() { return shape_area(2); }\n",
      ], replies: .chat(text: ""))
    try fixture.repository.write("shape.h", "int shape_size(int width);\n")
    let run = try await fixture.hone("follow", "-y")
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "main.cpp\nshape.cpp\n")
    #expect(try fixture.repository.git("show", ":main.cpp") == "int main() { return shape_size(2); }\n")
    await fixture.stop()
  }

  @Test func `A second run follows nothing more than the first`() async throws {
    let fixture = try await HoneFixture(
      files: [
        "a.py": "logger.warn('a')\n", "b.py": "logger.warn('b')\n",
        "c.py": "class Stock:\n    def f(self):\n        logger.warn('c')\n        self.warn('d')\n",
      ], replies: .chat(text: ""))
    try fixture.repository.write("a.py", "logger.warning('a')\n")
    try fixture.repository.git("add", "a.py")
    for _ in 1...2 {
      let run = try await fixture.hone("follow", "-y")
      #expect(run.exitCode == 0, "\(run.error)")
    }
    #expect(try fixture.repository.git("show", ":b.py") == "logger.warning('b')\n")
    #expect(try fixture.repository.git("show", ":c.py").hasSuffix("self.warn('d')\n"))
    await fixture.stop()
  }

  @Test func `A commit teaches, paths keep to a folder, and what is left over is said`() async throws {
    let fixture = try await fixture()
    try fixture.repository.git("commit", "-qam", "one")
    let run = try await fixture.hone("follow", "--from", "HEAD", "--patch", "--explain", "sub")
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(run.output.contains("+  return write_log(\"z\",  three)  # as is") && !run.output.contains("b.py"))
    #expect(run.error.contains("learned at") && run.error.contains("a.py:1"))
    let nothing = try await fixture.hone("follow")
    #expect(nothing.exitCode == 0 && nothing.error.contains("there is no change to learn from"))
    let wrong = try await fixture.hone("follow", "--from", "HEAD", "--only", "7")
    #expect(wrong.exitCode == 2 && wrong.error.contains("there is no edit number 7"))
    await fixture.stop()
  }

  @Test func `A lesson becomes a recipe whose examples hold`() async throws {
    let fixture = try await fixture()
    let saved = try await fixture.hone("follow", "--as", "team/write-log")
    #expect(saved.exitCode == 0, "\(saved.error)")
    let tested = try await fixture.hone("recipe", "test", "team/write-log")
    #expect(tested.exitCode == 0, "\(tested.output)\(tested.error)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only").isEmpty)
    let again = try await fixture.hone("follow", "--as", "team/write-log")
    #expect(again.exitCode == 2 && again.error.contains("exists"))
    await fixture.stop()
  }

  @Test(arguments: [".hone", ".hone/recipes"])
  func `No recipe is written through a link that the repository holds`(link: String) async throws {
    let fixture = try await fixture()
    let repository = fixture.repository
    let outside = repository.scratch + "/outside"
    _ = try repository.run("mkdir", ["-p", outside, ".hone"])
    if link == ".hone" { _ = try repository.run("rm", ["-rf", ".hone"]) }
    try repository.link(link, to: outside)
    for arguments in [
      ["follow", "--as", "write-log"], ["recipe", "new", "mine", "-l", "python", "-p", "a($X)", "-r", "b($X)"],
    ] {
      let result = try await fixture.hone(arguments: arguments)
      #expect(result.exitCode == 2 && result.error.contains("is a symbolic link"), "\(result.output)\(result.error)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
    await fixture.stop()
  }

  @Test func `An edit that fits nowhere else is told as that`() async throws {
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("a.py", "log_all(\"x\", one)\n\n\ndef brand_new(a):\n    return 1 + a\n")
    let run = try await fixture.hone("follow", "-y")
    #expect(run.exitCode == 0 && run.error.contains("the edit fits its own place only"), "\(run.output)\(run.error)")
    #expect(!run.output.contains("learned from"))
    #expect(try fixture.repository.git("diff", "--cached", "--name-only").isEmpty)
    await fixture.stop()
  }

  @Test func `An import comes with the use, also in the recipe`() async throws {
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("a.py", "from team import write_log\n\nwrite_log(\"x\", one, 1)\n")
    let saved = try await fixture.hone("follow", "--as", "team/write-log")
    #expect(saved.exitCode == 0, "\(saved.error)")
    #expect(try await fixture.hone("recipe", "test", "team/write-log").exitCode == 0)
    let run = try await fixture.hone("follow", "-y", "--", "b.py")
    #expect(run.exitCode == 0 && run.output.contains("+ from team import write_log"), "\(run.output)\(run.error)")
    #expect(
      try fixture.repository.stagedText("b.py")
        == "from team import write_log\n\n\ndef f(two):\n    write_log(\"y\", two, 1)\n    keep(two)\n")
    #expect(try fixture.repository.git("fsck", "--strict").isEmpty)
    await fixture.stop()
  }

  @Test func `The recipe of an edit does what following it did, around imports too`() async throws {
    let files = [
      "a.py": "from shop.old import log_all\n\nlog_all(1)\n",
      "b.py": "from shop.old import log_all\n\n\ndef f():\n    return log_all(2)\n",
      "c.py": "from shop.old import keep, log_all\n\nkeep(log_all(3))\n",
      "d.py": "def g(run):\n    run(log_all=1)\n    return log_all(4)\n",
    ]
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("a.py", "from shop.new import write_log\n\nwrite_log(1)\n")
    let saved = try await fixture.hone("follow", "--as", "team/write-log")
    #expect(saved.exitCode == 0, "\(saved.error)")
    #expect(try await fixture.hone("recipe", "test", "team/write-log").exitCode == 0)
    let followed = try await fixture.hone("follow", "-y")
    #expect(followed.exitCode == 0, "\(followed.error)")
    let paths = ["b.py", "c.py", "d.py"]
    let wanted = try paths.map { try fixture.repository.stagedText($0) }
    #expect(
      wanted == [
        "from shop.new import write_log\n\n\ndef f():\n    return write_log(2)\n",
        "from shop.new import write_log\nfrom shop.old import keep\n\nkeep(write_log(3))\n",
        "from shop.new import write_log\n\n\ndef g(run):\n    run(log_all=1)\n    return write_log(4)\n",
      ])
    #expect(try await fixture.hone("undo").exitCode == 0)
    let run = try await fixture.hone("run", "team/write-log", "-y", "--", "b.py", "c.py", "d.py")
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(try paths.map { try fixture.repository.stagedText($0) } == wanted)
    await fixture.stop()
  }

  struct Saved: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var path: String
    var before: String
    var after: String
    var other: String

    init(_ title: String, _ path: String, _ before: String, _ after: String, other: String) {
      (testDescription, self.path, self.before, self.after, self.other) = (title, path, before, after, other)
    }
  }

  @Test(arguments: [
    Saved(
      "a named argument is no default", "a.py", "create_user('ada', is_admin=False)\n",
      "create_user('ada', is_admin=True)\n",
      other: "def create_user(name, is_admin=False):\n    pass\n\n\ncreate_user('bob', is_admin=False)\n"),
    Saved(
      "a default is no named argument", "a.py", "def create_user(name, is_admin=False):\n    pass\n",
      "def create_user(name, is_admin=True):\n    pass\n",
      other: "def make_user(name, is_admin=False):\n    make('bob', is_admin=False)\n"),
    Saved(
      "a value has its key", "a.json", "{\n  \"node-version\": \"18.0.0\",\n  \"b\": \"18.0.0\"\n}\n",
      "{\n  \"node-version\": \"20.0.0\",\n  \"b\": \"18.0.0\"\n}\n",
      other: "{\n  \"node-version\": \"18.0.0\",\n  \"c\": [\"18.0.0\"],\n  \"d\": \"18.0.0\"\n}\n"),
    Saved(
      "what has the new form holds the old one", "a.py", "a = load_rows(1)\nb = load_rows(2)\n",
      "a = safe(load_rows(1))\nb = safe(load_rows(2))\n",
      other: "b = load_rows(3)\nc = safe(load_rows(4))\nd = safe(other, load_rows(5))\n"),
    Saved(
      "the first and the last statement go", "a.py", "def f():\n    keep_all(1)\n    debug_all(1)\n",
      "def f():\n    keep_all(1)\n",
      other: "def g():\n    debug_all(1)\n\n    keep_all(2)\n\n    debug_all(1)\n\n\nlast_of(2)\n"),
    Saved(
      "a statement that is inserted above", "a.py", "def f(x):\n    save_all(x)\n    go(1)\n",
      "def f(x):\n    check_all(x)\n    save_all(x)\n    go(1)\n",
      other: "def g(y):\n    save_all(y)\n\n\ndef h(z):\n    check_all(z)\n    save_all(z)\n    save_all(1)\n"),
    Saved(
      "a statement that is inserted below", "a.js", "function f(x) {\n  saveAll(x);\n  go(1);\n}\n",
      "function f(x) {\n  saveAll(x);\n  logAll(x);\n  go(1);\n}\n",
      other: "function g(y) {\n  saveAll(y);\n}\n\nfunction h(z) {\n  saveAll(z);\n  logAll(z);\n}\n"),
    Saved(
      "a statement is no part of another", "a.py", "def f():\n    start_job(1)\n", "def f():\n    _ = start_job(1)\n",
      other: "def g():\n    start_job(2)\n    _ = start_job(3)\n    return start_job(4)\n"),
  ])
  func `A saved recipe proposes what following the edit did`(_ saved: Saved) async throws {
    let other = "sub/other." + (saved.path.split(separator: ".").last ?? "")
    let fixture = try await HoneFixture(
      files: [saved.path: saved.before, other: saved.other], replies: .chat(text: ""))
    try fixture.repository.write(saved.path, saved.after)
    let followed = try await fixture.hone("follow", "--patch", "--maybe")
    let written = try await fixture.hone("follow", "--as", "team/learned")
    #expect(written.exitCode == 0, "\(written.error)")
    let run = try await fixture.hone("run", "team/learned", "--patch", "--", "sub")
    // A place that would not parse is left alone by both.
    #expect([0, 1].contains(followed.exitCode) && run.exitCode == followed.exitCode, "\(followed.error)\(run.error)")
    #expect(followed.output.contains("+++ b/\(other)") && run.output == followed.output)
    await fixture.stop()
  }

  @Test func `The recipe of a private name keeps to its file`() async throws {
    let files = [
      "src/a.c": "static int load_all(int a) { return a; }\nint f(void) { return load_all(1); }\n",
      "src/b.c": "static int load_all(int a) { return -a; }\n",
    ]
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write(
      "src/a.c", "static int read_all(int a) { return a; }\nint f(void) { return load_all(1); }\n")
    try fixture.repository.git("add", "src/a.c")
    let followed = try await fixture.hone("follow", "-y")
    #expect(followed.exitCode == 0 && followed.output.contains("1 place in 1 file"), "\(followed.output)")
    let wanted = "static int read_all(int a) { return a; }\nint f(void) { return read_all(1); }\n"
    #expect(try fixture.repository.stagedText("src/a.c") == wanted)
    #expect(try await fixture.hone("undo").exitCode == 0)
    let saved = try await fixture.hone("follow", "--as", "read-all")
    #expect(saved.exitCode == 0, "\(saved.error)")
    let run = try await fixture.hone("run", "read-all", "-y")
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(try fixture.repository.stagedText("src/a.c") == wanted)
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "src/a.c\n")
    await fixture.stop()
  }

  @Test func `Edits are counted from 1 as they are shown, whatever fits nowhere else`() async throws {
    let files = ["a.py": "alone_here(1)\nlog_all(2)\ndrop_all(3)\n", "b.py": "drop_all(4)\nlog_all(5)\n"]
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("a.py", "alone_there(1)\nwrite_log(2)\nkeep_all(3)\n")
    let shown = try await fixture.hone("follow", "--patch")
    #expect(shown.error.contains("1. learned from 1 edit in a.py:  log_all  ->  write_log"), "\(shown.error)")
    #expect(shown.error.contains("2. learned from 1 edit in a.py:  drop_all  ->  keep_all"), "\(shown.error)")
    #expect(!shown.error.contains("3. "))
    let second = try await fixture.hone("follow", "--only", "2", "-y")
    #expect(second.exitCode == 0, "\(second.error)")
    #expect(try fixture.repository.stagedText("b.py") == "keep_all(4)\nlog_all(5)\n")
    await fixture.stop()
  }

  @Test func `A first commit and a path that git does not track are told as that`() async throws {
    let fixture = try await fixture()
    let first = try await fixture.hone("follow", "--from", "HEAD")
    #expect(first.exitCode == 0, "\(first.error)")
    #expect(first.error.contains("nothing to learn: HEAD has no commit before it"), "\(first.error)")
    let unknown = try await fixture.hone("follow", "--from", "nosuch")
    #expect(unknown.exitCode != 0 && unknown.error.contains("nosuch names no commit"), "\(unknown.error)")
    #expect(!unknown.error.contains("nosuch^"))
    let missing = try await fixture.hone("follow", "--", "nosuch")
    #expect(missing.exitCode == 2 && missing.error.contains("there is no file `nosuch`"), "\(missing.error)")
    #expect(!missing.error.contains("instruction"))
    try fixture.repository.write("new.py", "log_all(1)\n")
    let untracked = try await fixture.hone("follow", "--", "new.py")
    #expect(untracked.exitCode == 2 && untracked.error.contains("git tracks nothing at `new.py`"), "\(untracked.error)")
    await fixture.stop()
  }

  @Test func `A change of a file without attributes is read as git would`() async throws {
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    // Only touched, announced, removed: nothing of it is a change to learn from.
    try fixture.repository.write("b.py", files["b.py"] ?? "")
    try fixture.repository.write("new.py", "log_all(1)\n")
    try fixture.repository.git("add", "-N", "new.py")
    try fixture.repository.git("rm", "-q", "--cached", "notes.txt")
    try fixture.repository.git("reset", "-q")
    let nothing = try await fixture.hone("follow", "--from", "--unstaged")
    #expect(nothing.exitCode == 0 && nothing.error.contains("there is no change to learn from"), "\(nothing.error)")
    // With a filter git is asked what it would stage.
    try fixture.repository.write(".gitattributes", "*.py text eol=lf\n")
    try fixture.repository.write("b.py", (files["b.py"] ?? "").replacing("\n", with: "\r\n"))
    let converted = try await fixture.hone("follow", "--from", "--unstaged")
    #expect(converted.error.contains("there is no change to learn from"), "\(converted.error)\(converted.output)")
    await fixture.stop()
  }

  @Test func `Words of text are followed in text alone`() async throws {
    let fixture = try await HoneFixture(
      files: ["a.txt": "set old_name and OldName\n", "b.md": "the old_name or oldName\n", "c.py": "old_name = 1\n"],
      replies: .chat(text: ""))
    try fixture.repository.write("a.txt", "set new_name and NewName\n")
    let run = try await fixture.hone("follow", "-y")
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(try fixture.repository.git("show", ":b.md") == "the new_name or newName\n")
    #expect(try fixture.repository.git("show", ":c.py") == "old_name = 1\n")
    await fixture.stop()
  }

  @Test func `Parentheses come where the code would be read in another way`() async throws {
    let files = [
      "a.py": "def f(count):\n    return mathutil.double_of(count)\n",
      "b.py": "def g(a, b):\n    return 10 / mathutil.double_of(a + b)\n",
    ]
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("a.py", "def f(count):\n    return count * 2\n")
    let run = try await fixture.hone("follow", "-y", "--maybe")
    #expect(run.exitCode == 0, "\(run.output)\(run.error)")
    #expect(try fixture.repository.stagedText("b.py") == "def g(a, b):\n    return 10 / ((a + b) * 2)\n")
    await fixture.stop()
  }

  @Test func `One bad place takes no other with it`() async throws {
    let files = [
      "a.py": "def f(record, part):\n    return load_field(record, part)\n",
      "b.py": "def g(row, name):\n    x = load_field(row, \"x\")\n    return load_field(row, name)\n",
    ]
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("a.py", "def f(record, part):\n    return record.part\n")
    let run = try await fixture.hone("follow", "-y", "--maybe")
    #expect(run.exitCode == 1, "\(run.output)\(run.error)")
    #expect(run.error.contains("b.py: line 2: would not parse with the learned edit"), "\(run.output)\(run.error)")
    #expect(
      try fixture.repository.stagedText("b.py")
        == "def g(row, name):\n    x = load_field(row, \"x\")\n    return row.name\n")
    await fixture.stop()
  }

  @Test func `What is told of nothing says it in the right words`() async throws {
    let fixture = try await HoneFixture(files: ["a.py": "one_thing(1)\nother_thing(2)\n"], replies: .chat(text: ""))
    try fixture.repository.write("a.py", "first_thing(1)\nsecond_thing(2)\n")
    let run = try await fixture.hone("follow", "-y")
    #expect(run.error.contains("nothing to propose: no edit here fits another place"), "\(run.output)\(run.error)")
    await fixture.stop()
  }

  @Test func `Without its grammar an edit is told to have been looked for in vain`() async throws {
    let fixture = try await fixture()
    var environment = fixture.repository.environment
    environment["HONE_GRAMMARS"] = "/nowhere"
    let run = HoneResult(try await fixture.run(HoneFixture.program, ["follow", "-y"], environment: environment))
    #expect(run.error.contains("the grammar for python is not installed"), "\(run.output)\(run.error)")
    await fixture.stop()
  }

  @Test func `A recipe holds one example of an edit, and the summary names its file`() async throws {
    let fixture = try await fixture()
    let saved = try await fixture.hone("follow", "--as", "write-log", "--format", "json")
    let summary = try #require(try saved.events().last)
    #expect((summary["recipe"] as? String)?.hasSuffix(".hone/recipes/write-log.md") == true, "\(saved.output)")
    let text = try #require(fixture.repository.text(".hone/recipes/write-log.md"))
    #expect(text.components(separatedBy: "## Example").count == 2, "\(text)")
    let again = try await fixture.hone("follow", "--as", "other-log")
    let told = again.output + again.error
    #expect(told.contains("recipes/other-log.md; try it with git hone recipe test"), "\(told)")
    #expect(!told.contains("nothing changed"), "\(told)")
    await fixture.stop()
  }
}

/// `git hone follow --ask`, against a scripted engine.
@Suite(.serialized)
struct FollowAskingTests {
  private static let files = [
    "a.py": "log_all(\"x\", one, 1)\n", "b.py": "def f(two):\n    log_all(\"y\", two, 1)\n",
    "c.py": "def g(three):\n    log_all(three)\n    keep(three)\n",
  ]

  private func fixture(answer: String) async throws -> HoneFixture {
    let engine = try await ScriptedEngine.start { _, _ in .chat(text: "```python\n\(answer)```\n") }
    let fixture = try HoneFixture(files: Self.files, format: "window", engine: engine)
    try fixture.repository.write("a.py", "log_all(\"x\", 1, one)\n")
    return fixture
  }

  @Test func `A place that nearly matches is asked about, with the rule and the edit, and marked`() async throws {
    let fixture = try await fixture(answer: "    log_all(\"\", 1, three)\n")
    let run = try await fixture.hone("follow", "-y", "--ask", "--format", "json")
    #expect(run.exitCode == 0, "\(run.error)")
    let events = try run.events()
    let sources = events.filter { $0["type"] as? String == "proposal" }
      .map { [$0["path"] as? String, $0["source"] as? String] }
    #expect(sources == [["b.py", "example"], ["c.py", "test"]])
    let learned = try #require(events.first { $0["type"] as? String == "learned" })
    let asked = try #require(learned["asked"] as? [[String: Any]])
    #expect(asked.map { $0["path"] as? String } == ["c.py"] && asked.map { $0["line"] as? Int } == [2])
    #expect(fixture.engine.requests.count == 1)
    let body = String(decoding: fixture.engine.requests[0].body, as: UTF8.self)
    #expect(body.contains("+ log_all(") && body.contains("log_all(\\\"x\\\", one, 1)"), "\(body)")
    #expect(
      try fixture.repository.stagedText("c.py") == "def g(three):\n    log_all(\"\", 1, three)\n    keep(three)\n")
    // What was answered once is known.
    #expect(try await fixture.hone("undo").exitCode == 0)
    _ = try await fixture.hone("follow", "-y", "--ask")
    #expect(fixture.engine.requests.count == 1)
    await fixture.stop()
  }

  @Test func `Nobody is asked without the option, and an answer outside of its place is refused`() async throws {
    let fixture = try await fixture(answer: "    log_all(\"\", 1, three)\n    other(three)\n")
    let plain = try await fixture.hone("follow", "--patch")
    #expect(plain.exitCode == 0 && fixture.engine.requests.isEmpty, "\(plain.error)")
    let run = try await fixture.hone("follow", "-y", "--ask")
    #expect(run.exitCode == 1, "\(run.output)\(run.error)")
    #expect(fixture.engine.requests.count == 2)
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "b.py\n")
    await fixture.stop()
  }

  @Test func `An engine that cannot be reached leaves what needs none`() async throws {
    let fixture = try await fixture(answer: "")
    try fixture.repository.git("config", "honeengine.test.url", "http://127.0.0.1:1/v1")
    let run = try await fixture.hone("follow", "-y", "--ask")
    #expect(run.exitCode != 0, "\(run.output)\(run.error)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "b.py\n")
    await fixture.stop()
  }
}
