internal import HoneCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Finds out which program answers at an address that the user configured, once, and remembers it.
///
/// Nothing but requests for a few small documents is sent: no text, no file, and the key only as to that address anyway. What
/// was found is kept in the user's cache folder for a week, since a port may get another tenant.
package struct ServerProbe: Sendable {
  /// The folder of what was found; made when it is missing.
  private let folder: String
  private static let lifetime = 7 * 24 * 3600
  /// How long it may take to look at a server: what it has to say is in its memory.
  package static let patience = Duration.seconds(5)

  /// - Parameter cache: the user's cache folder of Hone.
  package init(cache: String) {
    folder = "\(cache)/servers"
  }

  /// What answers at the address of `connection`.
  /// - Parameter deadline: until when the answer is of use; `patience` is the limit in any case.
  /// - Returns: `nil` when nobody answers in time; then nothing is remembered.
  package func kind(
    at connection: EngineConnection, deadline: ContinuousClock.Instant? = nil
  ) async -> ServerKind? {
    if let kind = ServerKind(host: connection.address.host) { return kind }
    if let kind = remembered(at: connection.address) { return kind }
    let limit = Self.limit(deadline)
    let answer = try? await withAbandonment(after: limit) { await ask(connection.limited(to: limit)) }
    guard let kind = answer else { return nil }
    remember(kind, at: connection.address)
    return kind
  }

  /// How long one may still ask.
  static func limit(_ deadline: ContinuousClock.Instant?) -> Duration {
    max(.milliseconds(1), min(patience, deadline.map { ContinuousClock.now.duration(to: $0) } ?? patience))
  }

  /// What was found at `address` before; `nil` when nothing was, or it is too old.
  package func remembered(at address: EngineAddress) -> ServerKind? {
    guard let bytes = Disk.read(file(for: address), limit: 4096), let json = try? JSON(parsing: bytes),
      let kind = json["kind"]?.string.flatMap(ServerKind.init(rawValue:)), let found = json["found"]?.count,
      (0..<Self.lifetime).contains(Int(time(nil)) - found)
    else { return nil }
    return kind
  }

  private func remember(_ kind: ServerKind, at address: EngineAddress) {
    let record: JSON = [
      "address": .string(address.description), "kind": .string(kind.rawValue), "found": .integer(Int(time(nil))),
    ]
    // A cache that cannot be written is no reason to fail: the next command asks again.
    try? Disk.makePrivateFolder(folder)
    try? Disk.replace(file(for: address), with: record.bytes)
  }

  private func file(for address: EngineAddress) -> String {
    "\(folder)/\(FileDigest.sha256(text: address.description).prefix(32)).json"
  }

  /// What each program answers and no other: the path below its root, and a member of the answer.
  private static let marks: [(path: String, member: String, kind: ServerKind)] = [
    ("/props", "default_generation_settings", .llamaCpp), ("/api/tags", "models", .ollama),
    ("/get_model_info", "model_path", .sglang), ("/api/v0/models", "data", .lmStudio),
    ("/version", "version", .vllm),
  ]

  private func ask(_ connection: EngineConnection) async -> ServerKind? {
    let root = connection.moved(to: connection.address.withoutVersion)
    var isThere = false
    for mark in Self.marks {
      do throws(EngineError) {
        let response = try await root.send(root.address.appending(mark.path), body: nil)
        let bytes = await response.collect(upTo: 1 << 20, within: .seconds(2))
        isThere = true
        if (try? JSON(parsing: bytes))?[mark.member] != nil { return mark.kind }
      } catch {
        if case .unreachable = error.code { return nil }
        if case .timeout = error.code { return nil }
        if case .cancelled = error.code { return nil }
        isThere = true
      }
    }
    return isThere ? .other : nil
  }
}
