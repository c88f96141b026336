import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport

/// Bytes of a text, for short tests.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The texts of numbered lines, 1 to `count`, with some replaced.
func numbered(_ count: Int = 20, _ replacing: [Int: String] = [:]) -> String {
  (1...count).map { (replacing[$0] ?? "line \($0)") + "\n" }.joined()
}

extension [FileWrite] {
  /// One commit of all of them, or one of each.
  func cut(into commits: Int) -> [CommitPart] {
    guard commits > 1 else { return [CommitPart(message: utf8("Fix"))] }
    return map { CommitPart(message: utf8("Fix \($0.path)"), paths: [$0.path]) }
  }
}

extension ScriptedRepository {
  /// Opens the repository as Hone does.
  func open(at folder: String? = nil, _ environment: Environment? = nil) throws(Refusal) -> Repository {
    try Repository.open(at: folder ?? path, environment: environment ?? self.environment)
  }

  /// A write of the staged version of a path, as it is now.
  func stagedWrite(_ name: String, _ result: String?) throws -> FileWrite {
    let path = try RepositoryPath(name)
    let tracked = try open().trackedFiles(paths: [path]).first { $0.path == path }
    return FileWrite(
      path: path, base: .staged, entry: tracked?.entry, original: try staged(name), result: result.map(utf8))
  }

  /// A write of a new file.
  func newWrite(_ name: String, _ result: String, mode: FileMode = .regular) throws -> FileWrite {
    FileWrite(
      path: try RepositoryPath(name), base: .staged, entry: nil, original: nil, result: utf8(result), newMode: mode)
  }

  /// Writes through a repository opened for this one write.
  @discardableResult
  func write(
    _ writes: [FileWrite], to destination: WriteDestination = .index, probe: WriteProbe? = nil
  ) throws(Refusal) -> WriteOutcome {
    try open().write(writes, to: destination, details: RunDetails(kind: "edit"), probe: probe)
  }

  /// Everything that a write may change, for comparing before and after: HEAD, index, work tree, left-over names.
  func snapshot() throws -> String {
    let files = try git("ls-files", "-s")
    let head = (try? head()) ?? "unborn"
    let names = try git("ls-files", "--cached", "--others").split(separator: "\n")
    let contents = Set(names).sorted().map { name in "\(name)=\(text(String(name)) ?? "-")" }
    let locks =
      names.filter { $0.contains(".hone-") }.map(String.init) + self.names(in: ".git").filter { $0.hasSuffix(".lock") }
    return ([head, files] + contents + locks).joined(separator: "\n")
  }
}
