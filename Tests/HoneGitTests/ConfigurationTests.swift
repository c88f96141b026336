import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneGit

/// One value of git's configuration, read in this process where that is sure to be what git reads, and by git elsewhere.
@Suite struct ConfigurationTests {
  private func opened(_ repository: ScriptedRepository, isPlain: Bool) throws -> Repository {
    var environment = repository.environment
    if isPlain { for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] { environment[name] = nil } }
    return try Repository.open(at: repository.path, environment: environment)
  }

  @Test(arguments: [true, false])
  func `the last of several values counts, from included files too`(isPlain: Bool) throws {
    let repository = try ScriptedRepository()
    try repository.git("config", "--add", "honetest.number", "1")
    try repository.git("config", "--add", "honetest.number", "2")
    try repository.write(".git/more", "[honetest \"Name\"]\n\tvalue = a b\n")
    try repository.git("config", "include.path", "more")
    let opened = try opened(repository, isPlain: isPlain)
    #expect(try opened.configuration("honetest.number") == "2")
    #expect(try opened.configuration("HoneTest.Number") == "2")
    #expect(try opened.configuration("honetest.Name.value") == "a b")
    #expect(try opened.configuration("honetest.name.value") == nil)
    #expect(try opened.configuration("honetest.none") == nil)
  }

  @Test func `what another program sets meanwhile is seen`() throws {
    let repository = try ScriptedRepository()
    let opened = try opened(repository, isPlain: true)
    #expect(try opened.configuration("honetest.number") == nil)
    try repository.git("config", "honetest.number", "3")
    #expect(try opened.configuration("honetest.number") == "3")
  }

  @Test func `a value of the command line or of a single work tree is seen`() throws {
    let repository = try ScriptedRepository()
    var environment = repository.environment
    for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] { environment[name] = nil }
    environment["GIT_CONFIG_PARAMETERS"] = "'honetest.number=4'"
    let opened = try Repository.open(at: repository.path, environment: environment)
    #expect(try opened.configuration("honetest.number") == "4")
    try repository.git("config", "extensions.worktreeConfig", "true")
    try repository.git("config", "--worktree", "honetest.number", "5")
    #expect(try self.opened(repository, isPlain: true).configuration("honetest.number") == "5")
  }
}
