internal import HoneCore

/// Files that are larger than anything a repository is meant for: git keeps every version of them forever.
struct LargeFileCheck: Check {
  static let rule = RuleDescription(
    "leftover/large-file", .warning, "the file is larger than hone.check.maxFileSize", scope: .newInFile)

  /// The largest size in bytes that is not reported.
  let limit: Int

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    guard file.size > limit else { return [] }
    return [
      file.finding(
        Self.rule, at: 0..<0,
        "the file has \(file.size) bytes, and \(limit) are the limit; store it outside of git or with git-lfs, or raise "
          + "hone.check.maxFileSize")
    ]
  }
}
