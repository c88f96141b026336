import HoneCore
import Testing

@testable import HoneKit

struct SteeringTests {
  @Test(arguments: [
    (#"{"steer": "use fetch"}"#, SteeringCommand.redirect("use fetch", keepsEdits: true)),
    (#"{"steer": " use fetch ", "keep": false, "more": 1}"#, .redirect("use fetch", keepsEdits: false)),
    (#"{"cancel": true}"#, .cancel(keepsEdits: false)),
    (#"{"cancel": true, "keep": true}"#, .cancel(keepsEdits: true)),
  ])
  func `A line of JSON steers`(_ line: String, _ command: SteeringCommand) throws {
    #expect(try SteeringMessage.command(line: line) == command)
  }

  @Test(arguments: [
    "steer", "{}", #"{"steer": ""}"#, #"{"steer": 7}"#, #"{"cancel": false}"#, "[1]", #"{"steer": "a""#,
  ])
  func `A line that says nothing names what could be said`(_ line: String) {
    #expect(
      performing: { try SteeringMessage.command(line: line) },
      throws: { RunFailure($0).remedy?.contains("steer") ?? false })
  }

  @Test func `An empty line is skipped`() throws {
    #expect(try SteeringMessage.command(line: " \r") == nil)
  }

  @Test func `What is said between two requests waits for the next`() async {
    let steering = Steering()
    steering.send(.cancel(keepsEdits: true))
    await steering.wait()
    #expect(steering.take() == .cancel(keepsEdits: true))
    #expect(steering.take() == nil)
    let waiting = Task { await steering.wait() }
    waiting.cancel()
    await waiting.value
  }

  @Test func `After a redirection a later edit takes the place of an earlier one of the same lines`() throws {
    let file = try editable("a.txt", "one\ntwo\nthree\nfour\n")
    var proposals = ProposalSet()
    proposals.open(file)
    let placement = EditPlacement(
      fence: Fence(paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: true), window: nil)
    func replace(_ search: String, _ replacement: String) throws {
      let change = Edit.Change.replace(search: Array(search.utf8), replacement: Array(replacement.utf8))
      _ = try placement.take(Edit(path: "a.txt", change: change), into: &proposals)
    }
    func create(_ text: String) throws {
      _ = try placement.take(Edit(path: "b.txt", change: .create(Array(text.utf8))), into: &proposals)
    }
    try replace("two\nthree", "2\n3")
    try replace("four", "4")
    try create("x\n")
    #expect(throws: Refusal.self) { try replace("three", "III") }
    #expect(throws: Refusal.self) { try create("y\n") }
    #expect(proposals.redirect(keepsEdits: true) == 0)
    try replace("three", "III")
    try create("y\n")
    #expect(proposals.result(at: file.path) == Array("one\ntwo\nIII\n4\n".utf8))
    #expect(proposals.result(at: try RepositoryPath("b.txt")) == Array("y\n".utf8))
    #expect(proposals.editCount == 3)
    #expect(proposals.redirect(keepsEdits: false) == 3)
    #expect(proposals.isEmpty && proposals.result(at: file.path) == file.bytes)
    try replace("two", "zwei")
    #expect(proposals.editCount == 1)
  }
}
