#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore
internal import HoneSystem

/// Puts one planned file in place of the one in the work tree, such that it can be taken back until it is confirmed.
///
/// The new bytes are written to a temporary file beside the target, and the two names are exchanged in one step. What
/// was displaced is then compared with what was read at planning: a save by an editor in that very moment is seen, and
/// exchanged back. Until `confirm` the temporary name holds the displaced file, so taking back needs no room on the disk.
///
/// The folder is opened anew for each step: a run may replace more files than a process may hold open.
struct WorkTreeReplacement {
  /// What has happened so far.
  private enum Phase { case prepared, placed, finished }

  /// Which file of the run it is.
  let index: Int
  private let plan: PlannedFile
  private let repository: Repository
  private let name: [UInt8]
  private let temporary: [UInt8]
  private var phase = Phase.prepared

  /// The name beside the target under which a run keeps the other version of its file number `index`.
  static func temporaryName(run: String, index: Int) -> [UInt8] { Array(".hone-\(run)-\(index)".utf8) }

  /// Writes the new bytes to the temporary file.
  ///
  /// Nothing that the user sees has changed after it.
  /// - Throws: `moved` when the target is no longer the file that was read; `SystemError` for the rest.
  init(_ plan: PlannedFile, index: Int, run: String, in repository: Repository) throws {
    self.repository = repository
    self.plan = plan
    self.index = index
    name = Array(plan.path.name)
    temporary = Self.temporaryName(run: run, index: index)
    guard let after = plan.workTreeAfter else { return }
    let bytes = try repository.bytes(of: after.contents, limit: .max)
    let folder = try openFolder()
    let number = temporary.withCString { name in
      openat(folder.descriptor.number, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    let file = try Descriptor(number, operation: "write beside \(plan.path)")
    do {
      try file.writeAll(bytes)
      if let identity = plan.workTreeBefore?.identity ?? plan.likeness {
        // The owner can only be kept by a privileged user; git does not keep it either.
        _ = fchown(file.number, identity.owner, identity.group)
        _ = fchmod(file.number, mode_t(identity.mode & 0o7777))
      } else {
        _ = fchmod(file.number, mode_t(plan.permissions & ~Self.mask))
      }
    } catch {
      folder.unlink(temporary)
      throw error
    }
  }

  /// Brings the new version to its name.
  /// - Throws: `moved` when another program changed the target since it was read; it then stands as that program left it.
  mutating func place() throws {
    let folder = try openFolder()
    if let before = plan.workTreeBefore {
      guard folder.identity(of: name)?.isSameContent(as: before.identity) == true else { throw Self.moved(plan.path) }
      if plan.workTreeAfter == nil {
        try folder.rename(name, to: temporary)
      } else {
        try folder.exchange(temporary, name)
      }
      phase = .placed
      guard let displaced = folder.identity(of: temporary), displaced.isSameContent(as: before.identity) else {
        throw Self.moved(plan.path)
      }
      // A `chmod` since the file was read is no change of its content, and stays.
      if displaced.mode != before.identity.mode, plan.workTreeAfter != nil {
        _ = name.withCString {
          fchmodat(folder.descriptor.number, $0, mode_t(displaced.mode & 0o7777), AT_SYMLINK_NOFOLLOW)
        }
      }
    } else {
      // `link` does not replace, so a file that was made meanwhile stays.
      let isLinked = folder.link(temporary, to: name)
      if !isLinked, errno == EEXIST { throw Self.moved(plan.path) }
      guard isLinked else { throw SystemError("create \(plan.path)") }
      phase = .placed
    }
  }

  /// Brings the old version back to its name.
  /// - Returns: a sentence when the file was changed by somebody else meanwhile and so could not be brought back.
  mutating func takeBack() -> String? {
    defer { phase = .finished }
    guard let folder = try? openFolder() else { return "the folder of \(plan.path) is gone" }
    if phase == .prepared { folder.unlink(temporary) }
    guard phase == .placed else { return nil }
    guard let after = plan.workTreeAfter else {
      // `link` does not replace, so a file that was made anew stays.
      guard folder.link(temporary, to: name) else {
        return "\(plan.path) was made anew meanwhile and was left so; what it held before is in \(place(of: temporary))"
      }
      folder.unlink(temporary)
      return nil
    }
    let current = try? folder.file(named: name, limit: TextLimit.bytes, path: plan.path)
    guard let current, repository.blobID(of: current.bytes) == after.id else {
      return "\(plan.path) was changed meanwhile and was left so; what it held before is in \(place(of: temporary))"
    }
    if plan.workTreeBefore == nil {
      folder.unlink(name)
    } else {
      do { try folder.exchange(temporary, name) } catch { return "\(plan.path) could not be put back: \(error)" }
    }
    folder.unlink(temporary)
    return nil
  }

  /// Lets go of the old version.
  /// - Returns: a sentence when a program wrote to the old version through a descriptor it still held, which is kept, or when
  ///   the temporary name could not be removed.
  mutating func confirm() -> String? {
    guard phase == .placed else { return nil }
    phase = .finished
    let remainder = "\(place(of: temporary)) could not be removed; nothing needs it any more"
    guard let folder = try? openFolder() else { return remainder }
    if let before = plan.workTreeBefore, let kept = folder.identity(of: temporary),
      !kept.isSameContent(as: before.identity)
    {
      return "another program wrote to \(plan.path) while it was replaced; its version is in \(place(of: temporary))"
    }
    folder.unlink(temporary)
    return folder.identity(of: temporary) == nil ? nil : remainder
  }

  // MARK: Names

  private func openFolder() throws(Refusal) -> WorkTreeFolder {
    guard let folder = try WorkTreeFolder.open(parentOf: plan.path, in: repository.workTree) else {
      throw Self.moved(plan.path)
    }
    return folder
  }

  private func place(of name: [UInt8]) -> String {
    let parent = String(decoding: plan.path.parent, as: UTF8.self)
    return (parent.isEmpty ? "" : parent + "/") + String(decoding: name, as: UTF8.self)
  }

  private static let mask: UInt32 = {
    let mask = umask(0o022)
    umask(mask)
    return UInt32(mask)
  }()

  private static func moved(_ path: RepositoryPath) -> Refusal {
    Refusal(
      .moved, path: path, "changed in the work tree while it was being written",
      remedy: "ask again, from the file as it is now")
  }
}

/// The files of one write, in their order.
struct WorkTreeReplacements {
  private var files: [WorkTreeReplacement] = []

  /// Writes the new version of one file beside it.
  mutating func prepare(_ plan: PlannedFile, index: Int, run: String, in repository: Repository) throws {
    files.append(try WorkTreeReplacement(plan, index: index, run: run, in: repository))
  }

  /// Brings all to their names, calling `pass` after each.
  mutating func placeAll(_ pass: () throws -> Void) throws {
    for index in files.indices {
      try files[index].place()
      try pass()
    }
  }

  /// Brings all old versions back, the last first.
  /// - Returns: which files of the run could not be: somebody else has changed them meanwhile.
  mutating func takeBack() -> [Int] {
    files.indices.reversed().compactMap { files[$0].takeBack() == nil ? nil : files[$0].index }
  }

  /// Lets go of all old versions, calling `pass` after each.
  /// - Returns: a sentence for each that is kept.
  mutating func confirm(_ pass: () throws -> Void) rethrows -> [String] {
    var notes: [String] = []
    for index in files.indices {
      if let note = files[index].confirm() { notes.append(note) }
      try pass()
    }
    return notes
  }
}

extension WorkTreeFolder {
  func unlink(_ name: [UInt8]) {
    _ = name.withCString { unlinkat(descriptor.number, $0, 0) }
  }

  func rename(_ old: [UInt8], to new: [UInt8]) throws(SystemError) {
    let number = descriptor.number
    let code = old.withCString { from in new.withCString { renameat(number, from, number, $0) } }
    guard code == 0 else { throw SystemError("rename \(String(decoding: old, as: UTF8.self))") }
  }

  /// Gives a file a second name.
  /// - Returns: `false` when it could not be, as when the name is taken.
  func link(_ old: [UInt8], to new: [UInt8]) -> Bool {
    let number = descriptor.number
    return old.withCString { from in new.withCString { linkat(number, from, number, $0, 0) } } == 0
  }

  /// Swaps two names, in one step where the system can.
  func exchange(_ first: [UInt8], _ second: [UInt8]) throws(SystemError) {
    let number = descriptor.number
    let code = first.withCString { left in second.withCString { hone_exchange_names(number, left, $0) } }
    if code == 0 { return }
    guard [ENOSYS, EINVAL, ENOTSUP].contains(errno) else { throw SystemError("exchange two files") }
    // A file system without the exchange: the old version gets a third name for a moment, and no name is ever missing.
    let third = first + Array("~".utf8)
    let steps: [([UInt8], [UInt8])] = [(first, second), (third, first)]
    let isLinked = second.withCString { old in third.withCString { linkat(number, old, number, $0, 0) } } == 0
    guard isLinked else { throw SystemError("keep the old version") }
    for (from, to) in steps {
      let moved = from.withCString { old in to.withCString { renameat(number, old, number, $0) } } == 0
      guard moved else { throw SystemError("exchange two files") }
    }
  }
}
