import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneGit

/// The entries read from the index file are those that git lists, or are left to git.
@Suite struct IndexReaderListingTests {
  private static let names = [
    "a", "a-b", "a.b", "a/x", "a/x-y", "a0", "b/c/d/e.txt", "b/c/d-e.txt", "b/c.txt", "b-c/d", "z/1", "z/2",
    "\u{e4}/\u{f6}",
  ]
  private static let scopes = names + ["a/x/none", "b", "b/c", "z", "\u{e4}", "none", "b/c/d"]

  /// What git lists for some files or folders.
  private func listed(_ paths: [RepositoryPath], in repository: Repository) throws -> [TrackedFile] {
    var command = repository.git(.reading, ["ls-files", "-s", "-v", "-z"])
    command.append(paths: paths)
    return try #require(IndexListing.parse(try command.output()))
  }

  @Test func `entries, marks and conflicts are those that git lists`() throws {
    let repository = try ScriptedRepository()
    var random = SplitMix64(seed: 3)
    let id = try repository.git(["hash-object", "-w", "--stdin"], input: "text").prefix(40)
    var (compared, marked) = (0, 0)
    for _ in 0..<12 {
      var lines = ""
      for name in Self.names where random.happens(60) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: lines += "0 \(ObjectID.zero.hex)\t\(name)\n"
        case 1:
          lines += "0 \(ObjectID.zero.hex)\t\(name)\n"
          for stage in [1, 2, 3] where random.happens(70) { lines += "100644 \(id) \(stage)\t\(name)\n" }
        case 2: lines += "100755 \(id)\t\(name)\n"
        default: lines += "100644 \(id)\t\(name)\n"
        }
      }
      try repository.git(["update-index", "--index-info"], input: lines)
      for name in Self.names where random.happens(30) {
        let mark = ["--skip-worktree", "--assume-unchanged", "--no-skip-worktree"].randomElement(using: &random) ?? ""
        _ = try repository.run("git", ["update-index", mark, name])
      }
      let opened = try repository.open()
      guard let listing = IndexReaderListing(path: opened.indexFile) else {
        Issue.record("the index is not read")
        return
      }
      for _ in 0..<4 {
        let paths = try Self.scopes.filter { _ in random.happens(30) }.map { name in try RepositoryPath(name) }
        guard !paths.isEmpty else { continue }
        let expected = try listed(paths, in: opened)
        #expect(listing.entries(of: paths) == expected)
        #expect(try opened.trackedFiles(paths: paths) == expected)
        compared += expected.count
        marked += expected.count { $0.mark != nil }
      }
      let unmerged = IndexListing.parse(try opened.git(.reading, ["ls-files", "-u", "-z"]).output())?.first
      let found = listing.firstUnmerged()
      #expect(found == unmerged)
    }
    #expect(compared > 100)
    #expect(marked > 20)
  }

  @Test(arguments: [
    "git update-index --split-index", "git sparse-checkout set --sparse-index b", "git update-index --index-version 4",
  ])
  func `an unusual index is left to git`(command: String) throws {
    let repository = try ScriptedRepository()
    for name in ["a", "b/c", "d/e"] { try repository.write(name, name) }
    try repository.commit()
    let output = try repository.run("sh", ["-c", command])
    try #require(output.status.isSuccess, "\(output.message)")
    let opened = try repository.open()
    let isLeft = IndexReaderListing(path: opened.indexFile) == nil
    #expect(isLeft)
    #expect(try opened.trackedFiles(paths: [try RepositoryPath("b/c")]).count == 1)
    try opened.checkWritable()
  }
}
