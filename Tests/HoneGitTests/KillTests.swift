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
/// repairs. Fifty points are tried by default for each signal, for the index and for a commit; `HONE_KILL_POINTS` sets how many.
@Suite(.serialized) struct KillTests {
  private static let target = "HONE_KILL_TARGET"
  private static let hasStrace =
    (try? ChildProcess.run(ChildProcess.Command("strace", ["-V"])))?.status.isSuccess ?? false
  private static let points = Environment.current["HONE_KILL_POINTS"].flatMap { Int($0) } ?? 50

  /// The calls by which a write changes anything, or waits to.
  private static let calls =
    "openat,write,close,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fchmod,clone3,vfork,wait4"

  /// The write that is killed.
  ///
  /// Runs only in the child.
  @Test(.enabled(if: Environment.current[target] != nil, "runs as the child of the test below"))
  func child() throws {
    let path = try #require(Environment.current[Self.target])
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
    if Environment.current["HONE_KILL_COMMITS"] != nil {
      destination = .commit(message: utf8("Fix"), head: try repository.head().commit, coAuthor: nil)
    }
    _ = try repository.write(writes, to: destination, details: RunDetails(kind: "edit"))
  }

  @Test(
    .enabled(if: hasStrace && Environment.current[target] == nil, "strace is not installed"),
    arguments: ["KILL", "INT", "TERM"], [false, true])
  func killedAnywhereIsBeforeOrAfter(signal: String, commits: Bool) throws {
    let template = try ScriptedRepository()
    try template.write("a.txt", numbered())
    try template.write("b.txt", "b\n")
    try template.commit()
    try template.write("a.txt", numbered(20, [2: "mine"]))
    let before = try shape(of: template, at: template.path)

    let whole = template.scratch + "/whole"
    _ = try run(copyOf: template, at: whole, commits: commits, killedAt: nil)
    let calls = try madeCalls(of: template)
    let after = try shape(of: template, at: whole)
    #expect(before != after)
    #expect(calls.count > 60)

    var seen: Set<String> = []
    var kills = 0
    for point in 0..<Self.points {
      // The first call and the last are always among them.
      let call = calls[point * (calls.count - 1) / max(1, Self.points - 1)]
      let copy = template.scratch + "/copy"
      if try !run(copyOf: template, at: copy, commits: commits, killedAt: call, by: signal) { kills += 1 }
      let notes = try template.open(at: copy).recover()
      #expect(notes.allSatisfy { $0.resolution != .pending && $0.remarks.isEmpty }, "call \(call): \(notes)")
      let now = try shape(of: template, at: copy)
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

  /// One call of the child: its name, and how many of that name came up to it.
  ///
  /// strace counts each name by itself.
  ///
  private struct Call: CustomStringConvertible {
    var name: String
    var number: Int
    var description: String { "\(name) \(number)" }
  }

  /// Copies the repository and runs the child on the copy, killed at a call, or to the end.
  /// - Returns: whether it came to its end.
  private func run(
    copyOf template: ScriptedRepository, at path: String, commits: Bool, killedAt call: Call?,
    by signal: String = "KILL"
  ) throws -> Bool {
    _ = try template.run("cp", ["-a", template.path, path])
    var environment = template.environment
    environment[Self.target] = path
    if commits { environment["HONE_KILL_COMMITS"] = "1" }
    // Children are let go when they start git: only the program itself is killed.
    var arguments = ["-f", "-qq", "-b", "execve", "-o", template.scratch + "/calls", "-e", "trace=\(Self.calls)"]
    if let call { arguments += ["-e", "inject=\(call.name):signal=\(signal):when=\(call.number)"] }
    arguments += [try ownProgram()] + Self.childArguments.split(separator: " ").map(String.init)
    let command = ChildProcess.Command("strace", arguments, environment: environment, directory: template.scratch)
    return try ChildProcess.run(command).status.isSuccess
  }

  /// The calls of the last child, in their order, of the thread that wrote: the one that speaks of the lock.
  private func madeCalls(of template: ScriptedRepository) throws -> [Call] {
    let lines = (template.text("../calls") ?? "").split(separator: "\n")
    let thread = try #require(lines.first { $0.contains("index.lock") }).prefix { $0.isNumber }
    var counts: [String: Int] = [:]
    var hasBegun = false
    return lines.compactMap { line in
      let text = line.drop { $0.isNumber }.drop { $0 == " " }
      guard line.prefix(while: \.isNumber) == thread, text.first?.isLetter == true, let end = text.firstIndex(of: "(")
      else { return nil }
      let name = String(text[..<end])
      counts[name, default: 0] += 1
      // What comes before the repository is opened is the start of the program.
      hasBegun = hasBegun || text.contains("/.git/")
      return hasBegun ? Call(name: name, number: counts[name, default: 0]) : nil
    }
  }

  /// The program that is running, so that it can be started again.
  private func ownProgram() throws -> String {
    let output = try ChildProcess.run(ChildProcess.Command("readlink", ["/proc/\(getpid())/exe"]))
    return String(decoding: output.standardOutput, as: UTF8.self).filter { !$0.isNewline }
  }

  /// What the user can see of a repository: the tree of HEAD, the index, the files, what lies about.
  private func shape(of template: ScriptedRepository, at path: String) throws -> String {
    let script = """
      git rev-parse HEAD^{tree}; git ls-files -s; find . -path ./.git -prune -o -type f -print | sort | xargs head
      ls .git | grep lock; ls .git/hone/runs/*/journal 2>/dev/null; true
      """
    let output = try template.run("sh", ["-c", script], in: path)
    return String(decoding: output.standardOutput, as: UTF8.self)
  }
}
