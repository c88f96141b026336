internal import HoneCore
internal import HoneGit

/// A file as it shall be written, after review.
struct AcceptedFile {
  var path: RepositoryPath
  /// What it was made from; `nil` for a new file.
  var base: EditableFile?
  /// `nil` for a file that goes away.
  var result: [UInt8]?
}

/// The hunks of all proposals, and the files that result when some of them are accepted.
struct HunkSelection {
  /// All hunks, by path in git's order, then by line.
  let hunks: [ReviewHunk]
  private let proposals: ProposalSet

  /// How many unchanged lines are shown around a hunk.
  private static let contextLines = 3

  init(_ proposals: ProposalSet) {
    self.proposals = proposals
    var hunks: [ReviewHunk] = []
    for path in proposals.changedPaths {
      let base = proposals.base(at: path)?.bytes ?? []
      let lines = TextLines(base, convention: .git)
      for hunk in LineDiff.hunks(from: base, to: proposals.result(at: path) ?? []) {
        hunks.append(Self.waiting(hunk, path: path, lines: lines))
      }
    }
    self.hunks = hunks
  }

  /// The files that result from `decisions`, one a hunk; files of which nothing was accepted are left out.
  func accepted(_ decisions: [ReviewDecision]) -> [AcceptedFile] {
    var files: [AcceptedFile] = []
    for path in proposals.changedPaths {
      let own = zip(hunks, decisions).filter { $0.0.path == path }
      let base = proposals.base(at: path)
      guard own.contains(where: { $0.1 != .decline }) || own.isEmpty else { continue }
      if own.allSatisfy({ $0.1 == .accept }) {
        files.append(AcceptedFile(path: path, base: base, result: proposals.result(at: path)))
        continue
      }
      let result = Self.compose(base?.bytes ?? [], own.map { ($0.0.hunk, $0.1) })
      if result != base?.bytes { files.append(AcceptedFile(path: path, base: base, result: result)) }
    }
    return files
  }

  /// `base` with the accepted hunks in it.
  private static func compose(_ base: [UInt8], _ decisions: [(hunk: LineDiff.Hunk, decision: ReviewDecision)])
    -> [UInt8]
  {
    let lines = TextLines(base, convention: .git)
    let ending = TextLines(base).dominantEnding.bytes
    var result: [UInt8] = []
    var position = 0
    for (hunk, decision) in decisions where decision != .decline {
      // With nothing removed `baseStart` is the line above, counted from 1, so the place is just below it.
      let first = hunk.removed.isEmpty ? hunk.baseStart : hunk.baseStart - 1
      result += base[position..<lines.start(of: first)]
      position = lines.start(of: first + hunk.baseCount)
      switch decision {
      case .accept: result += hunk.added.joined()
      case .replace(let text):
        var replaced = text.flatMap { $0 + ending }
        let isLast = position == base.count && !lines.endsWithNewline
        if isLast, replaced.count >= ending.count { replaced.removeLast(ending.count) }
        result += replaced
      case .decline: break
      }
    }
    return result + base[position...]
  }

  private static func waiting(_ hunk: LineDiff.Hunk, path: RepositoryPath, lines: TextLines) -> ReviewHunk {
    let first = hunk.removed.isEmpty ? hunk.baseStart : hunk.baseStart - 1
    let last = first + hunk.baseCount
    let heading = Window.enclosingDefinition(
      ofLine: min(first, max(0, lines.count - 1)), in: lines, fileExtension: path.fileExtension)
    return ReviewHunk(
      path: path, hunk: hunk,
      before: (max(0, first - contextLines)..<first).map { Array(lines[$0]) },
      after: (last..<min(lines.count, last + contextLines)).map { Array(lines[$0]) },
      heading: heading.map { String(decoding: lines[$0], as: UTF8.self).trimmed } ?? "")
  }
}
