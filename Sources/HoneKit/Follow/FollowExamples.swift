internal import HoneCore
internal import HoneGit

/// The files that a user changed, as both versions: what there is to learn from.
struct FollowExamples {
  /// Which change to learn from.
  enum Source: Hashable {
    /// The staged diff; if there is none the unstaged one.
    case atHand
    case staged
    case unstaged
    /// What the commits of a range changed in all: `A..B`, or one commit.
    case commits(String)

    /// Reads what `--from` takes.
    init(_ text: String?) {
      switch text {
      case nil: self = .atHand
      case "--staged", "staged": self = .staged
      case "--unstaged", "unstaged": self = .unstaged
      case .some(let range): self = .commits(range)
      }
    }
  }

  /// One file.
  struct File {
    var path: RepositoryPath
    var before: [UInt8]
    var after: [UInt8]
  }

  /// Files that are in both versions, in git's order.
  var files: [File] = []
  /// What is not learned from, and why.
  var refused: [Refusal] = []
  /// The name of a commit that has no parent: all that it holds is new in it, so that no edit shows.
  private(set) var firstCommit: String?

  /// Asks git.
  /// - Throws: `noRepository` for a range that names no commits here.
  init(_ source: Source, in repository: Repository) throws(Refusal) {
    switch source {
    case .atHand:
      try read(try repository.stagedChanges(), in: repository)
      if files.isEmpty { try readUnstaged(in: repository) }
    case .staged: try read(try repository.stagedChanges(), in: repository)
    case .unstaged: try readUnstaged(in: repository)
    case .commits(let text):
      if let ends = Self.ends(of: text) {
        try read(try repository.rangeChanges(from: ends.old, to: ends.new), in: repository)
      } else {
        try read(commit: text, in: repository)
      }
    }
  }

  /// What one commit changed, seen from its first parent.
  private mutating func read(commit: String, in repository: Repository) throws(Refusal) {
    do throws(Refusal) {
      try read(try repository.rangeChanges(from: commit + "^", to: commit), in: repository)
    } catch {
      guard error.code == .noRepository else { throw error }
      // A name that means nothing is told as the user wrote it.
      _ = try repository.rangeChanges(from: commit, to: commit)
      firstCommit = commit
    }
  }

  /// The two ends of `A..B`; `nil` for one commit.
  static func ends(of range: String) -> (old: String, new: String)? {
    guard let dots = range.firstRange(of: "..") else { return nil }
    let (old, new) = (String(range[..<dots.lowerBound]), String(range[dots.upperBound...].drop { $0 == "." }))
    return (old.isEmpty ? "HEAD" : old, new.isEmpty ? "HEAD" : new)
  }

  private mutating func read(_ changes: [FileChange], in repository: Repository) throws(Refusal) {
    for change in changes where Self.isEdit(change) {
      take(change.path) { () throws(Refusal) in
        File(
          path: change.path, before: try repository.blob(change.oldID), after: try repository.blob(change.newID))
      }
    }
  }

  private mutating func readUnstaged(in repository: Repository) throws(Refusal) {
    let changes = try repository.possiblyEdited().filter(Self.isEdit)
    let conversions = try repository.conversions(of: changes.map(\.path))
    for change in changes {
      take(change.path) { () throws(Refusal) in
        let conversion = try (conversions[change.path] ?? .success(.none)).get()
        return try repository.stagedForm(at: change.path, conversion: conversion).map { after throws(Refusal) in
          File(path: change.path, before: try repository.blob(change.oldID), after: after)
        }
      }
    }
  }

  private static func isEdit(_ change: FileChange) -> Bool {
    change.status == .modified && change.oldMode.isRegularFile && change.newMode.isRegularFile
  }

  private mutating func take(_ path: RepositoryPath, _ read: () throws(Refusal) -> File?) {
    do throws(Refusal) {
      guard let file = try read() else { return }
      guard file.before != file.after, !TextLimit.isBinary(file.before), !TextLimit.isBinary(file.after) else { return }
      files.append(file)
    } catch {
      refused.append(error.at(path))
    }
  }
}
