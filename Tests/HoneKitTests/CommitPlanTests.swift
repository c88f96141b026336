import HoneCore
import HoneRecipes
import HoneTestSupport
import Testing

@testable import HoneKit

struct CommitPlanTests {
  private func recipe(_ keys: String, name: String = "own/warn") throws -> Recipe {
    let text = "---\nlanguage: python\nsummary: Say warning.\n\(keys)\n---\n# Warn well\n```hone\n-a\n+b\n```\n"
    return try Recipe(Array(text.utf8), name: name, file: "warn.md")
  }

  private func file(_ path: String, result: String? = "b\n", origin: String? = nil) throws -> AcceptedFile {
    AcceptedFile(
      path: try RepositoryPath(path), base: nil, result: result.map { Array($0.utf8) },
      origin: try origin.map { try RepositoryPath($0) })
  }

  private func commits(_ plan: CommitPlan, _ files: [AcceptedFile]) -> [String] {
    plan.commits(files).map { "\($0.message): \($0.files.map(\.path.text).joined(separator: " "))" }
  }

  private func files() throws -> [AcceptedFile] { try ["a.py", "lib/b.py", "lib/c.py"].map { try file($0) } }

  @Test func `One commit, one for each directory, one for each file`() throws {
    #expect(try commits(CommitPlan([recipe("")], message: nil), files()) == ["Warn well: a.py lib/b.py lib/c.py"])
    #expect(
      try commits(CommitPlan([recipe("commit: directory")], message: nil), files())
        == ["Warn well in .: a.py", "Warn well in lib: lib/b.py lib/c.py"])
    #expect(
      try commits(CommitPlan([recipe("commit: file")], message: nil), files())
        == ["Warn well in a.py: a.py", "Warn well in lib/b.py: lib/b.py", "Warn well in lib/c.py: lib/c.py"])
  }

  @Test func `A template names what a commit holds, and the user's words come before it`() throws {
    let recipe = try recipe("commit: directory\ncommit-message: \"{directory}: warn in {file}\"")
    #expect(
      try commits(CommitPlan([recipe], message: nil), files())
        == [".: warn in 1 file: a.py", "lib: warn in 2 files: lib/b.py lib/c.py"])
    #expect(try commits(CommitPlan([recipe], message: "Mine"), files()).allSatisfy { $0.hasPrefix("Mine: ") })
  }

  @Test func `Recipes that disagree make one commit that names them`() throws {
    let plan = CommitPlan([try recipe("commit: file"), try recipe("", name: "own/log")], message: nil)
    #expect(try commits(plan, files()) == ["Apply own/warn, own/log: a.py lib/b.py lib/c.py"])
    let agreed = CommitPlan([try recipe("commit: file"), try recipe("commit: file", name: "own/log")], message: nil)
    #expect(try commits(agreed, files()).count == 3)
  }

  @Test func `A file that is moved goes and comes in one commit`() throws {
    let moved = [try file("new/b.py", origin: "lib/b.py"), try file("lib/b.py", result: nil)]
    let plan = CommitPlan([try recipe("commit: directory")], message: nil)
    #expect(commits(plan, moved) == ["Warn well in new: new/b.py lib/b.py"])
  }
}
