package import HoneCore

/// One run that wrote, as the ledger keeps it: enough to show it and to undo it exactly.
package struct RunRecord: Hashable, Sendable {
  /// Where the run wrote.
  package enum Written: String, Hashable, Sendable {
    case index
    case commit
  }

  /// Sortable by time: `<year><month><day>-<hour><minute><second><millisecond>-<random>` in UTC.
  package var id: String
  package var details: RunDetails
  package var written: Written
  /// The commit that HEAD named before the run; `nil` before the first.
  package var headBefore: ObjectID?
  /// The commit that HEAD named after a run that moved it; `nil` when it did not, or when there is none any more.
  package var headAfter: ObjectID?
  /// The index that `GIT_INDEX_FILE` had named, absolute; `nil` for the work tree's own.
  package var indexFile: [UInt8]?
  /// The run that this one took back; `nil` for every other kind of run.
  package var undoes: String?
  package var files: [RunFile]
  /// Folders of the work tree that the run made, outermost first.
  package var createdFolders: [RepositoryPath]
  /// Whether the run was killed before it was done, and `files` are those of which its edits could not be taken out.
  package var isInterrupted: Bool = false
  /// Whether a later run took this one back.
  ///
  /// Worked out when the ledger is read, never stored.
  package var isUndone: Bool

  package init(
    id: String, details: RunDetails, written: Written, headBefore: ObjectID? = nil, headAfter: ObjectID? = nil,
    undoes: String? = nil, files: [RunFile] = [], createdFolders: [RepositoryPath] = [], isUndone: Bool = false
  ) {
    self.id = id
    self.details = details
    self.written = written
    self.headBefore = headBefore
    self.headAfter = headAfter
    self.undoes = undoes
    self.files = files
    self.createdFolders = createdFolders
    self.isUndone = isUndone
  }

  /// The commit that the run made; `nil` for a run that wrote to the index or took another back.
  package var commit: ObjectID? { written == .commit && undoes == nil ? headAfter : nil }
}

/// What the caller says about a run; HoneGit only keeps it.
package struct RunDetails: Hashable, Sendable {
  /// Which command it was: `edit`, `fill`, `run`, `follow`, `check` or `undo`.
  package var kind: String
  package var instruction: String
  package var engine: String
  package var model: String
  package var promptTokens: Int
  package var cachedTokens: Int
  package var completionTokens: Int
  /// Whether a part of the tokens is an estimate, since the engine did not count them.
  package var areTokensEstimated = false
  /// How long it took until the write, in milliseconds.
  package var duration: Int64
  /// How long an engine was asked, in milliseconds.
  package var engineTime: Int64 = 0
  /// What the engine's server measured itself, in milliseconds: waiting, reading and writing; `nil` where it did not tell.
  package struct ServerTimes: Hashable, Sendable {
    package var queue: Int64?
    package var prompt: Int64?
    package var completion: Int64?

    package init() {}
  }

  package var serverTimes = ServerTimes()
  /// When its first text came after the command began, in milliseconds; `nil` when none did.
  package var firstToken: Int64?
  /// What the tokens cost, in the currency of the configured prices; `nil` without prices.
  package var cost: Double?

  package init(
    kind: String, instruction: String = "", engine: String = "", model: String = "", promptTokens: Int = 0,
    cachedTokens: Int = 0, completionTokens: Int = 0, duration: Int64 = 0
  ) {
    self.kind = kind
    self.instruction = instruction
    self.engine = engine
    self.model = model
    self.promptTokens = promptTokens
    self.cachedTokens = cachedTokens
    self.completionTokens = completionTokens
    self.duration = duration
  }
}

/// What a run did to one file.
///
/// A side whose two values are equal was not touched.
package struct RunFile: Hashable, Sendable {
  package var path: RepositoryPath
  package var indexBefore: IndexEntry?
  package var indexAfter: IndexEntry?
  /// The work-tree file as a blob of its bytes on disk; `nil` when there was none.
  package var workTreeBefore: ObjectID?
  package var workTreeAfter: ObjectID?
  /// The permission bits of the work-tree file, for putting back one that was deleted.
  package var permissions: UInt32

  package init(
    path: RepositoryPath, indexBefore: IndexEntry?, indexAfter: IndexEntry?, workTreeBefore: ObjectID?,
    workTreeAfter: ObjectID?, permissions: UInt32 = 0o644
  ) {
    self.path = path
    self.indexBefore = indexBefore
    self.indexAfter = indexAfter
    self.workTreeBefore = workTreeBefore
    self.workTreeAfter = workTreeAfter
    self.permissions = permissions
  }

  package var changesIndex: Bool { indexBefore != indexAfter }
  package var changesWorkTree: Bool { workTreeBefore != workTreeAfter }
}
