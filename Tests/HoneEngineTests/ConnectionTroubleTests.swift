import Testing

@testable import HoneEngine

@Suite struct ConnectionTroubleTests {
  private struct Trouble: Error, CustomStringConvertible {
    let description: String
  }

  @Test(arguments: [
    ("connect: Connection refused) (errno: 111)", "connection refused"),
    ("UnknownHost(\"x.invalid\")", "there is no host of that name"),
    ("No route to host (errno: 113)", "there is no route to it"),
  ])
  func `what a system says is told in plain words`(text: String, words: String) {
    #expect(ConnectionTrouble.words(of: Trouble(description: text)) == words)
  }

  @Test func `what is not known keeps its own words`() {
    #expect(ConnectionTrouble.words(of: Trouble(description: "something else")) == nil)
  }
}
