internal import HoneChecks
internal import HoneCore
internal import HoneGit

/// A staged file in which something can be mended without asking.
struct MendableFile {
  var version: FileVersion
  var contents: [UInt8]
  /// Its versions in the parents.
  var bases: [[UInt8]]
  /// What was found and counts.
  var findings: [Finding]

  /// The file after its safe fixes, and the findings that they mend.
  ///
  /// Of two fixes of the same bytes the first one is made.
  func mended() -> (contents: [UInt8], fixed: [Finding])? {
    var replacements: [Replacement] = []
    // Behind it nothing is replaced yet.
    var end = 0
    var fixed: [Finding] = []
    for finding in findings.sorted() {
      guard let fix = finding.fix, fix.isSafe else { continue }
      let new = fix.replacements.filter { $0.range.lowerBound > end || !replacements.contains($0) }
      // What another fix does as well is done once.
      guard !new.contains(where: { $0.range.lowerBound <= end && Self.clashes($0, replacements) }) else { continue }
      replacements += new
      end = new.map(\.range.upperBound).reduce(end, max)
      fixed.append(finding)
    }
    let lines = TextLines(contents, convention: .git)
    guard !fixed.isEmpty, let result = try? AppliedEdits(replacements, to: lines) else { return nil }
    return (result.bytes, fixed)
  }

  private static func clashes(_ replacement: Replacement, _ others: [Replacement]) -> Bool {
    others.contains { $0.range.overlaps(replacement.range) || $0.range == replacement.range }
  }
}
