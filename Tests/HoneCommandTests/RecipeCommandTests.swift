import Foundation
import HoneTestSupport
import Testing

/// `git hone recipe` as users run it.
struct RecipeCommandTests {
  private let warn = """
    ---
    language: python
    summary: Say warning.
    severity: note
    ---
    # Say warning

    Because warn is deprecated.

    ```hone
    -$LOG.warn($$$ARGS)
    +$LOG.warning($$$ARGS)
    ```

    ## Example: a call
    ```python
    log.warn("x")
    ```
    ```python
    log.warning("x")
    ```

    """

  @Test func `Recipes of the repository are listed before those of the program`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write(".hone/recipes/team/warn.md", warn)
    try fixture.repository.write(".hone/recipes/team/broken.md", "---\nlanguage: python\n---\n")
    let list = try await fixture.hone("recipe", "list", "--language", "py")
    #expect(list.exitCode == 0, "\(list.error)")
    let lines = list.output.split(separator: "\n")
    #expect(lines.count > 20)
    #expect(
      lines.first?.hasPrefix("team/broken") == true
        && lines[0].contains("broken.md:2:1: the front matter has no summary"))
    #expect(lines[1].hasPrefix("team/warn") && lines[1].hasSuffix("Say warning.  [check: note]"))
    #expect(lines.contains { $0.hasPrefix("python/pathlib-read") })
    #expect(!lines.contains { $0.hasPrefix("go/") })
    let events = try await fixture.hone("recipe", "list", "--format", "json").events()
    #expect(events.contains { $0["name"] as? String == "team/warn" && $0["origin"] as? String == "repository" })
    await fixture.stop()
  }

  @Test func `A recipe is shown with why, patch and examples`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write(".hone/recipes/team/warn.md", warn)
    let show = try await fixture.hone("recipe", "show", "team/warn")
    #expect(show.exitCode == 0, "\(show.error)")
    for part in ["Because warn is deprecated.", "  -$LOG.warn($$$ARGS)", "recipe/warn, note", "  +log.warning(\"x\")"] {
      #expect(show.output.contains(part), "\(part)")
    }
    let missing = try await fixture.hone("recipe", "show", "team/wran")
    #expect(missing.exitCode == 2)
    #expect(missing.error.contains("did you mean `team/warn`?"))
    await fixture.stop()
  }

  @Test func `Examples are run, and what differs is shown`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write(".hone/recipes/good.md", warn)
    try fixture.repository.write(".hone/recipes/bad.md", warn.replacing("log.warning(\"x\")", with: "log.error(\"x\")"))
    let good = try await fixture.hone("recipe", "test", "good")
    #expect(good.exitCode == 0 && good.output == "1 recipe, 1 example: all sound\n", "\(good.output)\(good.error)")
    let bad = try await fixture.hone("recipe", "test", "good", ".hone/recipes/bad.md")
    #expect(bad.exitCode == 1)
    #expect(bad.output.contains("the result differs from what is shown\n  -log.error(\"x\")\n  +log.warning(\"x\")\n"))
    #expect(bad.output.hasSuffix("2 recipes, 2 examples: 1 recipe not sound\n"))
    let events = try await fixture.hone("recipe", "test", "bad", "--format", "json").events()
    #expect(events.map { $0["type"] as? String } == ["test", "summary"])
    #expect(events.last?["failed"] as? Int == 1)
    await fixture.stop()
  }

  @Test func `A new recipe passes its own example, and never takes the place of a file`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let arguments = ["recipe", "new", "own/warn", "-l", "python", "-p", "$LOG.warn($$$A)", "-r", "$LOG.warning($$$A)"]
    let new = try await fixture.hone(arguments: arguments)
    #expect(new.exitCode == 0, "\(new.error)")
    #expect(try await fixture.hone("recipe", "test", "own/warn").exitCode == 0)
    let again = try await fixture.hone(arguments: arguments)
    #expect(again.exitCode == 2 && again.error.contains("exists"))
    #expect(try await fixture.hone("recipe", "new", "x", "-l", "klingon", "-p", "a").exitCode == 2)
    #expect(try await fixture.hone("recipe", "new", "../x", "-l", "go", "-p", "a").exitCode == 2)
    await fixture.stop()
  }

  @Test func `A recipe that could not be loaded is not written`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    for (arguments, words) in [
      (["-p", "f($A", "-r", "g($A)"], "the pattern is no python code"), (["-p", "f($A"], "no python code"),
      (["-p", "f($A)", "-r", "g($B)"], "no pattern captures `$B`"), (["-p", "f($A)", "-r", "f(f($A))"], "for ever"),
      (["-p", "f($A)", "-r", "g($A"], "the `(` of the rewrite has no partner"),
      (["-p", "f($A)", "-r", "g($A) $A"], "would not parse once it is rewritten"),
      (["--bogus"], "Unknown option '--bogus'"),
    ] {
      let result = try await fixture.hone(arguments: ["recipe", "new", "bad", "-l", "python"] + arguments)
      #expect(result.exitCode == 2 && result.error.contains(words), "\(arguments): \(result.error)")
    }
    #expect(try await fixture.hone("recipe", "new", "--bogus").error.contains("Unknown option '--bogus'"))
    #expect(try fixture.repository.git("status", "--porcelain").isEmpty)
    await fixture.stop()
  }

  @Test func `Examples that were learned have headings of their own`() async throws {
    let fixture = try await HoneFixture(
      files: ["a.py": "log.warn('a')\nx = 1\nlogger.warn('b', 2)\n", "b.txt": "warn of x\nwarn of y\n"],
      replies: .chat(text: ""))
    try fixture.repository.write("a.py", "log.warning('a')\nx = 1\nlogger.warning('b', 2)\n")
    #expect(try await fixture.hone("recipe", "new", "own", "--from", "--unstaged").exitCode == 0)
    let text = fixture.repository.text(".hone/recipes/own.md") ?? ""
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(
      headings == ["## Example: as in a.py, line 1", "## Example: as in a.py, line 3"],
      "\(text)")
    try fixture.repository.commit("code")
    try fixture.repository.write("b.txt", "tell of x\ntell of y\n")
    let plain = try await fixture.hone("recipe", "new", "plain", "--from", "--unstaged")
    #expect(plain.exitCode == 2 && plain.error.contains("the edit was made in plain text"), "\(plain.error)")
    #expect(!plain.error.contains("--as"), "\(plain.error)")
    await fixture.stop()
  }

  @Test func `Whoever reads a part of the output changes nothing about its status`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.write(".hone/recipes/bad.md", warn.replacing("log.warning(\"x\")", with: "log.error(\"x\")"))
    for (arguments, status) in [
      (["recipe", "list"], 0), (["recipe", "list", "--format", "json"], 0), (["recipe", "show", "bad"], 0),
      (["recipe", "test", "bad"], 1),
    ] {
      // The reader is gone before the first byte is written.
      let script = "{ sleep 0.3; \"$@\"; echo \"status $?\" >&2; } | true"
      let result = HoneResult(try await fixture.run("sh", ["-c", script, "sh", HoneFixture.program] + arguments))
      #expect(result.error == "status \(status)\n", "\(arguments): \(result.error)")
    }
    await fixture.stop()
  }

  @Test func `A recipe is learned from a commit that did it by hand`() async throws {
    let fixture = try await HoneFixture(
      files: ["a.py": "log.warn('a')\nx = 1\nlogger.warn('b', 2)\n"], replies: .chat(text: ""))
    try fixture.repository.write("a.py", "log.warning('a')\nx = 1\nlogger.warning('b', 2)\n")
    try fixture.repository.commit("by hand")
    let new = try await fixture.hone("recipe", "new", "own/learned", "--from", "HEAD")
    #expect(new.exitCode == 0, "\(new.error)")
    let text = fixture.repository.text(".hone/recipes/own/learned.md") ?? ""
    #expect(text.contains("```hone\n-") && text.contains("## Example: as in a.py"), "\(text)")
    #expect(try await fixture.hone("recipe", "test", "own/learned").exitCode == 0)
    for (arguments, words) in [
      (["--from", "HEAD", "-l", "python"], "either it or"), ([], "or --from"), (["--from", "nowhere"], "nowhere"),
      (["-p", "a", "-l", "go", "--only", "1"], "--only is for --from"),
    ] {
      let wrong = try await fixture.hone(arguments: ["recipe", "new", "own/other"] + arguments)
      #expect(wrong.exitCode == 2 && wrong.error.contains(words), "\(arguments): \(wrong.error)")
    }
    try fixture.repository.write("b.txt", "unlike\n")
    try fixture.repository.commit("nothing to learn")
    #expect(try await fixture.hone("recipe", "new", "own/none", "--from", "HEAD").exitCode == 2)
    await fixture.stop()
  }
}
