internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSyntax

/// A version of a file that is to be checked, and the versions that it is new against.
struct CheckTarget: Hashable {
  var version: FileVersion
  /// The commit that has the version where only the history has it; `nil` for a version that is there to stay.
  var commit: ObjectID?

  var path: RepositoryPath { version.path }
}

/// What a scope holds.
struct CheckTargets {
  /// The versions that are there to stay, by path, and then those of the history, newest first.
  var targets: [CheckTarget] = []
  /// The files that are deleted.
  var deleted: [RepositoryPath] = []
  /// The commits that were looked through, newest first.
  var commits: [ObjectID] = []
  /// What cannot be checked.
  var unchecked: [CheckReport.Unchecked] = []
  /// The commit beside whose tree the versions stand; `nil` when they are all there is.
  var surroundings: ObjectID?

  /// The languages of the files that are there to stay, as far as their names tell.
  var languages: Set<Language> {
    Set(targets.filter { $0.commit == nil && $0.version.entry.mode.isRegularFile }.compactMap { .named(path: $0.path) })
  }

  /// The languages that the names of all files tell, with `nil` where one tells none.
  var namedLanguages: Set<Language?> { Set(targets.map { .named(path: $0.path) }) }
}
