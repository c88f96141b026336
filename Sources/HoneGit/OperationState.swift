package import HoneCore

extension Repository {
  /// Sees that nothing is in progress that a write of Hone would disturb.
  /// - Throws: `operationInProgress` for a merge, rebase, cherry-pick, revert, bisect or `git am`, and for unmerged paths,
  ///   with how to go on.
  /// - Parameter duringMerge: whether a merge is no hindrance. The index is then the whole commit to be, once nothing in it is
  ///   unmerged, and mending lines that neither side has is like mending those of any commit.
  package func checkWritable(duringMerge: Bool = false) throws(Refusal) {
    if let operation = operations.subtracting(duringMerge ? .merge : []).first {
      throw Refusal(
        .operationInProgress, "\(operation.name) is in progress", remedy: operation.remedy)
    }
    if let first = try firstUnmerged() {
      throw Refusal(
        .operationInProgress, path: first.path, "is unmerged",
        remedy: "resolve the conflict and git add it, or git checkout --ours or --theirs")
    }
  }

  /// Why safe fixes are not staged just now; `nil` when they can be.
  ///
  /// A merge is no reason; see `checkWritable`.
  package var mendHindrance: String? {
    guard let operation = operations.subtracting(.merge).first else { return nil }
    return "\(operation.name) is in progress, in which Hone writes nothing: mend it by hand, and git add it"
  }

  private func firstUnmerged() throws(Refusal) -> TrackedFile? {
    if let listing = IndexReaderListing(path: indexFile) { return listing.firstUnmerged() }
    return IndexListing.parse(try git(.reading, ["ls-files", "-u", "-z"]).output())?.first
  }
}

extension RunRecord {
  /// Whether the run mended what checks had found, which is done in merges too, and so taken back there.
  var isMend: Bool { details.kind == "check" }
}
