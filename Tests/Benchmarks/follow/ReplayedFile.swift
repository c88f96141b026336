internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// A file that a commit changed, with what judges proposals for it.
struct ReplayedFile {
  let path: String
  let before: SyntaxTree
  let after: SyntaxTree
  let lines: TextLines
  let truth: VersionPair
  let hunks: CommitHunks

  init(path: String, before: SyntaxTree, after: SyntaxTree) {
    self.path = path
    self.before = before
    self.after = after
    lines = TextLines(before.source, convention: .git)
    truth = VersionPair(before: before.source, after: after.source)
    hunks = CommitHunks(before: before.source, after: after.source)
  }

  /// What the hunks of some places replace.
  func replacements(of places: [CommitPlace], _ file: Int) -> [Replacement] {
    places.filter { $0.file == file }.flatMap { $0.replacements(in: lines) }
  }

  /// The old version with replacements made; of those that overlap only the first.
  func with(_ replacements: [Replacement]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for one in replacements.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where one.range.lowerBound >= position {
      result += before.source[position..<one.range.lowerBound] + one.bytes
      position = one.range.upperBound
    }
    return result + before.source[position...]
  }

  /// Replacements with the blanks before columns that they move, where a formatter of the language would move those; of replacements
  /// that overlap only the first.
  func aligned(_ replacements: [Replacement]) -> [Replacement] {
    guard ColumnAlignment.isKept(in: before.grammar), !before.hasError else { return replacements }
    var apart: [Replacement] = []
    for one in replacements.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where one.range.lowerBound >= apart.last?.range.upperBound ?? 0 {
      apart.append(one)
    }
    guard !apart.isEmpty, var parser = try? SyntaxParser(before.grammar), let made = try? parser.parse(with(apart)),
      !made.hasError
    else { return apart }
    return ColumnAlignment(apart, of: before.source, tree: made).result
  }

  /// A file as it stands when its author comes to some places from the top: everything else above them is done.
  struct Reached {
    /// The hunks above that are done.
    let done: [LineDiff.Hunk]
    let base: ReplayedFile

    /// Parses the file.
    var file: ReplayedFile {
      get throws {
        let all = CommitPlace(file: 0, hunks: done, kinds: [])
        var parser = try SyntaxParser(base.before.grammar)
        return ReplayedFile(
          path: base.path, before: try parser.parse(base.with(all.replacements(in: base.lines))), after: base.after)
      }
    }

    /// Where a hunk of the old version stands in it.
    func moved(_ hunk: LineDiff.Hunk) -> LineDiff.Hunk {
      var hunk = hunk
      hunk.baseStart += done.filter { $0.baseIndex < hunk.baseIndex }.reduce(0) { $0 + $1.resultCount - $1.baseCount }
      return hunk
    }
  }

  /// - Returns: `nil` when nothing else is above.
  func reached(by places: [CommitPlace]) -> Reached? {
    let shown = Set(places.flatMap(\.hunks))
    let last = shown.map(\.baseIndex).max() ?? 0
    let done = LineDiff.hunks(from: before.source, to: after.source).filter {
      $0.baseIndex < last && !shown.contains($0)
    }
    return done.isEmpty ? nil : Reached(done: done, base: self)
  }
}
