import HoneCore
import Testing

@testable import HoneChecks

struct ReportTests {
  private static let rule = RuleDescription("leftover/breakpoint", .error, "the program would stop")

  /// A report with one finding on the second line, and a secret on it.
  private func report(path: String = "a.py", line: String = "\té = f(\"s3cr3t-s3cr3t-s3cr3t\")") throws -> CheckReport {
    let contents = Array("x\n\(line)\ny\n".utf8)
    let file = CheckedFile(path: try RepositoryPath(path), contents: contents)
    let start =
      2 + (line.utf8.firstIndex(of: UInt8(ascii: "f")).map { line.utf8.distance(from: line.startIndex, to: $0) } ?? 0)
    let secret = Array("s3cr3t-s3cr3t-s3cr3t".utf8)
    let place = contents.indices.first { contents[$0...].starts(with: secret) } ?? 0
    let fix = Fix(replacements: [Replacement(range: start..<(start + 1), bytes: Array("g".utf8))], isSafe: true)
    let finding = file.finding(Self.rule, at: start..<(start + 1), "100%, no s3cr3t-s3cr3t-s3cr3t:\nbad", fix: fix)
    var report = CheckReport()
    report.rules = [Self.rule]
    report.files = 1
    report.bytes = contents.count
    report.findings = [ReportedFile(file, secrets: [place..<(place + secret.count)]).reported(finding)]
    report.unchecked = [CheckReport.Unchecked(path: try RepositoryPath("big"), reason: "is too large")]
    return report
  }

  @Test func `Text shows place, line, caret and fix`() throws {
    let report = try report()
    let lines = TextReport(isColored: false).body(of: report).split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("a.py:2:7: error: "))
    #expect(lines[0].hasSuffix("[leftover/breakpoint]"))
    #expect(lines[1] == "    \té = f(\"s3cr****************\")")
    #expect(lines[2] == "    \t    ^")
    #expect(lines.contains("      -\té = f(\"s3cr****************\")"))
    #expect(lines.contains("      +\té = g(\"s3cr****************\")"))
    let summary = TextReport(isColored: false).summary(of: report)
    #expect(summary.contains("not checked: big is too large\n"))
    #expect(summary.contains("1 error in 1 file, 36 bytes"))
    #expect(TextReport(isColored: true).body(of: report).contains("\u{1b}[1;31merror\u{1b}[m"))
  }

  @Test func `What a server said stays on its line and moves no cursor`() throws {
    var report = CheckReport()
    report.unchecked = [CheckReport.Unchecked(path: nil, reason: "it said \u{1b}[2J\nfixed")]
    report.notes = ["a\u{1b}[31m"]
    let lines = TextReport(isColored: false).summary(of: report).split(separator: "\n")
    #expect(lines.prefix(2) == ["not checked: it said ^[[2J | fixed", "a^[[31m"])
  }

  @Test func `No format shows a secret`() throws {
    let report = try report()
    for text in [
      TextReport(isColored: false).body(of: report), String(decoding: JSONReport.bytes(of: report), as: UTF8.self),
      String(decoding: SARIFReport.bytes(of: report, version: "1"), as: UTF8.self), GitHubReport.text(of: report),
    ] {
      #expect(!text.contains("s3cr3t-s3cr3t"))
      #expect(text.contains("s3cr*"))
    }
  }

  /// The fix changes the secret itself, so that it is nowhere as it was found.
  @Test func `A fix inside of a key does not show it`() throws {
    let lines = [
      "-----BEGIN KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQ", "c3RpbGwgYSBrZXkgYXMgaXQgc3 ", "-----END KEY-----",
    ]
    let contents = Array("a\n\(lines.joined(separator: "\n"))\nb\n".utf8)
    let file = CheckedFile(path: try RepositoryPath("a.pem"), contents: contents)
    let blank = contents.indices.last { contents[$0] == 0x20 } ?? 0
    let secret = 2..<(contents.count - 3)
    for fix in [
      Replacement(range: blank..<(blank + 1), bytes: []),
      Replacement(range: file.lines.range(of: 3), bytes: Array("  c3RpbGwgYSBrZXkgYXMgaXQgc3\n".utf8)),
    ] {
      let finding = file.finding(
        Self.rule, at: blank..<(blank + 1), "holds `c3RpbGwgYSBrZXkgYXMgaXQgc3 `, starts with MIIEvQIBADANBgkqhk",
        fix: Fix(replacements: [fix], isSafe: false))
      let reported = ReportedFile(file, secrets: [secret]).reported(finding)
      let text = String(decoding: reported.proposal + reported.line, as: UTF8.self) + reported.finding.message
      #expect(reported.proposal.contains(UInt8(ascii: "+")) && text.contains("***"))
      #expect(!text.contains("YSBrZXkg") && !text.contains("ADANBg"), "\(text)")
    }
  }

  @Test func `The diff of a fix far down has the numbers of the file, and its neighbours`() throws {
    let contents = Array((1...500).map { "line \($0)\n" }.joined().utf8)
    let file = CheckedFile(path: try RepositoryPath("a.txt"), contents: contents)
    let place = file.lines.range(of: 299)
    let fix = Fix(replacements: [Replacement(range: place, bytes: Array("new\n".utf8))], isSafe: true)
    let proposal = ReportedFile(file, secrets: []).reported(file.finding(Self.rule, at: place, "x", fix: fix)).proposal
    #expect(
      String(decoding: proposal, as: UTF8.self).split(separator: "\n").suffix(5)
        == ["@@ -299,3 +299,3 @@", " line 299", "-line 300", "+new", " line 301"])
  }

  @Test func `A long line is cut around the place`() throws {
    let long = String(repeating: "x", count: 5_000) + "f" + String(repeating: "y", count: 5_000)
    let lines = TextReport(isColored: false, showsFixes: false).body(of: try report(line: long)).split(separator: "\n")
    #expect(lines[1].count < 200)
    #expect(lines[1].dropFirst(4 + 80).first == "f")
    #expect(lines[2].dropFirst(4 + 80) == "^")
  }

  @Test func `Many findings of a kind are counted`() throws {
    var report = try report()
    report.findings = Array(repeating: report.findings[0], count: 8)
    let text = TextReport(isColored: false).body(of: report)
    #expect(text.split(separator: "\n").last == "a.py: 3 more of leftover/breakpoint")
  }

  @Test func `JSON has one object a line, the summary last`() throws {
    let lines = JSONReport.bytes(of: try report()).split(separator: 0x0a)
    let events = try lines.map { try JSON(parsing: Array($0)) }
    #expect(events.map { $0["type"]?.string } == ["finding", "unchecked", "summary"])
    #expect(events[0]["line"] == 2)
    #expect(events[0]["column"] == 7)
    #expect(events[0]["fixable"] == true)
    #expect(events[2]["findings"] == 1)
    #expect(events[2]["files"] == 1)
  }

  @Test func `GitHub's commands are escaped`() throws {
    let line = GitHubReport.text(of: try report(path: "a,b:c%.py")).split(separator: "\n")[0]
    #expect(
      line.hasPrefix("::error file=a%2Cb%3Ac%25.py,line=2,endLine=2,col=7,endColumn=8,title=leftover/breakpoint::"))
    #expect(line.hasSuffix("100%25, no s3cr****************:%0Abad"))
    let last = GitHubReport.text(of: try report()).split(separator: "\n").last
    #expect(last == "::notice title=hone::1 finding in 1 file, 36 bytes")
  }

  @Test func `SARIF counts columns in UTF-16 and escapes paths`() throws {
    let log = try JSON(parsing: SARIFReport.bytes(of: report(path: "a b/é.py"), version: "1.2.3"))
    let run = try #require(log["runs"]?.array?.first)
    #expect(log["version"] == "2.1.0")
    let result = try #require(run["results"]?.array?.first)
    #expect(result["ruleIndex"] == 0)
    #expect(result["level"] == "error")
    let place = try #require(result["locations"]?.array?.first?["physicalLocation"])
    #expect(place["artifactLocation"]?["uri"] == "a%20b/%C3%A9.py")
    #expect(place["region"]?["startColumn"] == 6)
    #expect(place["region"]?["endColumn"] == 7)
    #expect(result["partialFingerprints"]?["primaryLocationLineHash"]?.string?.hasSuffix(":1") == true)
    let notes = run["invocations"]?.array?.first?["toolExecutionNotifications"]?.array
    #expect(notes?.count == 1)
    let properties = run["invocations"]?.array?.first?["properties"]
    #expect(properties?["filesChecked"] == 1)
    #expect(properties?["bytesChecked"]?.integer.map { $0 > 30 } == true)
  }

  @Test func `A fingerprint stays when the file changes elsewhere`() throws {
    let contents = Array("a\nb\n  breakpoint()\n".utf8)
    let file = CheckedFile(path: try RepositoryPath("a.py"), contents: contents)
    let moved = CheckedFile(path: file.path, contents: Array("breakpoint()\n".utf8))
    let first = ReportedFile(file, secrets: []).reported(file.finding(Self.rule, at: 6..<18, "x"))
    let second = ReportedFile(moved, secrets: []).reported(moved.finding(Self.rule, at: 0..<12, "x"))
    #expect(first.fingerprint == second.fingerprint)
    #expect(first.fingerprint.count == 32)
  }
}
