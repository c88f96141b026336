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

  private func destination(_ repository: ScriptedRepository, commits: Bool) throws -> WriteDestination {
    guard commits else { return .index }
    return .commit(message: utf8("Fix"), head: ObjectID(hex: try repository.head()), coAuthor: nil)
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

  @Test(arguments: WriteStep.allCases, [false, true])
  func failureAtAnyStepRollsBackOrFinishes(step: WriteStep, commits: Bool) throws {
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

  @Test(arguments: WriteStep.allCases, [false, true])
  func crashAtAnyStepIsRepairedByTheNextCommand(step: WriteStep, commits: Bool) throws {
    let twin = try repository()
    try twin.write(writes(twin), to: destination(twin, commits: commits))
    let after = try twin.git("ls-files", "-s") + twin.status().joined()

    let repository = try repository()
    let before = try repository.snapshot()
    let probe: WriteProbe = { $0 == step ? .crash : nil }
    _ = try? repository.write(writes(repository), to: destination(repository, commits: commits), probe: probe)
    try buryProcess(of: repository)
    let notes = try repository.open().recover()
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

  @Test(arguments: WriteStep.allCases)
  func crashWhileACommitIsTakenBackIsRepaired(step: WriteStep) throws {
    let repository = try repository()
    let before = try repository.snapshot()
    let run = try repository.write(writes(repository), to: destination(repository, commits: true)).run
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
    _ = try? repository.write(writes(repository), to: destination(repository, commits: true), probe: probe)
    try buryProcess(of: repository)
    let run = try #require(repository.names(in: ".git/hone/runs").first)
    // What the run would have started: a git commit that a slow hook holds up.
    let script = "flock -x .git/hone/runs/\(run)/journal sleep 0.5"
    let command = ChildProcess.Command(
      "sh", ["-c", script], environment: repository.environment, directory: repository.path)
    let child = try ChildProcess.startDetached(command, log: repository.scratch + "/log")
    _ = try repository.run("sleep", ["0.2"])
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try repository.open().recover().map(\.resolution) == [.rolledBack])
    #expect(clock.now - start > .milliseconds(100))
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
