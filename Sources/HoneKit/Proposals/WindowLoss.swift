internal import HoneCore

/// Lines of a rewritten window that are gone though nobody asked for that: small models forget what they were to repeat.
///
/// Half of a window may go for good reasons, so what goes says more than how much: the first or the last lines, where a reply
/// begins late or stops early, and whole definitions. Where a user looks at each hunk this is for the user to see.
struct WindowLoss {
  /// What the engine was asked.
  let instruction: String

  /// Words that ask for lines to go, or to become fewer.
  private static let removals = Set(
    """
    remove removes removed removing removal delete deletes deleted deleting deletion drop drops dropped dropping unused dead inline \
    inlines inlined inlining merge merges merged merging move moves moved moving strip strips stripped stripping clean cleans cleaned \
    cleaning cleanup dedup deduplicate duplicate duplicates duplicated duplication obsolete redundant eliminate eliminates eliminating \
    simplify simplifies simplified replace replaces replaced replacing combine combines combined combining rid shorten shortens \
    shortened collapse collapses collapsed extract extracts extracted consolidate consolidates unify unifies
    """.split(separator: " ").map(String.init))

  /// - Parameters:
  ///   - hunks: what the edit changes.
  ///   - window: the lines that the engine was to repeat, counted from 0.
  /// - Throws: a `Refusal` with the code `gate`, or `placeholder`.
  func check(_ hunks: [LineDiff.Hunk], lines window: Range<Int>, in file: EditableFile) throws(Refusal) {
    // What stands in place of code says better why it is gone.
    try PlaceholderScan.check(base: file.bytes, hunks: hunks, fileExtension: file.path.fileExtension)
    guard !asksForRemoval else { return }
    let lines = TextLines(file.bytes)
    let filled = window.filter { !Self.isEmpty(lines[$0]) }
    let names = InstructionNames(instruction).words
    func isNamed(_ lines: [[UInt8]]) -> Bool { lines.contains { line in names.contains { line.containsWord($0) } } }
    func headings(_ lines: [[UInt8]]) -> [[UInt8]] {
      lines.filter { DefinitionHeading.matches($0[...], fileExtension: file.path.fileExtension) }
    }
    for hunk in hunks where hunk.added.allSatisfy({ Self.isEmpty($0[...]) }) {
      let removed = hunk.baseIndex..<(hunk.baseIndex + hunk.removed.count)
      guard let line = [filled.first, filled.last].compactMap({ $0 }).first(where: removed.contains) else { continue }
      let defined = headings(hunk.removed)
      guard !isNamed(defined.isEmpty ? hunk.removed : defined) else { continue }
      throw refusal("\(hunk.removed.count) lines at the \(line == filled.first ? "beginning" : "end") of the excerpt")
    }
    let lost = headings(hunks.flatMap(\.removed))
    guard lost.count > headings(hunks.flatMap(\.added)).count, !isNamed(lost), let first = lost.first else { return }
    throw refusal("the definition `\(Printable.text(String(decoding: first, as: UTF8.self).trimmed).prefix(80))`")
  }

  private var asksForRemoval: Bool {
    instruction.lowercased().split { !$0.isLetter }.contains { Self.removals.contains(String($0)) }
  }

  private static func isEmpty(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0.isBlankOrReturn || $0 == 0x0a }
  }

  private func refusal(_ what: String) -> Refusal {
    Refusal(
      .gate, "the engine left out \(what), which nobody asked it to remove",
      remedy: "leave --yes out to look at it, or say in the instruction what is to go")
  }
}
