import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// Proposals in JSON: each is told while the rest of its reply is still to come, and what becomes of it is told as well.
@Suite(.serialized)
struct StreamedProposalTests {
  private static let rename = block("app.py", "def load(path):", "def read(path):")
  private static let call = block("app.py", "    print(load(\"a.txt\"))", "    print(fetch(\"a.txt\"))")
  private static let arguments = ["edit", "-y", "--format", "json", "rename load to read"]

  /// A server that falls silent behind the text of its first reply.
  private func fixture(silentAfter text: String, then second: String = "") async throws -> HoneFixture {
    var silent = ScriptedEngineReply.chat(text: text + "app.py\n<<<<<<< SEARCH\n")
    silent.stallAfter = silent.frames.count - 4
    let fixture = try await HoneFixture(replies: silent, .chat(text: second))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    return fixture
  }

  private func types(_ events: [[String: any Sendable]]) -> [String] {
    events.map { $0["type"] as? String ?? "" }.filter { $0 != "progress" }
  }

  private func blob(_ fixture: HoneFixture, _ path: String) throws -> String {
    String(try fixture.repository.git("rev-parse", ":" + path).prefix(40))
  }

  /// A reply that ends in an error behind its first edit.
  private func failing() async throws -> HoneFixture {
    var reply = ScriptedEngineReply.chat(text: Self.rename + "app.py\n<<<<<<< SEARCH\n")
    reply.frames = reply.frames.dropLast(3) + [Array(#"data: {"error":{"message":"out of memory"}}\#n\#n"#.utf8)]
    // The edit is told before the error is read.
    reply.framesPerSecond = 200
    let fixture = try await HoneFixture(replies: reply)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    return fixture
  }

  @Test func `What was proposed by a reply that fails is taken back, in JSON and in words`() async throws {
    let fixture = try await failing()
    let base = try blob(fixture, "app.py")
    let told = try await fixture.hone(arguments: Self.arguments)
    #expect(told.exitCode == 4)
    let events = try told.events()
    #expect(types(events) == ["proposal", "withdrawal", "error"])
    #expect(events.first { $0["type"] as? String == "withdrawal" }?["result"] as? String == base)
    let shown = try await fixture.hone("edit", "-y", "rename load to read")
    #expect(shown.exitCode == 4)
    #expect(shown.output.contains("+def read(path):\n") && shown.output.hasSuffix("no longer proposed: app.py:1\n"))
    #expect(try blob(fixture, "app.py") == base && fixture.repository.git("diff").isEmpty)
    await fixture.stop()
  }

  @Test func `A proposal is told while its reply is still open`() async throws {
    let fixture = try await fixture(silentAfter: Self.rename)
    let run = try fixture.startListening(arguments: Self.arguments)
    // The server says nothing more, so this is told before the end of the reply or never.
    let proposal = try await run.next("proposal")
    #expect(proposal["number"] as? Int == 1 && proposal["path"] as? String == "app.py")
    run.say("{\"cancel\": true, \"keep\": true}\n")
    let (status, events) = try await run.finish()
    #expect(status == 130)
    #expect(types(events) == ["summary"])
    #expect(proposal["result"] as? String == (try blob(fixture, "app.py")))
    await fixture.stop()
  }

  @Test(arguments: [true, false])
  func `Words said about a proposal redirect the reply that goes on`(keeps: Bool) async throws {
    let fixture = try await fixture(silentAfter: Self.rename, then: Self.call)
    let base = try blob(fixture, "app.py")
    let run = try fixture.startListening(arguments: Self.arguments)
    _ = try await run.next("proposal")
    run.say("{\"steer\": \"call it fetch\", \"keep\": \(keeps)}\n")
    let (status, events) = try await run.finish()
    #expect(status == 0)
    #expect(types(events) == ["redirection"] + (keeps ? [] : ["withdrawal"]) + ["proposal", "summary"])
    if !keeps {
      let withdrawal = try #require(events.first { $0["type"] as? String == "withdrawal" })
      #expect(withdrawal["number"] as? Int == 1 && withdrawal["path"] as? String == "app.py")
      #expect(withdrawal["result"] as? String == base)
    }
    let last = try #require(events.last { $0["type"] as? String == "proposal" })
    #expect(last["number"] as? Int == 2)
    #expect(last["result"] as? String == (try blob(fixture, "app.py")))
    #expect(try fixture.repository.stagedText("app.py").hasPrefix(keeps ? "def read(" : "def load("))
    await fixture.stop()
  }

  @Test func `An edit that takes the place of an earlier one withdraws it`() async throws {
    let fixture = try await fixture(
      silentAfter: Self.rename, then: block("app.py", "def load(path):", "def fetch(path):"))
    let run = try fixture.startListening(arguments: Self.arguments)
    _ = try await run.next("proposal")
    run.say("{\"steer\": \"call it fetch\"}\n")
    let (status, events) = try await run.finish()
    #expect(status == 0)
    #expect(types(events) == ["redirection", "proposal", "withdrawal", "summary"])
    let withdrawal = try #require(events.first { $0["type"] as? String == "withdrawal" })
    #expect(withdrawal["number"] as? Int == 1)
    #expect(withdrawal["result"] as? String == (try blob(fixture, "app.py")))
    #expect(try fixture.repository.stagedText("app.py").hasPrefix("def fetch("))
    await fixture.stop()
  }

  @Test func `The proposals of a reply that turns out void are withdrawn`() async throws {
    let fixture = try await HoneFixture(
      replies: .chat(text: Self.rename + block("new.py", "", "y = 1") + Self.call, finishReason: "length"))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let result = try await fixture.hone(arguments: Self.arguments)
    #expect(result.exitCode == 1, "\(result.error)")
    let events = try result.events()
    #expect(
      types(events) == [
        "proposal", "proposal", "proposal", "refusal", "withdrawal", "withdrawal", "withdrawal", "summary",
      ])
    let withdrawals = events.filter { $0["type"] as? String == "withdrawal" }
    #expect(withdrawals.map { $0["number"] as? Int } == [1, 2, 3])
    #expect(withdrawals[0]["result"] as? String == (try blob(fixture, "app.py")))
    #expect(withdrawals[1]["result"] as? String == String(repeating: "0", count: 40))
    #expect(events.last?["edits"] as? Int == 0 && events.last?["written"] as? String == "none")
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    await fixture.stop()
  }

  @Test func `An edit with which its file cannot be parsed is withdrawn, and the others stand`() async throws {
    let text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n"
    let reply =
      block("a.json", "  \"a\": 1,", "  \"a\": 4,") + block("a.json", "  \"b\": 2,", "  \"b\": 2")
      + block("a.json", "  \"c\": 3", "  \"c\": 5")
    let fixture = try await HoneFixture(files: ["a.json": text], replies: .chat(text: reply))
    let result = try await fixture.hone("edit", "-y", "--format", "json", "other numbers", "--", "a.json")
    #expect(result.exitCode == 1, "\(result.error)")
    let events = try result.events()
    #expect(types(events) == ["proposal", "proposal", "proposal", "refusal", "withdrawal", "summary"])
    let withdrawal = try #require(events.first { $0["type"] as? String == "withdrawal" })
    #expect(withdrawal["number"] as? Int == 2)
    #expect(withdrawal["result"] as? String == (try blob(fixture, "a.json")))
    #expect(events.last?["edits"] as? Int == 2 && events.last?["refused"] as? Int == 1)
    await fixture.stop()
  }

  @Test func `Proposals of recipes are counted too`() async throws {
    let fixture = try await HoneFixture(files: ["a.py": "f(1)\n", "b.py": "f(2)\n"], replies: .chat(text: ""))
    let result = try await fixture.hone(
      "run", "-y", "--format", "json", "-p", "f($A)", "-r", "g($A)", "-l", "python")
    let numbers = try result.events().filter { $0["type"] as? String == "proposal" }.map { $0["number"] as? Int }
    #expect(numbers == [1, 2], "\(result.error)")
    await fixture.stop()
  }
}
