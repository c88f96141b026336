import HoneCore

@testable import HoneChecks

/// What a check finds in a text, each as `line:column name` with the name of the rule, in order.
func found(_ check: any Check, in path: String, _ text: String) throws -> [String] {
  try findings(of: check, in: path, Array(text.utf8)).map {
    "\($0.start.line):\($0.start.column) \($0.rule.drop { $0 != "/" }.dropFirst())"
  }
}

/// What a check finds in a file, in order.
func findings(of check: any Check, in path: String, _ contents: [UInt8]) throws -> [Finding] {
  try check.findings(in: CheckedFile(path: RepositoryPath(path), contents: contents)).sorted()
}

/// The text after all fixes that a check offers, safe or not.
func mended(_ check: any Check, in path: String, _ text: String) throws -> String {
  let contents = Array(text.utf8)
  let fixes = try findings(of: check, in: path, contents).compactMap(\.fix)
  let result = try AppliedEdits(fixes.flatMap(\.replacements), to: TextLines(contents, convention: .git))
  return String(decoding: result.bytes, as: UTF8.self)
}
