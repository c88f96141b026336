import HoneCore
import HoneGit
import HoneTestSupport

/// What must be true after a step of Hone, worked out without Hone.
struct SoakModel {
  /// Versions that Hone has displaced: each must stay found for as long as the ledger keeps its runs.
  private(set) var displaced: Set<[UInt8]> = []

  /// Sees that `now` is `before`, or `before` with all edits of `action`, and nothing between or beside it.
  /// - Parameters:
  ///   - isDone: whether the action said that it was done, `nil` when it was killed.
  ///   - busy: a path that the user changed meanwhile, which is not looked at here.
  func check(
    _ action: HoneAction, from before: SoakState, to now: SoakState, isDone: Bool?, besides busy: String?
  ) throws {
    let touched = Set(action.edits.map(\.path))
    for path in Set(before.index.keys).union(now.index.keys) where !touched.contains(path) && path != busy {
      try expect(before.index[path] == now.index[path], "the index entry of \(path) changed by itself")
    }
    for path in Set(before.workTree.keys).union(now.workTree.keys) where !touched.contains(path) && path != busy {
      try expect(before.workTree[path] == now.workTree[path], "the file \(path) changed by itself")
    }
    let isBefore = action.edits.allSatisfy { now.index[$0.path] == before.index[$0.path] }
    let isAfter = action.edits.allSatisfy { now.index[$0.path] == Self.staged($0, before) }
    try expect(isBefore || isAfter, "the index holds some edits and not others")
    if let isDone { try expect(isDone ? isAfter : isBefore, "the index is not what the command said") }
    try expect((now.head != before.head) == (isAfter && action.kind == .commit), "HEAD and index disagree")
    for edit in action.edits {
      let old = before.workTree[edit.path]
      let isKept = now.workTree[edit.path] == old
      let isEdited = isAfter && now.workTree[edit.path] == Self.edited(edit, old)
      try expect(isKept || isEdited, "the file \(edit.path) is neither as it was nor as it should be")
    }
  }

  /// Sees that every version that was there before is somewhere now, and remembers those that Hone displaced.
  mutating func checkNothingIsLost(from before: SoakState, to now: SoakState, in repository: ScriptedRepository) throws
  {
    let displacedNow = before.versions.subtracting(now.versions)
    displaced.formUnion(displacedNow)
    let opened = try Repository.open(at: repository.path, environment: repository.environment)
    var kept = Set<[UInt8]>()
    let wanted = Dictionary(
      displaced.subtracting(now.versions).map { (opened.blobID(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    for run in try opened.runs() {
      for file in run.files {
        for id in [file.indexBefore?.id, file.workTreeBefore, file.indexAfter?.id, file.workTreeAfter] {
          if let id, let version = wanted[id], try opened.blob(id) == version { kept.insert(version) }
        }
      }
    }
    for version in displaced.subtracting(now.versions) where !kept.contains(version) {
      let id = opened.blobID(of: version).hex
      // A version that was committed is found through the history.
      let log = try repository.git("log", "--all", "--format=%h", "--find-object=\(id)")
      try expect(!log.isEmpty, "the version \(id) is lost: \(String(decoding: version.prefix(200), as: UTF8.self))")
    }
  }

  private static func staged(_ edit: HoneAction.FileEdit, _ before: SoakState) -> [UInt8]? {
    edit.new.isEmpty ? nil : edit.result(of: before.index[edit.path])
  }

  private static func edited(_ edit: HoneAction.FileEdit, _ old: [UInt8]?) -> [UInt8]? {
    edit.new.isEmpty ? nil : edit.result(of: old)
  }

  private func expect(_ isTrue: Bool, _ message: String) throws {
    if !isTrue { throw SoakFailure(description: message) }
  }
}
