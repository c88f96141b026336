internal import HoneCore

/// What the path of a file says about who is answerable for it, and for what.
enum PathRole {
  /// Code that somebody else wrote and that is kept as it came, and what tests are fed with.
  case foreign
  /// A test, which may do on purpose what a program must not.
  case test
  case own

  private static let foreignFolders: Set<String> = [
    "vendor", "_vendor", "vendored", "third_party", "third-party", "thirdparty", "3rdparty", "node_modules",
    "bower_components",
  ]
  /// What tests feed to programs is wrong on purpose as often as not.
  private static let testFeed: Set<String> = ["testdata", "test-data", "test_data", "__fixtures__", "__snapshots__"]
  private static let testFolders: Set<String> = ["test", "tests", "__tests__", "__mocks__", "e2e"]
  private static let testMarks = ["_test.", ".test.", "-test.", "_spec.", ".spec."]
  /// How the names of tests end where words are told apart by their capitals.
  private static let testEndings = ["Test.java", "Tests.java", "Tests.swift", "Test.kt", "Tests.cs"]
  /// The groups of rules about what an attacker could do to a program.
  private static let security: Set<String> = ["injection", "deserialisation", "memory", "path", "tls", "crypto"]

  init(_ path: RepositoryPath) {
    let parts = path.components.map { String(decoding: $0, as: UTF8.self).lowercased() }
    let (folders, name) = (parts.dropLast(), parts.last ?? "")
    let isTest = folders.contains(where: { Self.testFolders.contains($0) })
    if folders.contains(where: { Self.foreignFolders.contains($0) || Self.testFeed.contains($0) })
      || isTest && folders.contains("fixtures") || name.contains(".min.")
    {
      self = .foreign
    } else if isTest || name.hasPrefix("test_") || Self.testMarks.contains(where: { name.contains($0) })
      || Self.testEndings.contains(where: { path.text.hasSuffix($0) })
      || folders.contains("spec") && [".rb", ".js", ".ts"].contains(where: { name.hasSuffix($0) })
    {
      self = .test
    } else {
      self = .own
    }
  }

  /// The severity of a finding where nobody has set one: a note where whoever commits need not mend it.
  static func severity(of finding: Finding) -> Severity {
    guard let path = finding.path, finding.severity != .note else { return finding.severity }
    let group = String(finding.rule.prefix { $0 != "/" })
    switch PathRole(path) {
    case .own: return finding.severity
    case .test: return security.contains(group) ? .note : finding.severity
    // A secret is one wherever it stands, and a conflict is one's own.
    case .foreign: return group == "secret" || finding.rule == ConflictMarkerCheck.rule.id ? finding.severity : .note
    }
  }
}
