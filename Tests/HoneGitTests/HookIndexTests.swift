import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Writes from inside a pre-commit hook go into the index that git is about to commit, whichever that is, and into the one
/// that is the real index afterwards.
@Suite struct HookIndexTests {
  /// A way to commit: which index the hook sees differs, and what of the user's own changes is committed.
  enum Mode: String, CaseIterable, Sendable {
    case plain = ""
    case amend = "--amend"
    case all = "-a"
    case include = "-i"
    case patch = "-p"
    case path = "--only"

    /// Whether the whole work-tree version of `src/a.txt` is committed.
    var takesWholeFile: Bool { [.all, .include, .path].contains(self) }

    /// Whether git drops its index when the hook fails.
    var isDroppedOnFailure: Bool { ![.plain, .amend].contains(self) }

    func arguments(standingIn place: CommitPlace, choices: String) -> String {
      let file = place == .subdirectory ? "a.txt" : "src/a.txt"
      return switch self {
      case .plain, .amend, .all: rawValue
      case .include, .path: "\(rawValue) \(file)"
      // git asks on its standard input which hunks to stage.
      case .patch: "-p <'\(choices)'"
      }
    }

    /// What `git status` says after a commit that the hook let through.
    var statusAfterCommit: [String] {
      switch self {
      case .all: []
      case .include: [" M src/c.txt"]
      case .path: ["M  src/b.txt", " M src/c.txt"]
      case .plain, .amend, .patch: [" M src/a.txt", " M src/c.txt"]
      }
    }
  }

  private func fixture(_ mode: Mode, _ place: CommitPlace) throws -> (HookFixture, arguments: String) {
    let fixture = try HookFixture(place)
    if mode == .plain || mode == .amend { try fixture.stageBadLineOnly() }
    let choices = fixture.repository.scratch + "/choices"
    try fixture.repository.write(choices, "y\nn\nn\n")
    return (fixture, mode.arguments(standingIn: place, choices: choices))
  }

  @Test(arguments: Mode.allCases, CommitPlace.allCases)
  func fixIsCommittedAndStatusIsClean(mode: Mode, place: CommitPlace) throws {
    let (fixture, arguments) = try fixture(mode, place)
    let head = try fixture.git("rev-parse", "HEAD")
    let status = try fixture.commit(arguments) { opened in
      try fixture.fix(opened)
      return 0
    }
    #expect(status.isSuccess)
    #expect(try fixture.git("rev-parse", "HEAD") != head)
    let staged = HookFixture.good(later: mode.takesWholeFile)
    #expect(try fixture.git("show", "HEAD:src/a.txt") == staged)
    #expect(try fixture.git("show", ":src/a.txt") == staged)
    #expect(fixture.repository.text(fixture.top + "/src/a.txt") == HookFixture.good(later: true))
    #expect(try fixture.status() == mode.statusAfterCommit)
    #expect(try fixture.leftOvers() == "")
    #expect(try fixture.fsck() == nil)
    // The next commit does not take the fix back.
    try fixture.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "next")
    #expect(try fixture.git("show", "HEAD:src/a.txt") == staged)
  }

  @Test(arguments: Mode.allCases, CommitPlace.allCases)
  func refusedCommitLosesNothing(mode: Mode, place: CommitPlace) throws {
    let (fixture, arguments) = try fixture(mode, place)
    let head = try fixture.git("rev-parse", "HEAD")
    let status = try fixture.commit(arguments) { opened in
      try fixture.fix(opened)
      return 1
    }
    #expect(status == .exited(1))
    #expect(try fixture.git("rev-parse", "HEAD") == head)
    #expect(fixture.repository.text(fixture.top + "/src/a.txt") == HookFixture.good(later: true))
    #expect(try fixture.git("show", ":src/b.txt") == "staged by the user\n")
    #expect(fixture.repository.text(fixture.top + "/src/c.txt") == "not staged by the user\n")
    // git drops its own index with everything in it; the fix is in the work tree, where the next try finds it.
    let staged = mode.isDroppedOnFailure ? numbered() : HookFixture.good(later: false)
    #expect(try fixture.git("show", ":src/a.txt") == staged)
    let first = mode.isDroppedOnFailure ? " M src/a.txt" : "MM src/a.txt"
    #expect(try fixture.status() == [first, "M  src/b.txt", " M src/c.txt"])
    #expect(try fixture.leftOvers() == "")
    #expect(try fixture.fsck() == nil)
  }

  /// git itself would make an empty commit and exit 0.
  @Test(arguments: [Mode.plain, .all, .path])
  func fixThatEmptiesTheCommitBlocksIt(mode: Mode) throws {
    let (fixture, arguments) = try fixture(mode, .mainWorkTree)
    try fixture.git("reset", "--quiet", "--hard")
    try fixture.repository.write(fixture.top + "/src/a.txt", HookFixture.bad(later: false))
    if mode == .plain { try fixture.git("add", "src/a.txt") }
    let head = try fixture.git("rev-parse", "HEAD")
    let status = try fixture.commit(arguments) { opened in
      #expect(try !opened.wouldCommitBeEmpty())
      try fixture.fix(opened, replacing: "BAD", with: "line 3")
      #expect(try opened.wouldCommitBeEmpty())
      return 1
    }
    #expect(status == .exited(1))
    #expect(try fixture.git("rev-parse", "HEAD") == head)
    #expect(try fixture.status() == [])
  }

  @Test func amendedCommitIsEmptyWhenItIsItsParent() throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", "a\n")
    try repository.stage("a.txt")
    #expect(try !repository.open().wouldCommitBeEmpty())
    try repository.git("rm", "--quiet", "--cached", "a.txt")
    #expect(try repository.open().wouldCommitBeEmpty())
    try repository.commit()
    #expect(try repository.open().wouldCommitBeEmpty())
    #expect(try !repository.open().wouldCommitBeEmpty(amending: true))
    try repository.write("a.txt", "b\n")
    try repository.commit()
    try repository.write("a.txt", "a\n")
    try repository.stage("a.txt")
    #expect(try !repository.open().wouldCommitBeEmpty())
    #expect(try repository.open().wouldCommitBeEmpty(amending: true))
  }

  /// In a receive hook the pushed objects lie in a folder of their own until the push is accepted.
  @Test func objectsInQuarantineAreRead() throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", "a\n")
    try repository.commit()
    let quarantine = repository.scratch + "/quarantine"
    try #require(try repository.run("mkdir", [quarantine]).status.isSuccess)
    let store = "GIT_OBJECT_DIRECTORY=\(quarantine) git hash-object -w --stdin"
    let id = try #require(
      ObjectID(
        hex: String(
          decoding: try repository.run("sh", ["-c", "echo pushed | \(store)"]).standardOutput.prefix(40), as: UTF8.self)
      ))
    #expect(throws: Refusal.self) { try repository.open().blob(id) }
    repository.environment["GIT_OBJECT_DIRECTORY"] = quarantine
    repository.environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = repository.path + "/.git/objects"
    #expect(try repository.open().blob(id) == utf8("pushed\n"))
  }

  /// A damaged index is refused and stays as it was, or, where git itself does not mind the damage, is written soundly.
  @Test func damagedIndexIsRefusedAndKeptOrWrittenSoundly() throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    let good = try #require(repository.bytes(".git/index"))
    let entry = try #require(try repository.open().trackedFiles().first?.entry)
    let original = try repository.open().blob(entry.id)
    let write = FileWrite(
      path: try RepositoryPath("a.txt"), base: .staged, entry: entry, original: original, result: original + utf8("x\n")
    )
    var generator = SplitMix64(seed: 11)
    var refusals = 0
    for _ in 0..<25 {
      var bad = good
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bad.removeLast(Int.random(in: 1..<good.count, using: &generator))
      case 1: bad[Int.random(in: 0..<good.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
      default: bad += generator.bytes(atMost: 40) + [0]
      }
      try repository.write(".git/index", bad)
      do {
        let opened = try Repository.open(at: repository.path, environment: repository.environment)
        _ = try opened.write([write], details: RunDetails(kind: "edit"))
        #expect(try repository.staged("a.txt") == original + utf8("x\n"))
      } catch is Refusal {
        refusals += 1
        #expect(repository.bytes(".git/index") == bad)
      }
      #expect(!repository.exists(".git/index.lock"))
      try repository.write("a.txt", original)
    }
    #expect(refusals > 5)
    try repository.write(".git/index", good)
    _ = try repository.open().write([write], details: RunDetails(kind: "edit"))
    #expect(try repository.fsck() == nil)
  }

  @Test func variablesOfTheHookDoNotReachOtherRepositories() throws {
    let inside = Environment([
      "GIT_DIR": "/x/.git", "GIT_INDEX_FILE": ".git/index", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b",
      "GIT_CONFIG_VALUE_0": "c", "GIT_QUARANTINE_PATH": "/q", "HOME": "/home/ada", "GIT_AUTHOR_NAME": "Ada",
    ])
    #expect(inside.withoutRepository.names.sorted() == ["GIT_AUTHOR_NAME", "HOME"])
    // git itself says which variables tie a process to a repository.
    let repository = try ScriptedRepository()
    var all = Environment()
    for name in try repository.git("rev-parse", "--local-env-vars").split(separator: "\n") { all[String(name)] = "x" }
    #expect(!all.names.isEmpty)
    #expect(all.withoutRepository.names.isEmpty)
  }

  /// Inside a hook of one repository, another one is opened without being taken for the first.
  @Test func otherRepositoryIsWrittenFromInsideAHook() throws {
    let fixture = try HookFixture(.linkedWorkTree)
    let other = try ScriptedRepository()
    try other.write("a.txt", "a\n")
    try other.commit()
    let path = other.path
    let status = try fixture.commit("-a") { _ in
      let inside = fixture.hookEnvironment()
      #expect(inside["GIT_INDEX_FILE"] != nil && inside["GIT_DIR"] != nil)
      let environment = inside.withoutRepository
      let second = try Repository.open(at: path, environment: environment)
      let write = FileWrite(
        path: try RepositoryPath("n.txt"), base: .staged, entry: nil, original: nil, result: utf8("n\n"))
      _ = try second.write([write], details: RunDetails(kind: "check"))
      return 0
    }
    #expect(status.isSuccess)
    #expect(try other.status() == ["A  n.txt"])
    #expect(try fixture.git("ls-tree", "--name-only", "HEAD") == "src\n")
    #expect(try fixture.status() == [])
  }
}
