import Foundation
import HoneTestSupport
import Testing

/// `git hone hook` as users run it, and git with the hooks that it installs.
@Suite(.serialized)
struct HookCommandTests {
  @Test func `A setting that needs a hook which is not there is told`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    try fixture.repository.git("config", "hone.hook.hint", "true")
    let install = try await fixture.hone("hook", "install")
    #expect(install.error.contains("git hone hook install post-commit"), "\(install.output)\(install.error)")
    #expect(try await fixture.hone("hook", "status").error.contains("git hone hook install post-commit"))
    #expect(try await fixture.hone("hook", "install", "post-commit").exitCode == 0)
    #expect(try await !fixture.hone("hook", "status").error.contains("post-commit"))
    await fixture.stop()
  }

  @Test func `Hooks are installed, told, run by git and taken away`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let before = fixture.repository.names(in: ".git/hooks")
    let install = try await fixture.hone("hook", "install")
    #expect(install.exitCode == 0, "\(install.error)")
    #expect(install.output.split(separator: "\n").first == "pre-commit: installed")
    #expect(try await fixture.hone("hook", "install", "pre-commit").output == "pre-commit: is installed already\n")
    let status = try await fixture.hone("hook", "status", "--format", "json")
    let states = try status.events().map { ($0["hook"] as? String, $0["state"] as? String) }
    #expect(states.contains { $0 == ("pre-push", "installed") })
    #expect(states.contains { $0 == ("post-commit", "absent") })

    try fixture.repository.write("app.py", HoneFixture.app + "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    try fixture.repository.stage("app.py")
    let refused = HoneResult(try await fixture.run("git", ["commit", "-m", "x"]))
    #expect(refused.exitCode == 1)
    #expect(refused.error.contains("leftover/conflict-marker"))
    let byHand = try await fixture.hone("hook", "run", "pre-commit")
    #expect(byHand.exitCode == 1)
    #expect(byHand.error == refused.error)
    for arguments in [
      ["--format", "json", "pre-commit"], ["pre-commit", "--format", "json"], ["pre-commit", "--format=json"],
    ] {
      let told = try await fixture.hone(arguments: ["hook", "run"] + arguments)
      #expect(told.exitCode == 1)
      let events = try told.events()
      #expect(events.contains { $0["rule"] as? String == "leftover/conflict-marker" && $0["line"] as? Int == 7 })
      #expect(events.last?["type"] as? String == "hook" && events.last?["state"] as? String == "refused")
      #expect(events.last?["exit"] as? Int == 1)
    }
    #expect(try await fixture.hone("hook", "run", "pre-commit", "--format", "xml").exitCode == 2)

    #expect(try await fixture.hone("hook", "uninstall").exitCode == 0)
    #expect(fixture.repository.names(in: ".git/hooks") == before)
    await fixture.stop()
  }

  /// The renames of an installation, and the call before them.
  @Test(
    .enabled(if: TracedCall.isPossible, "strace is not installed"),
    arguments: [("linkat", 1), ("rename", 1), ("rename", 2), ("rename", 3)])
  func `The hook that was there runs, wherever an installation is killed`(name: String, number: Int) async throws {
    let fixture = try await HoneFixture(files: ["a.txt": "a\n"], replies: .chat(text: ""))
    let own = "#!/bin/sh\necho no secrets please >&2\nexit 1\n"
    try fixture.repository.write(".git/hooks/pre-commit", own, mode: 0o755)
    let before = fixture.repository.names(in: ".git/hooks")
    let tracer = TracedCall.prefix(
      log: fixture.repository.scratch + "/calls", at: TracedCall(name: name, number: number))
    _ = try await fixture.run(tracer[0], tracer.dropFirst() + [HoneFixture.program, "hook", "install", "pre-commit"])
    let refused = HoneResult(try await fixture.run("git", ["commit", "--quiet", "--allow-empty", "-m", "x"]))
    #expect(refused.exitCode == 1 && refused.error.contains("no secrets please"), "\(refused.error)")
    #expect(try await fixture.hone("hook", "install", "pre-commit").exitCode == 0)
    #expect(try await fixture.hone("hook", "uninstall").exitCode == 0)
    #expect(fixture.repository.names(in: ".git/hooks") == before)
    #expect(fixture.repository.text(".git/hooks/pre-commit") == own)
    await fixture.stop()
  }

  @Test func `A name that is no hook and a folder of others are refused`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    #expect(try await fixture.hone("hook", "install", "pre-comit").exitCode == 2)
    #expect(try await fixture.hone("hook", "install", "--all", "pre-commit").exitCode == 2)
    let shared = fixture.repository.scratch + "/shared"
    try fixture.repository.git("config", "core.hooksPath", shared)
    let refused = try await fixture.hone("hook", "install")
    #expect(refused.exitCode == 2 || refused.exitCode == 3)
    #expect(refused.error.contains("--shared"))
    #expect(!fixture.repository.exists(shared))
    #expect(try await fixture.hone("hook", "install", "--shared").exitCode == 0)
    #expect(fixture.repository.exists(shared + "/pre-commit"))
    await fixture.stop()
  }
}
