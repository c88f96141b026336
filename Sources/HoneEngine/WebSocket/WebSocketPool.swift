internal import Synchronization

/// The open WebSockets of this process to one service, kept warm between requests.
///
/// A connection carries one reply at a time, since not every service takes more; requests that run beside each other have
/// connections of their own.
actor WebSocketPool {
  /// A conversation that the server holds in the memory of a connection: what was said up to a response.
  struct Chain: Sendable {
    var responseID: String
    var model: String
    /// All that the server knows by that response, its own reply last.
    var messages: [Message]
  }

  /// A connection that nobody uses, and what its server remembers.
  struct Idle: Sendable {
    var connection: WebSocketConnection
    var chain: Chain?
  }

  /// Services close a connection after 60 minutes; a reply that begins shortly before would be cut.
  static let maximumAge = Duration.seconds(55 * 60)

  private var idle: [Idle] = []
  private var fallbackReason: String?

  private static let pools = Mutex<[String: WebSocketPool]>([:])

  /// The pool for an address and a key; another user's key never shares a connection.
  static func shared(for connection: EngineConnection) -> WebSocketPool {
    let key = "\(connection.address) \(connection.credential?.authorization ?? "")"
    return pools.withLock { pools in
      if let pool = pools[key] { return pool }
      let pool = WebSocketPool()
      pools[key] = pool
      return pool
    }
  }

  /// Whether a connection failed before, so that this process asks over HTTP from then on.
  var hasFallenBack: Bool { fallbackReason != nil }

  /// Remembers that no connection can be had.
  /// - Returns: whether this is new, and should be told.
  func fallBack(_ reason: String) -> Bool {
    defer { fallbackReason = reason }
    return fallbackReason == nil
  }

  /// Takes an idle connection out, one that knows a part of the conversation if there is one.
  func take(model: String, messages: [Message], now: ContinuousClock.Instant = .now) -> Idle? {
    idle.removeAll { !$0.connection.isOpen || now - $0.connection.opened > Self.maximumAge }
    let known = idle.indices.max { first, second in
      Self.known(idle[first].chain, model, messages) < Self.known(idle[second].chain, model, messages)
    }
    return known.map { idle.remove(at: $0) }
  }

  /// Puts a connection back after its reply was read to the end.
  func put(_ connection: WebSocketConnection, chain: Chain?) {
    idle.append(Idle(connection: connection, chain: chain))
  }

  /// How many of `messages` the server knows by `chain`: all of the chain or nothing, and never all of the request.
  static func known(_ chain: Chain?, _ model: String, _ messages: [Message]) -> Int {
    guard let chain, chain.model == model, chain.messages.count < messages.count,
      messages.starts(with: chain.messages)
    else { return 0 }
    return chain.messages.count
  }
}
