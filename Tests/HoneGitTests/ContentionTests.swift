import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Several programs that write to one index at once lose nothing.
@Suite struct ContentionTests {
  private static let additions = 150

  @Test func gitAndTwoWritersLoseNothing() async throws {
    let repository = try ScriptedRepository()
    try repository.write("base.txt", "base\n")
    try repository.commit()
    let path = repository.path
    let environment = repository.environment
    let script = """
      for n in $(seq 0 \(Self.additions - 1)); do
        echo git $n >git-$n.txt
        until git add git-$n.txt 2>/dev/null; do :; done
      done
      """
    let command = ChildProcess.Command("sh", ["-c", script], environment: environment, directory: path)
    let git = try ChildProcess.startDetached(command, log: repository.scratch + "/log")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in ["first", "second"] {
        group.addTask {
          let opened = try Repository.open(at: path, environment: environment)
          for number in 0..<Self.additions {
            let write = FileWrite(
              path: try RepositoryPath("\(writer)-\(number).txt"), base: .staged, entry: nil, original: nil,
              result: utf8("\(writer) \(number)\n"))
            // A refusal because of the lock is an honest answer; the writer asks again, as a person would.
            while true {
              do {
                _ = try opened.write([write], details: RunDetails(kind: "run"))
                break
              } catch let refusal as Refusal where refusal.code == .locked {}
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(ChildProcess.wait(for: git).isSuccess)
    let tracked = try repository.git("ls-files").split(separator: "\n")
    #expect(tracked.count == 1 + 3 * Self.additions)
    #expect(try repository.status().allSatisfy { $0.hasPrefix("A  ") })
    #expect(try repository.fsck() == nil)
  }

  @Test func foreignLockIsWaitedForAndThenRefused() throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", "a\n")
    try repository.commit()
    try repository.write(".git/index.lock", "somebody's")
    let before = try repository.snapshot()
    let clock = ContinuousClock()
    let start = clock.now
    let refusal = #expect(throws: Refusal.self) { try repository.write([repository.newWrite("n.txt", "n\n")]) }
    #expect(refusal?.code == .locked)
    #expect(refusal?.remedy != nil)
    #expect(clock.now - start >= .seconds(2))
    #expect(repository.text(".git/index.lock") == "somebody's")
    #expect(try repository.snapshot() == before)
    #expect(repository.names(in: ".git/hone/runs").isEmpty)
  }

  @Test func lockThatIsGivenBackInTimeIsTaken() async throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", "a\n")
    try repository.commit()
    let script = "touch .git/index.lock; (sleep 0.3; rm .git/index.lock) >/dev/null 2>&1 &"
    _ = try repository.run("sh", ["-c", script])
    try repository.write([repository.newWrite("n.txt", "n\n")])
    #expect(try repository.status() == ["A  n.txt"])
  }
}
