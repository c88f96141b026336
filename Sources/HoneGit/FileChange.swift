package import HoneCore

/// One file that differs between two states of a repository: HEAD and index, index and work tree, or two commits.
package struct FileChange: Hashable, Sendable {
  /// How the file differs.
  ///
  /// git's rename and copy detection is not used, so a rename is a deletion and an addition.
  package enum Status: UInt8, Hashable, Sendable {
    case added = 0x41  // A
    case deleted = 0x44  // D
    case modified = 0x4d  // M
    case typeChanged = 0x54  // T
    case unmerged = 0x55  // U
  }

  package var path: RepositoryPath
  package var status: Status
  /// The mode before; `absent` for an added file.
  package var oldMode: FileMode
  /// The mode after; `absent` for a deleted file.
  package var newMode: FileMode
  /// The blob before; zero for an added file.
  package var oldID: ObjectID
  /// The blob after; zero for a deleted file, and for a work-tree file, whose id git does not compute.
  package var newID: ObjectID

  package init(
    path: RepositoryPath, status: Status, oldMode: FileMode, newMode: FileMode, oldID: ObjectID, newID: ObjectID
  ) {
    self.path = path
    self.status = status
    self.oldMode = oldMode
    self.newMode = newMode
    self.oldID = oldID
    self.newID = newID
  }
}
