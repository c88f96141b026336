import HoneChecks
import HoneCore
import Testing

/// Names that differ only in case.
struct CaseClashNameTests {
  @Test func `Letters are those of UTF-8, and other bytes are compared as they are`() throws {
    var check = CaseClashCheck()
    for name in [[0x6c, 0xe9], [0x6c, 0xe8], [0x4c, 0xe9], Array("a.txt".utf8), Array("\u{c9}".utf8)] as [[UInt8]] {
      check.insert(try RepositoryPath(bytes: name))
    }
    #expect(check.finding(for: try RepositoryPath(bytes: [0x6c, 0xe9])) == nil)
    #expect(check.finding(for: try RepositoryPath("a.txt")) == nil)
    #expect(check.finding(for: try RepositoryPath("A.txt")) != nil)
    #expect(check.finding(for: try RepositoryPath("\u{e9}")) != nil)
  }
}
