import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// A write that is stopped at any step leaves the state before it or the state after it, and nothing lying about.
@Suite struct InterruptionTests {
  /// A staged and unstaged mix of three files, one of which is made, one removed.
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.write("b.txt", numbered(5))
    try repository.commit()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    return repository
  }

  private func writes(_ repository: ScriptedRepository) throws -> [FileWrite] {
    [
      try repository.stagedWrite("a.txt", numbered(20, [10: "fixed"])),
      try repository.stagedWrite("b.txt", nil),
      try repository.newWrite("new/folder/c.txt", "new\n"),
    ]
  }

  private func destination(_ repository: ScriptedRepository, commits: Int) throws -> WriteDestination {
    guard commits > 0 else { return .index }
    return .commits(
      try writes(repository).cut(into: commits), head: ObjectID(hex: try repository.head()), coAuthor: nil)
  }

  /// Makes the journals of this process look like those of one that is gone, as after a kill.
  private func buryProcess(of repository: ScriptedRepository) throws {
    for run in repository.names(in: ".git/hone/runs") {
      guard let journal = repository.text(".git/hone/runs/\(run)/journal") else { continue }
      let lines = journal.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        guard line.hasPrefix("process ") else { return String(line) }
        return "process 999999999 1 " + (line.split(separator: " ").last ?? "")
      }
      try repository.write(".git/hone/runs/\(run)/journal", lines.joined(separator: "\n"))
    }
  }

  @Test(arguments: WriteStep.allCases, [0, 1, 3])
  func failureAtAnyStepRollsBackOrFinishes(step: WriteStep, commits: Int) throws {
    let repository = try repository()
    let before = try repository.snapshot()
    let probe: WriteProbe = { $0 == step ? .failure(Refusal(.writeFailed, "the disk is full")) : nil }
    do {
      try repository.write(writes(repository), to: destination(repository, commits: commits), probe: probe)
      #expect(try repository.snapshot() != before)
    } catch let refusal as Refusal {
      #expect(refusal.code == .writeFailed)
      #expect(try repository.snapshot() == before)
      #expect(!repository.exists("new"))
    }
    #expect(try repository.fsck() == nil)
    #expect(try repository.open().recover().isEmpty)
  }

  @Test(arguments: WriteStep.allCases, [0, 1, 3])
  func crashAtAnyStepIsRepairedByTheNextCommand(step: WriteStep, commits: Int) throws {
    let twin = try repository()
    try twin.write(writes(twin), to: destination(twin, commits: commits))
    let after = try twin.git("ls-files", "-s") + twin.status().joined()

    let repository = try repository()
    let before = try repository.snapshot()
    let probe: WriteProbe = { $0 == step ? .crash : nil }
    _ = try? repository.write(writes(repository), to: destination(repository, commits: commits), probe: probe)
    try buryProcess(of: repository)
    // Who only reads changes nothing, and is told what the next command will do.
    let stopped = try repository.snapshot()
    let told = try repository.open().unfinishedRuns()
    #expect(try repository.snapshot() == stopped)
    let notes = try repository.open().recover()
    #expect(told.map(\.next) == notes.map(\.resolution), "\(step)")
    #expect(notes.allSatisfy { $0.remarks.isEmpty })
    let now = try repository.git("ls-files", "-s") + repository.status().joined()
    let isAfter = now == after
    let isBefore = try repository.snapshot() == before
    #expect(isBefore || isAfter, "\(step): \(notes) \(now)")
    #expect(isBefore != isAfter)
    #expect(try repository.fsck() == nil)
    #expect(try repository.git("ls-files", "--others").isEmpty)
    #expect(!repository.exists(".git/index.lock"))
    #expect(try repository.open().recover().isEmpty)
    // Whatever the end was, the next run works, and a finished one can be undone.
    if isAfter {
      let record = try repository.open().run()
      _ = try repository.open().undo(record)
      #expect(try repository.snapshot() == before)
    } else {
      try repository.write(writes(repository), to: destination(repository, commits: commits))
    }
  }

  @Test(arguments: WriteStep.allCases, [1, 3])
  func crashWhileCommitsAreTakenBackIsRepaired(step: WriteStep, commits: Int) throws {
    let repository = try repository()
    let before = try repository.snapshot()
    let run = try repository.write(writes(repository), to: destination(repository, commits: commits)).run
    let committed = try repository.snapshot()
    let probe: WriteProbe = { $0 == step ? .crash : nil }
    _ = try? repository.open().undo(run, probe: probe)
    try buryProcess(of: repository)
    let notes = try repository.open().recover()
    #expect(notes.allSatisfy { $0.remarks.isEmpty })
    let now = try repository.snapshot()
    #expect(now == before || now == committed, "\(step): \(notes) \(now)")
    #expect(try repository.open().run(named: run.id).isUndone == (now == before))
    #expect(try repository.fsck() == nil)
  }

  private static let hasFlock =
    (try? ChildProcess.run(ChildProcess.Command("flock", ["--version"])))?.status.isSuccess ?? false

  @Test(.enabled(if: hasFlock, "flock(1) is not installed"))
  func commitThatOutlivesItsRunIsWaitedFor() throws {
    let repository = try repository()
    let probe: WriteProbe = { $0 == .placed ? .crash : nil }
    _ = try? repository.write(writes(repository), to: destination(repository, commits: 1), probe: probe)
    try buryProcess(of: repository)
    let run = try #require(repository.names(in: ".git/hone/runs").first)
    // What the run would have started: a git commit that a slow hook holds up.
    let slow = "touch ../held; sleep 0.5; touch ../released"
    let script = "flock -x .git/hone/runs/\(run)/journal sh -c '\(slow)'"
    let command = ChildProcess.Command(
      "sh", ["-c", script], environment: repository.environment, directory: repository.path)
    let child = try ChildProcess.startDetached(command, log: repository.scratch + "/log")
    for _ in 0..<600 where !repository.exists("../held") {
      _ = try repository.run("sleep", ["0.05"])
    }
    try #require(repository.exists("../held"))
    #expect(try repository.open().recover().map(\.resolution) == [.rolledBack])
    #expect(repository.exists("../released"))
    #expect(ChildProcess.wait(for: child).isSuccess)
  }

  @Test func runOfALivingProcessIsLeftAlone() throws {
    let repository = try repository()
    let probe: WriteProbe = { $0 == .prepared ? .crash : nil }
    _ = try? repository.write(writes(repository), probe: probe)
    let notes = try repository.open().recover()
    #expect(notes.map(\.resolution) == [.pending])
    #expect(repository.exists(".git/index.lock"))
    #expect(try repository.open().unfinishedRuns().count == 1)
  }

  /// A hook of a run's own commit works for that run, and has nothing to repair of it.
  @Test func hookLeavesTheRunAloneThatHasStartedIt() throws {
    let repository = try repository()
    var notes: [[RecoveryNote]] = []
    let probe: WriteProbe = { step in
      guard step == .placed, let run = repository.names(in: ".git/hone/runs").first else { return nil }
      var environment = repository.environment
      environment["GIT_INDEX_FILE"] = repository.path + "/.git/hone/runs/\(run)/index"
      for seen in [environment, repository.environment] {
        if let opened = try? repository.open(at: nil, seen) { notes.append(opened.recover()) }
      }
      return nil
    }
    try repository.write([repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))], probe: probe)
    #expect(notes.map(\.count) == [0, 1])
  }

  @Test func editMadeAfterTheCrashIsKept() throws {
    let repository = try repository()
    let probe: WriteProbe = { $0 == .placed ? .crash : nil }
    _ = try? repository.write(writes(repository), probe: probe)
    try repository.write("a.txt", "written after the crash\n")
    try buryProcess(of: repository)
    let notes = try repository.open().recover()
    #expect(notes.flatMap(\.remarks).count == 1)
    #expect(repository.text("a.txt") == "written after the crash\n")
    #expect(try repository.stagedText("a.txt") == numbered())
  }

  /// The run in which everything up to the first work-tree file was done, and what the user did to that file since.
  private func crashed(
    _ repository: ScriptedRepository, at step: WriteStep = .placed, then edit: () throws -> Void
  ) throws -> String {
    let probe: WriteProbe = { $0 == step ? .crash : nil }
    _ = try? repository.write(writes(repository), probe: probe)
    try buryProcess(of: repository)
    try edit()
    return try #require(repository.names(in: ".git/hone/runs").first)
  }

  @Test(arguments: [WriteStep.placed, .linked])
  func editMadeElsewhereAfterTheCrashIsKeptWithoutThatOfTheRun(step: WriteStep) throws {
    let repository = try repository()
    _ = try crashed(repository, at: step) {
      try repository.write("a.txt", numbered(20, [2: "mine", 10: "fixed", 18: "later"]))
    }
    #expect(try repository.open().recover().map(\.resolution) == [.rolledBack])
    #expect(repository.text("a.txt") == numbered(20, [2: "mine", 18: "later"]))
    #expect(repository.text("b.txt") == numbered(5))
    #expect(try repository.git("ls-files", "--others").isEmpty)
    #expect(try repository.status() == [" M a.txt"])
    #expect(try repository.open().runs().isEmpty)
    #expect(try repository.git("for-each-ref", "refs/hone-*").isEmpty)
    #expect(try repository.open().recover().isEmpty)
  }

  /// A run that had not come to the files is nobody's edit there, even where the user has made the same since.
  @Test(arguments: [WriteStep.locked, .copied, .prepared, .staged], ["fixed", "fixed by me"])
  func editMadeWhereTheRunHadNotComeIsTheUsers(step: WriteStep, line: String) throws {
    let repository = try repository()
    let mine = numbered(20, [2: "mine", 10: line, 18: "later"])
    _ = try crashed(repository, at: step) { try repository.write("a.txt", mine) }
    let notes = try repository.open().recover()
    #expect(notes.map(\.resolution) == [.rolledBack] && notes.flatMap(\.remarks).isEmpty)
    #expect(repository.text("a.txt") == mine)
    #expect(try repository.git("ls-files", "--others").isEmpty)
    #expect(try repository.open().runs().isEmpty)
  }

  @Test func editOfTheSameLinesAfterTheCrashKeepsTheRunInTheLedger() throws {
    let repository = try repository()
    let mine = numbered(20, [2: "mine", 10: "fixed by me"])
    let id = try crashed(repository, at: .linked) { try repository.write("a.txt", mine) }
    let journal = try #require(repository.text(".git/hone/runs/\(id)/journal"))
    let notes = try repository.open().recover()
    #expect(notes.map(\.resolution) == [.partlyRolledBack])
    #expect(notes[0].text.contains("a.txt: was changed since the run, on the same lines"))
    #expect(notes[0].text.contains("git hone undo \(id)"))
    #expect(repository.text("a.txt") == mine)
    // The rest is as it was.
    #expect(repository.text("b.txt") == numbered(5))
    #expect(!repository.exists("new"))
    #expect(try repository.git("ls-files", "--others").isEmpty)
    #expect(!repository.exists(".git/index.lock"))
    #expect(try repository.open().recover().isEmpty)
    // A recovery that is killed before it has put the journal away has kept the run all the same.
    try repository.write(".git/hone/runs/\(id)/journal", journal)
    #expect(try repository.open().unfinishedRuns().isEmpty)
    #expect(try repository.open().recover().isEmpty)

    // What was there before survives until it is settled.
    try repository.git("-c", "gc.reflogExpire=now", "gc", "--quiet", "--prune=now")
    let run = try repository.open().run()
    #expect(run.id == id && run.isInterrupted)
    #expect(run.files.map(\.path.text) == ["a.txt"])
    let before = try repository.open().blob(try #require(run.files[0].workTreeBefore))
    #expect(before == utf8(numbered(20, [2: "mine"])))
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.path?.text == "a.txt")
    #expect(repository.text("a.txt") == mine)
    // The lines are free again, in a file that was changed further.
    try repository.write("a.txt", numbered(20, [2: "mine", 10: "fixed", 18: "later"]))
    _ = try repository.open().undo(run)
    #expect(repository.text("a.txt") == numbered(20, [2: "mine", 18: "later"]))
    #expect(try repository.open().run(named: id).isUndone)
    #expect(try repository.fsck() == nil)
  }

  @Test func fileThatGitCheckoutBroughtBackIsSettled() throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    try repository.write("a.txt", numbered(20, [9: "mine"]))
    let entry = try #require(try repository.open().trackedFiles().first).entry
    let write = FileWrite(
      path: try RepositoryPath("a.txt"), base: .workTree, entry: entry, original: utf8(numbered(20, [9: "mine"])),
      result: utf8(numbered(20, [9: "mine", 10: "fixed"])))
    _ = try? repository.write([write], probe: { $0 == .placed ? .crash : nil })
    try #require(repository.text("a.txt") == numbered(20, [9: "mine", 10: "fixed"]))
    try buryProcess(of: repository)
    try repository.write("a.txt", numbered())
    #expect(try repository.open().recover().map(\.resolution) == [.rolledBack])
    #expect(repository.text("a.txt") == numbered())
    #expect(try repository.git("ls-files", "--others").isEmpty)
  }

  @Test func fileThatTheRunMadeAndThatWasChangedSinceStays() throws {
    let repository = try repository()
    let id = try crashed(repository, at: .linked) { try repository.write("new/folder/c.txt", "new\nand mine\n") }
    let notes = try repository.open().recover()
    #expect(notes.map(\.resolution) == [.partlyRolledBack])
    #expect(repository.text("new/folder/c.txt") == "new\nand mine\n")
    #expect(try repository.git("ls-files", "--others") == "new/folder/c.txt\n")
    #expect(repository.text("a.txt") == numbered(20, [2: "mine"]))
    try repository.remove("new/folder/c.txt")
    let outcome = try repository.open().undo(try repository.open().run(named: id))
    #expect(outcome.files.isEmpty)
    #expect(!repository.exists("new"))
  }

  @Test func temporaryFilesThatWereCleanedAwayAreNotNeeded() throws {
    let repository = try repository()
    let before = try repository.snapshot()
    _ = try crashed(repository, at: .linked) {
      for folder in ["", "new/folder/"] {
        for name in repository.names(in: repository.path + "/" + folder) where name.hasPrefix(".hone-") {
          try repository.remove(folder + name)
        }
      }
      try repository.remove("new/folder/c.txt")
    }
    #expect(try repository.open().recover().map(\.resolution) == [.rolledBack])
    #expect(repository.text("a.txt") == numbered(20, [2: "mine"]))
    #expect(repository.text("b.txt") == numbered(5))
    #expect(try repository.snapshot() == before)
  }

  /// What stands in place of a file that the run deleted is the user's, whatever it is.
  @Test(arguments: [true, false])
  func whatTookThePlaceOfADeletedFileIsNotReplaced(isLink: Bool) throws {
    let repository = try repository()
    let large = String(repeating: "mine\n", count: 600_000)
    _ = try crashed(repository, at: .linked) {
      if isLink { try repository.link("b.txt", to: "a.txt") } else { try repository.write("b.txt", large) }
    }
    #expect(try repository.open().recover().map(\.resolution) == [.partlyRolledBack])
    let target = try repository.run("readlink", ["b.txt"]).standardOutput
    #expect(isLink ? target == utf8("a.txt\n") : repository.text("b.txt") == large)
    #expect(try repository.open().run().files.map(\.path.text) == ["b.txt"])
  }

  /// A recovery that merges is itself killed: between the two names, or while it writes.
  @Test(arguments: [0, 1, 2])
  func recoveryThatWasKilledIsDoneAgain(state: Int) throws {
    let repository = try repository()
    let edited = numbered(20, [2: "mine", 10: "fixed", 18: "later"])
    let merged = numbered(20, [2: "mine", 18: "later"])
    let id = try crashed(repository) { try repository.write("a.txt", edited) }
    let own = ".hone-\(id)r-0"
    switch state {
    case 0: try repository.write(own, String(merged.prefix(40)))
    case 1: try repository.write(own, merged)
    default:
      try repository.write("a.txt", merged)
      try repository.write(own, edited)
    }
    #expect(try repository.open().recover().map(\.resolution) == [.rolledBack])
    #expect(repository.text("a.txt") == merged)
    #expect(try repository.git("ls-files", "--others").isEmpty)
  }

  @Test func foreignLockIsNeverRemoved() throws {
    let repository = try repository()
    let probe: WriteProbe = { $0 == .prepared ? .crash : nil }
    _ = try? repository.write(writes(repository), probe: probe)
    try repository.remove(".git/index.lock")
    try repository.write(".git/index.lock", "another program's")
    try buryProcess(of: repository)
    _ = try repository.open().recover()
    #expect(repository.text(".git/index.lock") == "another program's")
  }

  @Test func saveDuringTheWriteIsNotOverwritten() throws {
    let repository = try repository()
    let index = try repository.git("ls-files", "-s")
    var isSaved = false
    let probe: WriteProbe = { step in
      guard step == .staged, !isSaved else { return nil }
      isSaved = true
      try? repository.write("a.txt", "saved meanwhile\n")
      return nil
    }
    #expect(throws: Refusal.self) { try repository.write(writes(repository), probe: probe) }
    #expect(isSaved)
    #expect(repository.text("a.txt") == "saved meanwhile\n")
    #expect(try repository.git("ls-files", "-s") == index)
    #expect(try repository.git("ls-files", "--others").isEmpty)
  }
}
