internal import HoneEngine
internal import HoneSystem

/// `git hone engine`: install, start, stop and list engines.
package enum EngineAdministration {
  /// An engine that can be named with `--engine`.
  package struct Listing: Sendable {
    package var name: String
    package var model: String
    package var url: String
    /// Whether the text stays on this machine.
    package var isLocal: Bool
    /// Whether it is the one that is used when none is named.
    package var isDefault: Bool
    /// What it can do.
    package var features: [String]
    /// What becomes of replies in which a lost piece would not be noticed, `review` where that follows from whether somebody looks
    /// at what they make; `nil` where every piece is counted or numbered.
    package var uncounted: String?
    /// Whether it may yet turn out that it counts.
    package var mayCount = false
    /// What is missing before it can be used; `nil` when nothing is known to be.
    package var missing: String?
  }

  /// How the local engine is.
  package struct LocalStatus: Sendable {
    /// The models that are installed.
    package var models: [String]
    package var servers: [Server]
  }

  /// A local server that runs.
  package struct Server: Sendable {
    package var model: String
    /// `running`, `loading` or `silent`.
    package var state: String
    package var pid: Int32
    /// On the loopback address; `nil` while the model is loading.
    package var port: UInt16?
    package var threads: Int
    package var contextTokens: Int
    /// It stops after this time without a request.
    package var idleTime: Duration
    /// The file with its messages.
    package var log: String
  }

  private static func directories() throws -> UserDirectories {
    guard let directories = UserDirectories(environment: .current) else { throw LocalEngineHome.missing }
    return directories
  }

  /// All engines: the local one, those that are configured, and the known services.
  package static func engines() throws -> [Listing] {
    let environment = Environment.current
    let settings = try Surroundings.settings(at: Surroundings.currentDirectory, environment: environment)
    let chosen = settings.engine ?? EngineSelection.local
    let selection = EngineSelection(settings: settings, environment: environment)
    // A server that the user has named `local` takes the place of Hone's own.
    var listings =
      selection.isManaged(EngineSelection.local) ? [local(selection, isDefault: chosen == EngineSelection.local)] : []
    let names =
      settings.engines.keys.sorted().filter { !selection.isManaged($0) }
      + EnginePreset.all.map(\.name).filter { settings.engines[$0] == nil }
    for name in names {
      do {
        listings.append(try listing(of: name, selection, isDefault: name == chosen, environment))
      } catch {
        // One that cannot be used must not hide the others.
        listings.append(
          Listing(
            name: name, model: settings.engines[name]?.model ?? "", url: settings.engines[name]?.url ?? "",
            isLocal: false,
            isDefault: name == chosen, features: [], missing: RunFailure(error).message))
      }
    }
    return listings
  }

  private static func listing(
    of name: String, _ selection: EngineSelection, isDefault: Bool, _ environment: Environment
  ) throws -> Listing {
    let configuration = try selection.configuration(named: name, model: selection.chosenModel(nil, of: name))
    let variable = configuration.keyEnvironmentVariable
    let features = configuration.features(environment: environment)
    let lacksKey = variable.map { (environment[$0] ?? "").isEmpty } ?? false
    return Listing(
      name: name, model: configuration.model, url: configuration.shownURL, isLocal: configuration.isLocal,
      isDefault: isDefault,
      features: EngineFeature.allCases.filter(features.contains).map(\.rawValue),
      uncounted: features.contains(.counts) ? nil : configuration.uncounted?.rawValue ?? "review",
      mayCount: configuration.dialect?.lists ?? true,
      missing: lacksKey ? variable.map { "\($0) is not set" } : configuration.model.isEmpty ? "no model" : nil)
  }

  /// The models that an engine's server has; the installed ones of the local engine, which starts nothing.
  package static func models(engine name: String?) async throws -> [String] {
    let environment = Environment.current
    let settings = try Surroundings.settings(at: Surroundings.currentDirectory, environment: environment)
    let selection = EngineSelection(settings: settings, environment: environment)
    let name = try selection.trustedName(name)
    if selection.isManaged(name) { return try await status().models }
    let configuration = try selection.configuration(named: name, model: nil)
    return try await configuration.connection(environment: environment).models()
  }

  private static func local(_ selection: EngineSelection, isDefault: Bool) -> Listing {
    let model = selection.identity(named: EngineSelection.local, model: nil).model
    let isInstalled = (try? directories()).flatMap { directories in
      try? EngineInstallation(directories: directories).installed(try ModelCatalog.model(named: model))
    }
    return Listing(
      name: EngineSelection.local, model: model, url: "a llama.cpp server of your own",
      isLocal: true,
      isDefault: isDefault,
      features: EngineFeature.allCases.filter(ServerKind.llamaCpp.features.contains).map(\.rawValue),
      missing: isInstalled == nil ? "run git hone engine setup" : nil)
  }

  /// Installs the local engine and a model.
  package static func setUp(model name: String?, observer: any RunObserver) async throws -> ExitStatus {
    let directories = try directories()
    let model = try name.map { try ModelCatalog.model(named: $0) } ?? ModelCatalog.standard
    let installed = try await EngineProgressRelay(observer: observer).run { progress in
      try await EngineInstallation(directories: directories).setUp(model, progress: progress)
    }
    observer.report(.note("ready: \(installed.runtime.version) with \(installed.model.description.name)"))
    return .done
  }

  /// Starts the local engine and leaves it running.
  package static func start(model name: String?, observer: any RunObserver) async throws -> ExitStatus {
    let environment = Environment.current
    let settings = try Surroundings.settings(at: Surroundings.currentDirectory, environment: environment)
    // The server that an edit would ask is the one to find running.
    let selection = EngineSelection(settings: settings, environment: environment)
    let model = selection.chosenModel(name, of: EngineSelection.local)
    let (endpoint, _) = try await selection.startLocal(model: model, observer: observer)
    observer.report(
      .note("\(endpoint.coldStart ? "started" : "already running"): \(endpoint.model), process \(endpoint.pid)"))
    return .done
  }

  /// Stops all local servers of this user.
  package static func stop(observer: any RunObserver) async throws -> ExitStatus {
    let stopped = try await LocalServer(directories: directories()).stop()
    observer.report(.note(stopped.isEmpty ? "the local engine was not running" : "stopped the local engine"))
    return .done
  }

  /// How the local engine is; starts nothing.
  package static func status() async throws -> LocalStatus {
    let directories = try directories()
    let installation = EngineInstallation(directories: directories)
    let models = ModelCatalog.models.filter { ((try? installation.installed($0)) ?? nil) != nil }.map(\.id)
    let servers = LocalServer(directories: directories).status().map { status in
      Server(
        model: status.model, state: status.state.rawValue, pid: status.pid, port: status.port, threads: status.threads,
        contextTokens: status.contextTokens, idleTime: .seconds(status.idleSeconds), log: status.log)
    }
    return LocalStatus(models: models, servers: servers)
  }
}
