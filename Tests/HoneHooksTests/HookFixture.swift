import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Where in the world a `git commit` runs.
enum CommitPlace: String, CaseIterable, Sendable {
  case mainWorkTree, subdirectory, linkedWorkTree, submodule
}

/// A work tree with Hone's hooks in it, of any kind, and real git.
struct HookFixture {
  let repository: ScriptedRepository
  /// The top of the work tree in which commits run.
  let top: String
  /// Where the user stands.
  let folder: String

  /// Lines that no check lets through.
  static let bad = markers.joined(separator: "\n") + "\n"
  /// The same as the replacement of a `sed` command.
  static let badReplacement = markers.joined(separator: "\\n")
  private static let markers = ["<<<<<<< ours", "=======", ">>>>>>> theirs"]

  /// - Parameter hooks: the hooks to install; none to install by hand.
  init(_ place: CommitPlace = .mainWorkTree, hooks: [HookName] = HookName.standard) throws {
    repository = try ScriptedRepository()
    repository.environment["HONE_GRAMMARS"] = Environment.current["HONE_GRAMMARS"]
    for (name, text) in ["a.txt": Self.numbered(), "b.txt": "b\n", "c.txt": "c\n"] {
      try repository.write("src/" + name, text)
    }
    try repository.commit("first")
    switch place {
    case .mainWorkTree, .subdirectory: top = repository.path
    case .linkedWorkTree:
      top = repository.scratch + "/linked"
      try repository.git("worktree", "add", "--quiet", "-b", "side", top)
    case .submodule:
      let outer = repository.scratch + "/outer"
      top = outer + "/sub"
      try repository.git("init", "--quiet", outer)
      try repository.git(
        ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository.path, "sub"], in: outer)
    }
    folder = place == .subdirectory ? top + "/src" : top
    // What a hook says must not depend on how busy the machine is.
    try git("config", "hone.hook.budget", "1m")
    if !hooks.isEmpty { _ = try installation().install(hooks, program: Self.program) }
  }

  /// A text of twenty lines, some replaced.
  static func numbered(_ replacing: [Int: String] = [:]) -> String {
    (1...20).map { replacing[$0] ?? "line \($0)\n" }.joined()
  }

  /// The program of this build.
  static let program: String = {
    var folder = InstalledFolder.executable ?? ""
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      if HookFile.isExecutable(Array((folder + "/hone-hook").utf8)) { return folder + "/hone-hook" }
    }
    return "hone-hook"
  }()

  func installation(version: String? = nil) throws -> HookInstallation {
    let opened = try Repository.open(at: top, environment: repository.environment)
    return try HookInstallation(opened, version: version.flatMap { GitVersion("git version \($0)") })
  }

  // MARK: git

  @discardableResult
  func git(_ arguments: String...) throws -> String { try repository.git(arguments, in: top) }

  /// Runs a command line of a shell where the user stands.
  func shell(_ script: String) throws -> HookResult {
    HookResult(try repository.run("sh", ["-c", script], in: folder))
  }

  func write(_ name: String, _ text: String) throws { try repository.write(top + "/src/" + name, text) }

  func text(_ name: String) -> String? { repository.text(top + "/src/" + name) }

  /// What `git status --porcelain=v1` says, one line a path.
  func status() throws -> [String] {
    try git("status", "--porcelain=v1", "--untracked-files=all").split(separator: "\n").map(String.init)
  }

  func head() throws -> String { String(try git("rev-parse", "HEAD").prefix(40)) }

  /// Locks, temporary files and journals that lie about anywhere; empty when nothing was left over.
  func leftOvers() throws -> String {
    let script = "find '\(repository.scratch)' -name '*.lock' -o -name '.hone-*' -o -path '*/hone/runs/*/journal'"
    return String(decoding: try repository.run("sh", ["-c", script]).standardOutput, as: UTF8.self)
  }

  /// What `git fsck --strict` complains about; `nil` for nothing.
  func fsck() throws -> String? {
    let output = try repository.run("git", ["fsck", "--strict", "--no-dangling", "--no-progress"], in: top)
    return output.status.isSuccess ? nil : output.message
  }
}

/// How a command ended and what it said.
struct HookResult {
  let code: Int32
  let output: String
  /// Standard error, where hooks speak.
  let words: String

  init(_ output: ChildProcess.Output) {
    if case .exited(let code) = output.status { self.code = code } else { code = -1 }
    self.output = String(decoding: output.standardOutput, as: UTF8.self)
    words = String(decoding: output.standardError, as: UTF8.self)
  }
}
