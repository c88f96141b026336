internal import HoneCore

extension EngineConnection {
  /// The names of the models that the server has, for a command that can do without: in a few seconds and before `deadline`.
  /// - Returns: `nil` when the server does not tell in that time.
  package func models(before deadline: ContinuousClock.Instant?) async -> [String]? {
    let limit = ServerProbe.limit(deadline)
    return try? await withAbandonment(after: limit) { try await limited(to: limit).models() }
  }

  /// The names of the models that the server has, sorted, from `GET <base>/models`.
  /// - Throws: `EngineError`; with the code `notAStream` when the answer is no model list.
  package func models() async throws(EngineError) -> [String] {
    let response = try await send(address.appending("/models"), body: nil)
    let bytes = await response.collect(upTo: 4 << 20, within: timeouts.firstByte)
    guard let list = (try? JSON(parsing: bytes))?["data"]?.array else {
      throw .failure(.notAStream, of: description, "did not answer with a list of models")
    }
    return list.compactMap { $0["id"]?.string }.sorted()
  }

  /// Whether a llama.cpp server works on a request, from `GET <root>/slots`.
  /// - Throws: `EngineError`.
  package func isBusy() async throws(EngineError) -> Bool {
    let root = moved(to: address.withoutVersion)
    let response = try await root.send(root.address.appending("/slots"), body: nil)
    let slots = (try? JSON(parsing: await response.collect(upTo: 1 << 20, within: .seconds(5))))?.array ?? []
    return slots.contains { $0["is_processing"]?.bool ?? false }
  }
}
