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
  var languages: [Language] {
    var languages: [Language] = []
    for target in targets where target.commit == nil && target.version.entry.mode.isRegularFile {
      if let language = Language.named(path: target.path), !languages.contains(language) { languages.append(language) }
    }
    return languages
  }

  /// The languages that the names of all files tell, and whether the name of one tells none.
  var namedLanguages: (languages: [Language], areAll: Bool) {
    var languages: [Language] = []
    var areAll = true
    for target in targets {
      guard let language = Language.named(path: target.path) else {
        areAll = false
        continue
      }
      if !languages.contains(language) { languages.append(language) }
    }
    return (languages, areAll)
  }
}
