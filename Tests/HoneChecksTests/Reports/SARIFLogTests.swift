import HoneCore
import Testing

@testable import HoneChecks

/// What the schema of SARIF 2.1.0 and GitHub's code scanning demand of a log, checked on one with every kind of finding.
///
/// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", sections 3.13 to 3.58, whose schema
/// allows no property that it does not name; GitHub, "SARIF support for code scanning".
struct SARIFLogTests {
  /// The properties that the standard has, of the objects that Hone writes; what is required begins with `!`.
  private static let properties: [String: Set<String>] = [
    "log": ["!version", "!runs", "$schema"],
    "run": ["!tool", "results", "invocations", "columnKind"],
    "tool": ["!driver"],
    "driver": ["!name", "semanticVersion", "rules"],
    "rule": ["!id", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"],
    "result": ["!message", "ruleId", "ruleIndex", "level", "locations", "partialFingerprints"],
    "region": ["startLine", "startColumn", "endLine", "endColumn"],
    "artifactLocation": ["uri", "uriBaseId"],
    "invocation": ["!executionSuccessful", "toolExecutionNotifications", "properties"],
    "notification": ["!message", "level"],
  ]

  private func demand(_ object: JSON, _ kind: String) {
    guard case .object(let members) = object, let known = Self.properties[kind] else {
      Issue.record("\(kind) is no object")
      return
    }
    let names = Set(members.map(\.name))
    #expect(names.count == members.count, "\(kind) says something twice")
    #expect(names.isSubset(of: known.map { $0.filter { $0 != "!" } }), "\(kind): \(names)")
    for name in known where name.hasPrefix("!") { #expect(names.contains(String(name.dropFirst())), "\(kind)") }
  }

  private func log() throws -> JSON { try JSON(parsing: Self.bytes()) }

  /// A log with findings of every kind.
  static func bytes() throws -> [UInt8] {
    let path = try RepositoryPath("a folder/ä#?.py")
    let contents = Array("x = '😀é'; breakpoint()  \ny\n".utf8)
    let file = CheckedFile(path: path, contents: contents)
    let rules = Checker(StandardChecks.all(CheckSettings())).knownRules
    let breakpoint = try #require(rules.first { $0.id == "leftover/breakpoint" })
    var report = CheckReport()
    report.rules = rules
    for range in [14..<24, 14..<28, 0..<0, 28..<28, 0..<contents.count] {
      report.findings.append(ReportedFile(file, secrets: []).reported(file.finding(breakpoint, at: range, "stop")))
    }
    report.findings.append(report.findings[0])
    let unnamed = Finding(rule: "team/own", path: path, severity: .note, message: "of the whole file")
    report.findings.append(ReportedFile(file, secrets: []).reported(unnamed))
    let commit = Finding(rule: "leftover/fixup-commit", path: nil, severity: .note, message: "squash it")
    report.findings.append(ReportedFinding(commit))
    report.unchecked = [.init(path: path, reason: "is too large"), .init(path: nil, reason: "no time")]
    return SARIFReport.bytes(of: report, version: "1.2.3")
  }

  @Test func `Every object has the properties that the schema allows and demands`() throws {
    let log = try log()
    demand(log, "log")
    let run = try #require(log["runs"]?.array?.first)
    demand(run, "run")
    #expect(run["columnKind"] == "utf16CodeUnits")
    let tool = try #require(run["tool"])
    demand(tool, "tool")
    let driver = try #require(tool["driver"])
    demand(driver, "driver")
    let rules = try #require(driver["rules"]?.array)
    for rule in rules {
      demand(rule, "rule")
      for name in ["shortDescription", "fullDescription", "help"] {
        let text = try #require(rule[name]?["text"]?.string)
        // GitHub cuts what is longer than 1,024 characters.
        #expect((1...1_024).contains(text.count))
      }
      #expect(["note", "warning", "error"].contains(rule["defaultConfiguration"]?["level"]?.string))
      if let grade = rule["properties"]?["security-severity"]?.string {
        #expect(Double(grade).map { (0.1...10).contains($0) } ?? false)
      }
    }
    #expect(Set(rules.map { $0["id"]?.string }).count == rules.count)
    for result in try #require(run["results"]?.array) {
      demand(result, "result")
      #expect(["note", "warning", "error"].contains(result["level"]?.string))
      if let index = result["ruleIndex"]?.integer { #expect(rules[index]["id"] == result["ruleId"]) }
    }
    for invocation in try #require(run["invocations"]?.array) {
      demand(invocation, "invocation")
      for notification in invocation["toolExecutionNotifications"]?.array ?? [] {
        demand(notification, "notification")
        #expect(["note", "warning", "error"].contains(notification["level"]?.string))
      }
    }
  }

  @Test func `Places are relative, begin with one, and end behind their start`() throws {
    let results = try #require(log()["runs"]?.array?.first?["results"]?.array)
    // What is said of a commit has no place, and is a notification.
    #expect(results.count == 7)
    for result in results {
      let place = try #require(result["locations"]?.array?.first?["physicalLocation"])
      let artifact = try #require(place["artifactLocation"])
      demand(artifact, "artifactLocation")
      #expect(artifact["uri"] == "a%20folder/%C3%A4%23%3F.py")
      let region = try #require(place["region"])
      demand(region, "region")
      let line = try #require(region["startLine"]?.integer)
      let column = try #require(region["startColumn"]?.integer)
      #expect(line >= 1 && column >= 1)
      if let end = region["endColumn"]?.integer, region["endLine"] == nil { #expect(end > column) }
      if let end = region["endLine"]?.integer { #expect(end >= line) }
    }
    // `breakpoint` begins after 14 bytes that are 11 UTF-16 code units.
    let first = results[0]["locations"]?.array?.first?["physicalLocation"]?["region"]
    #expect(first?["startColumn"] == 12)
    #expect(first?["endColumn"] == 22)
  }

  @Test func `Equal findings have fingerprints of their own`() throws {
    let results = try #require(log()["runs"]?.array?.first?["results"]?.array)
    let hashes = results.compactMap { $0["partialFingerprints"]?["primaryLocationLineHash"]?.string }
    #expect(hashes.count == results.count)
    #expect(Set(hashes).count == hashes.count)
  }
}
