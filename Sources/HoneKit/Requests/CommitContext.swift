internal import HoneCore
internal import HoneGit

/// What the repository tells about the change at hand, for the engine and for commit messages.
package struct CommitContext: Sendable {
  /// The branch that HEAD is on; `nil` when it is detached.
  package var branch: String?
  /// Subject lines of the last commits that touched the files, newest first.
  package var subjects: [String]
  /// The change at hand as a unified diff; not always UTF-8.
  package var diff: [UInt8]

  package init(branch: String?, subjects: [String], diff: [UInt8]) {
    self.branch = branch
    self.subjects = subjects
    self.diff = diff
  }

  /// How many subject lines are read.
  private static let subjectCount = 8

  /// Reads the context of the change at hand.
  static func read(
    from repository: Repository, paths: [RepositoryPath], kind: ChangeAtHand.Kind
  ) throws(Refusal) -> CommitContext {
    let diff: [UInt8] =
      switch kind {
      case .staged: try repository.stagedDiff(paths: paths)
      case .unstaged: try repository.unstagedDiff(paths: paths)
      case .paths: []
      }
    return CommitContext(
      branch: try repository.head().branchName,
      subjects: try repository.subjects(touching: paths, count: subjectCount), diff: diff)
  }

  /// The same without the hunks that only add lines which stand inside of `window`.
  /// - Parameter window: lines of the new version of `path`, counted from 0.
  func without(additionsIn window: Range<Int>, of path: RepositoryPath) -> CommitContext {
    var copy = self
    copy.diff = DiffText(diff).without { file, hunk in
      file == Array("+++ b/".utf8) + path.bytes && hunk.isAdditionOnly && hunk.added.allSatisfy(window.contains)
    }
    return copy
  }

  /// The context as text, at most `tokens` long by estimate; the diff is cut at a line when it does not fit.
  func text(tokens: Int) -> String {
    var parts: [String] = []
    if let branch { parts.append("Branch: \(branch)") }
    if !subjects.isEmpty {
      parts.append("Recent commits to these files:\n" + subjects.map { "- \($0)" }.joined(separator: "\n"))
    }
    var text = parts.joined(separator: "\n")
    let left = tokens - TokenEstimate.tokens(bytes: text.utf8.count)
    let shown = Self.prefix(of: diff, tokens: left)
    if !shown.isEmpty {
      let fence = EditPrompt.fence(for: shown)
      text += "\n\nThe change being worked on:\n\(fence)diff\n\(shown)\(fence)"
    }
    return text
  }

  /// As many whole lines of `diff` as fit into `tokens`; says so when lines are left out.
  private static func prefix(of diff: [UInt8], tokens: Int) -> String {
    guard tokens > 0, !diff.isEmpty else { return "" }
    if TokenEstimate.tokens(bytes: diff.count) <= tokens { return String(decoding: diff, as: UTF8.self) }
    var end = 0
    for (index, byte) in diff.enumerated() where byte == UInt8(ascii: "\n") {
      if TokenEstimate.tokens(bytes: index + 1) > tokens { break }
      end = index + 1
    }
    guard end > 0 else { return "" }
    return String(decoding: diff[..<end], as: UTF8.self) + "(the rest of the diff is left out)\n"
  }
}
