import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Hone's own part of a hook, stopped by a signal at its system calls: while it mends what is about to be committed.
///
/// One point is tried for each way to end it in each place; `HONE_KILL_POINTS` sets how many.
@Suite(.serialized) struct HookKillTests {
  private static let points = Environment.current["HONE_KILL_POINTS"].flatMap { Int($0) } ?? 1

  /// Which index the commit is made from: the real one, git's lock on it, or one of this commit alone.
  enum Mode: String, CaseIterable, Sendable {
    case partial = "git commit -q -m change"
    case all = "git commit -q -a -m change"
    case only = "git commit -q -m change -- m.py"
  }

  private static let endings = [
    StoppedHook(hook: .preCommit, signal: "KILL", reachesGit: false),
    StoppedHook(hook: .preCommit, signal: "KILL", reachesGit: true),
    StoppedHook(hook: .preCommit, signal: "INT", reachesGit: true),
    StoppedHook(hook: .preCommit, signal: "TERM", reachesGit: false),
    StoppedHook(hook: .commitMessage, signal: "KILL", reachesGit: false),
    StoppedHook(hook: .commitMessage, signal: "INT", reachesGit: true),
  ]

  /// What is committed, line 3 of it with blanks that a fix takes away; and the same mended.
  private static let staged = HookKillCase.source([3: "edited = 3  \n"])
  private static let mended = HookKillCase.source([3: "edited = 3\n"])

  @Test(
    .enabled(if: TracedCall.isPossible, "strace is not installed"), arguments: Mode.allCases, CommitPlace.allCases)
  func stoppedHookLosesNothing(mode: Mode, place: CommitPlace) throws {
    let commits = try HookKillCase(place)
    var calls: [HookName: [TracedCall]] = [:]
    var tried = 0
    for (index, ending) in Self.endings.enumerated() {
      try commits.prepare(staged: Self.staged, workTree: workTree(mode, Self.staged))
      if calls[ending.hook] == nil {
        let whole = try commits.commit(mode.rawValue, ending)
        #expect(whole.code == 0, "\(mode) \(place): \(whole.words)")
        #expect(try commits.fixture.git("show", "HEAD:src/m.py") == Self.mended)
        calls[ending.hook] = commits.calls(of: ending.hook)
      }
      let made = calls[ending.hook] ?? []
      try #require(made.count > (ending.hook == .preCommit ? 60 : 5), "\(ending): \(made)")
      for point in 0..<Self.points {
        // Other points for other endings, so that few points a case still come to all of them.
        let place =
          (point * Self.endings.count + index) * (made.count - 1) / max(1, Self.points * Self.endings.count - 1)
        var stopped = ending
        stopped.call = made[place]
        try check(commits, mode, stopped)
        tried += 1
      }
    }
    #expect(tried == Self.points * Self.endings.count)
  }

  private func workTree(_ mode: Mode, _ text: String) -> String {
    mode == .partial ? text.replacing("x17 = 0\n", with: "x17 = 17\n") : text
  }

  private func check(_ commits: HookKillCase, _ mode: Mode, _ ending: StoppedHook) throws {
    try commits.prepare(staged: Self.staged, workTree: workTree(mode, Self.staged))
    let fixture = commits.fixture
    let head = try fixture.head()
    let result = try commits.commit(mode.rawValue, ending)
    let context: Comment = "\(mode) \(ending): \(result.words)"
    let isCommitted = try fixture.head() != head
    #expect(isCommitted == (result.code == 0), context)

    // The next command brings the run to its end, and nothing of Hone's is left.
    let notes = try Repository.open(at: fixture.top, environment: fixture.repository.environment).recover()
    #expect(notes.allSatisfy { $0.resolution != .pending && $0.remarks.isEmpty }, "\(context) \(notes)")
    let left = try fixture.leftOvers().split(separator: "\n").map(String.init)
    let isGits = { (name: String) in name.hasSuffix("/index.lock") || name.contains("/next-index-") }
    #expect(left.allSatisfy { ending.signal == "KILL" && ending.reachesGit && isGits($0) }, "\(context) \(left)")
    for lock in left { try fixture.repository.remove(lock) }

    // Each side is as it was or mended, and what is not part of the commit is as it was.
    let file = try #require(fixture.text("m.py"))
    let index = try fixture.repository.git(["cat-file", "blob", ":src/m.py"], in: fixture.top)
    #expect([Self.staged, Self.mended].map { workTree(mode, $0) }.contains(file), context)
    if isCommitted {
      #expect(index == Self.mended, context)
    } else if mode == .partial {
      #expect(index == (file == workTree(mode, Self.mended) ? Self.mended : Self.staged), context)
    } else {
      // git drops the index that this commit was made from.
      #expect(index == Self.staged, context)
    }
    #expect(fixture.text("c.txt") == "mine\n", context)
    #expect(try fixture.fsck() == nil, context)

    // The commit can be made now, with the hook and what it mends.
    if !isCommitted {
      let again = try fixture.shell("cd '\(fixture.top)/src'; \(mode.rawValue)")
      #expect(again.code == 0, "\(context) \(again.words)")
    }
    #expect(try fixture.git("show", "HEAD:src/m.py") == Self.mended, context)
    #expect(fixture.text("m.py") == workTree(mode, Self.mended), context)
    #expect(fixture.text("c.txt") == "mine\n", context)
    #expect(try fixture.leftOvers() == "", context)
  }
}

/// One work tree in which commits are made whose hooks are stopped.
private struct HookKillCase {
  let fixture: HookFixture
  private let start: String
  private let log: String

  init(_ place: CommitPlace) throws {
    fixture = try HookFixture(place, hooks: [])
    try fixture.write("m.py", Self.source())
    try fixture.git("add", "src/m.py")
    try fixture.git("commit", "-q", "-m", "second")
    start = try fixture.head()
    log = fixture.repository.scratch + "/calls"
    try fixture.installStoppable([.preCommit, .commitMessage])
  }

  /// A program of twenty lines, some replaced.
  static func source(_ replacing: [Int: String] = [:]) -> String {
    (1...20).map { replacing[$0] ?? "x\($0) = 0\n" }.joined()
  }

  /// Goes back to the first commit, and stages and writes anew.
  func prepare(staged: String, workTree: String) throws {
    try fixture.git("reset", "-q", "--hard", start)
    try fixture.write("m.py", staged)
    try fixture.git("add", "src/m.py")
    try fixture.write("m.py", workTree)
    try fixture.write("c.txt", "mine\n")
  }

  /// Commits, with a hook that is stopped.
  func commit(_ command: String, _ ending: StoppedHook) throws -> HookResult {
    try fixture.shell(
      "cd '\(fixture.top)/src'; \(ending.preparation(log: log)); exec setsid --wait sh -c '\(command)'")
  }

  /// The calls of the hook in the last commit.
  func calls(of hook: HookName) -> [TracedCall] {
    TracedCall.made(
      inLog: fixture.repository.text(log) ?? "",
      byThreadThatSpeaksOf: hook == .preCommit ? "index" : "checked-index")
  }
}
