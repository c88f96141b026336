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
    /// Whether the last message may go on: it was read ahead, and has no reply.
    var isOpen = false
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
    let key = "\(connection.address.text) \(connection.credential?.authorization ?? "")"
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

  /// How many messages of a request the server knows by `chain`, from the first one on.
  private static func known(_ chain: Chain?, _ model: String, _ messages: [Message]) -> Int {
    rest(of: messages, after: chain, model: model) == nil ? 0 : chain?.messages.count ?? 0
  }

  /// What the server does not know of a request by `chain`: all of the chain counts or nothing.
  ///
  /// Where a message was read ahead to its middle, what follows there is a message of its own.
  /// - Returns: `nil` when the request does not go on from there; never empty.
  static func rest(of messages: [Message], after chain: Chain?, model: String) -> [Message]? {
    guard let chain, chain.model == model, let last = chain.messages.indices.last, last < messages.count else {
      return nil
    }
    if messages.starts(with: chain.messages) {
      return messages.count > chain.messages.count ? Array(messages[(last + 1)...]) : nil
    }
    let (read, whole) = (chain.messages[last], messages[last])
    guard chain.isOpen, messages.starts(with: chain.messages[..<last]), read.role == whole.role,
      whole.content.utf8.starts(with: read.content.utf8)
    else { return nil }
    let rest = String(decoding: whole.content.utf8.dropFirst(read.content.utf8.count), as: UTF8.self)
    return [Message(whole.role, rest)] + messages[(last + 1)...]
  }
}
