import Testing

@testable import HoneGit

/// A process counts as dead only when that is certain.
@Suite struct ProcessIdentityTests {
  @Test func thisProcessLives() {
    #expect(!ProcessIdentity.current.isDead)
    #expect(ProcessIdentity.current.startTime > 0)
  }

  @Test func idThatNobodyHasIsDead() {
    var process = ProcessIdentity.current
    process.id = 999_999_999
    #expect(process.isDead)
  }

  @Test func idThatWasGivenAgainIsDead() {
    var process = ProcessIdentity.current
    process.startTime -= 1
    #expect(process.isDead)
  }

  @Test func nothingIsCertainAboutAnotherMachine() {
    var process = ProcessIdentity.current
    process.host += "-elsewhere"
    process.id = 999_999_999
    #expect(!process.isDead)
  }

  @Test(arguments: ["", "1 2", "one 2 host", "1 two host"])
  func otherTextIsNoProcess(text: String) {
    #expect(ProcessIdentity(text: text) == nil)
  }
}
