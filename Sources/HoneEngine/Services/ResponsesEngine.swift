package import HoneCore

/// Speaks `POST <base>/responses` with server-sent events.
///
/// Nothing is kept at the service (`store` is off), and the padding that hides the length of deltas is turned off too.
package struct ResponsesEngine: Engine {
  package let capabilities: EngineCapabilities
  let connection: EngineConnection

  package var description: EngineDescription { connection.description }

  package init(connection: EngineConnection, contextTokens: Int? = nil, bestFormat: EditFormat = .v4a) {
    self.connection = connection
    capabilities = EngineCapabilities(
      stop: false, contextTokens: contextTokens, isLocal: connection.address.isLoopback, bestFormat: bestFormat)
  }

  package func stream(_ request: EngineRequest) -> EngineStream {
    let body = body(for: request).bytes
    return EngineStream { [connection] in
      ReplySource(
        connection: connection, url: connection.address.appending("/responses"), body: body,
        deadline: request.deadline, decoder: ResponsesDecoder(engine: connection.description))
    }
  }

  /// The request in the service's form; leading system messages become its instructions.
  func body(for request: EngineRequest) -> JSON {
    let system = request.messages.prefix { $0.role == .system }
    let input = request.messages.dropFirst(system.count)
    var members: [JSON.Member] = [.init("model", .string(description.model))]
    if !system.isEmpty {
      members.append(.init("instructions", .string(system.map(\.content).joined(separator: "\n\n"))))
    }
    members += [
      .init("input", .array(input.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] })),
      .init("stream", true),
      .init("stream_options", ["include_obfuscation": false]),
      .init("store", false),
      .init("max_output_tokens", .integer(request.maxOutputTokens)),
    ]
    if let temperature = request.temperature { members.append(.init("temperature", .number(temperature))) }
    return .object(members)
  }
}
