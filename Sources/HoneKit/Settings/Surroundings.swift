internal import HoneCore
internal import HoneGit
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where a command was started: the repository, the user's settings, and what the team leaves out.
struct Surroundings {
  let repository: Repository
  let settings: Settings
  let environment: Environment
  let team: TeamConfiguration
  /// What was found of runs that did not come to their end, and told.
  let recovered: [RecoveryNote]

  /// Opens the repository around the current directory.
  ///
  /// Where a run writes, what a killed run left behind is repaired first, and a merge, rebase or other operation in progress
  /// is refused.
  /// - Parameter checksState: whether such an operation is looked for here.
  static func open(isWriting: Bool, checksState: Bool = true, observer: any RunObserver) throws -> Surroundings {
    let environment = Environment.current
    let directory = currentDirectory
    // Whoever only reads need not wait for git to say where the repository is.
    let repository =
      isWriting
      ? try Repository.open(at: directory, environment: environment)
      : try Repository.openToRead(at: directory, environment: environment)
    let notes = isWriting ? repository.recover() : repository.unfinishedRuns()
    for note in notes { observer.report(.note(note.text)) }
    if isWriting, checksState { try repository.checkWritable() }
    return Surroundings(
      repository: repository,
      settings: try settings(at: directory, environment: environment),
      environment: environment, team: try TeamConfiguration.read(from: repository), recovered: notes)
  }

  /// The same for a run that writes where its options say.
  static func open(for options: RunOptions, observer: any RunObserver) throws -> Surroundings {
    let destination = options.effective(isInteractive: observer.isInteractive).destination
    return try open(isWriting: destination != .patch, observer: observer)
  }

  /// The user's settings, inside or outside of a repository.
  static func settings(at directory: String, environment: Environment) throws -> Settings {
    let pairs = try Repository.configuration(matching: "^hone(engine)?\\.", at: directory, environment: environment)
    var settings = try Settings(pairs: pairs.lazy.map { ($0.key, $0.value) })
    let own = Settings.enginesReached(by: pairs.lazy.filter(\.isOwn).map(\.key))
    let isChosen = choosesElsewhere(pairs, settings, environment)
    if !own.isEmpty || isChosen {
      let repository = try? Repository.open(at: directory, environment: environment)
      let trust = try repository.map { try Trust(repository: $0, environment: environment) }
      if try trust?.isGranted() != true {
        settings.untrustedEngines = own
        settings.isChoiceUntrusted = isChosen
      }
    }
    return settings
  }

  /// Whether the repository's own configuration chooses an engine on another machine, which the user has not chosen.
  static func choosesElsewhere(
    _ pairs: [(key: String, value: String, isOwn: Bool)], _ settings: Settings, _ environment: Environment
  ) -> Bool {
    Settings.isEngineOwn(in: pairs)
      && EngineSelection(settings: settings, environment: environment).addressElsewhere(of: settings.engine) != nil
  }

  /// The current directory, by its name where that is UTF-8.
  static var currentDirectory: String {
    guard let pointer = getcwd(nil, 0) else { return "." }
    defer { free(pointer) }
    return String(validatingCString: pointer) ?? "."
  }

  /// Whether `path`, relative to the current directory, names a file or folder.
  func fileExists(_ path: String) -> Bool {
    var name = ArgumentText.bytes(of: path).map { CChar(bitPattern: $0) }
    name.append(0)
    return access(name, F_OK) == 0
  }
}
