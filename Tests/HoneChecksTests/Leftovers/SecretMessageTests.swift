import HoneCore
import Testing

@testable import HoneChecks

/// Secrets in texts that messages quote and no file holds.
struct SecretMessageTests {
  private static let address = "https://app:" + "Tr0ub4dor3x9" + "@db.internal/x"

  @Test func `The target of a link shows no secret`() throws {
    let found = try #require(
      try BrokenLinkCheck.finding(for: RepositoryPath("a"), target: Array(Self.address.utf8)) { _ in false })
    #expect(found.message.contains("https://app:") && !found.message.contains("Tr0ub4dor"), "\(found.message)")
  }

  private static let token = "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"

  @Test(arguments: [
    "backup-\(token).txt", "a/\(token)/b", "old_\(token)", "https:/app:" + "Tr0ub4dor3x9" + "@db.internal/x",
    "pages/index.html?api_key=" + "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
  ])
  func `A secret in a name is told and shown nowhere`(name: String) throws {
    let path = try RepositoryPath(name)
    var report = CheckReport()
    let found = try #require(SecretNameCheck.finding(for: path))
    #expect(found.rule == "secret/in-name" && found.severity == .error)
    report.findings = [
      ReportedFinding(found), ReportedFinding(Finding(rule: "a/b", path: path, severity: .note, message: "\(path) is")),
    ]
    report.fixed = [Finding(rule: "a/b", path: path, severity: .note, message: "mended")]
    report.unchecked = [.init(path: path, reason: "is too large"), .init(path: nil, reason: "\(path) was not parsed")]
    report.notes = ["\(path): left"]
    let covered = report.withCoveredNames
    for text in [
      TextReport(isColored: false).body(of: covered), TextReport(isColored: false).summary(of: covered),
      String(decoding: JSONReport.bytes(of: covered), as: UTF8.self), GitHubReport.text(of: covered),
      String(decoding: SARIFReport.bytes(of: covered, version: "1"), as: UTF8.self),
    ] {
      #expect(["5k4aXcaT", "ub4dor", "7b6c5d4e"].allSatisfy { !text.contains($0) }, "\(text)")
    }
    let shown = try #require(covered.findings[0].finding.path)
    #expect(shown != path && shown.bytes.count == path.bytes.count)
    #expect(covered.unchecked[0].path == shown)
  }

  @Test(arguments: [
    "src/password.txt", "locale/de/token=wert.json", "img/4f9a0c3e5b7d21a68c9e0f1b2d3c4a5e.png",
    "https:/example.com/a@b.html",
    "docs/secret-key-rotation-for-administrators.md", "node_modules/@scope/token-a1b2c3.js",
  ])
  func `Names without a secret are left as they are`(name: String) throws {
    let path = try RepositoryPath(name)
    #expect(SecretNameCheck.finding(for: path) == nil)
    var report = CheckReport()
    report.findings = [ReportedFinding(Finding(rule: "a/b", path: path, severity: .note, message: "\(path)"))]
    #expect(report.withCoveredNames.findings == report.findings)
  }

  @Test func `The title of a commit shows no secret`() throws {
    let subject = Array("fixup! Use \(Self.address)".utf8)
    let found = try #require(UnsquashedCommitCheck.finding(for: .zero, subject: subject))
    #expect(found.message.contains("Use https://app:") && !found.message.contains("Tr0ub4dor"), "\(found.message)")
  }
}
