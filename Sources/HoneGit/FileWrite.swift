package import HoneCore

/// One file that a run wants changed: what it was made from and what it becomes.
package struct FileWrite: Hashable, Sendable {
  /// Which of the two versions of the file `original` was read from.
  package enum Base: Hashable, Sendable {
    /// The blob in the index.
    case staged
    /// The file in the work tree, in the form in which `git add` would stage it (`stagedForm(at:conversion:)`).
    case workTree
  }

  package var path: RepositoryPath
  package var base: Base
  /// The index entry at the time `original` was read; `nil` when the path was not tracked.
  package var entry: IndexEntry?
  /// The bytes that the edits were made from, in their staged form; `nil` for a file that is to be created.
  package var original: FileContents?
  /// The bytes that it becomes, in their staged form; `nil` for a file that is to be deleted.
  package var result: FileContents?
  /// The mode of a file that is created.
  ///
  /// An existing file keeps its own.
  package var newMode: FileMode
  /// Where a file that is created is moved from, whose line endings it keeps where git would keep them.
  package var origin: RepositoryPath?

  package init(
    path: RepositoryPath, base: Base, entry: IndexEntry?, from original: FileContents?, to result: FileContents?,
    newMode: FileMode = .regular
  ) {
    self.path = path
    self.base = base
    self.entry = entry
    self.original = original
    self.result = result
    self.newMode = newMode
  }

  /// A write of bytes that are at hand.
  package init(
    path: RepositoryPath, base: Base, entry: IndexEntry?, original: [UInt8]?, result: [UInt8]?,
    newMode: FileMode = .regular
  ) {
    self.init(
      path: path, base: base, entry: entry, from: original.map { .bytes($0) }, to: result.map { .bytes($0) },
      newMode: newMode)
  }
}

/// What became of one file.
package struct FileOutcome: Hashable, Sendable {
  /// What became of one of the two places that hold a version of the file.
  package enum Place: Hashable, Sendable {
    /// It holds the change.
    case changed
    /// There was nothing to change.
    case unchanged
    /// It was left byte-identical on purpose; the refusal says why and how to go on.
    case left(Refusal)
  }

  package var path: RepositoryPath
  package var index: Place
  package var workTree: Place

  package init(path: RepositoryPath, index: Place, workTree: Place) {
    self.path = path
    self.index = index
    self.workTree = workTree
  }
}

/// What a run that wrote has done.
package struct WriteOutcome: Sendable {
  /// The run as the ledger keeps it; `git hone undo` takes its id.
  package var run: RunRecord
  package var files: [FileOutcome]
  /// The commits that the run made, oldest first; none when it wrote to the index.
  package var commits: [ObjectID]
  /// Things worth a line although nothing failed, for example a file that was kept beside the one it became.
  package var notes: [String]

  package init(run: RunRecord, files: [FileOutcome], commits: [ObjectID], notes: [String]) {
    self.run = run
    self.files = files
    self.commits = commits
    self.notes = notes
  }
}

/// Where a run writes to.
package enum WriteDestination: Hashable, Sendable {
  /// The index and the work tree.
  case index
  /// Commits that follow each other, the last one of the index as it then is, and the work tree.
  /// - Parameters:
  ///   - parts: the commits, oldest first, at least one.
  ///   - head: where HEAD stood when the edits were made.
  ///   - coAuthor: `Name <address>` for a `Co-authored-by` trailer; `nil` for none.
  case commits([CommitPart], head: ObjectID?, coAuthor: String?)

  /// One commit of the index as it then is, and the work tree.
  /// - Parameter message: the whole message, without trailers.
  package static func commit(message: [UInt8], head: ObjectID?, coAuthor: String?) -> Self {
    .commits([CommitPart(message: message)], head: head, coAuthor: coAuthor)
  }
}

/// One of the commits that a run makes.
package struct CommitPart: Hashable, Sendable {
  /// The whole message, without trailers.
  package var message: [UInt8]
  /// The files of which this commit brings the run's result.
  ///
  /// Each file of a run belongs to one commit. What else is staged goes into the first, so a run of one commit need not name any.
  package var paths: [RepositoryPath]

  package init(message: [UInt8], paths: [RepositoryPath] = []) {
    self.message = message
    self.paths = paths
  }
}
