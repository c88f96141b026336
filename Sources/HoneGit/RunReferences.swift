#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore

/// The refs that keep the objects of runs alive: `refs/hone-<id>`, in a linked work tree `refs/hone-<mark>-<id>`.
///
/// All work trees share them. `git gc` looks at the refs below `refs/worktree` of the work tree alone in which it runs, so
/// that one in another work tree would drop what they keep, and leave refs to nothing. Their names have one part after
/// `refs/`, as that of `refs/stash`: `git push --mirror` sends no such ref, and lines that were never staged stay here.
///
/// Source: `prune` and `reachable.c`, `one_local_ref` in `remote.c` of git; tried with git 2.39 and 2.55.
struct RunReferences {
  private let repository: Repository

  private static let prefix = "refs/hone-"
  /// Where earlier releases had them.
  private static let formerPrefix = "refs/worktree/hone/"
  /// How many parts a name of the main work tree has between its dashes: the prefix and the three of a run's id.
  private static let partsInMain = 4

  init(of repository: Repository) { self.repository = repository }

  /// The ref of a run of this work tree.
  func name(of run: String) -> String {
    let directory = repository.gitDirectory
    let own = directory == repository.commonDirectory ? nil : directory.split(separator: UInt8(ascii: "/")).last
    return Self.name(of: run, inWorkTree: own.map { Array($0) })
  }

  /// - Parameter workTree: the name of a linked work tree; `nil` for the main one.
  private static func name(of run: String, inWorkTree workTree: [UInt8]?) -> String {
    // Whatever a work tree is called, this is part of a valid name, and a short one.
    let mark = workTree.map { Repository.blobID(of: $0).abbreviated + "-" } ?? ""
    return prefix + mark + run
  }

  /// Changes refs in one transaction.
  /// - Parameter commands: lines for `git update-ref --stdin`.
  func update(_ commands: [String]) throws(Refusal) {
    guard !commands.isEmpty else { return }
    var command = repository.git(.writing, ["update-ref", "--stdin"])
    command.setInput(commands.flatMap { Array(($0 + "\n").utf8) })
    _ = try command.output()
  }

  // MARK: Refs of earlier releases

  /// Brings refs of earlier releases to their new names, and drops those whose objects git has dropped: with them git can
  /// neither fetch nor collect garbage in this work tree.
  func moveFormer() {
    let folder = repository.gitDirectory + Array("/\(Self.formerPrefix)".utf8)
    var commands: [String] = []
    for name in FolderListing.names(in: folder).map({ String(decoding: $0, as: UTF8.self) }) where !name.contains(".") {
      let former = Self.formerPrefix + name
      guard let id = value(ofFileIn: folder, named: name) else { continue }
      if isComplete(id), FileIdentity(path: RunFolder(repository: repository, id: name).path) != nil {
        commands.append("update \(self.name(of: name)) \(id.hex)")
      }
      commands.append("delete \(former)")
    }
    // Where it fails, the next command that writes does it.
    try? update(commands)
  }

  private func value(ofFileIn folder: [UInt8], named name: String) -> ObjectID? {
    guard let bytes = RunFolder.contents(ofFileAt: folder + Array(name.utf8)) else { return nil }
    return ObjectID(hex: String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }

  /// Whether a tree is here with all that it lists.
  private func isComplete(_ id: ObjectID) -> Bool {
    guard let tree = try? repository.tree(id) else { return false }
    return (0..<git_tree_entrycount(tree.pointer)).allSatisfy { index in
      git_tree_entry_byindex(tree.pointer, index).flatMap { git_tree_entry_id($0) }
        .map { repository.blobSize(ObjectID($0.pointee)) != nil } ?? false
    }
  }

  // MARK: Refs of work trees that are gone

  /// The refs of linked work trees that are gone, or that have forgotten their run.
  /// - Parameter includesPacked: whether git is asked as well, for those that it has packed meanwhile.
  func ofNobody(includesPacked: Bool) -> [String] {
    let common = repository.commonDirectory
    var found = Set(
      FolderListing.names(in: common + Array("/refs".utf8)).map { "refs/" + String(decoding: $0, as: UTF8.self) })
    let listing = ["for-each-ref", "--format=%(refname)", Self.prefix + "*"]
    if includesPacked, let list = try? repository.git(.reading, listing).output() {
      found.formUnion(list.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) })
    }
    let marked = found.filter {
      $0.hasPrefix(Self.prefix) && !$0.contains(".")
        && $0.split(separator: "-", omittingEmptySubsequences: false).count == Self.partsInMain + 1
    }
    guard !marked.isEmpty else { return [] }
    // A run makes its folder before its ref, so one that begins just now is in this list.
    let workTrees = common + Array("/worktrees".utf8)
    let folders = FolderListing.names(in: workTrees).map { name in
      (name: name, path: workTrees + [UInt8(ascii: "/")] + name + Array("/hone/runs".utf8))
    }
    // What another user keeps for himself cannot be told from what is gone.
    let isHidden = ([workTrees] + folders.map(\.path)).contains { path in
      FileIdentity(path: path) != nil && path.withCString { access($0, R_OK | X_OK) } != 0
    }
    guard !isHidden else { return [] }
    let used = folders.flatMap { name, path in
      FolderListing.names(in: path).map { Self.name(of: String(decoding: $0, as: UTF8.self), inWorkTree: name) }
    }
    return marked.subtracting(used).sorted()
  }
}
