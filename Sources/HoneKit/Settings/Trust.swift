internal import Crypto
internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Whether the user lets a repository's own files start programs and name engines.
///
/// A repository arrives with a `.hone.yml` and recipes that somebody else wrote; both can name commands to try a result with.
/// One that arrives as a folder brings a `.git/config` as well, which can name or choose an engine on another machine, and the
/// variable that holds its key. None of them is used before the user has said `git hone trust`, and what was trusted is their exact
/// contents: after a pull that changes one of them the question is open again. The answer lies in the user's own folder,
/// never in the repository.
package struct Trust {
  private let repository: Repository
  private let environment: Environment
  private let record: String

  init(repository: Repository, environment: Environment) throws {
    guard let folder = UserDirectories(environment: environment)?.state else {
      throw RunFailure.usage("there is no folder to remember trust in", remedy: "set HOME")
    }
    self.repository = repository
    self.environment = environment
    record = "\(folder)/trust/\(SHA256.hash(data: repository.workTree).hexadecimal)"
  }

  /// Whether the files are the ones that were trusted.
  func isGranted() throws -> Bool {
    guard let remembered = Self.read(record) else { return false }
    return remembered == (try digest() + "\n")
  }

  /// Remembers the files as they are now.
  func grant() throws {
    let folder =
      record.prefix { $0 != "/" } + record.dropFirst().split(separator: "/").dropLast().map { "/" + $0 }.joined()
    try Self.makeFolder(String(folder))
    let file = open(record, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure("write \(record)") }
    defer { close(file) }
    let bytes = Array((try digest() + "\n").utf8)
    guard write(file, bytes, bytes.count) == bytes.count else { throw Self.failure("write \(record)") }
  }

  func revoke() throws {
    guard unlink(record) == 0 || errno == ENOENT else { throw Self.failure("remove \(record)") }
  }

  /// The SHA-256 over the team's file, staged and in the work tree, every recipe of the repository, and the engines of its
  /// own configuration.
  private func digest() throws -> String {
    var hash = SHA256()
    func add(_ name: String, _ bytes: [UInt8]) {
      hash.update(data: Array("\(name.utf8.count) \(bytes.count) \(name)".utf8))
      hash.update(data: bytes)
    }
    let path = try RepositoryPath(TeamFile.name)
    add("work tree", try repository.workTreeFile(at: path)?.bytes ?? [])
    let staged = try repository.trackedFiles(paths: [path]).first?.entry
    add("index", try staged.map { try repository.blob($0.id) } ?? [])
    for entry in recipes() { add(entry, Array((Self.read(entry) ?? "").utf8)) }
    for (key, value) in try engines() { add(key, Array(value.utf8)) }
    return hash.finalize().hexadecimal
  }

  /// What the repository's own configuration says of engines.
  func engines() throws -> [(key: String, value: String)] {
    let pairs = try repository.configuration(matching: #"^(honeengine\..*|hone\.(engine|model))$"#)
    // A choice that stays on this machine, or is the user's as well, needs no leave: changing it takes none away.
    let settings = try Settings(pairs: pairs.lazy.map { ($0.key, $0.value) })
    let choice = Surroundings.choosesElsewhere(pairs, settings, environment) ? ["hone.engine", "hone.model"] : []
    return pairs.filter { $0.isOwn && ($0.key.hasPrefix("honeengine.") || choice.contains($0.key)) }.map {
      ($0.key, $0.value)
    }
  }

  /// The files of the repository's own recipes.
  func recipes() -> [String] {
    RecipeCatalog(repository: repository.reachableWorkTree, environment: environment).entries()
      .filter { $0.origin == .repository }.map(\.file).sorted()
  }

  /// The commands that recipes of the repository name as gates.
  func commands() -> [(recipe: String, command: String)] {
    let catalog = RecipeCatalog(repository: repository.reachableWorkTree, environment: environment)
    return catalog.entries().filter { $0.origin == .repository }.flatMap { entry in
      let gates = (try? catalog.recipe(for: entry))?.header.asking?.gates ?? []
      return gates.compactMap { gate in if case .command(let words) = gate { (entry.name, words) } else { nil } }
    }
  }

  // MARK: Files

  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func makeFolder(_ path: String) throws {
    var prefix = ""
    for part in path.split(separator: "/") {
      prefix += "/" + part
      guard mkdir(prefix, 0o700) == 0 || access(prefix, F_OK) == 0 else { throw failure("create \(prefix)") }
    }
  }

  private static func failure(_ action: String) -> RunFailure {
    RunFailure.usage("cannot \(action): \(String(cString: strerror(errno)))", remedy: "check its permissions")
  }
}

/// `git hone trust`.
package enum TrustAdministration {
  package enum Action: Sendable {
    case grant
    case revoke
    case show
  }

  /// What the repository's files name, and what was answered.
  package struct Report: Sendable {
    /// The command of `.hone.yml` that tries results.
    package var gate: String?
    /// The files of the repository's own recipes.
    package var recipes: [String]
    /// What the repository's own configuration says of engines.
    package var engines: [(key: String, value: String)]
    /// The commands that its recipes name as gates.
    package var commands: [(recipe: String, command: String)]
    package var isTrusted = false

    /// Whether nothing is named that trust is asked for.
    var isEmpty: Bool { gate == nil && recipes.isEmpty && engines.isEmpty && commands.isEmpty }
  }

  /// Says what the repository's files would run, and remembers or forgets that they may.
  ///
  /// Where they name nothing there is nothing to remember.
  package static func start(_ action: Action, observer: any RunObserver) throws -> Report {
    let surroundings = try Surroundings.open(isWriting: false, observer: observer)
    let trust = try Trust(repository: surroundings.repository, environment: surroundings.environment)
    var report = Report(
      gate: surroundings.team.file.gate, recipes: trust.recipes(), engines: try trust.engines(),
      commands: trust.commands())
    if let gate = report.gate { observer.report(.note("\(TeamFile.name) gate: \(gate)")) }
    for recipe in report.recipes { observer.report(.note("recipe: \(recipe)")) }
    for (key, value) in report.engines { observer.report(.note("\(key): \(value)")) }
    for gate in report.commands { observer.report(.note("\(gate.recipe) gate: \(gate.command)")) }
    switch action {
    case .grant where report.isEmpty, .show where report.isEmpty:
      observer.report(
        .note(
          "there is nothing to trust here: it would be the gate of \(TeamFile.name), recipes in .hone/recipes, and engines "
            + "in this repository's own .git/config"))
    case .grant:
      try trust.grant()
      observer.report(.note("trusted as they are now; a change of these files ends that"))
    case .revoke:
      try trust.revoke()
      observer.report(.note("no longer trusted: no command of these files is run"))
    case .show:
      observer.report(.note(try trust.isGranted() ? "trusted" : "not trusted: git hone trust"))
    }
    report.isTrusted = try trust.isGranted()
    return report
  }
}

extension RunSession {
  /// The command that the team tries results with; `nil`, and said, while it is not trusted.
  func teamGate() throws -> String? {
    guard let gate = team.file.gate else { return nil }
    guard try Trust(repository: repository, environment: environment).isGranted() else {
      note(
        "the gate of \(TeamFile.name) was not run: look at it with git hone trust --show, allow it with git hone trust")
      return nil
    }
    return gate
  }
}
