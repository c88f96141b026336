import Foundation
import HoneTestSupport
import Testing

/// One file that cannot be written is refused, and the others are written.
struct UnwritableFileTests {
  /// Files of which one may be written: the others are no text by an attribute, only announced, and kept by a filter that fails.
  private func fixture() async throws -> HoneFixture {
    let fixture = try await HoneFixture(
      files: ["a.py": "foo(1)\n", "b.py": "foo(2)\n", "d.py": "foo(4)\n", "e.py": "foo(5)\n"],
      replies: .chat(text: ""))
    let repository = fixture.repository
    try repository.git("config", "filter.bad.clean", "cat")
    try repository.git("config", "filter.bad.smudge", "false")
    try repository.git("config", "filter.bad.required", "true")
    try repository.write(".gitattributes", "b.py -text\nd.py filter=bad\n*.png binary\n")
    try repository.git("add", ".gitattributes")
    try repository.git("commit", "-qm", "attributes")
    try repository.write("c.py", "foo(3)\n")
    try repository.git("add", "-N", "c.py")
    return fixture
  }

  private let pattern = ["-p", "foo($X)", "-r", "food($X)", "-l", "python"]

  @Test func `A run refuses the file and writes the others`() async throws {
    let fixture = try await fixture()
    let result = try await fixture.hone(arguments: ["run", "-y", "--format", "json"] + pattern)
    #expect(result.exitCode == 1, "\(result.output)\(result.error)")
    let events = try result.events()
    let refused = events.filter { $0["type"] as? String == "refusal" }
    #expect(Set(refused.compactMap { $0["path"] as? String }) == ["b.py", "c.py", "d.py"], "\(result.output)")
    #expect(Set(refused.compactMap { $0["code"] as? String }) == ["filtered", "index-flag"], "\(result.output)")
    let summary = try #require(events.last)
    #expect(summary["type"] as? String == "summary" && summary["refused"] as? Int == 3, "\(summary)")
    #expect(summary["files"] as? Int == 2 && summary["edits"] as? Int == 2, "\(summary)")
    #expect(try fixture.repository.stagedText("a.py") == "food(1)\n")
    #expect(try fixture.repository.stagedText("e.py") == "food(5)\n")
    #expect(fixture.repository.text("b.py") == "foo(2)\n" && fixture.repository.text("c.py") == "foo(3)\n")
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.status() == [" A c.py"])
    await fixture.stop()
  }

  @Test func `A commit and a patch leave the file out as well`() async throws {
    let fixture = try await fixture()
    let patch = try await fixture.hone(arguments: ["run", "--patch"] + pattern)
    #expect(patch.exitCode == 1 && patch.output.contains("+food(1)"), "\(patch.error)")
    #expect(!patch.output.contains("food(2)") && !patch.output.contains("food(3)"), "\(patch.output)")
    try fixture.repository.git("rm", "-q", "--cached", "c.py")
    let commit = try await fixture.hone(arguments: ["run", "-y", "--commit", "-m", "Feed"] + pattern)
    #expect(commit.exitCode == 1, "\(commit.error)")
    #expect(try fixture.repository.git("log", "-1", "--format=", "--name-only") == "a.py\ne.py\n")
    await fixture.stop()
  }

  @Test func `Where no file can be written nothing is, and that is no failure of the run`() async throws {
    let fixture = try await fixture()
    let result = try await fixture.hone(arguments: ["run", "-y", "--format", "json"] + pattern + ["--", "d.py"])
    #expect(result.exitCode == 1, "\(result.output)\(result.error)")
    let summary = try #require(try result.events().last)
    #expect(summary["type"] as? String == "summary" && summary["edits"] as? Int == 0, "\(summary)")
    #expect(summary["files"] as? Int == 0 && summary["written"] as? String == "none", "\(summary)")
    await fixture.stop()
  }

  @Test func `An edit that is followed leaves the file out`() async throws {
    let fixture = try await fixture()
    try fixture.repository.write("a.py", "food(1)\n")
    try fixture.repository.git("add", "a.py")
    // Nothing is certain enough to be proposed, and still files were refused.
    let certain = try await fixture.hone("follow", "-y", "--format", "json")
    let summary = try #require(try certain.events().last)
    #expect(certain.exitCode == 1 && summary["refused"] as? Int == 2, "\(certain.output)\(certain.error)")
    let result = try await fixture.hone("follow", "-y", "--maybe", "--format", "json")
    #expect(result.exitCode == 1, "\(result.output)\(result.error)")
    #expect(try result.events().last?["refused"] as? Int == 3, "\(result.output)\(result.error)")
    #expect(try fixture.repository.stagedText("e.py") == "food(5)\n")
    #expect(try fixture.repository.stagedText("b.py") == "foo(2)\n")
    await fixture.stop()
  }

  @Test(arguments: ["--assume-unchanged", "--skip-worktree"])
  func `A file that git was told to leave alone is refused where it is named`(mark: String) async throws {
    let fixture = try await HoneFixture(files: ["a.py": "foo(1)\n"], replies: .chat(text: ""))
    try fixture.repository.git("update-index", mark, "a.py")
    for arguments in [["run", "-y"] + pattern, ["search", "-p", "foo($X)", "-l", "python"]] {
      let result = try await fixture.hone(arguments: arguments + ["--format", "json", "--", "a.py"])
      #expect(result.exitCode == 1, "\(result.output)\(result.error)")
      let events = try result.events()
      #expect(events.first?["code"] as? String == "index-flag" && events.first?["path"] as? String == "a.py")
      #expect(events.last?["refused"] as? Int == 1, "\(result.output)")
    }
    await fixture.stop()
  }

  @Test func `A search tells of the files that it could not search`() async throws {
    let long = "foo(1)\n" + String(repeating: "# padding\n", count: 120_000)
    let fixture = try await HoneFixture(files: ["a.py": "foo(1)\n", "long.py": long], replies: .chat(text: ""))
    let result = try await fixture.hone("search", "-p", "foo($X)", "-l", "python", "--format", "json")
    #expect(result.exitCode == 1, "\(result.error)")
    let refused = try result.events().filter { $0["type"] as? String == "refusal" }
    #expect(refused.map { $0["path"] as? String } == ["long.py"] && refused.first?["code"] as? String == "not-text")
    #expect(try result.events().last?["refused"] as? Int == 1)
    await fixture.stop()
  }
}
