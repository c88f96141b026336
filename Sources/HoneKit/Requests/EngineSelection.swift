internal import HoneCore
internal import HoneEngine
internal import HoneSystem

/// Finds the engine that a name stands for.
///
/// Without a name it is the configured one, and without configuration the local one, so that nothing leaves the machine unless
/// the user said so.
struct EngineSelection {
  let settings: Settings
  let environment: Environment
  /// Whether somebody looks at what an engine's replies make before it is written.
  var isReviewed = true

  /// The name of the engine that Hone installs itself.
  static let local = "local"

  /// Whether a name stands for the engine that Hone installs and starts: settings of it give it no other address.
  func isManaged(_ name: String) -> Bool { name == Self.local && settings.engines[name]?.url == nil }

  /// The engine to ask; the local one is started when it does not run.
  /// - Throws: a usage `RunFailure` for a name that is not known; `EngineError` for a configuration that cannot work.
  func engine(named name: String?, model: String?, observer: any RunObserver) async throws -> any Engine {
    let name = name ?? settings.engine ?? Self.local
    let model = model ?? settings.model
    if name.hasPrefix("replay:") {
      return try ReplayEngine(place: String(name.dropFirst("replay:".count)))
    }
    if isManaged(name) {
      return try await localEngine(model: model, observer: observer)
    }
    var configuration = try configuration(named: name, model: model)
    await complete(&configuration)
    configuration.isReviewed = isReviewed
    do throws(EngineError) {
      return try configuration.makeEngine(environment: environment)
    } catch {
      // Nothing was asked yet: what is wrong is the configuration, or a key that is not set.
      throw RunFailure(.usage, code: error.code.word, error.message, remedy: error.remedy)
    }
  }

  /// What tells the engine that a name stands for from others, without asking it or starting it.
  func identity(named name: String?, model: String?) -> (name: String, model: String) {
    let name = name ?? settings.engine ?? Self.local
    let model = model ?? settings.model
    if isManaged(name) { return (name, model ?? settings.engines[name]?.model ?? ModelCatalog.standard.id) }
    return (name, (try? configuration(named: name, model: model))?.model ?? model ?? "")
  }

  /// The configuration of a configured engine or a preset.
  func configuration(named name: String, model: String?) throws -> EngineConfiguration {
    let preset = EnginePreset.named(name)
    guard let section = settings.engines[name] else {
      guard let preset else { throw unknown(name) }
      return preset.configuration(model: model ?? "")
    }
    guard let url = section.url ?? preset?.url else {
      throw RunFailure.usage(
        "the engine `\(name)` has no address", remedy: "git config honeengine.\(name).url <url>")
    }
    let address = EngineAddress(url)
    // What stays on this machine is no secret given away.
    guard !settings.untrustedEngines.contains(name) || address?.isLoopback == true else { throw untrusted(name, url) }
    // A name that a preset has says nothing about another address.
    let kind =
      section.url == nil || section.url == preset?.url
      ? preset?.kind : address.flatMap { ServerKind(host: $0.host) ?? probe?.remembered(at: $0) }
    var configuration = EngineConfiguration(
      name: name, url: url, model: model ?? section.model ?? "",
      api: try api(section.api, preset: preset, kind: kind, name: name),
      keyEnvironmentVariable: section.keyVariable ?? preset?.keyEnvironmentVariable,
      dialect: (kind ?? preset?.kind)?.dialect)
    configuration.kind = kind
    configuration.isAPIChosen = section.api != nil
    configuration.prices = section.prices.map { .init(prompt: $0.prompt, cached: $0.cached, completion: $0.completion) }
    if let transport = section.transport {
      guard let known = EngineConfiguration.Transport(rawValue: transport) else {
        throw RunFailure.usage(
          "honeengine.\(name).transport is `\(transport)`, which this version cannot speak",
          remedy: "git config honeengine.\(name).transport sse|websocket")
      }
      configuration.transport = known
    }
    configuration.uncounted = try uncounted(section.uncounted, name: name)
    configuration.allowInsecure = section.allowsInsecure
    configuration.contextTokens = section.context
    configuration.bestFormat = section.format
    configuration.parallelRequests = section.parallel
    configuration.patchTool = section.patchTool
    configuration.steer = section.steer
    return configuration
  }

  private func api(
    _ text: String?, preset: EnginePreset?, kind: ServerKind?, name: String
  ) throws -> EngineAPI {
    guard let text else { return (kind ?? preset?.kind)?.api ?? .chat }
    guard let api = EngineAPI(rawValue: text) else {
      throw RunFailure.usage(
        "honeengine.\(name).api is `\(text)`, which is none of: \(EngineAPI.allCases.map(\.rawValue).joined(separator: ", "))",
        remedy: "git config honeengine.\(name).api chat")
    }
    return api
  }

  private func uncounted(_ text: String?, name: String) throws -> UncountedReplies? {
    guard let text else { return nil }
    guard let policy = UncountedReplies(rawValue: text) else {
      throw RunFailure.usage(
        "honeengine.\(name).uncounted is `\(text)`, which is none of: accept, whole, refuse",
        remedy: "git config honeengine.\(name).uncounted accept")
    }
    return policy
  }

  /// Where servers that were looked at are remembered; `nil` on a machine without a home.
  private var probe: ServerProbe? {
    UserDirectories(environment: environment).map { ServerProbe(cache: $0.cache) }
  }

  /// Fills in what the server itself has to say: which program it is, where nothing says so, and its model, if it has only one.
  ///
  /// What fails here fails again, with its reason, when the engine is asked.
  private func complete(_ configuration: inout EngineConfiguration) async {
    defer { configuration.bestFormat = configuration.bestFormat ?? measured(configuration) }
    // An interface that the user named needs no looking.
    let isUnknown = configuration.kind == nil && !configuration.isAPIChosen
    guard isUnknown || configuration.model.isEmpty,
      let connection = try? configuration.connection(environment: environment)
    else { return }
    if isUnknown, let kind = await probe?.kind(at: connection) {
      configuration.kind = kind
      configuration.dialect = configuration.dialect ?? kind.dialect
      configuration.api = kind.api
    }
    if configuration.model.isEmpty, let models = try? await connection.models(), models.count == 1 {
      configuration.model = models[0]
    }
  }

  /// The format that `git hone engine bench` found best.
  private func measured(_ configuration: EngineConfiguration) -> EditFormat? {
    UserDirectories(environment: environment).flatMap {
      FormatChoices(data: $0.data).best(engine: configuration.name, model: configuration.model)
    }
  }

  private func untrusted(_ name: String, _ url: String) -> RunFailure {
    RunFailure(
      .usage, code: "untrusted",
      "the engine `\(name)`, at \(url), is set up by the repository's own configuration, so nothing is sent to it",
      remedy: "git hone trust allows it; or set it up with git config --global")
  }

  private func unknown(_ name: String) -> RunFailure {
    let known = [Self.local] + settings.engines.keys.sorted() + EnginePreset.all.map(\.name)
    return .usage(
      "there is no engine named `\(name)`",
      remedy: "name one of \(known.joined(separator: ", ")), or configure it: git config honeengine.\(name).url <url>")
  }

  private func localEngine(model name: String?, observer: any RunObserver) async throws -> any Engine {
    guard let directories = UserDirectories(environment: environment) else { throw LocalEngineHome.missing }
    let named = try (name ?? settings.engines[Self.local]?.model).map { try ModelCatalog.model(named: $0) }
    let model = named ?? ModelCatalog.standard
    let environment = environment
    let installed = try EngineInstallation(directories: directories, environment: environment).require(model)
    let endpoint = try await EngineProgressRelay(observer: observer).run { progress in
      try await LocalServer(directories: directories, environment: environment).ensureRunning(
        installed, progress: progress)
    }
    let section = settings.engines[Self.local]
    let api = try api(section?.api, preset: nil, kind: .llamaCpp, name: Self.local)
    guard api.isLlama else {
      throw RunFailure.usage(
        "honeengine.local.api is `\(api.rawValue)`, which the local engine is not asked by",
        remedy: "git config honeengine.local.api llama")
    }
    var configuration = EngineConfiguration(
      name: Self.local, url: endpoint.baseURL, model: endpoint.model, api: api)
    configuration.infill = model.fillsGaps
    configuration.kind = .llamaCpp
    configuration.uncounted = try uncounted(section?.uncounted, name: Self.local)
    configuration.bestFormat = section?.format ?? measured(configuration)
    configuration.contextTokens = min(LocalServer.Settings().contextTokens, model.contextTokens ?? .max)
    return try configuration.makeEngine(environment: environment, key: Credential(endpoint.key))
  }
}

/// The failure of a machine on which the user has no home.
enum LocalEngineHome {
  static let missing = RunFailure.usage(
    "neither HOME nor XDG_DATA_HOME is set, so there is no place for the local engine", remedy: "set HOME")
}
