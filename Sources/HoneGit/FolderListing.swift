internal import Clibgit2
package import HoneCore

extension Repository {
  /// The names in one folder of a commit, as bytes and in no particular order; empty when there is no such folder.
  /// - Parameters:
  ///   - folder: without a final slash; empty for the top.
  ///   - commit: the commit whose tree is read.
  package func names(inFolder folder: [UInt8], of commit: ObjectID) throws(Refusal) -> [[UInt8]] {
    var raw = commit.raw
    let object = try Handle("read \(commit.abbreviated)", release: git_commit_free) {
      git_commit_lookup(&$0, pointer, &raw)
    }
    let root = try Handle("read the tree of \(commit.abbreviated)", release: git_tree_free) {
      git_commit_tree(&$0, object.pointer)
    }
    guard !folder.isEmpty else { return Self.names(in: root) }
    var found: OpaquePointer?
    let code = folder.withCString { git_tree_entry_bypath(&found, root.pointer, $0) }
    if code == LibGit2.notFound { return [] }
    try LibGit2.check(code, "read a folder of \(commit.abbreviated)")
    defer { git_tree_entry_free(found) }
    guard git_tree_entry_type(found) == GIT_OBJECT_TREE, let id = git_tree_entry_id(found) else { return [] }
    var treeID = id.pointee
    let tree = try Handle("read a folder of \(commit.abbreviated)", release: git_tree_free) {
      git_tree_lookup(&$0, pointer, &treeID)
    }
    return Self.names(in: tree)
  }

  private static func names(in tree: borrowing Handle) -> [[UInt8]] {
    var names: [[UInt8]] = []
    for index in 0..<git_tree_entrycount(tree.pointer) {
      guard let name = git_tree_entry_name(git_tree_entry_byindex(tree.pointer, index)) else { continue }
      names.append(LibGit2.bytes(of: name))
    }
    return names
  }
}
