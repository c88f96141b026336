/// Which program answers at an address, as far as that decides how it is best asked.
package enum ServerKind: String, CaseIterable, Sendable {
  case openAI = "openai"
  case cerebras
  case groq
  case llamaCpp = "llama.cpp"
  case ollama
  case vllm
  case sglang
  case lmStudio = "lmstudio"
  /// A server of the chat interface that gives itself no name.
  case other

  /// What the program can do: the capability table, from each project's own documentation.
  ///
  /// A feature that is doubtful is left out, since everything works without any of them.
  package var features: Set<EngineFeature> {
    switch self {
    case .openAI: [.sse, .websocket, .cache, .counts]
    case .cerebras: [.sse, .prediction, .cache, .timings]
    case .groq: [.sse, .cache]
    case .llamaCpp: [.sse, .grammar, .fim, .prefill, .cache, .timings, .counts, .cancel]
    case .ollama: [.sse, .cancel]
    case .vllm: [.sse, .cache, .cancel]
    case .sglang: [.sse, .cache, .cancel]
    case .lmStudio: [.sse, .cancel]
    case .other: [.sse]
    }
  }

  /// The interface that reaches most of these features.
  package var api: EngineAPI {
    switch self {
    case .openAI: .responses
    case .llamaCpp: .llama
    default: .chat
    }
  }

  /// Where the chat interface of the program differs.
  package var dialect: ChatCompletionsEngine.Dialect {
    let limit: ChatCompletionsEngine.Dialect.TokenLimit =
      switch self {
      case .openAI, .cerebras, .groq: .maxCompletionTokens
      default: .maxTokens
      }
    let counting: ChatCompletionsEngine.Dialect.Counting =
      switch self {
      case .llamaCpp: .timings
      case .vllm, .sglang: .usage
      default: .none
      }
    return .init(
      tokenLimit: limit, prediction: features.contains(.prediction), counting: counting, lists: mayListTokens)
  }

  /// Whether the program may give the list of tokens of each piece when it is asked for it, by its documentation and source.
  ///
  /// Groq refuses the parameter, LM Studio takes it and lists nothing, and llama.cpp counts as it goes: it lists several tokens that
  /// make one character as one.
  private var mayListTokens: Bool {
    switch self {
    case .groq, .lmStudio, .llamaCpp: false
    case .openAI, .cerebras, .ollama, .vllm, .sglang, .other: true
    }
  }

  /// The service that an address of its own names; `nil` for every other.
  package init?(host: String) {
    switch host {
    case "api.openai.com": self = .openAI
    case "api.cerebras.ai": self = .cerebras
    case "api.groq.com": self = .groq
    default: return nil
    }
  }
}
