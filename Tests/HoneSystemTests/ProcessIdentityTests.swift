import Testing

@testable import HoneSystem

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

  @Test func processThatRunsIsAlive() throws {
    let process = ProcessIdentity.current
    #expect(process.isAlive)
    var other = process
    other.startTime += 1
    #expect(!other.isAlive)
    #expect(ProcessIdentity(ofRunning: process.id) == process)
    #expect(ProcessIdentity(ofRunning: 999_999_999) == nil)
    #expect(ProcessIdentity(ofRunning: -1) == nil)
  }

  @Test func textLeadsBack() {
    let process = ProcessIdentity(id: 7, startTime: 99, host: "a host")
    #expect(ProcessIdentity(text: process.text) == process)
  }

  @Test func stateAndStartAreReadBehindTheName() throws {
    let fields = (4...30).map(String.init).joined(separator: " ")
    func read(_ text: String) -> (isEnded: Bool, startTime: UInt64)? {
      ProcessIdentity.fields(inStat: Array(text.utf8)[...])
    }
    let running = try #require(read("12 (a) b) S \(fields)"))
    #expect(running == (false, 22))
    let ended = try #require(read("12 (a) Z \(fields)"))
    #expect(ended == (true, 22))
    #expect(read("12 (a) S 4") == nil)
    #expect(read("12") == nil)
  }

  @Test(arguments: ["", "1 2", "one 2 host", "1 two host"])
  func otherTextIsNoProcess(text: String) {
    #expect(ProcessIdentity(text: text) == nil)
  }
}
