#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import HoneSystem

/// What is known about a server that Hone started, for the commands that come later.
struct ServerRecord: Hashable, Codable, Sendable {
  var process: ProcessIdentity
  /// The secret that requests must carry, 64 hexadecimal digits.
  var key: String
  /// The name under which the server offers the model.
  var model: String
  /// `InstalledModel.identity` of the weights.
  var identity: String
  /// `EngineRuntime.version` of what runs them.
  var runtime: String
  var contextTokens: Int
  var threads: Int
  /// Seconds without a request after which the server ends.
  var idleSeconds: Double
  /// Where the server's log begins in its file, in bytes.
  var logOffset: Int64
}

/// The files of one server in the runtime and state folders, named after the weights and the context length.
///
/// Each file has one writer: commands write the record, under the lock; the launcher writes the address.
struct ServerFiles: Hashable, Sendable {
  private let stem: String
  /// The log, in the state folder, because the runtime folder may be memory.
  let log: String

  /// The beginning of all names, which `list(in:state:)` looks for.
  private static let prefix = "server-"

  init(runtime: String, state: String, identity: String, contextTokens: Int) {
    let name = String(FileDigest.sha256(text: "\(identity) \(contextTokens)").prefix(16))
    self.init(runtime: runtime, state: state, name: name)
  }

  private init(runtime: String, state: String, name: String) {
    stem = "\(runtime)/\(Self.prefix)\(name)"
    log = "\(state)/\(Self.prefix)\(name).log"
  }

  /// What a server had read when it ended, in the state folder; only the same runtime can go on from it.
  func cache(of runtime: EngineRuntime) -> String {
    "\(log.dropLast(".log".count))-\(FileDigest.sha256(text: runtime.version).prefix(8)).kv"
  }

  /// How fast servers of this model read here, in the state folder; from the launcher.
  var pace: String { "\(log.dropLast(".log".count)).pace" }

  /// The record, for Hone: a JSON object with the key in it, readable only by the user.
  var record: String { stem + ".json" }
  /// The address, from the launcher: `<pid> <port>`.
  var address: String { stem + ".address" }
  /// Touched by each command that wants the server.
  var used: String { stem + ".used" }
  /// Held while a server is looked for, started, stopped or retired.
  var lock: String { stem + ".lock" }
  /// Held by each command that was given the server, until it ends; see `ServerLease`.
  var lease: String { stem + ".lease.lock" }

  /// The servers that have a record.
  static func list(in runtime: String, state: String) -> [ServerFiles] {
    Disk.names(in: runtime).filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }.map {
      ServerFiles(runtime: runtime, state: state, name: String($0.dropFirst(prefix.count).dropLast(".json".count)))
    }
  }

  /// The record; `nil` when there is none or it cannot be understood.
  func load() -> ServerRecord? {
    Disk.read(record).flatMap { try? JSONDecoder().decode(ServerRecord.self, from: Data($0)) }
  }

  func save(_ value: ServerRecord) throws {
    try Disk.replace(record, with: Array(try JSONEncoder().encode(value)))
  }

  /// The port that the launcher of this record announced; `nil` until the model is loaded.
  func port(of value: ServerRecord) -> UInt16? {
    let fields = String(decoding: Disk.read(address, limit: 64) ?? [], as: UTF8.self).split(
      whereSeparator: \.isWhitespace)
    guard fields.count == 2, Int32(fields[0]) == value.process.id else { return nil }
    return UInt16(fields[1])
  }

  /// Forgets the server.
  func clear() throws(LocalEngineError) {
    for path in [record, address, used] { try Disk.remove(path) }
  }
}
