#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The operations of git that span several commands and are in progress.
///
/// git keeps a mark of each in the git directory: `git status` tells of them by the same marks.
package struct Operations: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let rebase = Operations(rawValue: 1)
  /// `git am`.
  package static let mailbox = Operations(rawValue: 2)
  package static let merge = Operations(rawValue: 4)
  package static let revert = Operations(rawValue: 8)
  package static let cherryPick = Operations(rawValue: 16)
  /// Several commits to be picked, of which one may just be done.
  package static let pickSequence = Operations(rawValue: 32)
  /// The same of reverts.
  package static let revertSequence = Operations(rawValue: 64)
  package static let bisection = Operations(rawValue: 128)

  /// Looks for the marks in a git directory.
  init(in gitDirectory: [UInt8]) {
    self = []
    func has(_ name: StaticString) -> Bool { Self.has(name, in: gitDirectory) }
    if has("/rebase-merge") { insert(.rebase) }
    if has("/rebase-apply") { insert(has("/rebase-apply/applying") ? .mailbox : .rebase) }
    if has("/MERGE_HEAD") { insert(.merge) }
    if has("/REVERT_HEAD") { insert(.revert) }
    if has("/CHERRY_PICK_HEAD") { insert(.cherryPick) }
    if has("/sequencer") { insert(Self.isRevertSequence(in: gitDirectory) ? .revertSequence : .pickSequence) }
    if has("/BISECT_LOG") { insert(.bisection) }
  }

  /// Whether a merge waits to be committed that is no part of a rebase.
  static func isMerge(in gitDirectory: [UInt8]) -> Bool {
    has("/MERGE_HEAD", in: gitDirectory) && !has("/rebase-merge", in: gitDirectory)
      && !has("/rebase-apply", in: gitDirectory)
  }

  /// The commands that are still to be done stand in a file, a line each.
  private static func isRevertSequence(in gitDirectory: [UInt8]) -> Bool {
    let path = gitDirectory + Array("/sequencer/todo".utf8)
    guard let file = try? Descriptor(path.withCString { open($0, O_RDONLY | O_CLOEXEC) }, operation: "open"),
      let word = try? file.read(size: 6)
    else { return false }
    return word.elementsEqual("revert".utf8)
  }

  private static func has(_ name: StaticString, in gitDirectory: [UInt8]) -> Bool {
    let path = name.withUTF8Buffer { gitDirectory + $0 }
    return FileIdentity(path: path) != nil
  }

  /// What git calls the operation that is to be ended first, and how it is ended; `nil` when none is in progress.
  var first: (name: String, remedy: String)? {
    func other(_ name: String, _ command: String) -> (name: String, remedy: String) {
      (name, "finish it with git \(command) --continue, or leave it with git \(command) --abort")
    }
    if contains(.rebase) { return other("a rebase", "rebase") }
    if contains(.mailbox) { return other("git am", "am") }
    if contains(.merge) { return other("a merge", "merge") }
    if !isDisjoint(with: [.revert, .revertSequence]) { return other("a revert", "revert") }
    if !isDisjoint(with: [.cherryPick, .pickSequence]) { return other("a cherry-pick", "cherry-pick") }
    if contains(.bisection) {
      return ("a bisection", "go on with git bisect good or git bisect bad, or leave it with git bisect reset")
    }
    return nil
  }
}

extension Repository {
  /// What is in progress now, looked up anew at each call.
  package var operations: Operations { Operations(in: gitDirectory) }

  /// Whether `git rebase` or `git am` is in progress, which make one commit after the other.
  package var isRebasing: Bool { !operations.isDisjoint(with: [.rebase, .mailbox]) }
}
