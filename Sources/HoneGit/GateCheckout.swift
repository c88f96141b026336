#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore

extension Repository {
  /// Checks the index out into `directory` as it would be after `writes`, for a gate command to run on.
  ///
  /// The user's index and work tree are not touched: a copy of the index is changed, and git writes its files below
  /// `directory`. The copy lies beside it meanwhile. Filters run, as in any checkout.
  /// - Parameter directory: an empty folder, absolute.
  /// - Throws: as `write`, when the writes do not fit any more; `writeFailed` or `gitFailed` when the tree cannot be made.
  package func exportTree(with writes: [FileWrite], to directory: String) throws(Refusal) {
    let planner = try WritePlanner(writes, in: self)
    var plans: [PlannedFile] = []
    for write in writes { plans.append(try planner.plan(write)) }
    let copy = Array((directory.hasSuffix("/") ? String(directory.dropLast()) : directory).utf8) + Array(".index".utf8)
    defer { _ = copy.withCString { unlink($0) } }
    do {
      try IndexCopy.make(of: indexFile, at: copy)
    } catch {
      throw WriteFailure.refusal(error)
    }
    try updateIndex(copy, with: plans)
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    _ = try git(.writing, ["checkout-index", "--all", "--force", "--prefix=\(prefix)"], indexFile: copy).output()
  }
}
