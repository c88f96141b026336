import Foundation
import Testing

@testable import HoneChecks

struct RuleTableTests {
  @Test func `The table of rules is that of the code`() throws {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/HoneChecks/README.md")
    let written = try String(contentsOf: readme, encoding: .utf8).split(separator: "\n").compactMap { line -> String? in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count >= 3, cells[0].hasPrefix("`"), cells[0].contains("/") else { return nil }
      return "\(cells[0].filter { $0 != "`" }) \(cells[1]) \(cells[2].split(separator: ",")[0])"
    }
    let rules = StandardChecks.all(CheckSettings()).flatMap(\.rules) + StandardChecks.rulesOfTrees
    let known = Set(
      rules.map { rule in
        let name = rule.group == "secret" && rule.id != SecretNameCheck.rule.id ? "secret/*" : rule.id
        let scope =
          switch rule.scope {
          case .addedLines: "added lines"
          case .newInFile: "whole file"
          case .brokenInFile: "files that could be parsed before"
          }
        return "\(name) \(rule.severity) \(scope)"
      })
    #expect(written == known.sorted())
  }

  @Test func `Every rule has an id of its own and a summary`() {
    let rules = StandardChecks.all(CheckSettings()).flatMap(\.rules) + StandardChecks.rulesOfTrees
    #expect(Set(rules.map(\.id)).count == rules.count)
    #expect(
      rules.allSatisfy { !$0.summary.isEmpty && !$0.summary.hasSuffix(".") && $0.id.split(separator: "/").count == 2 })
  }
}
