internal import AsyncHTTPClient

/// The body of a response, read piece by piece; letting go of it closes the connection.
actor ResponseBody {
  /// What the response's headers say is left of the service's limits.
  nonisolated let allowance: RateAllowance?
  private let reader: BodyReader
  private let connection: EngineConnection
  private var recording: ExchangeRecorder.Recording?

  /// - Parameters:
  ///   - firstByte: how long the first piece may take.
  ///   - idle: how long each later piece may take.
  ///   - allowance: what the response's headers say is left of the service's limits.
  init(
    _ body: HTTPClientResponse.Body, firstByte: Duration, idle: Duration, connection: EngineConnection,
    allowance: RateAllowance? = nil
  ) {
    self.allowance = allowance
    reader = BodyReader(body, firstByte: firstByte, idle: idle)
    self.connection = connection
  }

  /// Stores every piece that is read from now on.
  func record(to recording: ExchangeRecorder.Recording?) {
    self.recording = recording
  }

  /// The next piece, not empty; `nil` at the end of the body.
  func next() async throws(EngineError) -> [UInt8]? {
    do {
      let piece = try await reader.next()
      if let piece {
        recording?.append(piece)
      } else if Task.isCancelled {
        throw CancellationError()
      }
      return piece
    } catch {
      let failure = connection.failure(for: error)
      guard case .unreachable = failure.code else { throw failure }
      throw .failure(
        .brokenStream, of: connection.description, "lost the connection in the middle of the reply",
        detail: connection.reason(of: error))
    }
  }

  /// What comes within the limits, for a body that is only read to explain a failure.
  func collect(upTo count: Int, within limit: Duration) async -> [UInt8] {
    let collected = try? await withTimeout(limit) {
      var bytes: [UInt8] = []
      while bytes.count < count, let piece = try await self.next() { bytes += piece }
      return Array(bytes.prefix(count))
    }
    return collected ?? []
  }

  /// Waits a moment for the end of the body, so that the connection can serve the next request.
  func drain(within limit: Duration) async {
    let reader = reader
    _ = try? await withTimeout(limit) {
      while try await reader.next() != nil {}
    }
  }
}
