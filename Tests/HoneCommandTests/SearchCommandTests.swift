import Foundation
import HoneTestSupport
import Testing

/// `git hone search` as users run it.
struct SearchCommandTests {
  private static let finder = """
    ---
    language: [python, text]
    summary: Find prints.
    severity: warning
    parameters: {name: {summary: What is called., default: print}}
    files: ["src/**"]
    ---
    # Find prints

    ```hone
     $NAME($X)
    ```

    ## Finds 1: a call
    ```python
    print(1)
    ```

    """

  private func fixture(_ files: [String: String]) async throws -> HoneFixture {
    try await HoneFixture(files: files, replies: .chat(text: ""))
  }

  @Test func `A rule file has its own paths in each document, and may match its own result where nothing is written`()
    async throws
  {
    let rules = """
      id: a
      language: python
      files: ["a/*"]
      rule: {pattern: "f($A)"}
      fix: "f(f($A))"
      ---
      id: b
      language: python
      ignores: ["a/*", "c/**"]
      rule: {pattern: "g($A)"}

      """
    let code = "f(1)\ng(2)\n"
    let fixture = try await fixture(["a/x.py": code, "b/x.py": code, "c/x.py": code, "rules.yml": rules])
    for _ in 0..<2 {
      let found = try await fixture.hone("search", "rules.yml")
      #expect(found.output == "a/x.py:1:1: f(1)\nb/x.py:2:1: g(2)\n", "\(found.output) \(found.error)")
    }
    let run = try await fixture.hone("run", "-y", "rules.yml")
    #expect(run.exitCode == 2 && run.error.contains("matches its own result for ever"), "\(run.error)")
  }

  @Test func `A rule file that is named is written with -y`() async throws {
    let rule = "id: a\nlanguage: python\nrule: {pattern: 'f($A)'}\nfix: g($A)\n"
    let fixture = try await fixture(["a.py": "f(1)\n", "rule.yml": rule])
    let run = try await fixture.hone("run", "-y", "rule.yml")
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(fixture.repository.text("a.py") == "g(1)\n")
  }

  @Test func `The rules of a recipe are searched for, whatever the recipe does`() async throws {
    let fixture = try await fixture([
      "src/a.py": "print(1)\nwrite(2)\n", "src/b.txt": "print(3)\n", "c.py": "print(4)\n",
      ".hone/recipes/prints.md": Self.finder,
    ])
    let found = try await fixture.hone("search", "prints")
    #expect(found.exitCode == 0, "\(found.error)")
    #expect(found.output == "src/a.py:1:1: print(1)\nsrc/b.txt:1:1: print(3)\n", "\(found.output)")
    let set = try await fixture.hone("search", "prints", "--set", "name=write", "--format", "json", "--", "src")
    let events = try set.events().filter { $0["type"] as? String == "match" }
    #expect(events.count == 1 && events[0]["line"] as? Int == 2, "\(set.output)\(set.error)")
    let rewriting = try await fixture.hone("search", "python/isinstance-tuple", "--explain")
    #expect(rewriting.exitCode == 0 && rewriting.error.contains("is read as"), "\(rewriting.error)")
    let asking = try await fixture.hone("search", "python/docstrings", "--no-cache")
    #expect(asking.exitCode == 0, "\(asking.error)")
    await fixture.stop()
  }

  @Test func `Wrong usage says what to do`() async throws {
    let fixture = try await fixture(["a.py": "print(1)\n"])
    for (arguments, words) in [
      (["search"], "name a recipe"), (["search", "-p", "f($A)"], "-p needs -l"), (["search", "pritns"], "no recipe"),
      (["search", "-p", "f($A)", "-l", "python", "--", "nowhere"], "nowhere: there is no such file or folder"),
      (["search", "-p", "f($A)", "-l", "python", "--set", "a=b"], "--set is for recipes"),
      (["search", "python/isinstance-tuple", "--set", "a=b"], "no parameter"),
      (["search", "-p", "(", "-l", "python"], "do not pair up"), (["search", "-p", ")", "-l", "c"], "do not pair up"),
      (["search", "-p", "[ [", "-l", "go"], "do not pair up"),
      (["search", "-p", "a", "-l", "klingon"], "swift, text, toml"),
      (["search", "--bogus"], "Unknown option '--bogus'"),
    ] {
      let result = try await fixture.hone(arguments: arguments)
      #expect(result.exitCode == 2, "\(arguments)")
      #expect(result.error.lowercased().contains(words.lowercased()), "\(arguments): \(result.error)")
    }
    await fixture.stop()
  }

  @Test func `What git-lfs keeps is left out, and what git converts is not taken for its blob`() async throws {
    let fixture = try await fixture([
      ".gitattributes": "*.big.py filter=lfs\n*.win.py ident\n", "a.py": "f(1)\r\n", "x.win.py": "f(2)\n",
    ])
    try fixture.repository.write("b.big.py", "f(3)\n")
    try fixture.repository.git("-c", "filter.lfs.clean=cat", "add", "b.big.py")
    for _ in 0..<2 {
      let found = try await fixture.hone("search", "-p", "f($A)", "-l", "python")
      #expect(found.output == "a.py:1:1: f(1)\nx.win.py:1:1: f(2)\n", "\(found.output)\(found.error)")
    }
    await fixture.stop()
  }

  @Test func `What is found in a file that git leaves alone is told`() async throws {
    let fixture = try await fixture([
      "a.py": "f(1)\n", "assumed.py": "f(2)\n", "other.py": "g(1)\n", "gone.py": "f(3)\n",
    ])
    try fixture.repository.git("update-index", "--assume-unchanged", "assumed.py", "other.py")
    try fixture.repository.git("update-index", "--skip-worktree", "gone.py")
    try fixture.repository.remove("gone.py")
    for _ in 0..<2 {
      let result = try await fixture.hone("search", "-p", "f($A)", "-l", "python")
      #expect(result.exitCode == 1 && result.output == "a.py:1:1: f(1)\n", "\(result.output)")
      #expect(result.error.contains("assumed.py: is marked assume-unchanged in the index, and so left out"))
      #expect(result.error.contains("git update-index --no-assume-unchanged assumed.py"), "\(result.error)")
      #expect(!result.error.contains("other.py") && !result.error.contains("gone.py"), "\(result.error)")
    }
    await fixture.stop()
  }

  @Test func `Untracked, generated and changed files are searched when asked for`() async throws {
    let fixture = try await fixture([
      ".gitattributes": "made.py linguist-generated\n", "a.py": "f(1)\n", "made.py": "f(2)\n", "vendor/v.py": "f(3)\n",
    ])
    func paths(_ options: String...) async throws -> [String] {
      let result = try await fixture.hone(arguments: ["search", "-p", "f($A)", "-l", "python"] + options)
      return result.output.split(separator: "\n").map { String($0.prefix { $0 != ":" }) }
    }
    try fixture.repository.write("new.py", "f(4)\n")
    #expect(try await paths() == ["a.py"])
    #expect(try await paths("--generated") == ["a.py", "made.py", "vendor/v.py"])
    #expect(try await Set(paths("--untracked")) == ["a.py", "new.py"])
    #expect(try await paths("--changed").isEmpty)
    try fixture.repository.write("a.py", "f(1)\nf(5)\n")
    #expect(try await paths("--changed") == ["a.py", "a.py"])
    try fixture.repository.commit("second")
    #expect(try await paths("--changed").isEmpty)
    #expect(try await paths("--since", "HEAD~1") == ["a.py", "a.py", "new.py"])
    await fixture.stop()
  }

  @Test func `A command line means the same in whatever way it is read`() async throws {
    let files = ["a.py": "f(1)\n", "lib/b.py": "f(2)\nf(f(3))\n", "vendor/c.py": "f(4)\n", "--odd.py": "f(5)\n"]
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("new.py", "f(6)\n")
    // An option and its value in one word are read by the option parser, plain words are not.
    for (plain, joined) in [
      (["-p", "f($A)", "-l", "python"], ["--pattern=f($A)", "-l", "python"]),
      (
        ["-p", "f($A)", "-l", "python", "--generated", "--untracked"],
        ["--pattern=f($A)", "-l", "python", "--generated", "--untracked"]
      ),
      (
        ["-p", "f($A)", "--language", "python", "lib", "--", "a.py"],
        ["-p", "f($A)", "--language=python", "lib", "--", "a.py"]
      ),
      (["-l", "python", "-p", "f($A)", "--", "--odd.py"], ["-l", "python", "--pattern=f($A)", "--", "--odd.py"]),
      (
        ["-p", "f($A)", "-l", "python", "--since", "HEAD", "--explain"],
        ["-p", "f($A)", "-l", "python", "--since=HEAD", "--explain"]
      ),
      (["-p", "f($A)", "-l", "python", "nowhere"], ["--pattern=f($A)", "-l", "python", "nowhere"]),
      (["-p", "f(", "-l", "python"], ["--pattern=f(", "-l", "python"]),
    ] {
      let first = try await fixture.hone(arguments: ["search"] + plain)
      let second = try await fixture.hone(arguments: ["search"] + joined)
      #expect(
        first.output == second.output && first.error == second.error && first.exitCode == second.exitCode, "\(plain)")
    }
    for mistake in [
      ["-p", "f($A)"], ["--wrong"], ["-p", "f($A)", "-l", "python", "--format", "xml"], ["-p", "-l", "python"],
    ] {
      let result = try await fixture.hone(arguments: ["search"] + mistake)
      #expect(result.exitCode == 2 && result.error.contains("Usage: git hone search"), "\(mistake): \(result.error)")
    }
    await fixture.stop()
  }
}
