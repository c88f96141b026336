package import HoneCore

/// Something that writes text when asked, piece by piece.
///
/// Hone has one protocol for every service, for the local engine and for a recorded reply, so that nothing above this
/// module knows which one it talks to.
package protocol Engine: Sendable {
  /// Which engine this is, for people and for the run's record.
  var description: EngineDescription { get }

  /// What it can do.
  var capabilities: EngineCapabilities { get }

  /// Asks for a reply. Nothing is sent until the sequence is iterated; each iteration sends the request anew.
  func stream(_ request: EngineRequest) -> EngineStream

  /// Makes the next request faster: opens a connection and, where the server can, lets it read `request` without a reply.
  ///
  /// Nothing depends on it; an engine that has nothing to prepare does nothing.
  /// - Parameter request: what the next request begins with; `nil` when that is not known yet.
  /// - Throws: `EngineError`.
  func prepare(_ request: EngineRequest?) async throws(EngineError)

  /// How many tokens the conversation of `request` has, by the engine's own count; `nil` where it does not count for others.
  func tokenCount(of request: EngineRequest) async -> Int?
}

extension Engine {
  package func prepare(_ request: EngineRequest?) async throws(EngineError) {}

  package func tokenCount(of request: EngineRequest) async -> Int? { nil }
}

/// Which engine it is and where it stands; holds no secret.
package struct EngineDescription: Hashable, Sendable {
  /// The name that the user gave it or chose it by.
  package var name: String
  /// The model, in the service's own words.
  package var model: String
  /// How it is spoken to.
  package var api: EngineAPI
  /// The address below which the requests go, for example `https://api.cerebras.ai/v1`.
  package var baseURL: String

  package init(name: String, model: String, api: EngineAPI, baseURL: String) {
    self.name = name
    self.model = model
    self.api = api
    self.baseURL = baseURL
  }
}

/// The interfaces that Hone speaks, in the words of the configuration.
package enum EngineAPI: String, CaseIterable, Sendable {
  /// `POST <base>/responses`
  case responses
  /// `POST <base>/chat/completions`
  case chat
  /// A llama.cpp server: chat completions, and `POST <root>/infill` for gaps.
  case llama
  /// A llama.cpp server by its own interface: `POST <root>/completion` of what the server makes of a conversation, and
  /// `POST <root>/infill` for gaps; chat completions where the server cannot write a conversation as text.
  case completion

  /// Whether a llama.cpp server is spoken to.
  package var isLlama: Bool { self == .llama || self == .completion }
}

/// What an engine can do, for callers that choose the form of a request by it.
package struct EngineCapabilities: Hashable, Sendable {
  /// Whether it fills a gap when `EngineRequest.infill` is set.
  package var infill: Bool
  /// Whether it goes on from `EngineRequest.prefill`.
  package var prefill: Bool
  /// Whether it makes use of `EngineRequest.prediction`.
  package var prediction: Bool
  /// Whether it can be bound by `EngineRequest.grammar`.
  package var grammar: Bool
  /// Whether it can be bound to a patch by `EngineRequest.Grammar.patch`.
  package var patchTool = false
  /// Whether a reply under way may take a new instruction, by `EngineEventSource.steer(_:)`.
  package var steer = false
  /// Whether it ends a reply at `EngineRequest.stop`.
  package var stop: Bool
  /// How many tokens request and reply may have together; `nil` when unknown.
  package var contextTokens: Int?
  /// Whether the text stays on this machine.
  package var isLocal: Bool
  /// The form of edits that it writes most reliably.
  package var bestFormat: EditFormat
  /// How many requests may be under way at once at most, whatever the service's limits allow.
  package var parallelRequests: Int

  package init(
    infill: Bool = false, prefill: Bool = false, prediction: Bool = false, grammar: Bool = false, stop: Bool = true,
    contextTokens: Int? = nil, isLocal: Bool = false, bestFormat: EditFormat = .searchReplace,
    parallelRequests: Int = 1
  ) {
    self.infill = infill
    self.prefill = prefill
    self.prediction = prediction
    self.grammar = grammar
    self.stop = stop
    self.contextTokens = contextTokens
    self.isLocal = isLocal
    self.bestFormat = bestFormat
    self.parallelRequests = parallelRequests
  }
}
