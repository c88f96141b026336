internal import HoneEngine
internal import HoneSystem

/// The engine that Hone installs and starts itself.
extension EngineSelection {
  /// The engine, started when it does not run.
  /// - Throws: a usage `RunFailure` for settings that mean nothing there; `LocalEngineError` when it cannot be had.
  func localEngine(model name: String?, observer: any RunObserver) async throws -> any Engine {
    let section = settings.engines[Self.local]
    let api = try api(section?.api, preset: nil, kind: .llamaCpp, name: Self.local)
    guard api.isLlama else {
      throw RunFailure.usage(
        "honeengine.local.api is `\(api.rawValue)`, which the local engine is not asked by",
        remedy: "git config honeengine.local.api llama")
    }
    let uncounted = try uncounted(section?.uncounted, name: Self.local)
    let (endpoint, model) = try await startLocal(model: name, observer: observer)
    var configuration = EngineConfiguration(
      name: Self.local, url: endpoint.baseURL, model: endpoint.model, api: api)
    configuration.infill = model.fillsGaps
    configuration.kind = .llamaCpp
    configuration.uncounted = uncounted
    configuration.bestFormat = section?.format ?? measured(configuration)
    configuration.contextTokens = min(try localServer().contextTokens, model.contextTokens ?? .max)
    return try configuration.makeEngine(environment: environment, key: Credential(endpoint.key))
  }

  /// Starts its server, unless it runs.
  func startLocal(
    model name: String?, observer: any RunObserver
  ) async throws -> (endpoint: LocalServer.Endpoint, model: ModelDescription) {
    guard let directories = UserDirectories(environment: environment) else { throw LocalEngineHome.missing }
    let model = try localModel(named: name)
    let server = LocalServer(directories: directories, environment: environment, settings: try localServer())
    let installed = try EngineInstallation(directories: directories, environment: environment).require(model)
    let endpoint = try await EngineProgressRelay(observer: observer).run { progress in
      try await server.ensureRunning(installed, progress: progress)
    }
    return (endpoint, model)
  }

  /// The model that it runs: the one that is named, the one of its section, or the standard one.
  private func localModel(named name: String?) throws -> ModelDescription {
    let name = name ?? (isManaged(Self.local) ? settings.engines[Self.local]?.model : nil)
    return try name.map { try ModelCatalog.model(named: $0) } ?? ModelCatalog.standard
  }

  /// How its server is started, as the user configured it.
  /// - Throws: a usage `RunFailure` for a setting that says something of other servers only.
  func localServer() throws -> LocalServer.Settings {
    var server = LocalServer.Settings()
    // With an address of its own the section speaks of another server.
    guard isManaged(Self.local), let section = settings.engines[Self.local] else { return server }
    if let parallel = section.parallel, parallel != 1 {
      throw Self.meaningless("parallel", "\(parallel)", because: "its server answers one request at a time")
    }
    if let transport = section.transport, transport != "sse" {
      throw Self.meaningless("transport", transport, because: "its server speaks sse only")
    }
    if let variable = section.keyVariable {
      throw Self.meaningless("keyenv", variable, because: "each server that Hone starts has a key of its own")
    }
    for (key, value) in [("patchTool", section.patchTool), ("steer", section.steer)] where value == true {
      throw Self.meaningless(key, "true", because: "its server has no such thing")
    }
    if let context = section.context { server.contextTokens = context }
    return server
  }

  private static func meaningless(_ key: String, _ value: String, because reason: String) -> RunFailure {
    let name = "honeengine.\(local).\(key)"
    return .usage(
      "\(name) is `\(value)`, and \(reason)", remedy: "git config --unset \(name), or give the engine a url of your own"
    )
  }
}
