internal import HoneCore
internal import HoneSystem

extension Repository {
  /// Whether no file that git reads attributes from can say anything of any of `paths`, so that git need not be asked.
  ///
  /// See gitattributes(5) for the files: those of the system, of the user, of the repository, and one in each folder above
  /// a path, in the work tree or else in the index. Where it is not certain, the answer is no.
  func areWithoutAttributes(_ paths: [RepositoryPath]) throws(Refusal) -> Bool {
    guard isConfigurationPlain, environment["GIT_ATTR_SOURCE"] == nil else { return false }
    for key in ["core.attributesfile", "attr.tree"] where try configuration(key) != nil { return false }
    let own = [commonDirectory, gitDirectory].map { $0 + Array("/info/attributes".utf8) }
    guard (own + sharedAttributeFiles).allSatisfy({ FileIdentity(path: $0) == nil }) else { return false }
    let name = Array(".gitattributes".utf8)
    var files: Set<[UInt8]> = [name]
    for path in paths {
      for (position, byte) in path.bytes.enumerated() where byte == UInt8(ascii: "/") {
        files.insert(path.bytes[...position] + name)
      }
    }
    guard files.allSatisfy({ FileIdentity(path: workTree + [UInt8(ascii: "/")] + $0) == nil }),
      let listing = IndexReaderListing(path: indexFile)
    else { return false }
    return listing.entries(of: files.compactMap { try? RepositoryPath(bytes: $0) }).isEmpty
  }

  /// Where attributes of the user and of the system stand; the latter depends on how git was built, so that every usual
  /// place counts, and the one beside the git of the search path.
  private var sharedAttributeFiles: [[UInt8]] {
    var folders = [
      "/etc", "/usr/etc", "/usr/local/etc", "/opt/homebrew/etc", "/Library/Developer/CommandLineTools/etc",
    ]
    for folder in (environment["PATH"] ?? "").split(separator: ":") where folder.hasSuffix("/bin") {
      folders.append(folder.dropLast(4) + "/etc")
    }
    var files = folders.map { Array("\($0)/gitattributes".utf8) }
    if let home = environment["XDG_CONFIG_HOME"], !home.isEmpty { files.append(Array("\(home)/git/attributes".utf8)) }
    if let home = environment["HOME"] { files.append(Array("\(home)/.config/git/attributes".utf8)) }
    return files
  }
}
