/// Why an edit, a path or a whole run was left alone.
///
/// A refusal is a result, not a crash: nothing was written for what it names, and `remedy` says how to go on.
package struct Refusal: Error, Hashable, Sendable {
  /// What kind of refusal this is: a stable word of the JSON contract.
  package struct Code: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
      self.rawValue = rawValue
    }
  }

  /// The stable word for scripts.
  package var code: Code
  /// The path it concerns; `nil` when it concerns the whole run.
  package var path: RepositoryPath?
  /// What happened, in one line without a final period after an identifier.
  package var message: String
  /// What the user can do about it, in one line; `nil` when there is nothing to do.
  package var remedy: String?

  package init(_ code: Code, path: RepositoryPath? = nil, _ message: String, remedy: String? = nil) {
    self.code = code
    self.path = path
    self.message = message
    self.remedy = remedy
  }

  /// The same refusal, naming `path` if it named none.
  package func at(_ path: RepositoryPath) -> Refusal {
    var copy = self
    copy.path = copy.path ?? path
    return copy
  }
}

// MARK: Edits

extension Refusal.Code {
  /// The text to change is nowhere in the file.
  package static let notFound = Self(rawValue: "not-found")
  /// The text to change is in the file more than once.
  package static let ambiguous = Self(rawValue: "ambiguous")
  /// Two edits of one reply change the same lines.
  package static let overlap = Self(rawValue: "overlap")
  /// The reply stands a placeholder, such as a comment "rest of code unchanged", where code belongs.
  package static let placeholder = Self(rawValue: "placeholder")
  /// The reply is not in a form that can be applied, or ended with an edit still open.
  package static let malformed = Self(rawValue: "malformed")
  /// The edit reaches outside what may change: another file, other lines.
  package static let outsideFence = Self(rawValue: "outside-fence")
  /// The result would be broken: unbalanced, conflict markers, not text.
  package static let gate = Self(rawValue: "gate")
  /// The edit would change bytes that cannot be shown to an engine faithfully.
  package static let encoding = Self(rawValue: "encoding")
}

// MARK: Paths and files

extension Refusal.Code {
  /// The path is not one that may be written.
  package static let unsafePath = Self(rawValue: "unsafe-path")
  /// The path is not tracked.
  package static let untracked = Self(rawValue: "untracked")
  /// The entry is a symbolic link, a submodule or another thing that has no text.
  package static let notAFile = Self(rawValue: "not-a-file")
  /// The file stands there and cannot be read: permissions, or a disk that fails.
  package static let unreadable = Self(rawValue: "unreadable")
  /// The file is binary or larger than Hone edits.
  package static let notText = Self(rawValue: "not-text")
  /// A filter or encoding attribute makes the stored bytes differ in a way Hone does not handle.
  package static let filtered = Self(rawValue: "filtered")
  /// The entry is marked skip-worktree, assume-unchanged or intent-to-add, or is unmerged.
  package static let indexFlag = Self(rawValue: "index-flag")
  /// The staged or work-tree content is no longer what the proposal was made from.
  package static let moved = Self(rawValue: "moved")
  /// The edit overlaps lines that the user changed and did not stage.
  package static let unstagedOverlap = Self(rawValue: "unstaged-overlap")
}

// MARK: Runs

extension Refusal.Code {
  /// The repository's format is one that Hone does not write.
  package static let unsupportedRepository = Self(rawValue: "unsupported-repository")
  /// A merge, rebase or another operation is in progress.
  package static let operationInProgress = Self(rawValue: "operation-in-progress")
  /// Another program holds the index lock.
  package static let locked = Self(rawValue: "locked")
  /// HEAD is no longer where it was.
  package static let headMoved = Self(rawValue: "head-moved")
  /// A hook, a gate command or git itself said no.
  package static let rejected = Self(rawValue: "rejected")
  /// A write failed: disk full, permission, I/O error.
  package static let writeFailed = Self(rawValue: "write-failed")
}

extension Refusal: CustomStringConvertible {
  package var description: String {
    let place = path.map { "\($0): " } ?? ""
    let cure = remedy.map { "; \($0)" } ?? ""
    return place + message + cure
  }
}
