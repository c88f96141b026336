package import HoneCore
package import HoneGit

/// A file that an engine may be shown and asked to edit: values read once, from which every proposal is made.
package struct EditableFile: Sendable {
  /// Which version of the file the edits are made from.
  package enum Base: Sendable {
    /// What is staged; the work tree gets the same edits by a three-way merge.
    case index
    /// What stands in the work tree; the index gets the same edits by a three-way merge.
    case workTree
  }

  package var path: RepositoryPath
  /// The index entry, whatever the base; of a file that git does not track, what it would be.
  package var entry: IndexEntry
  /// Whether git tracks the file; otherwise it is changed in the work tree alone.
  package var isTracked = true
  package var base: Base
  /// The bytes that are edited.
  package var bytes: [UInt8]
  /// The blob id of `bytes`.
  package var id: ObjectID
  /// The lines of `bytes` that the change at hand added or changed, counted from 1; empty for a file that was only named,
  /// and where the change only removed lines.
  package var changedLines: [ClosedRange<Int>]

  package init(
    path: RepositoryPath, entry: IndexEntry, base: Base, bytes: [UInt8], id: ObjectID,
    changedLines: [ClosedRange<Int>]
  ) {
    self.path = path
    self.entry = entry
    self.base = base
    self.bytes = bytes
    self.id = id
    self.changedLines = changedLines
  }

  /// A file of the work tree that git does not track.
  init(untracked path: RepositoryPath, bytes: [UInt8], id: ObjectID) {
    self.init(
      path: path, entry: IndexEntry(mode: .regular, id: id), base: .workTree, bytes: bytes, id: id, changedLines: [])
    isTracked = false
  }
}

/// The change that a run works on.
package struct ChangeAtHand: Sendable {
  package enum Kind: String, Sendable {
    case staged
    case unstaged
    case paths
  }

  package var kind: Kind
  package var files: [EditableFile]
  /// Whether `path` is part of the change, edited or refused.
  func covers(_ path: RepositoryPath) -> Bool {
    files.contains { $0.path == path } || refused.contains { $0.path == path }
  }

  /// Paths of the change that Hone leaves alone, and why.
  package var refused: [Refusal]

  package init(kind: Kind, files: [EditableFile], refused: [Refusal]) {
    self.kind = kind
    self.files = files
    self.refused = refused
  }
}

extension EditableFile {
  /// Why no engine can be asked about the file; `nil` when one can.
  var engineObstacle: Refusal? {
    guard !path.isOneLine else { return nil }
    return Refusal(
      .unsafePath, path: path, "its name holds a line feed, and engines write names in one line",
      remedy: "edit it by hand, or give it another name")
  }
}
