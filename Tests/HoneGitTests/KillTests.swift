#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// A write whose process is killed for real, at one system call after the other.
///
/// The test program starts itself again under strace, which kills it at the chosen call of a write; then the next command
/// repairs. Fifty points are tried by default for each signal, for the index, for a commit and for three of them; `HONE_KILL_POINTS` sets how many.
@Suite(.serialized) struct KillTests {
  private static let target = "HONE_KILL_TARGET"
  private static let points = Environment.current["HONE_KILL_POINTS"].flatMap { Int($0) } ?? 50

  /// The write that is killed.
  ///
  /// Runs only in the child.
  @Test(.enabled(if: Environment.current[target] != nil, "runs as the child of the test below"))
  func child() throws {
    let path = try #require(Environment.current[Self.target])
    // strace counts each thread by itself and stops the first that reaches the number: this one is made to be ahead of all.
    TracedCall.countAhead()
    // Worker threads block signals; strace sends them to the thread that makes the call.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    let repository = try Repository.open(at: path)
    let a = try RepositoryPath("a.txt")
    let b = try RepositoryPath("b.txt")
    let entries = Dictionary(uniqueKeysWithValues: try repository.trackedFiles().map { ($0.path, $0.entry) })
    let original = try repository.blob(try #require(entries[a]).id)
    let writes = [
      FileWrite(
        path: a, base: .staged, entry: entries[a], original: original,
        result: utf8(String(decoding: original, as: UTF8.self).replacing("line 10\n", with: "fixed\n"))),
      FileWrite(path: b, base: .staged, entry: entries[b], original: utf8("b\n"), result: nil),
      FileWrite(
        path: try RepositoryPath("new/c.txt"), base: .staged, entry: nil, original: nil, result: utf8("new\n")),
    ]
    var destination = WriteDestination.index
    if let commits = Environment.current["HONE_KILL_COMMITS"].flatMap({ Int($0) }) {
      destination = .commits(writes.cut(into: commits), head: try repository.head().commit, coAuthor: nil)
    }
    let outcome = try repository.write(writes, to: destination, details: RunDetails(kind: "edit"))
    for note in outcome.notes { print(note) }
  }

  @Test(
    .enabled(if: TracedCall.isPossible && Environment.current[target] == nil, "strace is not installed"),
    arguments: ["KILL", "INT", "TERM"], [0, 1, 3])
  func killedAnywhereIsBeforeOrAfter(signal: String, commits: Int) throws {
    let template = try ScriptedRepository()
    try template.write("a.txt", numbered())
    try template.write("b.txt", "b\n")
    try template.commit()
    try template.write("a.txt", numbered(20, [2: "mine"]))
    let before = try shape(of: template, at: template.path)

    let whole = template.scratch + "/whole"
    _ = try run(copyOf: template, at: whole, commits: commits, killedAt: nil)
    // The thread that writes is the one that speaks of the lock.
    let calls = TracedCall.made(inLog: template.text("../calls") ?? "", byThreadThatSpeaksOf: "index.lock")
    let after = try shape(of: template, at: whole)
    #expect(before != after)
    // At every other point the user goes on working before the next command: that stays, whichever way the run ends.
    let edit = "sed -i 's/^line 18$/later/' a.txt"
    var edited: [String: String] = [:]
    for (path, state) in [(template.path, before), (whole, after)] {
      let copy = template.scratch + "/edited"
      _ = try template.run("cp", ["-a", path, copy])
      _ = try template.run("sh", ["-c", edit], in: copy)
      edited[try shape(of: template, at: copy)] = state
      _ = try template.run("rm", ["-rf", copy])
    }
    #expect(edited.count == 2)
    #expect(calls.count > 60)

    var seen: Set<String> = []
    var kills = 0
    for point in 0..<Self.points {
      // The first call and the last are always among them.
      let call = calls[point * (calls.count - 1) / max(1, Self.points - 1)]
      let copy = template.scratch + "/copy"
      let end = try run(copyOf: template, at: copy, commits: commits, killedAt: call, by: signal)
      if !end.status.isSuccess { kills += 1 }
      if !point.isMultiple(of: 2) { _ = try template.run("sh", ["-c", edit], in: copy) }
      let notes = try template.open(at: copy).recover()
      #expect(notes.allSatisfy { $0.resolution != .pending && $0.remarks.isEmpty }, "call \(call): \(notes)")
      var now = try shape(of: template, at: copy)
      if !point.isMultiple(of: 2) { now = edited[now] ?? now }
      #expect(now == before || now == after, "call \(call): \(notes) \(now)")
      seen.insert(now)
      let fsck = try template.run("git", ["fsck", "--strict", "--no-dangling"], in: copy)
      #expect(fsck.status.isSuccess, "call \(call): \(fsck.message)")
      #expect(try template.open(at: copy).recover().isEmpty)
      _ = try template.run("rm", ["-rf", copy])
    }
    #expect(kills >= Self.points * 9 / 10)
    // Calls are counted by name, and how many a run makes varies a little, so a few points may all fall on one side.
    if Self.points >= 50 { #expect(seen == [before, after]) }
  }

  /// Every call that opens, writes, links, renames or removes a file may be refused: by permissions, a disk that is full or
  /// one that is broken.
  @Test(
    .enabled(if: TracedCall.isPossible && Environment.current[target] == nil, "strace is not installed"),
    arguments: ["EACCES", "ENOSPC", "EIO"], [0, 1, 3])
  func failingAnywhereIsBeforeOrAfter(error: String, commits: Int) throws {
    let template = try ScriptedRepository()
    try template.write("a.txt", numbered())
    try template.write("b.txt", "b\n")
    try template.commit()
    try template.write("a.txt", numbered(20, [2: "mine"]))
    let before = try shape(of: template, at: template.path)
    let whole = template.scratch + "/whole"
    _ = try run(copyOf: template, at: whole, commits: commits, killedAt: nil)
    let waiting: Set<String> = ["close", "clone3", "vfork", "wait4"]
    let calls = TracedCall.made(inLog: template.text("../calls") ?? "", byThreadThatSpeaksOf: "index.lock")
      .filter { !waiting.contains($0.name) }
    let after = try shape(of: template, at: whole)
    let points = max(8, Self.points / 4)
    // Many calls only look whether something is there, so half as many again are taken from those that write.
    let writing = calls.filter {
      ["write", "rename", "renameat2", "link", "mkdir", "fsync", "openat"].contains($0.name)
    }
    let tried =
      (0..<points).map { calls[$0 * (calls.count - 1) / (points - 1)] }
      + (0..<(points / 2)).compactMap { writing.isEmpty ? nil : writing[$0 * (writing.count - 1) / (points / 2)] }
    var failures = 0
    for call in tried {
      let copy = template.scratch + "/copy"
      let end = try run(copyOf: template, at: copy, commits: commits, killedAt: call, error: error)
      let isDone = end.status.isSuccess
      if !isDone { failures += 1 }
      // A lock that could not be removed is removed by the next command.
      let notes = try template.open(at: copy).recover()
      // A temporary name that could not be removed is told.
      let words = String(decoding: end.standardOutput, as: UTF8.self)
      for folder in ["", "new/"] {
        for name in template.names(in: "\(copy)/\(folder)") where name.hasPrefix(".hone-") && isDone {
          #expect(words.contains(folder + name), "\(call): \(words)")
          try template.remove("\(copy)/\(folder)\(name)")
        }
      }
      let now = try shape(of: template, at: copy)
      #expect(
        now == (isDone ? after : before) || !isDone && now == after,
        "\(error) at \(call), \(end.status): \(notes) \(now)")
      let fsck = try template.run("git", ["fsck", "--strict", "--no-dangling"], in: copy)
      #expect(fsck.status.isSuccess, "\(call): \(fsck.message)")
      _ = try template.run("rm", ["-rf", copy])
    }
    #expect(failures > points / 4)
  }

  /// A limit on the size of files makes writes fail half-way as a full disk does, in Hone and in git alike.
  @Test(.enabled(if: Environment.current[target] == nil, "is the parent"), arguments: 0..<12)
  func failingWritesRollBack(kibibytes: Int) throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered(600))
    try repository.write("b.txt", "b\n")
    try repository.commit()
    try repository.write("a.txt", numbered(600, [2: "mine"]))
    let before = try shape(of: repository, at: repository.path)
    var environment = repository.environment
    environment[Self.target] = repository.path
    let script = "trap '' XFSZ; ulimit -f \(2 * kibibytes); exec '\(try ownProgram())' \(Self.childArguments)"
    let command = ChildProcess.Command("sh", ["-c", script], environment: environment, directory: repository.scratch)
    let isDone = try ChildProcess.run(command).status.isSuccess
    #expect(isDone == (kibibytes > 5), "the file is about 5 KiB long")
    #expect(try repository.open().recover().isEmpty)
    #expect(try (shape(of: repository, at: repository.path) == before) == !isDone)
    #expect(try repository.git("ls-files", "--others").isEmpty)
    #expect(try repository.fsck() == nil)
  }

  private static let childArguments = "--testing-library swift-testing --filter KillTests/child"

  /// Copies the repository and runs the child on the copy, killed or told of an error at a call, or to the end.
  /// - Returns: what it wrote, and how it came to its end.
  private func run(
    copyOf template: ScriptedRepository, at path: String, commits: Int, killedAt call: TracedCall?,
    by signal: String = "KILL", error: String? = nil
  ) throws -> ChildProcess.Output {
    _ = try template.run("cp", ["-a", template.path, path])
    var environment = template.environment
    environment[Self.target] = path
    if commits > 0 { environment["HONE_KILL_COMMITS"] = "\(commits)" }
    let arguments =
      TracedCall.prefix(log: template.scratch + "/calls", signal: signal, error: error, at: call) + [try ownProgram()]
      + Self.childArguments.split(separator: " ").map(String.init)
    let command = ChildProcess.Command(
      arguments[0], Array(arguments.dropFirst()), environment: environment, directory: template.scratch)
    return try ChildProcess.run(command)
  }

  /// The program that is running, so that it can be started again.
  private func ownProgram() throws -> String {
    let output = try ChildProcess.run(ChildProcess.Command("readlink", ["/proc/\(getpid())/exe"]))
    return String(decoding: output.standardOutput, as: UTF8.self).filter { !$0.isNewline }
  }

  /// What the user can see of a repository: the trees of all commits, the index, the files, what lies about.
  private func shape(of template: ScriptedRepository, at path: String) throws -> String {
    let script = """
      git log --format=%T; git ls-files -s; find . -path ./.git -prune -o -type f -print | sort | xargs head
      ls .git | grep lock; ls .git/hone/runs/*/journal 2>/dev/null; true
      """
    let output = try template.run("sh", ["-c", script], in: path)
    return String(decoding: output.standardOutput, as: UTF8.self)
  }
}
