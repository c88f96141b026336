internal import HoneCore

/// A report for programs: one JSON object a line, `finding` and `unchecked` events and a `summary` at the end.
///
/// Keys are those of the other commands' events. Lines and columns count from 1, columns in bytes of UTF-8. A path that is not
/// UTF-8 has U+FFFD in `path`, and its bytes in `pathBase64`.
package enum JSONReport {
  /// The lines of a whole report.
  package static func bytes(of report: CheckReport) -> [UInt8] {
    events(of: report) + summary(of: report).bytes + [0x0a]
  }

  /// The lines of a report without the summary.
  package static func events(of report: CheckReport) -> [UInt8] {
    let findings =
      report.fixed.map { object(for: $0, isFixed: true, fingerprint: nil) }
      + report.findings.map { object(for: $0.finding, isFixed: false, fingerprint: $0.fingerprint) }
    let unchecked = report.unchecked.map { unchecked in
      JSON.object(
        members([("type", "unchecked")]) + path(unchecked.path) + members([("message", .string(unchecked.reason))]))
    }
    return (findings + unchecked).flatMap { $0.bytes + [0x0a] }
  }

  private static func object(for finding: Finding, isFixed: Bool, fingerprint: String?) -> JSON {
    var fields = members([("type", "finding"), ("rule", .string(finding.rule))]) + path(finding.path)
    fields += members([
      ("line", .integer(finding.start.line)), ("column", .integer(finding.start.column)),
      ("endLine", .integer(finding.end.line)), ("endColumn", .integer(finding.end.column)),
      ("severity", .string(finding.severity.rawValue)), ("message", .string(finding.message)),
      ("fixable", .bool(finding.fix != nil)), ("fixed", .bool(isFixed)),
    ])
    if let commit = finding.commit { fields += members([("commit", .string(commit.hex))]) }
    if let fingerprint { fields += members([("fingerprint", .string(fingerprint))]) }
    return .object(fields)
  }

  private static func summary(of report: CheckReport) -> JSON {
    [
      "type": "summary", "files": .integer(report.files), "bytes": .integer(report.bytes),
      "edits": .integer(report.fixed.count), "refused": .integer(report.unchecked.count),
      "findings": .integer(report.findings.count), "ignored": .integer(report.ignored),
      "tokens": [
        "prompt": .integer(report.tokens.prompt), "cached": .integer(report.tokens.cached),
        "completion": .integer(report.tokens.completion),
      ],
      "tokensEstimated": .bool(report.tokens.isEstimated),
      "milliseconds": ["total": .integer(report.milliseconds), "firstToken": .null],
      "written": report.run == nil ? "none" : "index", "commit": .null,
      "run": report.run.map { .string($0) } ?? .null,
    ]
  }

  private static func path(_ path: RepositoryPath?) -> [JSON.Member] {
    guard let path else { return members([("path", .null)]) }
    return members([("path", .string(path.text))])
      + (path.isText ? [] : members([("pathBase64", .string(path.bytes.base64))]))
  }

  private static func members(_ fields: [(String, JSON)]) -> [JSON.Member] {
    fields.map { JSON.Member(name: $0.0, value: $0.1) }
  }
}
