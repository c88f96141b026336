import HoneTestSupport
import Testing

@testable import HoneHooks

/// `hone.hook.hint`: after a commit, how many more places its edits fit.
struct FollowHintTests {
  private func commitAnEdit(of fixture: HookFixture, hint: String?) throws -> String {
    for number in 1...4 {
      try fixture.repository.write("src/m\(number).py", "import log_book\n\nlog_book.warn_user('late', \(number))\n")
    }
    try fixture.repository.git("add", "-A")
    try fixture.repository.commit("modules")
    if let hint { try fixture.repository.git("config", "hone.hook.hint", hint) }
    try fixture.repository.write("src/m1.py", "import log_book\n\nlog_book.warn_of('late', 1)\n")
    try fixture.repository.git("add", "-A")
    return try fixture.shell("git commit -qm edit").words
  }

  @Test func `The hint counts the places that are left, and names the command`() throws {
    let fixture = try HookFixture(hooks: [.postCommit])
    var message = try commitAnEdit(of: fixture, hint: "true")
    // The hint has 300 ms and is left out on a machine that is too busy just then; it is about the last commit whenever it is asked.
    for _ in 0..<20 where !message.contains("more place") {
      message = try fixture.shell("'\(HookFixture.program)' run post-commit").words
    }
    #expect(message.contains("this edit fits 3 more places: git hone follow --from HEAD"))
  }

  @Test(arguments: [nil, "false"]) func `Nobody is told who has not asked`(hint: String?) throws {
    #expect(try !commitAnEdit(of: HookFixture(hooks: [.postCommit]), hint: hint).contains("more place"))
  }
}
