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
    let message = try commitAnEdit(of: HookFixture(hooks: [.postCommit]), hint: "true")
    #expect(message.contains("this edit fits 3 more places: git hone follow --from HEAD"))
  }

  @Test(arguments: [nil, "false"]) func `Nobody is told who has not asked`(hint: String?) throws {
    #expect(try !commitAnEdit(of: HookFixture(hooks: [.postCommit]), hint: hint).contains("more place"))
  }
}
