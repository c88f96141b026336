import HoneCore
import HoneSystem
import Testing

@testable import HoneGit

/// The table of the module's README is held to the tests that it names.
@Suite struct CompatibilityTableTests {
  /// The folder of this file, and from it the root of the package.
  private static let folder = #filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined()
  private static let readme = folder + "/../../Sources/HoneGit/README.md"

  private func text(_ path: String) throws -> String {
    let output = try ChildProcess.run(ChildProcess.Command("cat", [path]))
    try #require(output.status.isSuccess, "\(path) cannot be read")
    return String(decoding: output.standardOutput, as: UTF8.self)
  }

  @Test func everyRowNamesATestThatExists() throws {
    let table = try #require(try text(Self.readme).split(separator: "## git compatibility").last)
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
    #expect(rows.count > 30)
    let sources = try ChildProcess.run(ChildProcess.Command("sh", ["-c", "cat \(Self.folder)/*.swift"]))
    let tests = String(decoding: sources.standardOutput, as: UTF8.self)
    for row in rows {
      let cells = row.split(separator: "|").map { cell in String(cell.drop { $0 == " " }.prefix { $0 != "\n" }) }
      #expect(cells.count == 5, "\(row)")
      #expect(["yes ", "partial ", "no "].contains(cells[1]), "\(row)")
      let name = cells[4].filter { $0.isLetter || $0.isNumber }
      #expect(!name.isEmpty && tests.contains("func \(name)("), "no test is called \(name)")
    }
  }
}
