package import HoneCore
internal import HoneSystem

extension Repository {
  /// Whether the index that is being committed holds just what the parent of the commit holds.
  ///
  /// git sees to this before the pre-commit hook and not after it, so a fix made in the hook that takes the whole change
  /// back becomes an empty commit without a word.
  /// - Parameter amending: whether the commit replaces HEAD, so that HEAD's first parent is what counts. A hook is not
  ///   told; only the command line of its parent process has `--amend`.
  package func wouldCommitBeEmpty(amending: Bool = false) throws(Refusal) -> Bool {
    var parent = try head().commit
    if amending, let replaced = parent { parent = try parents(of: replaced).first }
    let arguments = ["diff-index", "--cached", "--quiet", "--ignore-submodules=dirty", (parent ?? .emptyTree).hex]
    let output = try git(.reading, arguments).run()
    // 1 means that there are differences.
    guard output.status.isSuccess || output.status == .exited(1) else {
      throw GitCommand.failure(of: "diff-index", output)
    }
    return output.status.isSuccess
  }
}
