#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore
internal import HoneSystem

extension RepositoryLocation {
  /// Takes the places from where git has started a hook, without asking git.
  ///
  /// git starts hooks at the top of the work tree. `GIT_DIR` names the git directory where it is not `.git` (linked work
  /// trees, submodules, `--git-dir`), and `GIT_INDEX_FILE` the index where that is not `index` in the git directory.
  /// - Returns: `nil` when anything is otherwise, so that git must be asked: a hook of a bare repository, a program that
  ///   starts hooks by itself in another folder, a work tree that the configuration puts elsewhere.
  init?(hookIn directory: [UInt8], environment: Environment) {
    guard let top = Self.resolved(directory, from: []) else { return nil }
    let named = environment[bytes: "GIT_DIR"] ?? Array(".git".utf8)
    guard let gitDirectory = Self.gitDirectory(Self.absolute(named, from: top)) else { return nil }
    if let tree = environment[bytes: "GIT_WORK_TREE"], Self.resolved(tree, from: top) != top { return nil }
    let common: [UInt8]
    if let named = environment[bytes: "GIT_COMMON_DIR"] {
      common = Self.absolute(named, from: top)
    } else if let line = Self.line(of: gitDirectory + Array("/commondir".utf8)) {
      guard let found = Self.resolved(line, from: gitDirectory) else { return nil }
      common = found
    } else {
      common = gitDirectory
    }
    var isFormatKnown = false
    guard FileIdentity(path: gitDirectory + Array("/HEAD".utf8)) != nil,
      Self.isWorkTree(
        top, of: gitDirectory, common: common, isNamed: environment["GIT_WORK_TREE"] != nil, &isFormatKnown)
    else { return nil }
    self.isFormatKnown = isFormatKnown
    self.gitDirectory = gitDirectory
    commonDirectory = common
    indexFile = Self.absolute(environment[bytes: "GIT_INDEX_FILE"] ?? gitDirectory + Array("/index".utf8), from: top)
    workTree = top
    prefix = []
  }

  /// Finds the work tree around a directory as git does, without asking git.
  /// - Returns: `nil` when anything is out of the ordinary: places that the environment names, another file system above,
  ///   a directory inside of a git directory, and what `init(hookIn:environment:)` leaves to git.
  init?(around directory: [UInt8], environment: Environment) {
    let names = ["DIR", "WORK_TREE", "COMMON_DIR", "INDEX_FILE", "CEILING_DIRECTORIES", "DISCOVERY_ACROSS_FILESYSTEM"]
    guard names.allSatisfy({ environment["GIT_" + $0] == nil }),
      let start = Self.resolved(directory, from: [])
    else { return nil }
    let device = FileIdentity(path: start)?.device
    var top = start
    while FileIdentity(path: top + Array("/.git".utf8)) == nil {
      // A bare repository and a git directory hold these two.
      if FileIdentity(path: top + Array("/HEAD".utf8)) != nil, FileIdentity(path: top + Array("/objects".utf8)) != nil {
        return nil
      }
      guard let slash = top.lastIndex(of: UInt8(ascii: "/")), slash > 0 else { return nil }
      top.removeSubrange(slash...)
      guard FileIdentity(path: top)?.device == device else { return nil }
    }
    guard let found = RepositoryLocation(hookIn: top, environment: environment),
      found.workTree == top
    else { return nil }
    gitDirectory = found.gitDirectory
    commonDirectory = found.commonDirectory
    indexFile = found.indexFile
    isFormatKnown = found.isFormatKnown
    workTree = top
    prefix = start.count > top.count ? Array(start[(top.count + 1)...]) + [UInt8(ascii: "/")] : []
  }

  /// Whether git, started at the top of the work tree without a word about where things are, finds this git directory.
  var isFoundFromTop: Bool {
    Self.gitDirectory(workTree + Array("/.git".utf8)) == Self.resolved(gitDirectory, from: [])
  }

  /// The directory itself, or the one that a `.git` file names (`gitdir: <path>`).
  private static func gitDirectory(_ path: [UInt8]) -> [UInt8]? {
    // A link counts as what it leads to.
    guard let target = resolved(path, from: []), let identity = FileIdentity(path: target) else { return nil }
    if identity.isFolder { return target }
    let prefix = Array("gitdir: ".utf8)
    guard identity.isRegular, let line = line(of: path), line.starts(with: prefix),
      let slash = path.lastIndex(of: UInt8(ascii: "/"))
    else { return nil }
    return resolved(Array(line.dropFirst(prefix.count)), from: Array(path[..<slash]))
  }

  /// Whether the configuration says, or leaves it, that `top` is the work tree.
  /// - Parameter isFormatKnown: becomes true where the configuration names a format that Hone works with.
  private static func isWorkTree(
    _ top: [UInt8], of gitDirectory: [UInt8], common: [UInt8], isNamed: Bool, _ isFormatKnown: inout Bool
  ) -> Bool {
    guard LibGit2.isReady else { return false }
    let isMain = common == gitDirectory
    func isWorkTree(by name: [UInt8], isOwn: Bool) -> Bool {
      guard FileIdentity(path: name) != nil else { return true }
      let path = String(decoding: name, as: UTF8.self)
      guard
        let config = try? Handle("read \(path)", release: git_config_free, { git_config_open_ondisk(&$0, path) })
      else { return false }
      // Only this file counts for the format; what is wrong with it is told where it is looked at once more.
      if isOwn { isFormatKnown = (try? RepositoryFormat.refusal(in: config) == nil) ?? false }
      var isBare: Int32 = 0
      if git_config_get_bool(&isBare, config.pointer, "core.bare") == 0, isBare != 0, isMain { return false }
      var text = git_buf()
      guard git_config_get_string_buf(&text, config.pointer, "core.worktree") == 0 else { return true }
      defer { git_buf_dispose(&text) }
      let tree = text.ptr.map { LibGit2.bytes(of: $0) } ?? []
      return isNamed || resolved(tree, from: gitDirectory) == top
    }
    return isWorkTree(by: common + Array("/config".utf8), isOwn: true)
      && isWorkTree(by: gitDirectory + Array("/config.worktree".utf8), isOwn: false)
  }

  /// The first line of a small file.
  private static func line(of path: [UInt8]) -> [UInt8]? {
    guard let file = try? Descriptor(path.withCString { open($0, O_RDONLY | O_CLOEXEC) }, operation: "open"),
      let bytes = try? file.readAll(limit: 8_192)
    else { return nil }
    return Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
  }

  private static func absolute(_ path: [UInt8], from folder: [UInt8]) -> [UInt8] {
    path.first == UInt8(ascii: "/") ? path : folder + [UInt8(ascii: "/")] + path
  }

  /// The path without links, `.` and `..`; `nil` when nothing is there.
  private static func resolved(_ path: [UInt8], from folder: [UInt8]) -> [UInt8]? {
    let full = folder.isEmpty ? path : absolute(path, from: folder)
    return full.withCString { name in
      guard let real = realpath(name, nil) else { return nil }
      defer { free(real) }
      return Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }
  }
}
