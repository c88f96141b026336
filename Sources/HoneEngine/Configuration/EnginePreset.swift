internal import HoneCore

/// A service that can be named without configuring its address.
///
/// A preset is a convenience, never a default: those that leave the machine are used only when the user names them.
package struct EnginePreset: Hashable, Sendable {
  package var name: String
  /// The address below which requests go.
  package var url: String
  package var api: EngineAPI
  /// The environment variable that holds the key; `nil` when the server takes none.
  package var keyEnvironmentVariable: String?
  /// Where the chat interface of the server differs.
  package var dialect: ChatCompletionsEngine.Dialect

  /// All presets, services first.
  package static let all: [EnginePreset] = [
    EnginePreset(
      name: "cerebras", url: "https://api.cerebras.ai/v1", api: .chat, keyEnvironmentVariable: "CEREBRAS_API_KEY",
      dialect: .init(tokenLimit: .maxCompletionTokens, prediction: true)),
    EnginePreset(
      name: "openai", url: "https://api.openai.com/v1", api: .responses, keyEnvironmentVariable: "OPENAI_API_KEY",
      dialect: .init(tokenLimit: .maxCompletionTokens)),
    EnginePreset(
      name: "groq", url: "https://api.groq.com/openai/v1", api: .chat, keyEnvironmentVariable: "GROQ_API_KEY",
      dialect: .init(tokenLimit: .maxCompletionTokens)),
    EnginePreset(
      name: "ollama", url: "http://127.0.0.1:11434/v1", api: .chat, dialect: .init(tokenLimit: .maxTokens)),
    EnginePreset(
      name: "llama.cpp", url: "http://127.0.0.1:8080", api: .llama, dialect: .init(tokenLimit: .maxTokens)),
    EnginePreset(
      name: "vllm", url: "http://127.0.0.1:8000/v1", api: .chat, dialect: .init(tokenLimit: .maxTokens)),
    EnginePreset(
      name: "lmstudio", url: "http://127.0.0.1:1234/v1", api: .chat, dialect: .init(tokenLimit: .maxTokens)),
  ]

  /// The preset of that name, in any case.
  package static func named(_ name: String) -> EnginePreset? {
    all.first { $0.name == name.lowercased() }
  }

  /// The configuration for `model`.
  package func configuration(model: String) -> EngineConfiguration {
    EngineConfiguration(
      name: name, url: url, model: model, api: api, keyEnvironmentVariable: keyEnvironmentVariable, dialect: dialect)
  }
}
