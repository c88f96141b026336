#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// Every git child that Hone starts is made here, so that its surroundings are decided in one place.
///
/// What each purpose fixes, and why:
/// - no pager, no terminal prompt, standard input from a pipe: a child can never stop to ask;
/// - messages in English (`LC_MESSAGES=C`, and `LC_ALL` moved to `LC_CTYPE` so that it cannot override that), because
///   a few are recognised, while the character set stays the user's for filters that need it;
/// - pathspecs are taken literally: a file may be called `*`;
/// - hooks are off, because plumbing on a private copy is none of a hook's business;
/// - reading starts no file-system monitor and takes no optional lock, so that a hostile configuration runs nothing and
///   the user's own git is never kept waiting.
struct GitCommand {
  /// What the child is started for.
  enum Purpose {
    /// Reads; must not write and must not run a program named by the repository.
    case reading
    /// Writes objects, refs or a copy of the index.
    case writing
    /// `git commit`: hooks, identity, signing and language are the user's own.
    case committing
  }

  /// Takes the files of hooks away, and the hooks of the configuration (git 2.54 and newer) for the events of plumbing.
  private static let withoutHooks =
    ["-c", "core.hooksPath=/dev/null"]
    + ["post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"].flatMap {
      ["-c", "hook.\($0).enabled=false"]
    }

  private(set) var command: ChildProcess.Command
  private var input: [UInt8] = []

  /// - Parameters:
  ///   - directory: where the child runs; the top of the work tree unless the repository is still being looked for.
  ///   - overrides: configuration for this child only, as `name=value`.
  init(
    _ purpose: Purpose, _ arguments: [String], directory: [UInt8], environment: Environment, overrides: [String] = []
  ) {
    var options = ["--no-pager"]
    var environment = environment
    switch purpose {
    case .reading:
      options += ["--no-optional-locks", "-c", "core.fsmonitor=false"] + Self.withoutHooks
    case .writing:
      options += Self.withoutHooks
    case .committing:
      break
    }
    if purpose != .committing {
      options += ["--literal-pathspecs"]
      for name in ["GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"] { environment[name] = nil }
      environment["GIT_TERMINAL_PROMPT"] = "0"
      environment["LC_MESSAGES"] = "C"
      if let all = environment["LC_ALL"] { environment["LC_CTYPE"] = all }
      environment["LC_ALL"] = nil
      environment["LANGUAGE"] = nil
    }
    for override in overrides { options += ["-c", override] }
    command = ChildProcess.Command("git", options + arguments, environment: environment)
    command.directory = directory
    command.isShieldedFromTerminal = purpose == .writing
  }

  /// Appends arguments that need not be UTF-8.
  mutating func append(_ arguments: some Sequence<[UInt8]>) {
    command.arguments.append(contentsOf: arguments)
  }

  /// Appends `--` and paths.
  mutating func append(paths: some Sequence<RepositoryPath>) {
    command.arguments.append(Array("--".utf8))
    command.arguments.append(contentsOf: paths.map(\.bytes))
  }

  /// Sets a variable for this child.
  mutating func set(_ variable: String, _ value: String) {
    command.environment[variable] = value
  }

  /// Sets what the child reads from its standard input.
  mutating func setInput(_ bytes: [UInt8]) {
    input = bytes
  }

  /// Runs the child to its end.
  /// - Throws: `unsupportedGit` when git cannot be started. An exit status other than 0 is a result.
  func run() throws(Refusal) -> ChildProcess.Output {
    do {
      return try ChildProcess.run(command, input: input)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR, let output = runFromKnownPlaces() { return output }
      let isMissing = [ENOENT, EACCES, ENOTDIR].contains(error.code)
      throw Refusal(
        .unsupportedGit, "git cannot be started (\(error))",
        remedy: isMissing
          ? "install git \(GitVersion.minimum) or newer and put it on PATH"
          : error.code == E2BIG
            ? "name fewer paths" : "see what this machine is short of: memory, processes or open files")
    }
  }

  /// Where git is when `PATH` does not lead to it, as in hooks that a graphical program starts.
  private static let knownPlaces = [
    "/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git", "/Library/Developer/CommandLineTools/usr/bin/git",
  ]

  private func runFromKnownPlaces() -> ChildProcess.Output? {
    for place in Self.knownPlaces {
      var command = command
      command.program = place
      if let output = try? ChildProcess.run(command, input: input) { return output }
    }
    return nil
  }

  /// Runs the child and returns its standard output.
  /// - Throws: `gitFailed` with git's own words when it exits with another status than 0.
  func output() throws(Refusal) -> [UInt8] {
    let output = try run()
    guard output.status.isSuccess else { throw Self.failure(of: name, output) }
    return output.standardOutput
  }

  /// The refusal for a child that failed.
  static func failure(of name: String, _ output: ChildProcess.Output) -> Refusal {
    let words = output.message.split(separator: "\n").map(String.init).joined(separator: "; ")
    return Refusal(
      .gitFailed, "git \(name) failed: \(words.isEmpty ? "\(output.status)" : words)", remedy: remedy(for: words))
  }

  /// What helps against a failure of which git says `words`: a lock that is held, or else what the machine may be short of.
  private static func remedy(for words: String) -> String {
    guard let lock = heldLock(words) else { return "run git fsck, and see that the disk is not full" }
    return "another git is at work, or one was killed: wait for it, and remove \(lock) when none runs"
  }

  /// The lock that stands in the way: `could not lock config file <file>: File exists`, or
  /// `Unable to create '<file>.lock': File exists`.
  static func heldLock(_ words: String) -> String? {
    func between(_ start: String, _ end: String) -> Substring? {
      var rest = (words + "\n")[...]
      while !rest.hasPrefix(start) {
        guard rest.popFirst() != nil else { return nil }
      }
      rest = rest.dropFirst(start.count)
      let last = rest.indices.first { rest[$0...].hasPrefix(end) }
      return last.map { rest[..<$0] }
    }
    // Where a whole section was to go, git gives no reason.
    let config = "could not lock config file "
    if let file = between(config, ": File exists") ?? between(config, "\n"), !file.contains(":") {
      return "\(file).lock"
    }
    return between("Unable to create '", "': File exists").map(String.init)
  }

  /// The subcommand, for messages.
  private var name: String {
    var iterator = command.arguments.makeIterator()
    while let argument = iterator.next() {
      if argument.elementsEqual("-c".utf8) { _ = iterator.next(); continue }
      if argument.first != UInt8(ascii: "-") { return String(decoding: argument, as: UTF8.self) }
    }
    return ""
  }
}
