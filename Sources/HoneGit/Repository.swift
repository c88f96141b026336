#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
package import HoneCore
package import HoneSystem

/// A repository with a work tree, opened for one task.
///
/// Not `Sendable`: the task that opened it is the only one that uses it, because libgit2's handles may not be used by two
/// threads at once. Handles never leave it; values do. libgit2 is kept away from the index, which it cannot read in every
/// format and cannot write without losing what others add; git's own plumbing does that part.
package final class Repository {
  /// The top of the work tree, absolute, without a final slash.
  package let workTree: [UInt8]
  /// The git directory of this work tree.
  package let gitDirectory: [UInt8]
  /// The directory that all work trees of the repository share; the same as `gitDirectory` in the main one.
  package let commonDirectory: [UInt8]
  /// The folder below the top in which the user stands, with a final slash; empty at the top.
  ///
  /// Paths that the user types
  /// are relative to it.
  package let prefix: [UInt8]
  /// The index that reads and writes go to: `GIT_INDEX_FILE` when a hook or the user sets it.
  package let indexFile: [UInt8]
  /// What children that work on this repository inherit.
  package let environment: Environment
  /// The key by which the repository's own configuration names a program for fetching; while it does, reading fetches
  /// nothing.
  let transportProgram: String?
  /// When it was opened, in nanoseconds since 1970.
  let opened: Int64
  /// Hone's own settings as they were when the repository was opened, for a hook, which git waits for; `nil` elsewhere, and
  /// where git must be asked for them.
  let keptSettings: [String: String]?
  private let handle: Handle

  /// Finds and opens the repository around `directory`, honouring `GIT_DIR`, `GIT_WORK_TREE` and `GIT_INDEX_FILE`.
  /// - Throws: `noRepository` for none or a bare one; `unsupportedRepository` for SHA-256, reftable, an unknown extension
  ///   or a foreign owner; `unsupportedGit` for a git that is missing or older than `GitVersion.minimum`.
  /// - Parameter inHook: whether git has started this process in `directory` as a hook. The places are then taken from what
  ///   git says in the environment, and the two children that ask git for them and for its version are saved.
  package static func open(
    at directory: String, environment: Environment = .current, inHook: Bool = false
  ) throws(Refusal) -> Repository {
    let directory = Array(directory.utf8)
    return try Repository(
      directory: directory, environment: environment,
      known: inHook ? RepositoryLocation(hookIn: directory, environment: environment) : nil, keepsSettings: inHook)
  }

  /// Opens the repository around `directory` to read in it; where everything is as usual no git is started for it.
  /// - Throws: as `open`, but a git that is missing or too old only shows where git is asked.
  package static func openToRead(at directory: String, environment: Environment = .current) throws(Refusal)
    -> Repository
  {
    let directory = Array(directory.utf8)
    return try Repository(
      directory: directory, environment: environment,
      known: RepositoryLocation(around: directory, environment: environment), keepsSettings: false)
  }

  private init(
    directory: [UInt8], environment: Environment, known: RepositoryLocation?, keepsSettings: Bool
  ) throws(Refusal) {
    opened = WallTime.now.totalNanoseconds
    let location: RepositoryLocation
    if let known {
      location = known
    } else {
      _ = try Self.installedGit(directory: directory, environment: environment)
      location = try RepositoryLocation(directory: directory, environment: environment)
    }
    if !location.isFormatKnown { try RepositoryFormat.check(commonDirectory: location.commonDirectory) }
    workTree = location.workTree
    gitDirectory = location.gitDirectory
    commonDirectory = location.commonDirectory
    prefix = location.prefix
    indexFile = location.indexFile
    self.environment = Self.environment(for: location, from: environment)
    let path = location.gitDirectory
    var code: Int32 = 0
    do {
      handle = try Handle("open the repository", release: git_repository_free) { made in
        code = path.withCString { name in
          let flags = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue
          return git_repository_open_ext(&made, name, UInt32(flags), nil)
        }
        return code
      }
    } catch {
      throw Self.openRefusal(error, code: code, workTree: location.workTree)
    }
    try Self.addObjects(named: self.environment, to: handle)
    let (isPartial, settings) = try Self.lookThroughConfiguration(of: handle)
    keptSettings =
      keepsSettings && Self.isConfigurationPlain(self.environment, location.gitDirectory) ? settings : nil
    transportProgram =
      isPartial
      ? try OwnSettings.transportProgram(
        directory: location.workTree, environment: self.environment) : nil
  }

  /// libgit2's handle, for the other files of this module; valid as long as the repository.
  var pointer: OpaquePointer { handle.pointer }

  /// The top of the work tree as text, for messages.
  package var workTreeText: String { String(decoding: workTree, as: UTF8.self) }

  /// The top of the work tree as text that leads there: absolute, or from where the user stands when its name is not UTF-8.
  package var reachableWorkTree: String {
    if let text = String(validating: workTree, as: UTF8.self) { return text }
    let depth = prefix.count { $0 == UInt8(ascii: "/") }
    return depth == 0 ? "." : Array(repeating: "..", count: depth).joined(separator: "/")
  }

  /// A git child that works on this repository, at the top of its work tree.
  func git(_ purpose: GitCommand.Purpose, _ arguments: [String], overrides: [String] = []) -> GitCommand {
    GitCommand(
      purpose, arguments, directory: workTree, environment: environment(for: purpose), overrides: overrides)
  }

  /// The same with another index file.
  func git(_ purpose: GitCommand.Purpose, _ arguments: [String], indexFile: [UInt8]) -> GitCommand {
    var environment = environment(for: purpose)
    environment[bytes: "GIT_INDEX_FILE"] = indexFile
    return GitCommand(purpose, arguments, directory: workTree, environment: environment)
  }

  private func environment(for purpose: GitCommand.Purpose) -> Environment {
    guard purpose == .reading, transportProgram != nil else { return environment }
    var copy = environment
    copy["GIT_NO_LAZY_FETCH"] = "1"
    // Releases of git before 2.39.4 do not know that variable; all of them know this one.
    copy["GIT_ALLOW_PROTOCOL"] = "none"
    return copy
  }

  /// The release of git that is used, asked anew at each call.
  /// - Throws: `unsupportedGit` when it is missing or older than `GitVersion.minimum`.
  package func gitVersion() throws(Refusal) -> GitVersion {
    try Self.installedGit(directory: workTree, environment: environment)
  }

  // MARK: Opening

  static func installedGit(directory: [UInt8], environment: Environment) throws(Refusal) -> GitVersion {
    let text = try GitCommand(.reading, ["version"], directory: directory, environment: environment).output()
    return try supported(String(decoding: text, as: UTF8.self))
  }

  /// Reads what `git version` printed.
  /// - Throws: `unsupportedGit` when it is older than `GitVersion.minimum` or unreadable.
  static func supported(_ text: String) throws(Refusal) -> GitVersion {
    let remedy = "install git \(GitVersion.minimum) or newer"
    guard let version = GitVersion(text) else {
      throw Refusal(.unsupportedGit, "git does not say its version", remedy: remedy)
    }
    guard version >= .minimum else {
      throw Refusal(.unsupportedGit, "git \(version) is older than Hone can work with", remedy: remedy)
    }
    return version
  }

  /// Children run at the top of the work tree, so relative paths that were meant for another folder are made absolute.
  ///
  /// Variables that were not set stay unset, as long as git finds the same repository from there: hooks that `git commit` runs see
  /// what they always see.
  static func environment(for location: RepositoryLocation, from environment: Environment) -> Environment {
    var copy = environment
    copy["GIT_PREFIX"] = nil
    if copy["GIT_DIR"] != nil || copy["GIT_WORK_TREE"] != nil || !location.isFoundFromTop {
      copy[bytes: "GIT_DIR"] = location.gitDirectory
      copy[bytes: "GIT_WORK_TREE"] = location.workTree
    }
    if copy["GIT_COMMON_DIR"] != nil { copy[bytes: "GIT_COMMON_DIR"] = location.commonDirectory }
    if copy["GIT_INDEX_FILE"] != nil { copy[bytes: "GIT_INDEX_FILE"] = location.indexFile }
    return copy
  }

  /// Lets libgit2 see the objects that git keeps elsewhere for now.
  private static func addObjects(named environment: Environment, to repository: borrowing Handle) throws(Refusal) {
    let folders = objectFolders(named: environment)
    if !folders.isEmpty { try ObjectDatabase(of: repository.pointer).add(folders) }
  }

  /// Reads the configuration once for all that is asked of it at the start.
  private static func lookThroughConfiguration(
    of handle: borrowing Handle
  ) throws(Refusal) -> (isPartialClone: Bool, own: [String: String]) {
    var isPartialClone = false
    var own: [String: String] = [:]
    try forEachEntry(of: configurationSnapshot(of: handle.pointer)) { name, value in
      if OwnSettings.isOfPartialClone(name) { isPartialClone = true }
      insert(name, value, below: ownSection, into: &own)
    }
    return (isPartialClone, own)
  }

  private static func openRefusal(_ error: Refusal, code: Int32, workTree: [UInt8]) -> Refusal {
    let path = String(decoding: workTree, as: UTF8.self)
    if code == LibGit2.foreignOwner || error.message.contains("safe.directory") {
      return Refusal(
        .unsupportedRepository, "detected dubious ownership in repository at '\(path)'",
        remedy: "git config --global --add safe.directory \(path)")
    }
    return Refusal(.unsupportedRepository, error.message, remedy: "see what git status says here")
  }
}

extension [UInt8] {
  /// Calls `body` with these bytes as a C string; a path never holds a NUL.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    var copy = self.map { CChar(bitPattern: $0) }
    copy.append(0)
    return copy.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? "".withCString(body)
    }
  }
}
