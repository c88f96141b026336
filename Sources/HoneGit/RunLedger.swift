#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore
internal import HoneSystem

extension Repository {
  /// How many runs are kept when `hone.keepRuns` says nothing.
  package static let defaultKeptRuns = 100

  /// The runs that wrote in this work tree, newest first.
  package func runs() throws(Refusal) -> [RunRecord] {
    var records: [RunRecord] = []
    for id in runIDs() {
      guard let bytes = RunFolder(repository: self, id: id).read(.record) else { continue }
      guard let record = RunRecordText.decode(bytes)?.record else { continue }
      // What a hook of a run's own commit has done belongs to that run.
      if record.indexFile.flatMap(runOwning) == nil { records.append(record) }
    }
    return Self.markingUndone(records.reversed())
  }

  /// One run.
  /// - Parameter name: its id or a beginning of it that no other has; `nil` for the newest that can be undone.
  /// - Throws: `noSuchRun` when there is none, or more than one.
  package func run(named name: String? = nil) throws(Refusal) -> RunRecord {
    let all = try runs()
    guard let name else {
      guard let newest = all.first(where: { $0.undoes == nil && !$0.isUndone }) else {
        throw Refusal(.noSuchRun, "there is no run to undo", remedy: "git hone log lists the runs")
      }
      return newest
    }
    let matches = all.filter { $0.id.hasPrefix(name) }
    if let exact = matches.first(where: { $0.id == name }) { return exact }
    guard let match = matches.first, !name.isEmpty else {
      throw Refusal(.noSuchRun, "no run is called \(name)", remedy: "git hone log lists the runs")
    }
    guard matches.count == 1 else {
      throw Refusal(.noSuchRun, "\(matches.count) runs begin with \(name)", remedy: "give more of the id")
    }
    return match
  }

  /// The ids of all run folders, oldest first, finished or not.
  func runIDs() -> [String] {
    FolderListing.names(in: RunFolder.container(of: self)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A name for a new run that sorts after those of earlier runs.
  static func makeRunID() -> String {
    let random = String(UInt16.random(in: .min ... .max), radix: 16)
    let suffix = String(repeating: "0", count: 4 - random.count) + random
    return "\(WallTime.now.utcName)-\(suffix)"
  }

  /// Forgets the oldest finished runs beyond `hone.keepRuns`, and those of work trees that are gone, so that git may drop
  /// their objects.
  func pruneRuns() throws(Refusal) {
    let kept = try configuration("hone.keepRuns").flatMap { Int($0) } ?? Self.defaultKeptRuns
    let finished = runIDs().filter { RunFolder(repository: self, id: $0).identity(of: .record) != nil }
    let old = finished.dropLast(max(1, kept))
    let folders = old.map { RunFolder(repository: self, id: $0) }
    let references = RunReferences(of: self)
    // To ask git takes a moment, so it is done only where git is needed anyway.
    let names = folders.map(\.ref) + references.ofNobody(includesPacked: !old.isEmpty)
    try references.update(names.map { "delete \($0)" })
    for folder in folders { folder.removeAll() }
  }

  /// A run is undone when a run that is not itself undone took it back.
  private static func markingUndone(_ newestFirst: some Sequence<RunRecord>) -> [RunRecord] {
    var takenBack: Set<String> = []
    return newestFirst.map { record in
      var record = record
      record.isUndone = takenBack.contains(record.id)
      if let undone = record.undoes, !record.isUndone { takenBack.insert(undone) }
      return record
    }
  }
}
