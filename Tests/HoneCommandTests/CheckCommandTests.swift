import Foundation
import HoneTestSupport
import Testing

/// `git hone check` as a program: options, streams, exit codes.
@Suite(.serialized)
struct CheckCommandTests {
  private func fixture(_ staged: [String: String]) async throws -> HoneFixture {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    for (name, text) in staged {
      try fixture.repository.write(name, text)
      try fixture.repository.stage(name)
    }
    return fixture
  }

  @Test func `Errors and warnings exit with 1, notes with 0`() async throws {
    let fixture = try await fixture(["a.txt": "x \n"])
    let noted = try await fixture.hone("check")
    #expect(noted.exitCode == 0, "\(noted.error)")
    #expect(noted.output.contains("a.txt:1:2: note: "))
    #expect(noted.error.contains("1 note in 1 file, 3 bytes"))
    try fixture.repository.write("b.py", "breakpoint()\n")
    try fixture.repository.stage("b.py")
    let found = try await fixture.hone("check")
    #expect(found.exitCode == 1)
    #expect(found.output.contains("b.py:1:1: error: "))
    #expect(try await fixture.hone("check", "--", "a.txt").exitCode == 0)
    await fixture.stop()
  }

  @Test func `A check that could check none of its files is no success`() async throws {
    let fixture = try await fixture(["large.txt": String(repeating: "line\n", count: 3_600_000)])
    try fixture.repository.git("config", "hone.check.off", "leftover/large-file")
    let result = try await fixture.hone("check")
    #expect(result.exitCode == 1, "\(result.error)")
    #expect((result.output + result.error).contains("large.txt"))
    await fixture.stop()
  }

  @Test func `JSON tells findings and a summary`() async throws {
    let fixture = try await fixture(["b.py": "x = 1\nbreakpoint()\n"])
    let result = try await fixture.hone("check", "--format", "json")
    #expect(result.exitCode == 1)
    let events = try result.events()
    #expect(events.map { $0["type"] as? String } == ["finding", "summary"])
    #expect(events[0]["rule"] as? String == "leftover/breakpoint")
    #expect(events[0]["line"] as? Int == 2)
    #expect(events[1]["findings"] as? Int == 1)
    await fixture.stop()
  }

  @Test func `SARIF and annotations can be asked for`() async throws {
    let fixture = try await fixture(["b.py": "breakpoint()\n"])
    let sarif = try await fixture.hone("check", "--format", "sarif")
    let log = try JSONSerialization.jsonObject(with: Data(sarif.output.utf8)) as? [String: Any]
    #expect(log?["version"] as? String == "2.1.0")
    let annotations = try await fixture.hone("check", "--format", "github")
    #expect(annotations.output.hasPrefix("::error file=b.py,line=1,"))
    await fixture.stop()
  }

  @Test func `Fixes are staged and can be undone`() async throws {
    let fixture = try await fixture(["a.json": "{} \n"])
    #expect(try await fixture.hone("check", "--fix").exitCode == 0)
    #expect(try fixture.repository.stagedText("a.json") == "{}\n")
    #expect(try await fixture.hone("undo").exitCode == 0)
    #expect(try fixture.repository.stagedText("a.json") == "{} \n")
    await fixture.stop()
  }

  @Test(arguments: [
    ["--staged", "--all"], ["--fix", "--all"], ["--fix", "--update-baseline"], ["--budget", "soon"],
    ["--range", "main"], ["--format", "xml"],
  ])
  func `Options that do not fit together are wrong usage`(arguments: [String]) async throws {
    let fixture = try await fixture([:])
    let result = try await fixture.hone(arguments: ["check"] + arguments)
    #expect(result.exitCode == 2, "\(result.error)")
    await fixture.stop()
  }
}
