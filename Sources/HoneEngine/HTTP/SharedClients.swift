internal import AsyncHTTPClient
internal import NIOCore
internal import Synchronization

/// The HTTP clients of this process, one for each connect timeout, which is a setting of the client and not of a request.
///
/// They live as long as the process, so that connections stay warm between requests.
enum SharedClients {
  private static let clients = Mutex<[Duration: HTTPClient]>([:])

  /// The client with that connect timeout.
  static func client(connectTimeout: Duration) -> HTTPClient {
    clients.withLock { clients in
      if let client = clients[connectTimeout] { return client }
      var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
      configuration.timeout.connect = TimeAmount(connectTimeout)
      configuration.connectionPool.retryConnectionEstablishment = false
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      clients[connectTimeout] = client
      return client
    }
  }
}
