import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// The programs that keep contents elsewhere, or secret: git-lfs and git-crypt themselves.
@Suite struct StorageFilterTests {
  /// A program that stores `*.dat`.
  enum Store: String, CaseIterable, Sendable {
    case lfs, crypt, cryptWithNamedKey

    /// Shell commands that set it up in a new repository, as its users do.
    var setup: String {
      switch self {
      case .lfs: "git lfs install --local && git lfs track '*.dat'"
      case .crypt: "git-crypt init && echo '*.dat filter=git-crypt diff=git-crypt' >.gitattributes"
      case .cryptWithNamedKey:
        "git-crypt init -k team && echo '*.dat filter=git-crypt-team diff=git-crypt-team' >.gitattributes"
      }
    }

    /// A shell command that fails unless what is stored is whole.
    var verification: String { self == .lfs ? "git lfs fsck" : "git-crypt status" }

    /// Whether `blob` is what the program stores, and not the contents.
    func isStored(_ blob: [UInt8]) -> Bool {
      blob.starts(with: self == .lfs ? utf8("version https://git-lfs.github.com/spec/v1\n") : utf8("\0GITCRYPT\0"))
    }
  }

  private static func isInstalled(_ program: String) -> Bool {
    (try? ChildProcess.run(ChildProcess.Command(program, ["--version"])))?.status.isSuccess ?? false
  }

  private static let areInstalled = isInstalled("git-lfs") && isInstalled("git-crypt")

  /// A stored file, checked out, and a plain one beside it, both committed.
  private func repository(_ store: Store) throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try shell(store.setup, in: repository)
    try repository.write("a.dat", numbered())
    try repository.write("b.txt", numbered(5))
    try repository.commit()
    try #require(store.isStored(repository.staged("a.dat")))
    try #require(repository.text("a.dat") == numbered())
    return repository
  }

  private func shell(_ script: String, in repository: ScriptedRepository) throws {
    let output = try repository.run("sh", ["-c", script])
    try #require(output.status.isSuccess, "\(script): \(output.message)")
  }

  /// Writes that would put other bytes into the index than `git add` does.
  private func writes(_ repository: ScriptedRepository) throws -> [FileWrite] {
    let path = try RepositoryPath("a.dat")
    let entry = try repository.open().trackedFiles(paths: [path]).first?.entry
    // As if the contents, and not the stored form, were staged.
    let plain = FileWrite(
      path: path, base: .workTree, entry: entry, original: utf8(numbered()), result: utf8(numbered(20, [10: "fixed"])))
    return [
      plain, try repository.stagedWrite("a.dat", "new\n"), try repository.stagedWrite("a.dat", nil),
      try repository.newWrite("new.dat", "new\n"),
    ]
  }

  @Test(.enabled(if: areInstalled, "git-lfs or git-crypt is not installed"), arguments: Store.allCases)
  func storedFileIsRefusedAndKept(store: Store) throws {
    let repository = try repository(store)
    let before = try repository.snapshot()
    for write in try writes(repository) {
      // The refusal of one file is the refusal of the run.
      let beside = try repository.stagedWrite("b.txt", numbered(5, [3: "fixed"]))
      let refusal = #expect(throws: Refusal.self) { try repository.write([beside, write]) }
      #expect(refusal?.code == .filtered)
      #expect(refusal?.path == write.path)
      #expect(try repository.snapshot() == before)
    }
    #expect(try repository.status() == [])
    try shell(store.verification, in: repository)
    #expect(try repository.fsck() == nil)
  }

  @Test(.enabled(if: areInstalled, "git-lfs or git-crypt is not installed"), arguments: Store.allCases, [false, true])
  func fileBesideStoredOnesIsWritten(store: Store, commits: Bool) throws {
    let repository = try repository(store)
    let stored = try repository.git("rev-parse", ":a.dat")
    try repository.write("a.dat", numbered(20, [2: "mine"]))
    let before = try repository.snapshot()
    let head = try ObjectID(hex: repository.head())
    let write = try repository.stagedWrite("b.txt", numbered(5, [3: "fixed"]))
    // The commit runs the hooks that git-lfs has installed.
    let destination = commits ? WriteDestination.commit(message: utf8("Fix"), head: head, coAuthor: nil) : .index
    let run = try repository.write([write], to: destination).run
    #expect(try repository.git("rev-parse", ":a.dat") == stored)
    #expect(repository.text("a.dat") == numbered(20, [2: "mine"]))
    #expect(try repository.status() == (commits ? [" M a.dat"] : [" M a.dat", "M  b.txt"]))
    _ = try repository.open().undo(run)
    #expect(try repository.snapshot() == before)
    // What git then stages and checks out is what it would have been without Hone.
    let expected = try repository.git("hash-object", "--path=a.dat", "a.dat")
    try repository.stage("a.dat")
    #expect(try repository.git("rev-parse", ":a.dat") == expected)
    #expect(store.isStored(try repository.staged("a.dat")))
    try repository.remove("a.dat")
    try repository.git("checkout", "--", "a.dat")
    #expect(repository.text("a.dat") == numbered(20, [2: "mine"]))
    try shell(store.verification, in: repository)
    #expect(try repository.fsck() == nil)
  }

  /// The work tree then holds the stored form, which is no text of its own either.
  @Test(.enabled(if: areInstalled, "git-lfs or git-crypt is not installed"), arguments: Store.allCases)
  func storedFormInTheWorkTreeIsRefused(store: Store) throws {
    let repository = try repository(store)
    switch store {
    case .lfs: try shell("rm a.dat && GIT_LFS_SKIP_SMUDGE=1 git checkout -- a.dat", in: repository)
    case .crypt: try shell("git-crypt lock", in: repository)
    case .cryptWithNamedKey: try shell("git-crypt lock -k team", in: repository)
    }
    #expect(repository.bytes("a.dat").map(store.isStored) == true)
    let before = try repository.snapshot()
    for write in try writes(repository) {
      let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
      #expect(refusal?.code == .filtered)
    }
    #expect(try repository.snapshot() == before)
  }

  @Test(.enabled(if: areInstalled, "git-lfs or git-crypt is not installed"), arguments: Store.allCases)
  func storeThatFailsIsRefused(store: Store) throws {
    let repository = try repository(store)
    let driver = try repository.git("check-attr", "filter", "a.dat").split(separator: " ").last ?? ""
    let name = driver.filter { !$0.isNewline }
    for key in ["clean", "smudge"] { try repository.git("config", "filter.\(name).\(key)", "false") }
    _ = try repository.run("git", ["config", "--unset", "filter.\(name).process"])
    let before = try repository.snapshot()
    for write in try writes(repository) {
      let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
      #expect(refusal?.code == .filtered)
    }
    #expect(try repository.snapshot() == before)
    // git agrees that it cannot be staged now.
    try repository.write("a.dat", "other\n")
    #expect(try !repository.run("git", ["add", "a.dat"]).status.isSuccess)
  }

  /// The stored form of git-lfs is text; under another name for the driver it must not be taken for the file's.
  @Test(.enabled(if: areInstalled, "git-lfs or git-crypt is not installed"), arguments: [false, true])
  func pointerIsRefusedUnderAnyName(isRequired: Bool) throws {
    let repository = try ScriptedRepository()
    try repository.git("config", "filter.big.clean", "git-lfs clean -- %f")
    try repository.git("config", "filter.big.smudge", "git-lfs smudge -- %f")
    try repository.git("config", "filter.big.required", "\(isRequired)")
    try repository.write(".gitattributes", "*.dat filter=big\n")
    try repository.write("a.dat", numbered())
    try repository.commit()
    let pointer = try repository.stagedText("a.dat")
    try #require(Store.lfs.isStored(utf8(pointer)))
    let before = try repository.snapshot()
    let changed = pointer.replacing("size ", with: "size 1")
    let refusal = #expect(throws: Refusal.self) { try repository.write([repository.stagedWrite("a.dat", changed)]) }
    #expect(refusal?.code == .filtered)
    #expect(try repository.snapshot() == before)
  }
}
