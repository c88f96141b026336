internal import HoneCore
internal import HoneGit

/// The hunks of all proposals, and the files that result when some of them are accepted.
struct HunkSelection {
  /// All hunks, by path in git's order, then by line.
  let hunks: [ReviewHunk]
  private let proposals: ProposalSet

  /// How many unchanged lines are shown around a hunk.
  private static let contextLines = 3

  /// - Parameters:
  ///   - isShown: whether somebody looks at the hunks, who wants to see what is around them.
  ///   - source: who proposed them all, for whoever looks at them.
  init(_ proposals: ProposalSet, isShown: Bool = true, source: String = "") {
    self.proposals = proposals
    var hunks: [ReviewHunk] = []
    let movedAway = proposals.movedAway
    for path in proposals.changedPaths where !movedAway.contains(path) {
      let origin = proposals.created[path]?.origin
      let own = Self.hunks(of: proposals, at: path, from: origin)
      guard isShown else {
        hunks += own.map { ReviewHunk(path: path, hunk: $0, before: [], after: [], heading: "", origin: origin) }
        continue
      }
      let lines = TextLines(proposals.base(at: origin ?? path)?.bytes ?? [], convention: .git)
      hunks += own.map { hunk in
        var waiting = Self.waiting(hunk, path: path, lines: lines, source: source)
        waiting.origin = origin
        return waiting
      }
    }
    self.hunks = hunks
  }

  /// What differs in a file; of one that is moved from what it was, and one empty hunk where that is nothing.
  private static func hunks(
    of proposals: ProposalSet, at path: RepositoryPath, from origin: RepositoryPath?
  ) -> [LineDiff.Hunk] {
    guard let origin, let base = proposals.base(at: origin), let result = proposals.result(at: path) else {
      return proposals.hunks(at: path)
    }
    let hunks = LineDiff.hunks(from: base.bytes, to: result)
    return hunks.isEmpty ? [LineDiff.Hunk(baseStart: 0, resultStart: 0, removed: [], added: [])] : hunks
  }

  /// The files that result from `decisions`, one a hunk; files of which nothing was accepted are left out.
  ///
  /// A moved file goes from its old place when its new one is accepted, never alone.
  func accepted(_ decisions: [ReviewDecision]) -> [AcceptedFile] {
    var files: [AcceptedFile] = []
    let movedAway = proposals.movedAway
    var rest = Array(zip(hunks, decisions))[...]
    for path in proposals.changedPaths where !movedAway.contains(path) {
      let own = rest.prefix { $0.0.path == path }
      rest = rest.dropFirst(own.count)
      guard own.contains(where: { $0.1 != .decline }) || own.isEmpty else { continue }
      let new = proposals.created[path]
      let base = proposals.base(at: path)
      var result = proposals.result(at: path)
      if !own.allSatisfy({ $0.1 == .accept }) {
        let before = base ?? new?.origin.flatMap { proposals.base(at: $0) }
        result = Self.compose(before?.bytes ?? [], own.map { ($0.0.hunk, $0.1) })
      }
      guard result != base?.bytes || new?.origin != nil else { continue }
      files.append(
        AcceptedFile(
          path: path, base: base, result: result, newMode: new?.mode ?? .regular, origin: new?.origin,
          edits: own.count { $0.1 != .decline }))
      if let origin = new?.origin {
        files.append(AcceptedFile(path: origin, base: proposals.base(at: origin), result: nil))
      }
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
      result += base[position..<lines.start(of: hunk.baseIndex)]
      position = lines.start(of: hunk.baseIndex + hunk.baseCount)
      switch decision {
      case .accept: result += hunk.added.joined()
      case .replace(let text):
        let isOpenEnd = position == base.count && !lines.endsWithNewline
        for (index, line) in text.enumerated() {
          let isLast = index == text.count - 1
          // A line that the reviewer wrote has no ending yet; the last one of an open file gets none.
          if line.last == 0x0a {
            result += isLast && isOpenEnd ? Array(line.dropLast(line.suffix(2) == [0x0d, 0x0a] ? 2 : 1)) : line
          } else {
            result += isLast && isOpenEnd ? line : line + ending
          }
        }
      case .decline: break
      }
    }
    return result + base[position...]
  }

  private static func waiting(
    _ hunk: LineDiff.Hunk, path: RepositoryPath, lines: TextLines, source: String
  ) -> ReviewHunk {
    let first = hunk.baseIndex
    let last = first + hunk.baseCount
    let heading = Window.enclosingDefinition(
      ofLine: min(first, max(0, lines.count - 1)), in: lines, fileExtension: path.fileExtension)
    return ReviewHunk(
      path: path, hunk: hunk,
      before: (max(0, first - contextLines)..<first).map { Array(lines[$0]) },
      after: (last..<min(lines.count, last + contextLines)).map { Array(lines[$0]) },
      heading: heading.map { String(decoding: lines[$0], as: UTF8.self).trimmed } ?? "", source: source)
  }
}
