#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore

/// What a repository's own configuration says about its format.
///
/// Only the repository's `config` file counts for git here, and only `extensions.*` of a repository of format 1, but
/// `objectformat` is refused whatever the format number says: its ids would not fit.
struct RepositoryFormat {
  /// Extensions whose repositories work with Hone, and so are left alone.
  private static let known: Set<String> = [
    "noop", "worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees",
  ]

  /// Reads the format.
  /// - Parameter commonDirectory: the directory that holds `config`.
  /// - Throws: `unsupportedRepository` that names the extension.
  static func check(commonDirectory: [UInt8]) throws(Refusal) {
    guard LibGit2.isReady else { throw Refusal(.gitFailed, "libgit2 does not start") }
    let path = String(decoding: commonDirectory, as: UTF8.self) + "/config"
    let config = try Handle("read \(path)", release: git_config_free) { git_config_open_ondisk(&$0, path) }
    if let refusal = try refusal(in: config) { throw refusal }
  }

  /// Why Hone does not work with a repository of that configuration; `nil` where it does.
  static func refusal(in config: borrowing Handle) throws(Refusal) -> Refusal? {
    var refusal: Refusal?
    let section = "extensions."
    try Repository.forEachEntry(of: config) { name, value in
      guard refusal == nil, strncmp(name, section, section.utf8.count) == 0 else { return }
      let name = String(cString: name).dropFirst(section.count).lowercased()
      refusal = Self.refusal(name: name, value: value.map { String(cString: $0) } ?? "")
    }
    return refusal
  }

  private static func refusal(name: String, value: String) -> Refusal? {
    switch name {
    case "objectformat":
      return value.lowercased() == "sha1" ? nil : refusal(extension: "objectformat=\(value) (SHA-256)")
    case "refstorage":
      return value.lowercased() == "files" ? nil : refusal(extension: "refstorage=\(value)")
    default:
      return known.contains(name) ? nil : refusal(extension: name)
    }
  }

  /// The refusal of a repository that uses `extension`.
  static func refusal(extension name: String) -> Refusal {
    Refusal(
      .unsupportedRepository, "this repository uses \(name), which Hone cannot write yet",
      remedy: "use a clone without it, with SHA-1 ids and refs in files")
  }
}
