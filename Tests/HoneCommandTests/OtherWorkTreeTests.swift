import HoneTestSupport
import Testing

/// A work tree that git finds no repository, or another one, around.
struct OtherWorkTreeTests {
  @Test(arguments: ["git --work-tree=../other", "git config core.worktree ../../other && git"])
  func `A run writes into the repository that it was started for`(git: String) async throws {
    let fixture = try await HoneFixture(files: [:], replies: .chat(text: ""))
    let script = """
      set -e
      for name in own other; do
        mkdir $name; (cd $name; git init -q; echo "foo(1)" >a.py; echo $name >name; git add .; git commit -qm $name)
      done
      cd own
      PATH=$(dirname "$0"):$PATH
      \(git) hone run -y --commit -m 'by hone' -p 'foo($X)' -r 'food($X)' -l python
      echo "own: $(git log --format=%s | tr '\\n' ' ')"
      echo "other: $(git -C ../other log --format=%s | tr '\\n' ' ')"
      git show HEAD:a.py
      """
    let result = HoneResult(try await fixture.run("sh", ["-c", script, HoneFixture.program]))
    #expect(result.exitCode == 0, "\(result.output)\(result.error)")
    #expect(
      result.output.contains("own: by hone own \n") && result.output.contains("other: other \n"), "\(result.output)")
    #expect(result.output.contains("food(1)\n"), "\(result.output)")
    await fixture.stop()
  }
}
