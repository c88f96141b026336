internal import Clibgit2
internal import HoneCore
internal import HoneSystem

extension Repository {
  /// Keeps the objects that a run's undo needs alive, by a ref to a tree of them.
  ///
  /// The tree lists the blobs under their own ids.
  /// - Throws: `missingObject` when git has dropped one meanwhile that this run has stored, or needs.
  func anchor(_ record: RunRecord, in folder: RunFolder) throws(Refusal) {
    let builder = try Handle("make a tree", release: git_treebuilder_free) { git_treebuilder_new(&$0, pointer, nil) }
    let ids = Set(
      record.files.flatMap { [$0.indexBefore?.id, $0.indexAfter?.id, $0.workTreeBefore, $0.workTreeAfter] }
        .compactMap(\.self))
    // An object that a partial clone does not have needs no keeping.
    for id in ids where blobSize(id) != nil {
      var raw = id.raw
      let code = git_treebuilder_insert(nil, builder.pointer, id.hex, &raw, GIT_FILEMODE_BLOB)
      try LibGit2.check(code, "keep the object \(id.abbreviated)")
    }
    var tree = git_oid()
    try LibGit2.check(git_treebuilder_write(&tree, builder.pointer), "make a tree")
    _ = try git(.writing, ["update-ref", folder.ref, ObjectID(tree).hex]).output()
    // What nothing had kept until now may be gone: `git gc --prune=now` spares nothing that is unreachable.
    let results = record.files.flatMap { file in
      [file.workTreeBefore, file.workTreeAfter, file.changesIndex ? file.indexAfter?.id : nil]
    }
    for id in Set(results.compactMap(\.self)) where blobSize(id) == nil {
      // In a partial clone it may be to be had.
      do throws(Refusal) { _ = try blob(id, limit: 2 * TextLimit.bytes) } catch {
        throw Refusal(
          .missingObject, "git has dropped what was to be written before it could be kept (\(error.message))",
          remedy: "ask again when git gc is done")
      }
    }
  }

  /// Moves the branch that HEAD names, or HEAD itself when detached, if it is still at `commit`.
  /// - Parameters:
  ///   - target: where to; `nil` for before the first commit.
  ///   - reason: the line in the reflog.
  ///   - purpose: whether the user's hooks see it.
  /// - Throws: `headMoved` when it is not at `commit` any more.
  func moveHead(
    from commit: ObjectID?, to target: ObjectID?, reason: String, as purpose: GitCommand.Purpose = .writing
  ) throws(Refusal) {
    var arguments = ["update-ref", "-m", reason]
    if let target {
      arguments += ["HEAD", target.hex, commit?.hex ?? ObjectID.zero.hex]
    } else {
      arguments += ["-d", "HEAD"] + (commit.map { [$0.hex] } ?? [])
    }
    let output = try git(purpose, arguments).run()
    guard output.status.isSuccess else {
      throw Refusal(
        .headMoved, "the branch could not be moved: \(output.message)",
        remedy: "see git log for what was committed since")
    }
  }
}
