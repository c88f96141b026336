#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// What is needed to send requests to one engine: where to, as whom, how patiently.
package struct EngineConnection: Sendable {
  /// Which engine it is.
  package let description: EngineDescription
  /// The address that paths are appended to.
  package let address: EngineAddress
  /// The key, sent to that address only.
  let credential: Credential?
  /// How long to wait.
  package let timeouts: EngineTimeouts
  /// Where exchanges are stored; `nil` stores none.
  let recorder: ExchangeRecorder?

  /// - Parameter timeouts: `nil` for those that fit the address.
  package init(
    description: EngineDescription, address: EngineAddress, credential: Credential?, timeouts: EngineTimeouts? = nil,
    recorder: ExchangeRecorder? = nil
  ) {
    self.description = description
    self.address = address
    self.credential = credential
    self.timeouts = timeouts ?? (address.isLoopback ? .local : .remote)
    self.recorder = recorder
  }

  /// The same connection with requests below another address of the same server.
  func moved(to address: EngineAddress) -> EngineConnection {
    EngineConnection(
      description: description, address: address, credential: credential, timeouts: timeouts, recorder: recorder)
  }

  /// The same connection for a reply in one piece, before whose end nothing comes at all.
  ///
  /// A stream may pause before each of its tokens, so one that is not shown may be silent for as long as all these pauses together:
  /// a reply has no limit that the same reply would not have as a stream.
  /// - Parameter tokens: how many the reply may have.
  func forWholeReply(of tokens: Int) -> EngineConnection {
    EngineConnection(
      description: description, address: address, credential: credential,
      timeouts: EngineTimeouts(
        connect: timeouts.connect, firstByte: timeouts.firstByte + timeouts.idle * max(1, min(tokens, 1 << 20)),
        idle: timeouts.idle),
      recorder: recorder)
  }

  /// The same connection for small questions, which are not worth waiting for any longer than `limit`.
  func limited(to limit: Duration) -> EngineConnection {
    EngineConnection(
      description: description, address: address, credential: credential,
      timeouts: EngineTimeouts(
        connect: timeouts.connect, firstByte: min(timeouts.firstByte, limit), idle: min(timeouts.idle, limit)),
      recorder: recorder)
  }

  /// The same connection, of whose exchanges nothing is stored.
  var unrecorded: EngineConnection {
    EngineConnection(description: description, address: address, credential: credential, timeouts: timeouts)
  }

  /// Sends one request and waits for the head of its response.
  /// - Parameters:
  ///   - url: an address of this engine.
  ///   - body: what to post; `nil` gets.
  ///   - onRefusal: is given the status and the body, without any trace of the key, of an answer that is a refusal.
  /// - Throws: `EngineError` for everything but a status of 2xx. A redirect is followed within the same origin only, so
  ///   that neither the key nor the text goes to a place that the user did not name.
  func send(
    _ url: EngineAddress, body: [UInt8]?, onRefusal: ((Int, [UInt8]) -> Void)? = nil
  ) async throws(EngineError) -> ResponseBody {
    var url = url
    let start = ContinuousClock.now
    for _ in 0..<3 {
      let response: HTTPClientResponse
      do {
        response = try await SharedClients.client(connectTimeout: timeouts.connect)
          .execute(request(url, body: body), timeout: TimeAmount(timeouts.firstByte))
      } catch {
        throw failure(for: error)
      }
      if let target = try redirect(of: response, from: url) {
        url = target
        continue
      }
      let remaining = max(timeouts.firstByte - (ContinuousClock.now - start), .milliseconds(1))
      let reply = ResponseBody(
        response.body, firstByte: remaining, idle: timeouts.idle, connection: self,
        allowance: RateLimit.allowance { response.headers.first(name: $0) })
      guard (200..<300).contains(response.status.code) else {
        throw await failure(for: response, body: reply, onRefusal)
      }
      let encoding = response.headers["Content-Encoding"].first { $0.lowercased() != "identity" }
      if let encoding, !encoding.isEmpty {
        throw .failure(
          .notAStream, of: description,
          "answered in the encoding `\(EngineError.printable(encoding))`, which it was not asked for",
          remedy: "turn that off in the server, or in the gateway before it")
      }
      return reply
    }
    throw .failure(.misconfigured, of: description, "redirects in a circle")
  }

  /// Asks for one small document: the bytes of the answer, up to `limit` and within five seconds.
  ///
  /// A server may close a connection that it had kept open just as it is used again, so that is tried once more.
  /// - Throws: as `send(_:body:)`.
  func document(_ url: EngineAddress, body: [UInt8]?, limit: Int) async throws(EngineError) -> [UInt8] {
    let response: ResponseBody
    do throws(EngineError) {
      response = try await send(url, body: body)
    } catch {
      guard error.code == .brokenStream else { throw error }
      response = try await send(url, body: body)
    }
    return await response.collect(upTo: limit, within: .seconds(5))
  }

  private func request(_ url: EngineAddress, body: [UInt8]?) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url.text)
    request.method = body == nil ? .GET : .POST
    request.headers.add(name: "User-Agent", value: "git-hone")
    if let key = credential?.header(for: url) { request.headers.add(name: key.name, value: key.value) }
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.headers.add(name: "Accept", value: "text/event-stream, application/json")
      request.body = .bytes(body)
    }
    return request
  }

  private func redirect(
    of response: HTTPClientResponse, from url: EngineAddress
  ) throws(EngineError) -> EngineAddress? {
    guard (300..<400).contains(response.status.code) else { return nil }
    let location = response.headers.first(name: "Location") ?? ""
    let target = EngineAddress(location.hasPrefix("/") ? "\(url.origin)\(location)" : location)
    let isElsewhere = target.map { !$0.hasSameOrigin(as: url) } ?? true
    let keepsMethod = response.status == .temporaryRedirect || response.status == .permanentRedirect
    guard let target, keepsMethod, target.hasSameOrigin(as: url) else {
      throw .failure(
        .misconfigured, of: description,
        isElsewhere
          ? "answers from another address"
          : "answers from another path, by a redirect (HTTP \(response.status.code)) that takes no request along",
        detail: scrub(location),
        remedy: isElsewhere ? "if you trust that address, make it the engine's url" : "make that path the engine's url")
    }
    return target
  }

  // MARK: Failures

  private func failure(
    for response: HTTPClientResponse, body: ResponseBody, _ onRefusal: ((Int, [UInt8]) -> Void)?
  ) async -> EngineError {
    let bytes = await body.collect(upTo: 64 << 10, within: .seconds(5))
    onRefusal?(Int(response.status.code), Array(scrub(String(decoding: bytes, as: UTF8.self)).utf8))
    var failure = ServiceFailure(body: bytes)
    failure.message = scrub(failure.message)
    let retryAfter = RateLimit.wait { response.headers.first(name: $0) }
    return failure.error(of: description, status: Int(response.status.code), retryAfter: retryAfter)
  }

  /// The error for what the HTTP client threw.
  func failure(for error: any Error) -> EngineError {
    if let error = error as? EngineError { return error }
    if Task.isCancelled || error is CancellationError {
      return .failure(.cancelled, of: description, "was interrupted")
    }
    if let error = error as? TimeoutError { return timeout(after: error.limit) }
    switch error as? HTTPClientError {
    case .deadlineExceeded: return timeout(after: timeouts.firstByte)
    case .connectTimeout, .tlsHandshakeTimeout:
      return .failure(.unreachable, of: description, "could not be reached within \(timeouts.connect.seconds) s")
    case .cancelled: return .failure(.cancelled, of: description, "was interrupted")
    case .remoteConnectionClosed: return closed()
    default: break
    }
    switch error as? ChannelError {
    case .ioOnClosedChannel, .alreadyClosed, .eof: return closed()
    default: break
    }
    if let reason = ConnectionTrouble.words(of: error) {
      return .failure(.unreachable, of: description, "could not be reached", detail: reason)
    }
    return .failure(.unreachable, of: description, "could not be reached", detail: reason(of: error))
  }

  /// What the system said of a connection, in its plain words, without any trace of the key.
  func reason(of error: any Error) -> String {
    let words = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? String(describing: error)
    return scrub(words)
  }

  /// A server may close a connection that it had kept open at the moment at which the next request takes it: asked again on a
  /// new one it answers.
  private func closed() -> EngineError {
    .failure(.brokenStream, of: description, "closed the connection before it answered")
  }

  /// The error without any trace of the key.
  func scrubbed(_ error: EngineError) -> EngineError {
    EngineError(error.code, scrub(error.message), remedy: scrub(error.remedy))
  }

  /// The text without the key, and without what may be one in the address.
  func scrub(_ text: String) -> String {
    let rest = address.scrub(text)
    return credential?.scrub(rest) ?? rest
  }

  private func timeout(after limit: Duration) -> EngineError {
    .failure(.timeout, of: description, "sent nothing for \(limit.seconds) s")
  }
}

extension Duration {
  /// The whole seconds, or two decimals below ten, as text.
  var seconds: String {
    let value = Double(components.seconds) + Double(components.attoseconds) / 1e18
    return value >= 10 || value == value.rounded()
      ? String(Int(value.rounded())) : String((value * 100).rounded() / 100)
  }
}
