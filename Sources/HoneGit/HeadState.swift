internal import Clibgit2
package import HoneCore

/// Where HEAD stands.
package enum HeadState: Hashable, Sendable {
  /// On a branch without a commit; the name is the short one, for example `main`.
  case unborn(branch: String)
  /// On a branch.
  case branch(name: String, commit: ObjectID)
  /// On no branch.
  case detached(commit: ObjectID)

  /// The commit that HEAD names; `nil` before the first.
  package var commit: ObjectID? {
    switch self {
    case .unborn: nil
    case .branch(_, let commit), .detached(let commit): commit
    }
  }

  /// The short name of the branch; `nil` when HEAD is detached.
  package var branchName: String? {
    switch self {
    case .unborn(let name), .branch(let name, _): name
    case .detached: nil
    }
  }

  /// Whether a commit would land where it would have at `earlier`: on the same branch, or on the same commit without one.
  package func isPlace(of earlier: HeadState) -> Bool {
    branchName == nil ? self == earlier : branchName == earlier.branchName
  }
}

extension Repository {
  /// Where HEAD stands now, read anew at each call.
  /// - Throws: `gitFailed` when HEAD cannot be read.
  package func head() throws(Refusal) -> HeadState {
    let head = try Handle("read HEAD", release: git_reference_free) { git_reference_lookup(&$0, pointer, "HEAD") }
    if git_reference_type(head.pointer) == GIT_REFERENCE_DIRECT {
      guard let target = git_reference_target(head.pointer) else { throw Refusal(.gitFailed, "HEAD names nothing") }
      return .detached(commit: ObjectID(target.pointee))
    }
    let target = git_reference_symbolic_target(head.pointer).map { String(cString: $0) } ?? "HEAD"
    let prefix = "refs/heads/"
    let name = target.hasPrefix(prefix) ? String(target.dropFirst(prefix.count)) : target
    var raw = git_oid()
    let code = git_reference_name_to_id(&raw, pointer, "HEAD")
    if code == LibGit2.notFound { return .unborn(branch: name) }
    try LibGit2.check(code, "read HEAD")
    return .branch(name: name, commit: ObjectID(raw))
  }
}
