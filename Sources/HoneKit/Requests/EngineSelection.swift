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
  /// When the run's budget ends.
  var deadline: ContinuousClock.Instant?
  /// Ends what is asked of a server before the run itself asks it; `nil` where Ctrl-C ends the process.
  var interruption: Interruption?

  /// The name of the engine that Hone installs itself.
  static let local = "local"

  /// Whether a name stands for the engine that Hone installs and starts: settings of it give it no other address.
  func isManaged(_ name: String) -> Bool { name == Self.local && settings.engines[name]?.url == nil }

  /// The engine to ask; the local one is started when it does not run.
  /// - Throws: a usage `RunFailure` for a name that is not known, and for a configuration or a folder of recordings that cannot work;
  ///   what the local engine throws.
  func engine(named name: String?, model: String?, observer: any RunObserver) async throws -> any Engine {
    let name = try trustedName(name)
    let model = chosenModel(model, of: name)
    if name.hasPrefix("replay:") {
      return try Self.unasked { () throws(EngineError) in
        try ReplayEngine(place: String(name.dropFirst("replay:".count)))
      }
    }
    if isManaged(name) {
      return try await localEngine(model: model, observer: observer)
    }
    var configuration = try configuration(named: name, model: model)
    await complete(&configuration)
    if interruption?.isRaised ?? false {
      throw RunFailure(.interrupted, code: "interrupted", "interrupted; nothing was written")
    }
    configuration.isReviewed = isReviewed
    return try Self.unasked { [configuration] () throws(EngineError) in
      try configuration.makeEngine(environment: environment)
    }
  }

  /// Makes an engine.
  ///
  /// Nothing is asked yet: what is wrong then is the configuration, a key that is not set, or what the user named.
  private static func unasked(_ make: () throws(EngineError) -> any Engine) throws(RunFailure) -> any Engine {
    do throws(EngineError) {
      return try make()
    } catch {
      throw RunFailure(.usage, code: error.code.word, error.message, remedy: error.remedy)
    }
  }

  /// The name of the engine to ask: the one that is named, else the configured one, else the local one.
  /// - Throws: a usage `RunFailure` where the repository itself has chosen one on another machine.
  func trustedName(_ name: String?) throws(RunFailure) -> String {
    if let name { return name }
    let chosen = settings.engine ?? Self.local
    guard settings.isChoiceUntrusted, let address = addressElsewhere(of: chosen) else { return chosen }
    throw RunFailure(
      .usage, code: "untrusted",
      "the engine `\(chosen)`, at \(address), is chosen by the repository's own configuration, so nothing is sent to it",
      remedy: "git hone trust allows it; or choose it yourself: git config --global hone.engine \(chosen)")
  }

  /// Where the engine that a name stands for is reached, if that is not on this machine.
  func addressElsewhere(of name: String?) -> String? {
    guard let name, !isManaged(name), let url = settings.engines[name]?.url ?? EnginePreset.named(name)?.url else {
      return nil
    }
    guard let address = EngineAddress(url) else { return "an unusable address" }
    return address.isLoopback ? nil : address.description
  }

  /// What tells the engine that a name stands for from others, without asking it or starting it.
  func identity(named name: String?, model: String?) -> (name: String, model: String) {
    let name = name ?? settings.engine ?? Self.local
    let model = chosenModel(model, of: name)
    if isManaged(name) { return (name, model ?? settings.engines[name]?.model ?? ModelCatalog.standard.id) }
    return (name, (try? configuration(named: name, model: model))?.model ?? model ?? "")
  }

  /// The model to ask an engine for; `nil` for what its own section says, or its server.
  ///
  /// `hone.model` goes with `hone.engine`, and with a known service of which nothing else is said.
  func chosenModel(_ model: String?, of name: String) -> String? {
    if let model { return model }
    let isDefault = name == settings.engine ?? Self.local
    return isDefault || (!isManaged(name) && settings.engines[name]?.model == nil) ? settings.model : nil
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
    if let keys = settings.untrustedEngines[name] {
      // What stays on this machine is no secret given away, but for a key that whoever listens there was not meant to have.
      guard address?.isLoopback == true, !keys.contains("keyenv") else { throw untrusted(name, address, keys) }
    }
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

  func api(
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

  func uncounted(_ text: String?, name: String) throws -> UncountedReplies? {
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
    let (probe, deadline) = (probe, deadline)
    if isUnknown, let kind = await unlessInterrupted({ await probe?.kind(at: connection, deadline: deadline) }) {
      configuration.kind = kind
      configuration.dialect = configuration.dialect ?? kind.dialect
      configuration.api = kind.api
    }
    if configuration.model.isEmpty,
      let models = await unlessInterrupted({ await connection.models(before: deadline) }), models.count == 1
    {
      configuration.model = models[0]
    }
  }

  /// Asks a server for something that one can do without; `nil` as soon as the user wants to stop.
  private func unlessInterrupted<Answer: Sendable>(_ ask: @escaping @Sendable () async -> Answer?) async -> Answer? {
    guard let interruption else { return await ask() }
    guard !interruption.isRaised else { return nil }
    return await withTaskGroup(of: Answer?.self) { group in
      group.addTask { await ask() }
      group.addTask {
        await interruption.wait()
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }

  /// The format that `git hone engine bench` found best.
  func measured(_ configuration: EngineConfiguration) -> EditFormat? {
    UserDirectories(environment: environment).flatMap {
      FormatChoices(data: $0.data).best(engine: configuration.name, model: configuration.model)
    }
  }

  private func untrusted(_ name: String, _ address: EngineAddress?, _ keys: Set<String>) -> RunFailure {
    let what =
      keys.contains("url") ? "is set up" : keys.contains("keyenv") ? "is given its key" : "is let go unencrypted"
    return RunFailure(
      .usage, code: "untrusted",
      "the engine `\(name)`, at \(address?.description ?? "an unusable address"), \(what) by the repository's own "
        + "configuration, so nothing is sent to it",
      remedy: "git hone trust allows it; or set it up with git config --global")
  }

  private func unknown(_ name: String) -> RunFailure {
    let known = [Self.local] + settings.engines.keys.sorted() + EnginePreset.all.map(\.name)
    return .usage(
      "there is no engine named `\(name)`",
      remedy: "name one of \(known.joined(separator: ", ")), or configure it: git config honeengine.\(name).url <url>")
  }
}

/// The failure of a machine on which the user has no home.
enum LocalEngineHome {
  static let missing = RunFailure.usage(
    "neither HOME nor XDG_DATA_HOME is set, so there is no place for the local engine", remedy: "set HOME")
}
