internal import HoneCore

/// Brings one work-tree file of an interrupted run to its end.
///
/// What has happened is told by contents, since both versions are known: the file holds the new version and the temporary
/// name the old one (exchanged), or the other way round (not yet), or a person has gone on working. What a person has done
/// since is never lost: the run's edit is taken out of it by a merge, or stays in it and is told.
struct WorkTreeRecovery {
  /// How far the run had come.
  enum Reach {
    /// To the versions beside the files; the files are as the user has left them, whatever they hold.
    case preparing
    /// To the first exchange, but not to the point of no return.
    case placing
    /// Past the point of no return, so that its versions stay.
    case done
  }

  /// What became of the file.
  enum Outcome {
    /// It is as it should be.
    case settled
    /// It is as it should be, and a person should know something about it.
    case told(String)
    /// What the run did to it is still there, for the reason given.
    case left(String)
  }

  /// What stands under a name.
  private enum Found: Equatable {
    case nothing
    case bytes([UInt8])
    /// A link, a folder, a file that is too large or that may not be read.
    case unreadable

    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
  }

  private let repository: Repository
  private let file: RunFile
  private let index: Int
  private let name: [UInt8]
  /// Where the run has put the version that is not under the file's name.
  private let temporary: [UInt8]
  /// The same for what this recovery writes.
  private let recovery: String

  init(repository: Repository, run: String, index: Int, file: RunFile) {
    self.repository = repository
    self.file = file
    self.index = index
    name = Array(file.path.name)
    temporary = WorkTreeReplacement.temporaryName(run: run, index: index)
    recovery = run + "r"
  }

  /// Takes back files of a run that has come to the work tree.
  /// - Parameter indices: which of the record's files; `nil` for all that it changed there.
  /// - Returns: a line for each thing that the user should look at, and the files in which the run's edit is left.
  static func takeBack(
    _ record: RunRecord, _ indices: [Int]? = nil, in repository: Repository
  ) -> (remarks: [String], left: [RunFile]) {
    var rest: (remarks: [String], left: [RunFile]) = ([], [])
    for index in indices ?? record.files.indices.filter({ record.files[$0].changesWorkTree }) {
      let file = record.files[index]
      let parent = repository.workTree + [UInt8(ascii: "/")] + file.path.parent
      if file.workTreeBefore != nil, FileIdentity(path: parent) == nil {
        rest.remarks.append(
          "\(file.path): its folder was moved or removed meanwhile, with what the run had changed and, beside it under a hidden "
            + "name, what was there before; git hone show \(record.id) shows it")
        rest.left.append(file)
        continue
      }
      switch WorkTreeRecovery(repository: repository, run: record.id, index: index, file: file).carryOut(.placing) {
      case .settled: break
      case .told(let words): rest.remarks.append("\(file.path): \(words)")
      case .left(let words):
        rest.remarks.append("\(file.path): \(words)")
        rest.left.append(file)
      }
    }
    return rest
  }

  func carryOut(_ reach: Reach) -> Outcome {
    do throws(Refusal) {
      guard let folder = try WorkTreeFolder.open(parentOf: file.path, in: repository.workTree) else { return .settled }
      let before: Found = try file.workTreeBefore.map { id throws(Refusal) in .bytes(try blob(id)) } ?? .nothing
      let after: Found = try file.workTreeAfter.map { id throws(Refusal) in .bytes(try blob(id)) } ?? .nothing
      settleThirdName(of: temporary, in: folder)
      let current = found(name, in: folder)
      let kept = found(temporary, in: folder)
      var outcome = Outcome.settled
      if current != before, reach == .placing {
        outcome =
          current == after
          ? takeBack(to: before, from: after, kept, in: folder)
          : takeOut(before: before, after: after, current, kept, in: folder)
      }
      return letGo(outcome, before: before, after: after, in: folder)
    } catch {
      return reach == .placing ? .left(error.message) : .settled
    }
  }

  // MARK: Taking back

  /// Brings back the old version of a file that is just as the run left it.
  private func takeBack(
    to before: Found, from after: Found, _ kept: Found, in folder: borrowing WorkTreeFolder
  ) -> Outcome {
    guard let bytes = before.bytes else {
      folder.unlink(name)
      return .settled
    }
    do {
      guard kept != .nothing else { return try replace(after, with: bytes, in: folder) }
      guard after != .nothing else {
        // `link` does not replace, so a file that is made at this moment stays.
        return folder.link(temporary, to: name) ? .settled : .left("it was made anew just now")
      }
      try folder.exchange(temporary, name)
      guard found(temporary, in: folder) != after else { return .settled }
      // Somebody has saved it in that very moment.
      try folder.exchange(temporary, name)
      return .left("it is being written by another program")
    } catch {
      return .left("it could not be put back (\(error))")
    }
  }

  /// Takes the run's edit out of a file that was changed since.
  private func takeOut(
    before: Found, after: Found, _ current: Found, _ kept: Found, in folder: borrowing WorkTreeFolder
  ) -> Outcome {
    switch (before, after) {
    case (.bytes, .bytes) where current == .nothing:
      return .settled
    case (.bytes(let old), .bytes(let new)):
      // While the new version, or a part of it, lies beside it, the file is an old version that was changed since.
      if kept != before, let beside = kept.bytes, new.starts(with: beside) { return .settled }
      guard let bytes = current.bytes else { return .left("something that cannot be read stands in its place") }
      guard let merged = TextMerge.merge(base: new, ours: bytes, theirs: old) else {
        // What is staged, as `git checkout` brings it back, has nothing of a run that never came to the index.
        if let staged = file.indexBefore?.id, staged == repository.blobID(of: bytes) { return .settled }
        return .left(TextMerge.clash(base: new, ours: bytes, theirs: old).words)
      }
      if let remark = settleRecovery(of: bytes, to: merged, old: old, new: new, in: folder) { return .left(remark) }
      guard merged != bytes else { return .settled }
      do { return try replace(current, with: merged, in: folder) } catch {
        return .left("it could not be put back (\(error))")
      }
    case (.nothing, _):
      return current == .nothing ? .settled : .left("the run made it, and it was changed since")
    default:
      return .left("the run deleted it, and it was made anew since")
    }
  }

  /// Puts `bytes` in place of a file that still holds what it was found with.
  private func replace(
    _ expected: Found, with bytes: [UInt8], in folder: borrowing WorkTreeFolder
  ) throws -> Outcome {
    let id = try repository.writeBlob(bytes)
    var plan = PlannedFile(path: file.path, permissions: file.permissions)
    plan.workTreeAfter = PlannedFile.After(id: id, contents: .bytes(bytes))
    let found = try folder.file(named: name, limit: TextLimit.bytes, path: file.path)
    guard found.map({ .bytes($0.bytes) }) ?? .nothing == expected else {
      return .left("it is being written by another program")
    }
    plan.workTreeBefore = try found.map { found in
      PlannedFile.Before(id: try repository.writeBlob(found.bytes), identity: found.identity)
    }
    var replacement = try WorkTreeReplacement(plan, index: index, run: recovery, in: repository)
    do {
      try replacement.place()
    } catch {
      if let remark = replacement.takeBack() { return .left(remark) }
      throw error
    }
    return replacement.confirm().map { .told($0) } ?? .settled
  }

  // MARK: Names beside the file

  /// Removes what lies under the temporary name, if it stands elsewhere too or is a part of what does.
  private func letGo(
    _ outcome: Outcome, before: Found, after: Found, in folder: borrowing WorkTreeFolder
  ) -> Outcome {
    let kept = found(temporary, in: folder)
    let isPart = kept.bytes.flatMap { kept in after.bytes.map { $0.starts(with: kept) } } ?? false
    if kept == .nothing { return outcome }
    if kept == before || kept == after || isPart || kept == found(name, in: folder), kept != .unreadable {
      folder.unlink(temporary)
      return outcome
    }
    let remark = "another program wrote to it while it was replaced; its version is in \(place(of: temporary))"
    switch outcome {
    case .settled: return .told(remark)
    case .told(let words): return .told(words + "; " + remark)
    case .left(let words): return .left(words + "; " + remark)
    }
  }

  /// Removes what a recovery that was killed has left of its own.
  /// - Returns: a sentence for what it may not remove.
  private func settleRecovery(
    of current: [UInt8], to merged: [UInt8], old: [UInt8], new: [UInt8], in folder: borrowing WorkTreeFolder
  ) -> String? {
    let own = WorkTreeReplacement.temporaryName(run: recovery, index: index)
    settleThirdName(of: own, in: folder)
    switch found(own, in: folder) {
    case .nothing: return nil
    case .bytes(let bytes)
    where bytes == current || merged.starts(with: bytes)
      || TextMerge.merge(base: new, ours: bytes, theirs: old) == current:
      folder.unlink(own)
      return nil
    default: return "another version of it is in \(place(of: own))"
    }
  }

  /// Settles the third name that a file system without the exchange needs for a moment.
  private func settleThirdName(of temporary: [UInt8], in folder: borrowing WorkTreeFolder) {
    let third = temporary + Array("~".utf8)
    guard folder.identity(of: third) != nil else { return }
    if folder.identity(of: temporary) == nil {
      try? folder.rename(third, to: temporary)
    } else {
      folder.unlink(third)
    }
  }

  // MARK: Contents

  private func blob(_ id: ObjectID) throws(Refusal) -> [UInt8] {
    try repository.blob(id, limit: 2 * TextLimit.bytes)
  }

  private func found(_ name: [UInt8], in folder: borrowing WorkTreeFolder) -> Found {
    guard folder.identity(of: name) != nil else { return .nothing }
    let file = try? folder.file(named: name, limit: 2 * TextLimit.bytes, path: file.path)
    return (file ?? nil).map { .bytes($0.bytes) } ?? .unreadable
  }

  private func place(of name: [UInt8]) -> String {
    let parent = String(decoding: file.path.parent, as: UTF8.self)
    return (parent.isEmpty ? "" : parent + "/") + String(decoding: name, as: UTF8.self)
  }
}
