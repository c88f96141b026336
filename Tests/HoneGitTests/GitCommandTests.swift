import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneGit

/// What every git child is given, and what is made of the words of one that failed.
@Suite struct GitCommandTests {
  /// Releases from 2.54 on run hooks of the configuration, which `core.hooksPath` does not take away.
  @Test(arguments: ["post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"])
  func plumbingRunsNoConfiguredHook(event: String) {
    func isOff(_ purpose: GitCommand.Purpose) -> Bool {
      let command = GitCommand(purpose, ["status"], directory: [], environment: .current).command
      let words = command.arguments.map { String(decoding: $0, as: UTF8.self) }
      return words.contains("hook.\(event).enabled=false")
    }
    #expect(isOff(.reading))
    #expect(isOff(.writing))
    #expect(!isOff(.committing))
  }

  @Test func lockThatIsHeldIsTold() throws {
    let repository = try ScriptedRepository()
    try repository.commit()
    try repository.write(".git/config.lock", "")
    let opened = try repository.open()
    let error = #expect(throws: Refusal.self) { try opened.hookHost.setSetting("hone.hook.when", "always") }
    #expect(error?.code == .gitFailed)
    #expect(error?.remedy?.contains("remove .git/config.lock when none runs") == true, "\(error?.remedy ?? "")")
    #expect(
      GitCommand.heldLock("fatal: Unable to create '/a b/.git/index.lock': File exists.; Another git process")
        == "/a b/.git/index.lock")
    #expect(GitCommand.heldLock("error: could not lock config file .git/config") == ".git/config.lock")
    for other in ["", "fatal: disk full", "could not lock config file x: Permission denied"] {
      #expect(GitCommand.heldLock(other) == nil)
    }
  }

  @Test func configuredHooksAreReadAsGitReadsThem() {
    func line(_ scope: String, _ origin: String, _ text: String) -> String { "\(scope)\0\(origin)\0\(text)\0" }
    let output =
      line("global", "file:/home/x", "hook.A.b.event\npre-commit")
      + line("local", "file:.git/config", "hook.A.b.event\n")
      + line("local", "file:.git/config", "hook.A.b.event\npre-push")
      + line("local", "file:.git/config", "hook.A.b.command\none")
      + line("command", "command line:", "hook.A.b.command\ntwo")
      + line("global", "file:/home/x", "hook.on.enabled\nfalse") + line("local", "file:.git/config", "hook.on.enabled")
      + line("command", "command line:", "hook.off.enabled\nOff") + line("local", "file:.git/config", "hook.jobs\n2")
    let read = HookConfiguration(output: Array(output.utf8))
    #expect(read.events(of: "A.b") == ["pre-push"])
    #expect(read.command(of: "A.b") == "two")
    #expect(read.isLocal("A.b") && !read.isLocal("off"))
    #expect(read.lineThatDisables("on") == nil)
    #expect(read.lineThatDisables("off")?.place == "the command line")
    #expect(read.command(of: "jobs") == nil)
    fuzz { generator in
      let bytes = generator.bytes(atMost: 40).map { ([0, 0x0a, 0x2e, 0x68, 0x6f] as [UInt8])[Int($0 % 5)] }
      #expect(HookConfiguration(output: bytes).lines.count <= bytes.count)
      let text = Array("hook.".utf8) + bytes
      #expect(HookConfiguration(output: Array("l\0f\0".utf8) + text + [0]).lines.count <= 14)
    }
  }

  @Test func nobodyIsToldToInstallAGitThatIsThere() throws {
    let words = [String](repeating: String(repeating: "x", count: 100_000), count: 60)
    func refusal(_ words: [String], path: String? = nil) -> Refusal? {
      let command = GitCommand(.reading, ["version"] + words, directory: utf8("/"), environment: .current)
      return #expect(throws: Refusal.self) { try command.run() }
    }
    #expect(refusal(words)?.remedy == "name fewer paths")
  }

}
