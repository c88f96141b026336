import Foundation
import HoneTestSupport
import Testing

/// `git hone run` as users run it.
struct RunCommandTests {
  private let files = [
    "a.py": "log.warn(\"a\")\nlog.warn(\n    \"b\",  # why\n    1,\n)\n", "lib/b.py": "log.warn('x')\n",
    "lib/c.py": "print(1)\n", "vendor/d.py": "log.warn('v')\n",
  ]

  /// A recipe that renames a call.
  private func recipe(_ header: String = "") -> String {
    """
    ---
    language: python
    summary: Say warning.
    \(header)
    ---
    # Say warning

    ```hone
    -$LOG.warn($$$ARGS)
    +$LOG.warning($$$ARGS)
    ```

    """
  }

  private func fixture(_ files: [String: String]? = nil, header: String = "") async throws -> HoneFixture {
    var files = files ?? self.files
    files[".hone/recipes/warn.md"] = recipe(header)
    return try await HoneFixture(files: files, replies: .chat(text: ""))
  }

  @Test func `A recipe rewrites every place, changes nothing else, and has nothing to do a second time`() async throws {
    let fixture = try await fixture()
    let result = try await fixture.hone("run", "-y", "warn")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error.contains("warn: 3 places in 2 of 3 files"))
    #expect(result.output.contains("3 hunks in 2 files staged") || result.output.contains("2 hunks in 2 files staged"))
    #expect(try fixture.repository.stagedText("a.py") == files["a.py"]?.replacing("warn(", with: "warning("))
    #expect(try fixture.repository.git("diff", "--name-only").isEmpty)
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\nlib/b.py\n")
    for arguments in [["run", "-y", "warn"], ["run", "-y", "warn"], ["run", "warn", "--no-cache"]] {
      let again = try await fixture.hone(arguments: arguments)
      #expect(again.exitCode == 0 && again.error.contains("warn: nothing to do in 3 files"), "\(again.error)")
    }
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    await fixture.stop()
  }

  @Test func `Without a terminal and without -y a patch is printed that git takes`() async throws {
    let fixture = try await fixture()
    let result = try await fixture.hone("run", "-p", "$L.warn($$$A)", "-r", "$L.warning($$$A)", "-l", "py", "--", "lib")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    try fixture.repository.git(["apply", "--index"], input: result.output)
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "lib/b.py\n")
    await fixture.stop()
  }

  @Test func `Events name the recipe, the place that is left and the sums`() async throws {
    let fixture = try await fixture(["a.py": "log.warn(1)\n", "b.py": "if log.warn(1:\n  pass\n"])
    let events = try await fixture.hone("run", "-y", "warn", "--format", "json").events()
    let proposal = try #require(events.first { $0["type"] as? String == "proposal" })
    #expect(proposal["source"] as? String == "warn")
    let head = try fixture.repository.git("rev-parse", "HEAD:a.py")
    #expect(proposal["base"] as? String == head.trimmingCharacters(in: .newlines))
    #expect(events.contains { $0["type"] as? String == "progress" && $0["total"] as? Int == 2 })
    #expect(events.last?["type"] as? String == "summary" && events.last?["edits"] as? Int == 1)
    await fixture.stop()
  }

  @Test func `What should be looked at is refused with -y and taken on a terminal`() async throws {
    let fixture = try await HoneFixture(files: ["a.py": "f(a, [\n  # why\n  1])\n"], replies: .chat(text: ""))
    let arguments = ["run", "-p", "f($A, $B)", "-r", "f($A)", "-l", "python"]
    let refused = try await fixture.hone(arguments: arguments + ["-y"])
    #expect(refused.exitCode == 1, "\(refused.output)")
    #expect(refused.error.contains("a.py: line 1: a comment would be lost"), "\(refused.error)")
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    let screen = try await fixture.onTerminal(
      "run", "-p", "'f($A, $B)'", "-r", "'f($A)'", "-l", "python", keys: ["y"])
    #expect(screen.contains("a.py:1: look at this place: a comment would be lost"), "\(screen)")
    #expect(try fixture.repository.stagedText("a.py") == "f(a)\n")
    await fixture.stop()
  }

  @Test func `A recipe that calls itself unsafe is not for -y, but for a patch`() async throws {
    let fixture = try await fixture(header: "safe: false")
    let refused = try await fixture.hone("run", "-y", "warn")
    #expect(refused.exitCode == 1)
    #expect(refused.error.contains("lib/b.py: line 1: warn asks for its edits to be looked at"), "\(refused.error)")
    let patch = try await fixture.hone("run", "--patch", "warn")
    #expect(patch.exitCode == 0 && patch.output.contains("+log.warning('x')"))
    await fixture.stop()
  }

  @Test func `Commits are cut as the recipe says, with its message`() async throws {
    let fixture = try await fixture(header: "commit: directory\ncommit-message: Warn well in {directory}")
    let result = try await fixture.hone("run", "-y", "--commit", "warn")
    #expect(result.exitCode == 0, "\(result.error)")
    let log = try fixture.repository.git("log", "--format=%s", "--name-only", "-2")
    #expect(log == "Warn well in lib\n\nlib/b.py\nWarn well in .\n\na.py\n")
    let own = try await fixture.hone(
      "run", "-y", "--commit", "-m", "Back", "-p", "$L.warning($$$A)", "-r", "$L.warn($$$A)", "-l", "python")
    #expect(own.exitCode == 0, "\(own.error)")
    #expect(try fixture.repository.git("log", "--format=%s", "-1") == "Back\n")
    await fixture.stop()
  }

  @Test func `Several commits of one command are taken back together`() async throws {
    let fixture = try await fixture(header: "commit: directory")
    let result = try await fixture.hone("run", "-y", "--commit", "warn")
    #expect(result.output.contains("in 2 files committed in 2 commits, the last one as"), "\(result.output)")
    let undo = try await fixture.hone("undo")
    #expect(undo.exitCode == 0 && undo.output.contains("in 2 files"), "\(undo.output)\(undo.error)")
    #expect(try fixture.repository.git("log", "--format=%s", "-1") != "Warn well in lib\n")
    #expect(try fixture.repository.git("rev-list", "--count", "HEAD") == "1\n")
    #expect(
      fixture.repository.text("a.py") == files["a.py"] && fixture.repository.text("lib/b.py") == files["lib/b.py"])
    await fixture.stop()
  }

  @Test func `A file that a hook takes out of one of several commits is refused and not counted`() async throws {
    let fixture = try await fixture(header: "commit: directory")
    try fixture.repository.write(".git/hooks/pre-commit", "#!/bin/sh\ngit reset -q -- a.py\n", mode: 0o755)
    let result = try await fixture.hone("run", "-y", "--format", "json", "--commit", "warn")
    #expect(result.exitCode == 1, "\(result.error)")
    let events = try result.events()
    #expect(events.contains { $0["type"] as? String == "refusal" && $0["path"] as? String == "a.py" })
    let summary = try #require(events.last)
    #expect(summary["edits"] as? Int == 1 && summary["files"] as? Int == 1 && summary["refused"] as? Int == 1)
    #expect(try fixture.repository.git("log", "--format=", "--name-only", "-1") == "lib/b.py\n")
    await fixture.stop()
  }

  @Test func `Files are renamed and made, and what is there stays`() async throws {
    let header = """
      rename: [{from: "lib/*.py", to: "src/*.py"}]
      create: [{path: NOTES, template: notes}]
      """
    let fixture = try await HoneFixture(
      files: [
        "lib/b.py": "log.warn('x')\n", "lib/c.py": "print(1)\n",
        ".hone/recipes/warn.md": recipe(header) + "```template notes\nWarned.\n```\n",
      ], replies: .chat(text: ""))
    let result = try await fixture.hone("run", "-y", "warn")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.git("ls-files", "lib", "src", "NOTES") == "NOTES\nlib/c.py\nsrc/b.py\n")
    #expect(try fixture.repository.stagedText("src/b.py") == "log.warning('x')\n")
    await fixture.stop()
  }

  @Test func `A name with a line feed is found, searched and rewritten like any other`() async throws {
    let name = "x\ny.py"
    let fixture = try await fixture(["a.py": "log.warn(1)\n", name: "log.warn(2)\n"])
    let found = try await fixture.hone("search", "-p", "log.warn($A)", "-l", "python")
    #expect(found.output == "a.py:1:1: log.warn(1)\n\"x\\ny.py\":1:1: log.warn(2)\n", "\(found.output)")
    let events = try await fixture.hone("search", "warn", "--format", "json").events()
    #expect(events.contains { $0["path"] as? String == name })
    let patch = try await fixture.hone("run", "--patch", "warn")
    try fixture.repository.git(["apply", "--check"], input: patch.output)
    let result = try await fixture.hone("run", "-y", "warn")
    #expect(result.exitCode == 0 && result.error.contains("2 places in 2 of 2 files"), "\(result.error)")
    #expect(try fixture.repository.stagedText(name) == "log.warning(2)\n")
    #expect(fixture.repository.text(name) == "log.warning(2)\n")
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    try fixture.repository.write("new\n.py", "log.warn(3)\n")
    let committed = try await fixture.hone("run", "-y", "--untracked", "--commit", "warn")
    #expect(committed.exitCode == 0, "\(committed.error)")
    #expect(fixture.repository.text("new\n.py") == "log.warning(3)\n")
    #expect(try fixture.repository.git("diff", "--name-only", "-z", "HEAD~1", "HEAD") == "a.py\0x\ny.py\0")
    await fixture.stop()
  }

  @Test func `A file that cannot be made is told with its reason`() async throws {
    let header = """
      create:
        - {path: a.py/x.txt, template: t}
        - {path: link/x.txt, template: t}
        - {path: loose/x.txt, template: t}
        - {path: lib, template: t}
        - {path: lib/c.py, template: t}
        - {path: new/x.txt, template: t}
        - {path: new, template: t}
      """
    var files = files
    files[".hone/recipes/warn.md"] = recipe(header) + "```template t\nhello\n```\n"
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    _ = try await fixture.run("ln", ["-s", "lib", "link"])
    try fixture.repository.commit("link")
    _ = try await fixture.run("ln", ["-s", "lib", "loose"])
    let result = try await fixture.hone("run", "-y", "warn")
    #expect(result.exitCode == 1)
    for words in [
      "a.py/x.txt: cannot be made: a.py is a file, not a folder",
      "link/x.txt: cannot be made: link is a symbolic link, not a folder",
      "loose/x.txt: a folder above it is a symbolic link or a file",
      "lib: cannot be made: a folder of that name is there",
      "new: cannot be made beside new/x.txt",
    ] {
      #expect(result.error.contains(words), "\(words): \(result.error)")
    }
    #expect(!result.error.contains("lib/c.py") && result.output.contains("5 left alone"), "\(result.output)")
    #expect(try fixture.repository.stagedText("new/x.txt") == "hello\n")
    #expect(try fixture.repository.stagedText("lib/b.py") == "log.warning('x')\n")
    #expect(try fixture.repository.git("ls-files", "lib") == "lib/b.py\nlib/c.py\n")
    await fixture.stop()
  }

  @Test func `What becomes of files that git does not track is said`() async throws {
    let fixture = try await fixture(["a.py": "log.warn(1)\n"])
    try fixture.repository.write("new.py", "log.warn(2)\n")
    let result = try await fixture.hone("run", "-y", "--untracked", "warn")
    #expect(
      result.output.contains("2 hunks in 2 files written, 1 file staged; 1 file changed in the work tree only"),
      "\(result.output)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\n")
    await fixture.stop()
  }

  @Test func `What would be rewritten in a file that git leaves alone is told`() async throws {
    let fixture = try await fixture([
      "a.py": "log.warn(1)\n", "assumed.py": "log.warn(2)\n", "other.py": "print(1)\n", "skipped.py": "log.warn(3)\n",
      "sparse.py": "log.warn(4)\n",
    ])
    try fixture.repository.git("update-index", "--assume-unchanged", "assumed.py", "other.py")
    try fixture.repository.git("update-index", "--skip-worktree", "skipped.py", "sparse.py")
    try fixture.repository.write("assumed.py", "log.warn(5)\n")
    try fixture.repository.remove("sparse.py")
    let result = try await fixture.hone("run", "-y", "warn")
    #expect(result.exitCode == 1 && result.output.contains("2 left alone"), "\(result.output)")
    for (path, mark) in [("assumed.py", "assume-unchanged"), ("skipped.py", "skip-worktree")] {
      let words = "\(path): is marked \(mark) in the index, and so left out"
      #expect(
        result.error.contains(words) && result.error.contains("git update-index --no-\(mark) \(path)"),
        "\(result.error)")
    }
    #expect(!result.error.contains("other.py") && !result.error.contains("sparse.py"), "\(result.error)")
    #expect(fixture.repository.text("assumed.py") == "log.warn(5)\n")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\n")
    // git says that they have not changed.
    let again = try await fixture.hone("run", "-y", "--changed", "warn")
    #expect(again.exitCode == 0, "\(again.error)")
    await fixture.stop()
  }

  @Test func `A file that is renamed is shown with both paths`() async throws {
    let header = "rename: [{from: \"lib/*.py\", to: \"src/*.py\", when: always}]"
    let files = ["lib/b.py": "log.warn('x')\nprint(1)\n", "lib/c.py": "print(2)\n"]
    let fixture = try await fixture(files, header: header)
    let events = try await fixture.hone("run", "--format", "json", "warn").events()
    let proposals = events.filter { $0["type"] as? String == "proposal" }
    #expect(proposals.compactMap { $0["path"] as? String } == ["lib/b.py", "lib/c.py"])
    #expect(proposals.compactMap { $0["renameTo"] as? String } == ["src/b.py", "src/c.py"])
    let screen = try await fixture.onTerminal("run", "warn", keys: ["n", "y"])
    for line in ["rename from lib/b.py", "rename to src/b.py", "rename from lib/c.py", "rename to src/c.py"] {
      #expect(screen.contains(line), "\(screen)")
    }
    #expect(screen.contains("-log.warn('x')") && !screen.contains("+print("), "\(screen)")
    #expect(try fixture.repository.git("ls-files", "lib", "src") == "lib/b.py\nsrc/c.py\n")
    let all = try await fixture.hone("run", "-y", "warn")
    #expect(all.output.contains("rename from lib/b.py\nrename to src/b.py\n"), "\(all.output)\(all.error)")
    #expect(try fixture.repository.stagedText("src/b.py") == "log.warning('x')\nprint(1)\n")
    #expect(try await fixture.hone("undo").exitCode == 0)
    await fixture.stop()
  }

  @Test func `A named path that holds nothing to look at says why`() async throws {
    let fixture = try await fixture(["a.py": "log.warn(1)\n", "lib/b.py": "log.warn(2)\n"])
    _ = try await fixture.run(
      "sh", ["-c", "git init -q sub && cd sub && echo 'log.warn(3)' > s.py && git add . && git commit -qm s"])
    _ = try await fixture.run("ln", ["-s", "lib", "link"])
    try fixture.repository.git("add", "sub", "link")
    try fixture.repository.commit("more")
    try fixture.repository.write("new.py", "log.warn(4)\n")
    for (path, words) in [
      ("sub", "sub: is a submodule"), ("sub/s.py", "sub/s.py: lies in sub, which is a submodule"),
      ("link", "link: is a symbolic link"), ("link/b.py", "link/b.py: lies below link, which is a symbolic link"),
      ("new.py", "new.py: is not tracked by git"),
    ] {
      for command in [["run", "--patch", "warn"], ["search", "warn"]] {
        let result = try await fixture.hone(arguments: command + ["--", path])
        #expect(result.exitCode == 1 && result.error.contains(words), "\(command) \(path): \(result.error)")
        #expect(result.output.isEmpty, "\(result.output)")
      }
    }
    let both = try await fixture.hone("search", "warn", "--", "sub", "a.py")
    #expect(both.exitCode == 1 && both.output == "a.py:1:1: log.warn(1)\n", "\(both.output)")
    let untracked = try await fixture.hone("search", "--untracked", "warn", "--", "new.py")
    #expect(untracked.exitCode == 0 && untracked.output == "new.py:1:1: log.warn(4)\n", "\(untracked.error)")
    await fixture.stop()
  }

  @Test func `A named file that is left out says why, one line a reason`() async throws {
    let fixture = try await fixture([
      "a.py": "log.warn(1)\n", "vendor/x.py": "log.warn(2)\n", "vendor/y.py": "log.warn(3)\n",
      "x_pb2.py": "log.warn(4)\n", "made.py": "log.warn(5)\n", "big.py": "log.warn(6)\n", "team.py": "log.warn(7)\n",
      "b.js": "log.warn(8)\n", ".hone.yml": "ignore: [team.py]\n", ".gitignore": "*.log.py\nout/\n",
      ".gitattributes": "made.py linguist-generated\nbig.py filter=lfs\n",
    ])
    try fixture.repository.write("i.log.py", "log.warn(9)\n")
    try fixture.repository.write("out/o.py", "log.warn(9)\n")
    let reasons: [(paths: [String], words: String, remedy: String)] = [
      (["vendor/x.py", "vendor/y.py"], "vendor/x.py, vendor/y.py are vendored", "give --generated"),
      (["x_pb2.py", "made.py"], "x_pb2.py, made.py are generated", "give --generated"),
      (["big.py"], "big.py: is kept by git-lfs", "git lfs untrack"),
      (["i.log.py"], "i.log.py: is ignored by git", "git add -f"),
      (["out"], "out: holds no file that git does not ignore", "git add -f"),
    ]
    for (paths, words, remedy) in reasons {
      for command in [["run", "--patch", "warn"], ["search", "warn"], ["search", "--untracked", "warn"]] {
        let result = try await fixture.hone(arguments: command + ["--"] + paths)
        #expect(result.exitCode == 1 && result.output.isEmpty, "\(command) \(paths): \(result.output)")
        let lines = result.error.split(separator: "\n")
        #expect(lines.count { $0.contains(words) } == 1 && result.error.contains(remedy), "\(paths): \(result.error)")
      }
    }
    // A folder is named for whatever is in it.
    let folder = try await fixture.hone("run", "--patch", "warn", "--", "a.py", "vendor")
    #expect(
      folder.exitCode == 0 && folder.error.contains("vendored (--generated takes it): vendor\n"), "\(folder.error)")
    let team = try await fixture.hone("run", "--patch", "warn", "--", "team.py")
    #expect(team.exitCode == 1 && team.error.contains("team.py: is left out by .hone.yml"), "\(team.error)")
    // Whoever names all files names those of other languages too.
    let all = try await fixture.hone("run", "--patch", "warn", "--", "a.py", "b.js", ".gitignore")
    #expect(all.exitCode == 0 && all.output.contains("+log.warning(1)"), "\(all.error)")
    #expect(all.error.contains("left out, since nothing there is in Python: b.js, .gitignore"), "\(all.error)")
    let asked = try await fixture.hone("run", "-y", "--generated", "warn", "--", "vendor/x.py")
    #expect(asked.exitCode == 0 && !asked.error.contains("left out"), "\(asked.error)")
    let changed = try await fixture.hone("run", "--patch", "--changed", "warn", "--", "a.py")
    #expect(changed.exitCode == 0 && !changed.error.contains("left out"), "\(changed.error)")
    await fixture.stop()
  }

  @Test func `A file that is outside of the recipe's paths is said to be`() async throws {
    let fixture = try await fixture(header: "files: [lib/**]")
    for command in [["run", "--patch", "warn"], ["search", "warn"]] {
      let result = try await fixture.hone(arguments: command + ["--", "a.py"])
      #expect(
        result.exitCode == 1 && result.error.contains("a.py: is left out by the paths that the recipe is for"),
        "\(result.error)")
    }
    await fixture.stop()
  }

  @Test func `Whoever stops in the middle of a file is told in which`() async throws {
    let fixture = try await fixture([
      "a.py": "log.warn(1)\nx = 1\nlog.warn(2)\n", "b.py": "log.warn(3)\n", "c.py": "log.warn(4)\n",
    ])
    let screen = try await fixture.onTerminal("run", "warn", keys: ["y", "q"])
    #expect(screen.contains("stopped in a.py, file 1 of 3"), "\(screen)")
    #expect(try fixture.repository.stagedText("a.py") == "log.warning(1)\nx = 1\nlog.warn(2)\n")
    // Files that differ from the index are looked at after the others.
    try fixture.repository.write("b.py", "log.warn(3)\ny = 1\n")
    let again = try await fixture.onTerminal("run", "warn", keys: ["n", "y", "q"])
    #expect(again.contains("stopped in b.py, file 3 of 3"), "\(again)")
    await fixture.stop()
  }

  @Test func `Files are chosen by what changed and whether git knows them`() async throws {
    let fixture = try await fixture()
    try fixture.repository.write("lib/c.py", "print(1)\nlog.warn('c')\n")
    try fixture.repository.write("new.py", "log.warn('new')\n")
    let changed = try await fixture.hone("run", "--changed", "warn")
    #expect(changed.output.contains("lib/c.py") && !changed.output.contains("a.py"), "\(changed.output)")
    let untracked = try await fixture.hone("run", "-y", "--untracked", "warn", "--", "new.py", "lib/c.py")
    #expect(untracked.exitCode == 1, "\(untracked.error)")
    #expect(untracked.error.contains("lib/c.py: the edit overlaps lines that are not staged"), "\(untracked.error)")
    #expect(try fixture.repository.git("status", "--porcelain", "new.py") == "?? new.py\n")
    #expect(fixture.repository.text("new.py") == "log.warning('new')\n")
    // What was not staged stays unstaged where the edit lies in it.
    #expect(
      fixture.repository.text("lib/c.py") == "print(1)\nlog.warning('c')\n")
    let unknown = try await fixture.hone("run", "--since", "nowhere", "warn")
    #expect(unknown.exitCode != 0 && unknown.error.contains("nowhere"))
    await fixture.stop()
  }

  @Test func `A gate that fails refuses the run`() async throws {
    let fixture = try await fixture()
    let result = try await fixture.hone("run", "-y", "--gate", "grep -q warn[(] a.py", "warn")
    #expect(result.exitCode == 1 && result.error.contains("the gate"))
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    await fixture.stop()
  }

  @Test func `Wrong usage says what to do`() async throws {
    let fixture = try await fixture(header: "parameters: {n: {type: choice, choices: [a, b], default: a, summary: x}}")
    try fixture.repository.write(
      ".hone/recipes/finds.md",
      recipe().replacing("-$LOG.warn", with: " $LOG.warn")
        .replacing("+$LOG.warning($$$ARGS)\n", with: ""))
    for (arguments, words) in [
      (["run"], "Name a recipe"), (["run", "wran"], "did you mean `warn`?"), (["run", "finds"], "only finds"),
      (["run", "python/docstrings", "python/type-hints"], "runs alone"),
      (["run", "-p", "f($A)", "-l", "python"], "git hone search"),
      (["run", "-p", "f(", "-r", "g", "-l", "python"], "the pattern"),
      (["run", "-p", "(", "-r", "g", "-l", "python"], "do not pair up"),
      (["run", "python/logging-warn", "--", "nosuch"], "nosuch: there is no such file or folder"),
      (["run", "--bogus"], "Unknown option '--bogus'"),
      (["run", "-p", "f($A)", "-r", "g($B)", "-l", "python"], "the rewrite:1:3: no pattern captures `$B`"),
      (["run", "-p", "f($A)", "-r", "g($B)", "-l", "python"], "did you mean `$A`?"),
      (
        ["run", "-p", "f($A)", "-r", "g(\n  $A", "-l", "python"],
        "the rewrite:1:2: the `(` of the rewrite has no partner"
      ),
      (["run", "-p", "f($A)", "-r", "g($A)", "-l", "pyhton"], "did you mean `python`?"),
      (["run", "-p", "f($A)", "-r", "f(*$A)", "-l", "python"], "the pattern:1:1: the rule matches its own result"),
      (["run", "-p", "f($A)", "-r", "f($A)", "-l", "klingon"], "swift, text, toml"),
      (["run", "--set", "x", "warn"], "name=value"),
      (["run", "-p", "f($A)", "-r", "f(f($A))", "-l", "python"], "for ever"),
    ] {
      let result = try await fixture.hone(arguments: arguments)
      #expect(result.exitCode == 2, "\(arguments)")
      #expect(result.error.contains(words), "\(arguments): \(result.error)")
    }
    await fixture.stop()
  }

  @Test func `How patterns are read is explained, and nothing found is said`() async throws {
    let fixture = try await HoneFixture(files: ["a.c": "int f(void) { return g(1); }\n"], replies: .chat(text: ""))
    let result = try await fixture.hone("run", "-p", "h($A)", "-r", "k($A)", "-l", "c", "--explain")
    #expect(result.exitCode == 0)
    #expect(result.error.contains("`h($A)` is read as call_expression"), "\(result.error)")
    #expect(result.error.contains("h($A): nothing to do in 1 file"))
    await fixture.stop()
  }
}
