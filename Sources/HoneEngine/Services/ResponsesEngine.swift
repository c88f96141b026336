package import HoneCore

/// Speaks `POST <base>/responses` with server-sent events, or the same interface over a WebSocket.
///
/// Nothing is kept at the service (`store` is off), and the padding that hides the length of deltas is turned off too.
package struct ResponsesEngine: Engine {
  package let capabilities: EngineCapabilities
  let connection: EngineConnection
  private let transport: EngineConfiguration.Transport

  package var description: EngineDescription { connection.description }

  package init(
    connection: EngineConnection, transport: EngineConfiguration.Transport = .sse, contextTokens: Int? = nil,
    bestFormat: EditFormat = .v4a, parallelRequests: Int? = nil, patchTool: Bool = false,
    steer: Bool = false
  ) {
    self.connection = connection
    self.transport = transport
    var capabilities = EngineCapabilities(
      stop: false, contextTokens: contextTokens, isLocal: connection.address.isLoopback, bestFormat: bestFormat,
      parallelRequests: parallelRequests ?? (transport == .websocket ? 4 : 8))
    capabilities.patchTool = patchTool
    capabilities.steer = steer && transport == .websocket
    self.capabilities = capabilities
  }

  package func stream(_ request: EngineRequest) -> EngineStream {
    let members = members(for: request)
    let overHTTP = body(for: request).bytes
    let asked = connection.recorder.map { _ in AskedConversation.key(of: request) }
    let openHTTP: @Sendable () -> any EngineEventSource = { [connection] in
      ReplySource(
        connection: connection, url: connection.address.appending("/responses"), body: overHTTP,
        asked: asked, deadline: request.deadline, decoder: ResponsesDecoder(engine: connection.description),
        policy: RetryPolicy(isPaced: request.isPaced))
    }
    guard transport == .websocket else { return EngineStream(openHTTP) }
    return EngineStream { [connection, capabilities] in
      WebSocketReplySource(
        engine: connection, pool: .shared(for: connection),
        request: .init(
          messages: Self.conversation(of: request), asked: asked, deadline: request.deadline,
          isPaced: request.isPaced, maySteer: capabilities.steer,
          body: { Self.message(request: members, input: $0, previous: $1) }, fallback: openHTTP))
    }
  }

  /// Opens a connection ahead of the first request, and lets the server read `request` on it.
  package func prepare(_ request: EngineRequest?) async throws(EngineError) {
    let pool = WebSocketPool.shared(for: connection)
    guard transport == .websocket, await !pool.hasFallenBack else { return }
    guard let request else {
      // A failure here is told when it matters: by the request that has to do without the connection.
      guard let open = try? await WebSocketReplySource.open(connection) else { return }
      return await pool.put(open, chain: nil)
    }
    let members = members(for: request) + [.init("generate", false)]
    let source = WebSocketReplySource(
      engine: connection, pool: pool,
      request: .init(
        messages: Self.conversation(of: request), deadline: request.deadline, isAhead: true,
        body: { Self.message(request: members, input: $0, previous: $1) },
        fallback: { EndedSource() }))
    while try await source.next() != nil {}
  }

  // MARK: The request in the service's form

  /// The request; leading system messages become its instructions.
  func body(for request: EngineRequest) -> JSON {
    .object(members(for: request).flatMap { $0.name == "store" ? Self.streaming + [$0] : [$0] })
  }

  private static let streaming: [JSON.Member] = [
    .init("stream", true), .init("stream_options", ["include_obfuscation": false]),
  ]

  private func members(for request: EngineRequest) -> [JSON.Member] {
    let system = request.messages.prefix { $0.role == .system }
    var members: [JSON.Member] = [.init("model", .string(description.model))]
    let hasTool = capabilities.patchTool && request.grammar == .patch
    let rules = system.map(\.content) + (hasTool ? [PatchTool.rule] : [])
    if !rules.isEmpty { members.append(.init("instructions", .string(rules.joined(separator: "\n\n")))) }
    members += [
      .init("input", Self.input(Self.conversation(of: request)[...])),
      .init("store", false),
      .init("max_output_tokens", .integer(request.maxOutputTokens)),
    ]
    if let temperature = request.temperature { members.append(.init("temperature", .number(temperature))) }
    // Nothing to change is said in words, so the tool stays a choice.
    if hasTool { members += [.init("tools", [PatchTool.json]), .init("parallel_tool_calls", false)] }
    return members
  }

  /// The turns after the instructions, which are sent with every request, since no response carries them on.
  private static func conversation(of request: EngineRequest) -> [Message] {
    Array(request.messages.drop { $0.role == .system })
  }

  /// The message that tells the model something while it writes `response`.
  static func steer(_ words: String, response: String) -> JSON {
    [
      "type": "response.steer", "previous_response_id": .string(response), "input": input([Message(.user, words)]),
    ]
  }

  private static func input(_ messages: ArraySlice<Message>) -> JSON {
    .array(messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] })
  }

  /// The message that asks for a reply over a WebSocket.
  private static func message(request: [JSON.Member], input: ArraySlice<Message>, previous: String?) -> JSON {
    var members = [JSON.Member("type", "response.create")]
    members += request.map { $0.name == "input" ? JSON.Member("input", Self.input(input)) : $0 }
    if let previous { members.append(.init("previous_response_id", .string(previous))) }
    return .object(members)
  }
}

/// A reply that is over before it began.
private struct EndedSource: EngineEventSource {
  func next() async throws(EngineError) -> EngineEvent? { nil }
}
