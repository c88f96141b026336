internal import Clibgit2
package import HoneCore
internal import HoneSystem

/// What Hone takes for text that it may edit.
package enum TextLimit {
  /// The largest file that is read or written, in bytes: 1 MiB.
  ///
  /// git itself needs seconds and the model would not fit.
  package static let bytes = 1_048_576

  /// Whether the bytes look binary, by git's own rule: a NUL among the first 8,000 (`buffer_is_binary` in git's
  /// xdiff-interface.c).
  package static func isBinary(_ bytes: [UInt8]) -> Bool {
    bytes.prefix(8_000).contains(0)
  }
}

extension Repository {
  /// The bytes of a blob, as they are stored.
  ///
  /// Read by libgit2; when it does not have the object, git is asked, which in a partial clone fetches it.
  /// - Throws: `notText` when it is larger than `limit`; `missingObject` when nobody has it.
  package func blob(_ id: ObjectID, limit: Int = TextLimit.bytes) throws(Refusal) -> [UInt8] {
    var raw = id.raw
    var found: OpaquePointer?
    let code = git_blob_lookup(&found, pointer, &raw)
    guard code == 0, let found else { return try blobFromGit(id, limit: limit) }
    defer { git_blob_free(found) }
    let size = Int(git_blob_rawsize(found))
    guard size <= limit else { throw Self.tooLarge(size, limit: limit) }
    guard size > 0, let content = git_blob_rawcontent(found) else { return [] }
    return Array(UnsafeRawBufferPointer(start: content, count: size))
  }

  private func blobFromGit(_ id: ObjectID, limit: Int) throws(Refusal) -> [UInt8] {
    let output = try git(.reading, ["cat-file", "blob", id.hex]).run()
    guard output.status.isSuccess else {
      if let transportProgram {
        throw Refusal(
          .missingObject,
          "the object \(id.abbreviated) is missing, and is not fetched, because the repository itself sets "
            + "\(transportProgram)",
          remedy: "git cat-file -e \(id.hex) fetches it")
      }
      throw Refusal(
        .missingObject, "the object \(id.abbreviated) is missing (\(output.message))",
        remedy: "run git fsck; in a partial clone, see that the remote can be reached")
    }
    guard output.standardOutput.count <= limit else {
      throw Self.tooLarge(output.standardOutput.count, limit: limit)
    }
    return output.standardOutput
  }

  /// From now on objects are read in this process as git reads them: without computing their hashes.
  ///
  /// That takes as long as inflating them. `git fsck` is there to find what was damaged.
  package static func leaveHashesUnchecked() {
    _ = hone_git_set_hash_verification(0)
  }

  /// The size of a blob in bytes, without reading it; `nil` when the object is not here.
  package func blobSize(_ id: ObjectID) -> Int? {
    guard let database = try? ObjectDatabase(of: pointer) else { return nil }
    return database.header(of: id)?.size
  }

  /// What a tag is of, whatever it is; an object that is no tag is of itself.
  package enum TaggedObject: Hashable, Sendable {
    case commit(ObjectID)
    case tree(ObjectID)
    case blob(ObjectID)
  }

  /// What an id names in the end, through tags of tags; `nil` when it is not here.
  package func tagged(_ id: ObjectID) throws(Refusal) -> TaggedObject? {
    let database = try ObjectDatabase(of: pointer)
    var id = id
    while let header = database.header(of: id) {
      switch header.type {
      case GIT_OBJECT_COMMIT: return .commit(id)
      case GIT_OBJECT_TREE: return .tree(id)
      case GIT_OBJECT_BLOB: return .blob(id)
      default:
        var raw = id.raw
        let tag = try Handle("read the tag \(id.abbreviated)", release: git_tag_free) {
          git_tag_lookup(&$0, pointer, &raw)
        }
        guard let target = git_tag_target_id(tag.pointer) else { return nil }
        id = ObjectID(target.pointee)
      }
    }
    return nil
  }

  /// Stores bytes as a blob, as they are: filters have been applied before.
  /// - Throws: `writeFailed` when the object cannot be stored.
  package func writeBlob(_ bytes: [UInt8]) throws(Refusal) -> ObjectID {
    var raw = git_oid()
    let code = bytes.withUnsafeBytes { git_blob_create_from_buffer(&raw, pointer, $0.baseAddress, $0.count) }
    guard code == 0 else {
      throw Refusal(
        .writeFailed, "the object cannot be stored: \(LibGit2.lastMessage)",
        remedy:
          "see that the disk is not full and that \(String(decoding: commonDirectory, as: UTF8.self)) can be written")
    }
    return ObjectID(raw)
  }

  /// The entry of `path` in the commit that HEAD names; `nil` when it has none.
  package func headEntry(at path: RepositoryPath) throws(Refusal) -> IndexEntry? {
    guard let commit = try head().commit else { return nil }
    return try entry(at: path, in: commit)
  }

  /// The entry of `path` in the tree of `commit`; `nil` when it has none.
  package func entry(at path: RepositoryPath, in commit: ObjectID) throws(Refusal) -> IndexEntry? {
    try entry(at: path, inTree: tree(of: commit))
  }

  /// The tree of a commit.
  func tree(of commit: ObjectID) throws(Refusal) -> ObjectID {
    var raw = commit.raw
    let object = try Handle("read \(commit.abbreviated)", release: git_commit_free) {
      git_commit_lookup(&$0, pointer, &raw)
    }
    guard let tree = git_commit_tree_id(object.pointer) else {
      throw Refusal(.gitFailed, "the commit \(commit.abbreviated) has no tree")
    }
    return ObjectID(tree.pointee)
  }

  /// The entry of `path` in a tree; `nil` when it has none.
  func entry(at path: RepositoryPath, inTree id: ObjectID) throws(Refusal) -> IndexEntry? {
    let tree = try tree(id)
    var found: OpaquePointer?
    let code = path.bytes.withCString { git_tree_entry_bypath(&found, tree.pointer, $0) }
    if code == LibGit2.notFound { return nil }
    try LibGit2.check(code, "read \(path)")
    defer { git_tree_entry_free(found) }
    guard let id = git_tree_entry_id(found) else { return nil }
    return IndexEntry(mode: FileMode(rawValue: git_tree_entry_filemode(found).rawValue), id: ObjectID(id.pointee))
  }

  /// A tree, for libgit2's functions.
  func tree(_ id: ObjectID) throws(Refusal) -> Handle {
    var raw = id.raw
    return try Handle("read the tree \(id.abbreviated)", release: git_tree_free) {
      git_tree_lookup(&$0, pointer, &raw)
    }
  }

  /// The parents of a commit, first parent first.
  func parents(of commit: ObjectID) throws(Refusal) -> [ObjectID] {
    var raw = commit.raw
    let object = try Handle("read \(commit.abbreviated)", release: git_commit_free) {
      git_commit_lookup(&$0, pointer, &raw)
    }
    return (0..<git_commit_parentcount(object.pointer)).compactMap { index in
      git_commit_parent_id(object.pointer, index).map { ObjectID($0.pointee) }
    }
  }

  /// The whole message of a commit, as bytes in the encoding that it was made in.
  func message(of commit: ObjectID) throws(Refusal) -> [UInt8] {
    var raw = commit.raw
    let object = try Handle("read \(commit.abbreviated)", release: git_commit_free) {
      git_commit_lookup(&$0, pointer, &raw)
    }
    return git_commit_message(object.pointer).map { LibGit2.bytes(of: $0) } ?? []
  }

  private static func tooLarge(_ size: Int, limit: Int) -> Refusal {
    Refusal(.notText, "is \(size) bytes long, and Hone edits files up to \(limit)")
  }
}
