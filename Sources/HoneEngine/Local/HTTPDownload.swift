internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file fetched over HTTP, going on where an earlier run stopped.
///
/// Redirects are followed here and not by the client, because Hugging Face states the size and hash of a large file on
/// the first hop (`X-Linked-Size`, `X-Linked-ETag`: the SHA-256 that git-lfs stores) and serves it from another host.
struct HTTPDownload: Sendable {
  /// What the publisher's server said about the file.
  struct Facts: Hashable, Sendable {
    var byteCount: Int64?
    var sha256: String?
  }

  let url: String
  /// The source's name for errors.
  let title: String
  var connectTimeout: TimeAmount = .seconds(5)
  /// How long the server may stay silent.
  var readTimeout: TimeAmount = .seconds(30)

  /// Fetches what is missing of `partial`.
  /// - Parameter accept: called once before the first byte with what the server said; throws to refuse the file.
  /// - Throws: `LocalEngineError`, what `accept` throws, or `CancellationError`.
  func fetch(
    into partial: String, environment: [String: String], progress: @escaping EngineProgressHandler,
    accept: (Facts) throws -> Void
  ) async throws {
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration(environment))
    let result: Result<Void, any Error>
    do {
      result = .success(try await transfer(client, into: partial, progress: progress, accept: accept))
    } catch {
      result = .failure(error)
    }
    try? await client.shutdown()
    do {
      try result.get()
    } catch let error as LocalEngineError {
      throw error
    } catch {
      try Task.checkCancellation()
      throw LocalEngineError(
        .noNetwork, "\(title) could not be reached (\(Self.reason(error)))",
        remedy: "check the network, or set HTTPS_PROXY, and run the setup again; it goes on where it stopped")
    }
  }

  private func configuration(_ environment: [String: String]) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: connectTimeout, read: readTimeout)
    // Otherwise the client tries again and again until the connect timeout, also when the name does not exist.
    configuration.connectionPool.retryConnectionEstablishment = false
    if url.hasPrefix("https:"), let proxy = Self.proxy(environment) {
      configuration.proxy = .server(host: proxy.host, port: proxy.port)
    }
    return configuration
  }

  /// The proxy of `HTTPS_PROXY` or `https_proxy` (`http://host:port`); `nil` when there is none of that form.
  static func proxy(_ environment: [String: String]) -> (host: String, port: Int)? {
    guard let value = environment["HTTPS_PROXY"] ?? environment["https_proxy"], !value.isEmpty else { return nil }
    var rest = value[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    rest = rest.prefix { $0 != "/" }
    guard !rest.contains("@"), let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]),
      (1...65_535).contains(port), colon != rest.startIndex
    else { return nil }
    return (String(rest[..<colon]), port)
  }

  private func transfer(
    _ client: HTTPClient, into partial: String, progress: @escaping EngineProgressHandler,
    accept: (Facts) throws -> Void
  ) async throws {
    var offset = Disk.stamp(partial)?.byteCount ?? 0
    var (response, facts) = try await open(client, from: offset)
    if response.status == .rangeNotSatisfiable, facts.byteCount != offset {
      // What is here is longer than the file there: it belongs to something else.
      offset = 0
      (response, facts) = try await open(client, from: 0)
    }
    if response.status == .rangeNotSatisfiable { return try accept(facts) }
    guard response.status == .ok || response.status == .partialContent else {
      throw LocalEngineError(
        .sourceFailed, "\(title) answered \(response.status.code) for \(url)",
        remedy: "check the model's name, or try again later")
    }
    let range = response.headers.first(name: "content-range") ?? ""
    if response.status == .ok || !Self.begins(range, at: offset) { offset = 0 }
    if response.status == .partialContent, offset == 0, !Self.begins(range, at: 0) {
      throw LocalEngineError(
        .sourceFailed, "\(title) sent another range than was asked for", remedy: "delete \(partial) and try again")
    }
    if facts.byteCount == nil, let length = response.headers.first(name: "content-length").flatMap(Self.size) {
      facts.byteCount = offset + length
    }
    try accept(facts)
    try await write(response, to: partial, from: offset, total: facts.byteCount, progress: progress)
  }

  /// The size of a file that a server tells, in bytes; `nil` for one below 0, or above 16 TiB, which no file here has.
  static func size(_ text: some StringProtocol) -> Int64? {
    Int64(text).flatMap { (0...(1 << 44)).contains($0) ? $0 : nil }
  }

  /// Sends the request and follows redirects, five at most and never from https to http.
  private func open(_ client: HTTPClient, from offset: Int64) async throws -> (HTTPClientResponse, Facts) {
    var facts = Facts()
    var address = url
    for _ in 0...5 {
      var request = HTTPClientRequest(url: address)
      request.headers.add(name: "user-agent", value: "git-hone")
      request.headers.add(name: "accept-encoding", value: "identity")
      if offset > 0 { request.headers.add(name: "range", value: "bytes=\(offset)-") }
      let response = try await client.execute(request, timeout: .hours(24))
      facts.byteCount = response.headers.first(name: "x-linked-size").flatMap(Self.size) ?? facts.byteCount
      facts.sha256 = response.headers.first(name: "x-linked-etag").flatMap(Self.hash) ?? facts.sha256
      guard [301, 302, 303, 307, 308].contains(response.status.code),
        let location = response.headers.first(name: "location")
      else {
        let whole = response.headers.first(name: "content-range").flatMap { $0.split(separator: "/").last }
        facts.byteCount = facts.byteCount ?? whole.flatMap { Self.size($0) }
        return (response, facts)
      }
      let next = location.hasPrefix("/") ? Self.origin(of: address) + location : location
      guard next.hasPrefix("https://") || (next.hasPrefix("http://") && url.hasPrefix("http://")) else {
        throw LocalEngineError(
          .sourceFailed, "\(title) redirects to an address that is not encrypted", remedy: "try another network")
      }
      address = next
    }
    throw LocalEngineError(.sourceFailed, "\(title) redirects in circles", remedy: "try again later")
  }

  private func write(
    _ response: HTTPClientResponse, to partial: String, from offset: Int64, total: Int64?,
    progress: @escaping EngineProgressHandler
  ) async throws {
    let file = systemOpen(partial, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw Disk.failure("create \(partial)") }
    defer { close(file) }
    guard ftruncate(file, off_t(offset)) == 0, lseek(file, 0, SEEK_END) == off_t(offset) else {
      throw Disk.failure("write \(partial)")
    }
    var meter = TransferMeter(.downloading, alreadyDone: offset, total: total, report: progress)
    meter.reach(offset)
    for try await buffer in response.body {
      try buffer.withUnsafeReadableBytes { try Disk.write($0, to: file, path: partial) }
      meter.add(buffer.readableBytes)
      if let total, meter.done > total {
        throw LocalEngineError(.sourceFailed, "\(title) sent more bytes than it announced", remedy: "try again later")
      }
    }
    if let total, meter.done < total {
      throw LocalEngineError(
        .noNetwork, "the connection to \(title) ended after \(ByteCount.text(meter.done))",
        remedy: "run the setup again; it goes on where it stopped")
    }
  }

  // MARK: Reading headers

  /// A SHA-256 in the quotes of an entity tag; `nil` for a tag of another kind.
  static func hash(_ tag: String) -> String? {
    let text = tag.filter { $0 != "\"" }.lowercased()
    return text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) ? text : nil
  }

  /// Whether a `Content-Range: bytes 100-199/200` begins at `offset`.
  static func begins(_ value: String, at offset: Int64) -> Bool {
    guard value.hasPrefix("bytes ") else { return false }
    return Int64(value.dropFirst("bytes ".count).prefix { $0.isNumber }) == offset
  }

  static func origin(of address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    return String(address[..<scheme.upperBound]) + address[scheme.upperBound...].prefix { $0 != "/" }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? HTTPClientError {
    case .connectTimeout: "no connection within 5 seconds"
    case .readTimeout: "it fell silent"
    default:
      "\(error)".contains("UnknownHost") ? "its name cannot be resolved" : String("\(error)".prefix(120))
    }
  }
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
