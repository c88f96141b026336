package import HoneSystem

extension Environment {
  /// The variables that tie a git process to one repository.
  ///
  /// Source: `git rev-parse --local-env-vars` of git 2.39, and `GIT_QUARANTINE_PATH`, which receive hooks set.
  private static let repositoryVariables = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR",
    "GIT_INTERNAL_SUPER_PREFIX", "GIT_QUARANTINE_PATH",
  ]

  /// The same environment for a child that works on another repository, or on none: inside a hook git sets variables
  /// that would make such a child write into the repository whose hook is running.
  package var withoutRepository: Environment {
    var copy = self
    for name in Self.repositoryVariables { copy[name] = nil }
    for name in names where name.hasPrefix("GIT_CONFIG_KEY_") || name.hasPrefix("GIT_CONFIG_VALUE_") {
      copy[name] = nil
    }
    return copy
  }
}
