/// A service that can be named without configuring its address.
///
/// A preset is a convenience, never a default: those that leave the machine are used only when the user names them.
package struct EnginePreset: Hashable, Sendable {
  package var name: String
  /// The address below which requests go.
  package var url: String
  /// The environment variable that holds the key; `nil` when the server takes none.
  package var keyEnvironmentVariable: String?
  /// Which program answers there.
  package var kind: ServerKind

  /// All presets, services first.
  package static let all: [EnginePreset] = [
    EnginePreset(
      name: "cerebras", url: "https://api.cerebras.ai/v1", keyEnvironmentVariable: "CEREBRAS_API_KEY", kind: .cerebras),
    EnginePreset(
      name: "openai", url: "https://api.openai.com/v1", keyEnvironmentVariable: "OPENAI_API_KEY", kind: .openAI),
    EnginePreset(
      name: "groq", url: "https://api.groq.com/openai/v1", keyEnvironmentVariable: "GROQ_API_KEY", kind: .groq),
    EnginePreset(name: "ollama", url: "http://127.0.0.1:11434/v1", kind: .ollama),
    EnginePreset(name: "llama.cpp", url: "http://127.0.0.1:8080", kind: .llamaCpp),
    EnginePreset(name: "vllm", url: "http://127.0.0.1:8000/v1", kind: .vllm),
    EnginePreset(name: "sglang", url: "http://127.0.0.1:30000/v1", kind: .sglang),
    EnginePreset(name: "lmstudio", url: "http://127.0.0.1:1234/v1", kind: .lmStudio),
  ]

  /// The preset of that name, in any case.
  package static func named(_ name: String) -> EnginePreset? {
    all.first { $0.name == name.lowercased() }
  }

  /// The configuration for `model`.
  package func configuration(model: String) -> EngineConfiguration {
    var configuration = EngineConfiguration(
      name: name, url: url, model: model, api: kind.api, keyEnvironmentVariable: keyEnvironmentVariable,
      dialect: kind.dialect)
    configuration.kind = kind
    return configuration
  }
}
