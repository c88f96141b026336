internal import HoneCore
internal import HoneGit
internal import HoneSyntax
internal import HoneSystem

/// Which targets had nothing to tell when they were checked by the same rules before.
///
/// What counts in a version depends on its path and mode, and on the versions before it.
struct QuietMemory {
  private let repository: Repository
  private let identity: RuleSetIdentity
  private let versions: QuietVersions

  /// Opens the memory of the user; `nil` when there can be none.
  init?(_ repository: Repository, _ identity: RuleSetIdentity) {
    guard let directories = UserDirectories(environment: repository.environment),
      let versions = QuietVersions(folder: directories.cache)
    else { return nil }
    self.repository = repository
    self.identity = identity
    self.versions = versions
  }

  /// The size of a target that had nothing to tell; `nil` when that is not known.
  /// - Parameter isAllNew: whether the versions before do not matter.
  func size(of target: CheckTarget, isAllNew: Bool) -> Int? {
    digest(of: target, isAllNew).flatMap { versions.size(of: $0) }.flatMap {
      (0...CheckWork.readLimit).contains($0) ? $0 : nil
    }
  }

  /// Remembers a target.
  func insert(_ target: CheckTarget, isAllNew: Bool, size: Int) {
    if let digest = digest(of: target, isAllNew) { versions.insert(digest, size: size) }
  }

  private func digest(of target: CheckTarget, _ isAllNew: Bool) -> [UInt8]? {
    guard let rules = identity.digest(for: .named(path: target.path)) else { return nil }
    let version = target.version
    let bases = isAllNew ? [] : version.bases.filter(\.mode.isRegularFile)
    var text = rules.bytes + version.entry.id.bytes
    for base in bases { text += base.id.bytes }
    text += Array("\(bases.count) \(version.entry.mode.rawValue) \(target.commit == nil) ".utf8) + target.path.bytes
    return repository.blobID(of: text).bytes
  }
}
