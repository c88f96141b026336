package import HoneCore
package import HoneSystem

/// How to reach one engine, as the user configured it.
package struct EngineConfiguration: Hashable, Sendable {
  /// What a request costs, in one currency for each million tokens.
  package struct Prices: Hashable, Sendable {
    package var prompt: Double
    package var cached: Double
    package var completion: Double

    package init(prompt: Double, cached: Double, completion: Double) {
      self.prompt = prompt
      self.cached = cached
      self.completion = completion
    }
  }

  /// How the events of a reply travel.
  package enum Transport: String, CaseIterable, Sendable {
    case sse
    /// One connection that stays open for many replies; HTTP takes over where it cannot be had.
    case websocket
  }

  /// The name of its section, or of a preset.
  package var name: String
  /// The address below which requests go.
  package var url: String
  /// The model, in the service's own words.
  package var model: String
  package var api: EngineAPI
  /// Whether the user named the interface; else what the server turns out to be decides.
  package var isAPIChosen = false
  package var transport: Transport = .sse
  /// The environment variable that holds the key; `nil` sends none.
  package var keyEnvironmentVariable: String?
  /// Allows to send the key unencrypted to another machine.
  package var allowInsecure = false
  /// How many tokens request and reply may have together; `nil` when unknown.
  package var contextTokens: Int?
  /// The form of edits to ask for; `nil` for the one that suits the interface.
  package var bestFormat: EditFormat?
  /// How many requests may be under way at once at most; `nil` for what suits the interface.
  package var parallelRequests: Int?
  /// Whether patches are asked for through a tool that is bound to their form; `nil` where the model is known to take one.
  package var patchTool: Bool?
  /// Whether a reply under way can be told something, over a WebSocket; `nil` where the model is known to listen.
  package var steer: Bool?
  /// What becomes of replies in which a lost piece might not be noticed; `nil` where the user did not say.
  package var uncounted: UncountedReplies?
  /// Whether somebody looks at what replies make before it is written, which decides where the user did not.
  package var isReviewed = true
  /// Whether the model fills gaps well, where the interface can ask it to.
  package var infill = true
  package var prices: Prices?
  /// Which program answers at the address; `nil` when that is not known.
  package var kind: ServerKind?
  /// `nil` for the waits that fit the address.
  package var timeouts: EngineTimeouts?
  /// Where the chat interface differs; `nil` for what fits the address.
  package var dialect: ChatCompletionsEngine.Dialect?

  package init(
    name: String, url: String, model: String, api: EngineAPI, keyEnvironmentVariable: String? = nil,
    dialect: ChatCompletionsEngine.Dialect? = nil
  ) {
    self.name = name
    self.url = url
    self.model = model
    self.api = api
    self.keyEnvironmentVariable = keyEnvironmentVariable
    self.dialect = dialect
  }

  /// What becomes of replies in which a lost piece might not be noticed.
  ///
  /// A llama.cpp server tells of each token, so its replies are not asked for in one piece unless the user says so.
  package var uncountedReplies: UncountedReplies {
    uncounted ?? (isReviewed || api != .chat ? .accept : .whole)
  }

  /// Whether nothing that is sent to the engine leaves the machine.
  package var isLocal: Bool { EngineAddress(url)?.isLoopback ?? false }

  /// What can be made use of there, as it is configured.
  package var features: Set<EngineFeature> {
    var features = (kind ?? (api.isLlama ? .llamaCpp : .other)).features
    if !api.isLlama { features.subtract([.grammar, .fim, .prefill]) }
    if api != .responses || transport != .websocket { features.remove(.websocket) }
    if api == .responses { features.remove(.prediction) }
    if api == .responses, takesSteering { features.insert(.steer) }
    if api != .responses, kind == .openAI { features.remove(.counts) }
    return features
  }

  /// What can be made use of there, with what was learned of the server: whether the pieces of its replies can be counted.
  package func features(environment: Environment) -> Set<EngineFeature> {
    var features = features
    if api == .chat, let cache = UserDirectories(environment: environment)?.cache,
      CountLessons.isCounted(description, cache: cache)
    {
      features.insert(.counts)
    }
    return features
  }

  /// Makes the engine.
  /// - Parameters:
  ///   - environment: holds the key, and the folder of recordings in `HONE_RECORD`.
  ///   - key: a key that stands in no variable, such as that of a server which Hone started itself.
  /// - Throws: `EngineError` with the code `misconfigured` or `unauthorized`; nothing is sent to find that out.
  package func makeEngine(
    environment: Environment, key: Credential? = nil
  ) throws(EngineError) -> any Engine {
    let connection = try connection(environment: environment, key: key)
    guard !model.isEmpty else {
      throw misconfigured("has no model", "choose one with --model or `git config honeengine.\(name).model <id>`")
    }
    let isLocal = connection.address.isLoopback
    switch api {
    case .responses:
      return ResponsesEngine(
        connection: connection, transport: transport, contextTokens: contextTokens, bestFormat: bestFormat ?? .v4a,
        parallelRequests: parallelRequests, patchTool: patchTool ?? takesPatchTool, steer: takesSteering)
    case .llama, .completion:
      return LlamaEngine(
        connection: connection, contextTokens: contextTokens, bestFormat: bestFormat ?? .window, infill: infill,
        parallelRequests: parallelRequests, uncounted: uncountedReplies, isNative: api == .completion,
        cache: UserDirectories(environment: environment)?.cache)
    case .chat:
      return ChatCompletionsEngine(
        connection: connection,
        dialect: dialect ?? .init(tokenLimit: isLocal ? .maxTokens : .maxCompletionTokens, lists: true),
        contextTokens: contextTokens, bestFormat: bestFormat ?? (isLocal ? .window : .searchReplace),
        parallelRequests: parallelRequests, uncounted: uncountedReplies,
        cache: UserDirectories(environment: environment)?.cache)
    }
  }

  /// Checks what can be checked without a network and makes the connection, which also lists models.
  /// - Throws: as `makeEngine`.
  package func connection(
    environment: Environment, key: Credential? = nil
  ) throws(EngineError) -> EngineConnection {
    guard let address = EngineAddress(url) else {
      throw misconfigured(
        EngineAddress.fault(in: url),
        "set it with `git config honeengine.\(name).url <url>`")
    }
    let credential = if let key { key } else { try credential(environment: environment) }
    if credential != nil, !address.isEncrypted, !address.isLoopback, !allowInsecure {
      throw misconfigured(
        "would be sent its key unencrypted",
        "use https, or allow it with `git config honeengine.\(name).allowInsecure true`"
      )
    }
    return EngineConnection(
      description: description, address: address, credential: credential, timeouts: timeouts,
      recorder: environment["HONE_RECORD"].flatMap { $0.isEmpty ? nil : ExchangeRecorder(directory: $0) })
  }

  /// Whether the model takes tools with a grammar: OpenAI's do since the fifth generation.
  private var takesPatchTool: Bool {
    kind == .openAI && ["gpt-5", "gpt-6"].contains { model.hasPrefix($0) }
  }

  /// Whether the model listens while it writes: OpenAI's do since the sixth generation, over a WebSocket only.
  private var takesSteering: Bool {
    transport == .websocket && (steer ?? (kind == .openAI && model.hasPrefix("gpt-6")))
  }

  private var description: EngineDescription {
    EngineDescription(name: name, model: model, api: api, baseURL: shownURL)
  }

  /// The address for people, without what may be secret in its query.
  ///
  /// One that cannot be read may hold a password, and is not repeated.
  package var shownURL: String { EngineAddress(url)?.description ?? "an unusable address" }

  private func credential(environment: Environment) throws(EngineError) -> Credential? {
    guard let variable = keyEnvironmentVariable else { return nil }
    guard let value = environment[variable], !value.isEmpty else {
      throw .failure(
        .unauthorized, of: description, "needs a key, and \(variable) is not set",
        remedy: "put the key into the environment variable \(variable)")
    }
    guard let credential = Credential(value) else {
      throw .failure(
        .unauthorized, of: description,
        "cannot take the key in \(variable): it holds blanks or characters beyond ASCII",
        remedy: "put the key alone into \(variable)")
    }
    return credential
  }

  private func misconfigured(_ what: String, _ remedy: String) -> EngineError {
    .failure(.misconfigured, of: description, what, remedy: remedy)
  }
}
