import HoneCore
import HoneTestSupport
import Testing

@testable import HoneGit

/// Files by the words that they hold.
@Suite struct GrepTests {
  private func words(_ sets: [[String]]) -> [[[UInt8]]] { sets.map { $0.map { Array($0.utf8) } } }

  @Test("What a wider search finds anyway is not searched for apart") func leastDemanding() {
    #expect(Repository.leastDemanding(words([["warn", "LOG"], ["warn"]])) == words([["warn"]]))
    #expect(Repository.leastDemanding(words([["warn"], ["LOG", "warn"], ["debug"]])) == words([["warn"], ["debug"]]))
    #expect(Repository.leastDemanding(words([["a", "b"], ["b", "a"]])) == words([["a", "b"]]))
    #expect(Repository.leastDemanding(words([["a", "b"], ["b", "c"]])) == words([["a", "b"], ["b", "c"]]))
    #expect(Repository.leastDemanding([]).isEmpty)
  }

  @Test("A file is found when it holds every text of one set") func holders() throws {
    let fixture = try ScriptedRepository()
    try fixture.write("both.txt", "LOG\nwarn\n")
    try fixture.write("one.txt", "warn\n")
    try fixture.write("other.txt", "LOG\n")
    try fixture.git("add", "-A")
    let repository = try fixture.open()
    func found(_ sets: [[String]]) throws -> Set<String> {
      Set(try repository.trackedFiles(holdingAnyOf: words(sets)).map(\.text))
    }
    #expect(try found([["warn", "LOG"]]) == ["both.txt"])
    #expect(try found([["warn", "LOG"], ["warn"]]) == ["both.txt", "one.txt"])
    #expect(try found([["absent"]]) == [])
  }
}
