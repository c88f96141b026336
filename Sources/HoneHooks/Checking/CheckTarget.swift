internal import HoneChecks
internal import HoneCore
internal import HoneGit

/// A version of a file that is to be checked, and the versions that it is new against.
struct CheckTarget: Hashable {
  var version: FileVersion
  /// The commit that has the version where only the history has it; `nil` for a version that is there to stay.
  var commit: ObjectID?

  var path: RepositoryPath { version.path }
}

/// What a scope holds.
struct CheckTargets {
  var targets: [CheckTarget] = []
  /// The commits that were looked through, newest first.
  var commits: [ObjectID] = []
  /// How many changes there are, deletions and what cannot be checked included.
  var count = 0
  var unchecked: [CheckReport.Unchecked] = []
}
