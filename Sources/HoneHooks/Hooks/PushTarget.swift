internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// Where a push goes, and what is known to be there.
///
/// git tells a hook what the refs that are pushed stand at there, and nothing of other refs. What else a remote has, its
/// tracking refs show. A place that was named by its address alone has none, unless it is the address of a remote; what other
/// remotes have may be new to it.
struct PushTarget: Hashable {
  /// Words of `git rev-list` for what the place is known to have, beside the refs that are pushed.
  let known: [String]
  /// Whether it was named by an address that no remote has.
  let isUnknown: Bool

  /// - Parameter words: what git hands to the hook: the name of the remote and its address, which are the same where there
  ///   is no name; none where a manager has started the hook and does not tell.
  init(_ words: [String], in repository: Repository) throws(Refusal) {
    guard let name = words.first, !name.isEmpty else {
      known = ["--remotes"]
      isUnknown = false
      return
    }
    let names = words.count > 1 && name != words[1] ? [name] : try repository.remotes(at: words)
    known = names.map(Self.trackingRefs)
    isUnknown = names.isEmpty
  }

  /// The refs that stand for what a remote has.
  private static func trackingRefs(of remote: String) -> String {
    "--remotes=" + remote.map { "*?[\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
