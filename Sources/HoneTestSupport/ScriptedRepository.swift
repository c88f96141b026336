#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneSystem

/// A repository in a folder of its own that tests fill by real git, and that removes itself.
///
/// Nothing of the machine's or the user's configuration reaches it: no system or global configuration, an empty home, a
/// fixed identity and fixed dates, so that commits have the same ids everywhere.
package final class ScriptedRepository {
  /// The top of the work tree, absolute, without a final slash.
  package let path: String
  /// The environment of every git that this repository starts; give the same to the code under test.
  package var environment: Environment
  /// A folder beside the work tree for whatever else a test needs: clones, hooks, filters, a home.
  package let scratch: String

  /// A command of a test that did not do what it should.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Makes a repository whose branch is `main` and has no commit yet.
  /// - Parameter options: further options of `git init`.
  package init(_ options: String...) throws {
    var template = Array("\(Self.temporaryFolder)/hone-test-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.flatMap { mkdtemp($0) } != nil }
    guard made, let real = realpath(template, nil) else { throw SystemError("make a folder for a test") }
    scratch = String(cString: real)
    free(real)
    path = scratch + "/work"
    environment = Self.hermetic(home: scratch + "/home")
    for folder in [path, scratch + "/home"] where mkdir(folder, 0o755) != 0 { throw SystemError("make \(folder)") }
    try git(["init", "--quiet", "--initial-branch=main"] + options)
  }

  deinit {
    _ = try? ChildProcess.run(ChildProcess.Command("chmod", ["-R", "u+rwx", scratch]))
    _ = try? ChildProcess.run(ChildProcess.Command("rm", ["-rf", scratch]))
  }

  private static var temporaryFolder: String { Environment.current["TMPDIR"] ?? "/tmp" }

  private static func hermetic(home: String) -> Environment {
    var environment = Environment([
      "HOME": home, "XDG_CONFIG_HOME": home + "/.config", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": "/dev/null",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "false", "LC_ALL": "C",
      "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_AUTHOR_DATE": "1700000000 +0000",
      "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
      "GIT_COMMITTER_DATE": "1700000000 +0000", "GIT_ADVICE": "0",
    ])
    environment[bytes: "PATH"] = Environment.current[bytes: "PATH"]
    return environment
  }

  // MARK: git

  /// Runs git at the top of the work tree.
  /// - Returns: what it wrote to its standard output.
  /// - Throws: `Failure` with its standard error when it exits with another status than 0.
  @discardableResult
  package func git(_ arguments: [String], input: String = "", in directory: String? = nil) throws -> String {
    let output = try run("git", arguments, input: Array(input.utf8), in: directory)
    guard output.status.isSuccess else {
      throw Failure(description: "git \(arguments.joined(separator: " ")): \(output.message)")
    }
    return String(decoding: output.standardOutput, as: UTF8.self)
  }

  /// The same with arguments one after the other.
  @discardableResult
  package func git(_ arguments: String...) throws -> String {
    try git(arguments)
  }

  /// Runs any program at the top of the work tree, whatever it exits with.
  package func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [], in directory: String? = nil
  ) throws -> ChildProcess.Output {
    let command = ChildProcess.Command(
      program, arguments, environment: environment, directory: directory ?? path)
    return try ChildProcess.run(command, input: input)
  }

  /// Stages everything and commits it.
  /// - Returns: the id of the commit, 40 digits.
  @discardableResult
  package func commit(_ message: String = "change") throws -> String {
    try git("add", "--all")
    try git("commit", "--quiet", "--allow-empty", "-m", message)
    return try head()
  }

  /// Stages paths.
  package func stage(_ paths: String...) throws {
    try git(["add", "--"] + paths)
  }

  /// The id of the commit that HEAD names, 40 digits.
  package func head() throws -> String {
    String(try git("rev-parse", "HEAD").prefix(40))
  }

  /// What `git status --porcelain=v1` says, one line a path, untracked files included.
  package func status() throws -> [String] {
    try git("status", "--porcelain=v1", "--untracked-files=all").split(separator: "\n").map(String.init)
  }

  /// The bytes that are staged for a path.
  package func staged(_ name: String) throws -> [UInt8] {
    let output = try run("git", ["cat-file", "blob", ":\(name)"])
    guard output.status.isSuccess else { throw Failure(description: "\(name) is not staged: \(output.message)") }
    return output.standardOutput
  }

  /// The text that is staged for a path.
  package func stagedText(_ name: String) throws -> String {
    String(decoding: try staged(name), as: UTF8.self)
  }

  /// Whether `git fsck --strict` finds nothing wrong; what it says when it does.
  package func fsck() throws -> String? {
    let output = try run("git", ["fsck", "--strict", "--no-dangling", "--no-progress"])
    let words = output.message + String(decoding: output.standardOutput, as: UTF8.self)
    return output.status.isSuccess && words.isEmpty ? nil : "\(output.status): \(words)"
  }
}
