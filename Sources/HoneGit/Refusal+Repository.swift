package import HoneCore

extension Refusal.Code {
  /// There is no repository here, it has no work tree, or an argument names nothing in it.
  package static let noRepository = Self(rawValue: "no-repository")
  /// A path that the user typed lies outside the work tree.
  package static let outsideRepository = Self(rawValue: "outside-repository")
  /// git or libgit2 failed in a way that nothing else describes; the message is theirs.
  package static let gitFailed = Self(rawValue: "git-failed")
  /// git is missing or older than Hone can work with.
  package static let unsupportedGit = Self(rawValue: "unsupported-git")
  /// An object that should be in the repository is missing or unreadable.
  package static let missingObject = Self(rawValue: "missing-object")
  /// No run has the name that was given, or more than one has.
  package static let noSuchRun = Self(rawValue: "no-such-run")
  /// The run wrote to another index than the one that is in use.
  package static let otherIndex = Self(rawValue: "other-index")
  /// The run was undone before.
  package static let alreadyUndone = Self(rawValue: "already-undone")
}

/// The two classes of failure that a repository can cause, by the exit code of the command line's contract.
package enum RepositoryExitClass: Int32, Sendable {
  /// Wrong usage: there is nothing here that the command could work on.
  case usage = 2
  /// The repository is in a state that Hone refuses to write.
  case state = 3
}

extension Refusal.Code {
  /// How a whole run that ends with this code exits; `nil` for codes that concern one edit or one file.
  package var repositoryExitClass: RepositoryExitClass? {
    switch self {
    case .noRepository, .outsideRepository, .unsupportedGit, .noSuchRun: .usage
    case .unsupportedRepository, .operationInProgress, .locked, .headMoved, .moved, .rejected, .writeFailed, .gitFailed,
      .missingObject, .alreadyUndone, .otherIndex, .indexFlag, .unreadable, .unstagedOverlap:
      .state
    default: nil
    }
  }
}
