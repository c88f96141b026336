import HoneCore
import HoneTestSupport
import Testing

@testable import HoneGit

/// Files that are read one after the other, with the folder between them kept open.
@Suite struct WorkTreeVisitTests {
  @Test func `every file is read as it would be alone`() throws {
    let fixture = try ScriptedRepository()
    let paths = ["a", "d/a", "d/b", "d/e/a", "d/c", "b", "f/a"]
    for path in paths { try fixture.write(path, "\(path)\n") }
    try fixture.write("empty", "")
    _ = try fixture.run("ln", ["-s", "d", "link"])
    let reader = WorkTreeReader(try fixture.open())
    var visit = WorkTreeVisit(reader)
    for text in paths + ["empty", "d/none", "none/a", "d/a"] {
      let path = try RepositoryPath(text)
      #expect(try visit.bytes(of: path) == reader.bytes(of: path), "\(text)")
    }
    #expect(try visit.bytes(of: RepositoryPath("d/a")) == Array("d/a\n".utf8))
    for text in ["link/a", "d", "link"] {
      let path = try RepositoryPath(text)
      #expect(throws: Refusal.self) { try visit.bytes(of: path) }
      #expect(throws: Refusal.self) { try reader.bytes(of: path) }
    }
  }
}
