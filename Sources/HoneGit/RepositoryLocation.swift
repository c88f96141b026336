internal import HoneCore
internal import HoneSystem

/// Where the parts of a repository lie, as git itself says; all paths are absolute bytes without a final slash.
struct RepositoryLocation {
  /// The git directory of this work tree: `.git`, or `.git/worktrees/<name>` in a linked one.
  let gitDirectory: [UInt8]
  /// The directory that all work trees share.
  let commonDirectory: [UInt8]
  /// The index that git would use, `GIT_INDEX_FILE` included.
  let indexFile: [UInt8]
  /// The top of the work tree.
  let workTree: [UInt8]
  /// The folder below the top in which the user stands, with a final slash; empty at the top.
  let prefix: [UInt8]
  /// Whether the format of the repository was looked at, and is one that Hone works with.
  let isFormatKnown: Bool

  /// Asks git, so that `GIT_DIR` and its relatives mean exactly what they mean to git.
  /// - Throws: `noRepository` for none or a bare one; `unsupportedRepository` for a foreign owner or an extension that
  ///   git itself refuses.
  init(directory: [UInt8], environment: Environment) throws(Refusal) {
    let command = GitCommand(
      .reading,
      [
        "rev-parse", "--path-format=absolute", "--is-bare-repository", "--git-dir", "--git-common-dir", "--git-path",
        "index", "--show-toplevel", "--show-prefix",
      ], directory: directory, environment: environment)
    let output = try command.run()
    let lines = output.standardOutput.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Array($0) }
    guard output.status.isSuccess else {
      throw Self.refusal(message: output.message, isBare: lines.first.map { $0.elementsEqual("true".utf8) } ?? false)
    }
    // Six answers, each ended by a line feed; the prefix is an empty line at the top.
    guard lines.count == 7, lines[0].elementsEqual("false".utf8) else {
      throw Refusal(
        .unsupportedRepository, "the repository lies under a folder whose name holds a line feed",
        remedy: "move it to another folder")
    }
    gitDirectory = lines[1]
    commonDirectory = lines[2]
    indexFile = lines[3]
    workTree = lines[4]
    prefix = lines[5]
    isFormatKnown = false
  }

  private static func refusal(message: String, isBare: Bool) -> Refusal {
    let lines = message.split(separator: "\n").map { line in String(line.drop { $0 == " " || $0 == "\t" }) }
    let first = lines.first.map { $0.hasPrefix("fatal: ") ? String($0.dropFirst(7)) : $0 } ?? "git says nothing"
    if isBare {
      return Refusal(
        .noRepository, "this repository is bare: it has no work tree", remedy: "run git hone in a clone of it")
    }
    if first.hasPrefix("detected dubious ownership") {
      return Refusal(.unsupportedRepository, first, remedy: lines.last { $0.hasPrefix("git config") })
    }
    if first.hasPrefix("unknown repository extension") {
      let names = lines.dropFirst().joined(separator: ", ")
      return RepositoryFormat.refusal(extension: names.isEmpty ? "(unnamed)" : names)
    }
    if first.hasPrefix("this operation must be run in a work tree") {
      return Refusal(
        .noRepository, "this is inside the git directory, not in the work tree", remedy: "run git hone in the work tree"
      )
    }
    if first.hasPrefix("not a git repository") {
      return Refusal(.noRepository, first, remedy: "run git hone inside a repository, or make one with git init")
    }
    return Refusal(.unsupportedRepository, first, remedy: "see what git status says here")
  }
}
