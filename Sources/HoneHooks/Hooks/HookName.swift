/// A hook of git that Hone has something to do in.
package enum HookName: String, CaseIterable, Sendable {
  /// Before a commit is made: check, fix, stage.
  case preCommit = "pre-commit"
  /// Before a merge without conflicts is committed: check what differs from every parent.
  case preMergeCommit = "pre-merge-commit"
  /// Before the message is written: propose one where there is none.
  case prepareCommitMessage = "prepare-commit-msg"
  /// After the message is written: see that what was checked is what is committed.
  case commitMessage = "commit-msg"
  /// After a commit: check the ones for which git runs no `pre-commit`.
  case postCommit = "post-commit"
  /// After a rebase: check the commits it has made.
  case postRewrite = "post-rewrite"
  /// After `git am` has made a commit: check it.
  case postApplyPatch = "post-applypatch"
  /// Before a push: check the commits that the remote does not have.
  case prePush = "pre-push"

  /// Those that `git hone hook install` installs when none is named: the ones that can stop something.
  package static let standard: [HookName] = [.preCommit, .preMergeCommit, .commitMessage, .prePush]

  /// Those that `--all` installs: the ones that check, whether they can stop something or only tell.
  package static let checking: [HookName] = allCases.filter { $0 != .prepareCommitMessage }

  /// The hook that a file is for, by the last component of its path, also where a manager has moved it aside.
  init?(file: [UInt8]) {
    let path = Self.withoutSuffix(file)
    let name = path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
    self.init(rawValue: String(decoding: name, as: UTF8.self))
  }

  /// The path under which git looks for a hook that a manager has moved aside; any other path as it is.
  static func withoutSuffix(_ file: [UInt8]) -> [UInt8] {
    for suffix in InstalledHook.asideSuffixes where file.ends(with: suffix) {
      return Array(file.dropLast(suffix.utf8.count))
    }
    return file
  }

  /// Whether git says on standard input what the hook is about.
  var readsInput: Bool { self == .prePush || self == .postRewrite }

  /// Whether the hook can stop what git is doing.
  var canRefuse: Bool {
    switch self {
    case .preCommit, .preMergeCommit, .commitMessage, .prePush: true
    case .prepareCommitMessage, .postCommit, .postRewrite, .postApplyPatch: false
    }
  }
}
