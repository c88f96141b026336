#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import HoneCore
import HoneGit
import HoneSystem

/// One write or undo through HoneGit, in a form that a child process takes as its arguments.
struct HoneAction: Sendable {
  /// What becomes of one file.
  struct FileEdit: Hashable, Sendable {
    var path: String
    /// The line that is replaced; empty for a file that is made.
    var old: String
    /// The line that takes its place, or the text of a new file; empty for a file that is deleted.
    var new: String
  }

  enum Kind: String, Sendable { case stage, commit, undo }

  var kind: Kind
  var edits: [FileEdit] = []

  init(kind: Kind, edits: [FileEdit] = []) {
    self.kind = kind
    self.edits = edits
  }

  /// Reads what `arguments` made.
  init?(arguments: some Sequence<String>) {
    var words = Array(arguments)
    guard !words.isEmpty, let kind = Kind(rawValue: words.removeFirst()), words.count.isMultiple(of: 3) else {
      return nil
    }
    self.kind = kind
    edits = stride(from: 0, to: words.count, by: 3).map { index in
      FileEdit(path: words[index], old: words[index + 1], new: words[index + 2])
    }
  }

  var arguments: [String] { [kind.rawValue] + edits.flatMap { [$0.path, $0.old, $0.new] } }

  /// Carries the action out, as a command would: what an earlier one left behind is repaired first.
  /// - Parameter fatalStep: the step at which the process kills itself; `nil` for none.
  /// - Throws: the `Refusal` when nothing was done.
  func perform(in directory: String, environment: Environment, fatalStep: WriteStep? = nil) throws {
    let repository = try Repository.open(at: directory, environment: environment)
    _ = repository.recover()
    let probe: WriteProbe = { step in
      if step == fatalStep { kill(getpid(), SIGKILL) }
      return nil
    }
    guard kind != .undo else {
      _ = try repository.undo(try repository.run(), probe: probe)
      return
    }
    let tracked = try repository.trackedFiles(paths: edits.map { try RepositoryPath($0.path) })
    let entries = Dictionary(tracked.map { ($0.path, $0.entry) }, uniquingKeysWith: { first, _ in first })
    var writes: [FileWrite] = []
    for edit in edits {
      let path = try RepositoryPath(edit.path)
      let original = try entries[path].map { try repository.blob($0.id) }
      writes.append(
        FileWrite(
          path: path, base: .staged, entry: entries[path], original: original,
          result: edit.new.isEmpty ? nil : edit.result(of: original)))
    }
    var destination = WriteDestination.index
    if kind == .commit {
      destination = .commit(message: Array("hone".utf8), head: try repository.head().commit, coAuthor: nil)
    }
    _ = try repository.write(writes, to: destination, details: RunDetails(kind: "edit"), probe: probe)
  }
}

extension HoneAction.FileEdit {
  /// What `original` becomes.
  func result(of original: [UInt8]?) -> [UInt8] {
    guard let original, !old.isEmpty else { return Array((new + "\n").utf8) }
    let lines = String(decoding: original, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return Array(lines.map { $0 == old ? new : String($0) }.joined(separator: "\n").utf8)
  }
}
