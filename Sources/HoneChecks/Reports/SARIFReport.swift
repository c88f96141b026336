internal import HoneCore

/// A report in the Static Analysis Results Interchange Format 2.1.0 (OASIS), with what GitHub code scanning asks for.
///
/// Columns count UTF-16 code units there, because the format knows no bytes. GitHub takes results only with a place in a file,
/// and tells them apart by `primaryLocationLineHash`; so what is said of commits becomes a notification.
package enum SARIFReport {
  /// Groups whose findings GitHub lists among security alerts, with the severity by which it sorts them (0 to 10).
  private static let security: [String: String] = [
    "secret": "9.0", "injection": "8.0", "deserialisation": "8.0", "memory": "8.0", "path": "7.5", "tls": "7.5",
    "crypto": "7.0",
  ]

  /// The whole log, ended by a line feed.
  /// - Parameter version: of the program, for the log's header.
  package static func bytes(of report: CheckReport, version: String) -> [UInt8] {
    let log: JSON = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "Hone", "semanticVersion": .string(version), "rules": .array(report.rules.map(rule)),
            ]
          ],
          "columnKind": "utf16CodeUnits",
          "invocations": [
            [
              "executionSuccessful": true, "toolExecutionNotifications": .array(notifications(of: report)),
              "properties": [
                "filesChecked": .integer(report.files), "bytesChecked": .integer(report.bytes),
                "findingsIgnored": .integer(report.ignored), "milliseconds": .integer(report.milliseconds),
              ],
            ]
          ],
          "results": .array(results(of: report)),
        ]
      ],
    ]
    return log.bytes + [0x0a]
  }

  private static func rule(_ rule: RuleDescription) -> JSON {
    var fields: [(String, JSON)] = [
      ("id", .string(rule.id)), ("shortDescription", ["text": .string(rule.summary)]),
      // Both are required by GitHub, which shows them beside an alert.
      ("fullDescription", ["text": .string(rule.summary)]),
      (
        "help",
        [
          "text": .string(
            "Do what the finding says. If it is meant, write hone:ignore \(rule.id) in a comment on its line.")
        ]
      ),
      ("defaultConfiguration", ["level": .string(rule.severity.rawValue)]),
    ]
    if let severity = security[String(rule.group)] {
      fields.append(("properties", ["tags": ["security"], "security-severity": .string(severity)]))
    }
    return .object(fields.map { JSON.Member(name: $0.0, value: $0.1) })
  }

  private static func results(of report: CheckReport) -> [JSON] {
    let numbers = Dictionary(
      report.rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: [String: Int] = [:]
    return report.findings.compactMap { reported in
      let finding = reported.finding
      guard let path = finding.path else { return nil }
      let hash = String(reported.fingerprint.prefix(16))
      seen[hash, default: 0] += 1
      var fields: [(String, JSON)] = [("ruleId", .string(finding.rule))]
      if let number = numbers[finding.rule] { fields.append(("ruleIndex", .integer(number))) }
      fields += [
        ("level", .string(finding.severity.rawValue)), ("message", ["text": .string(finding.message)]),
        (
          "locations",
          [
            [
              "physicalLocation": [
                "artifactLocation": ["uri": .string(uri(of: path)), "uriBaseId": "%SRCROOT%"],
                "region": region(of: reported),
              ]
            ]
          ]
        ),
        (
          "partialFingerprints",
          [
            "primaryLocationLineHash": .string("\(hash):\(seen[hash, default: 1])"),
            "honeFinding/v1": .string(reported.fingerprint),
          ]
        ),
      ]
      return .object(fields.map { JSON.Member(name: $0.0, value: $0.1) })
    }
  }

  private static func region(of reported: ReportedFinding) -> JSON {
    let finding = reported.finding
    var fields = [
      ("startLine", JSON.integer(finding.start.line)),
      ("startColumn", .integer(column(finding.start.column, in: reported.line))),
    ]
    if finding.end.line == finding.start.line, finding.end.column > finding.start.column {
      fields.append(("endColumn", .integer(column(finding.end.column, in: reported.line))))
    } else if finding.end.line > finding.start.line {
      fields.append(("endLine", .integer(finding.end.column == 1 ? finding.end.line - 1 : finding.end.line)))
    }
    return .object(fields.map { JSON.Member(name: $0.0, value: $0.1) })
  }

  /// A column in bytes, from 1, as one in UTF-16 code units.
  private static func column(_ column: Int, in line: [UInt8]) -> Int {
    String(decoding: line.prefix(column - 1), as: UTF8.self).utf16.count + max(0, column - 1 - line.count) + 1
  }

  private static func notifications(of report: CheckReport) -> [JSON] {
    let unchecked = report.unchecked.map { unchecked -> (String, String) in
      ("warning", "not checked: \(unchecked.path.map { "\($0) " } ?? "")\(unchecked.reason)")
    }
    let commits = report.findings.compactMap { reported -> (String, String)? in
      guard reported.finding.path == nil else { return nil }
      let commit = reported.finding.commit.map { "commit \($0.abbreviated): " } ?? ""
      return (reported.finding.severity.rawValue, "\(commit)\(reported.finding.message)")
    }
    return (unchecked + commits).map { ["level": .string($0.0), "message": ["text": .string($0.1)]] }
  }

  /// A path as the relative reference of RFC 3986: every byte but letters, digits, `-._~` and `/` is escaped.
  private static func uri(of path: RepositoryPath) -> String {
    path.bytes.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x2f, 0x5f, 0x7e: String(Unicode.Scalar(byte))
      default: "%" + [byte].hexadecimal.uppercased()
      }
    }.joined()
  }
}
