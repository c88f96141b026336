#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore

/// An engine that plays recorded exchanges, in the order in which they were stored, instead of asking anybody.
package struct ReplayEngine: Engine {
  package let description: EngineDescription
  package let capabilities: EngineCapabilities
  private let exchanges: Exchanges

  /// Opens the recordings in `directory`.
  /// - Throws: `EngineError` with the code `misconfigured` when there are none that can be read.
  package init(directory: String) throws(EngineError) {
    var recorded: [RecordedExchange] = []
    for name in Self.names(in: directory) {
      guard let exchange = RecordedExchange(file: "\(directory)/\(name)") else { continue }
      recorded.append(exchange)
    }
    guard let first = recorded.first else {
      throw EngineError(
        .misconfigured, "there is no recorded exchange in \(directory)",
        remedy: "record some by setting HONE_RECORD to that folder")
    }
    description = EngineDescription(
      name: "replay", model: first.engine.model, api: first.engine.api, baseURL: directory)
    capabilities = EngineCapabilities(
      infill: first.engine.api == .llama, prefill: first.engine.api == .llama, isLocal: true,
      bestFormat: first.engine.api == .responses ? .v4a : first.engine.api == .llama ? .window : .searchReplace)
    exchanges = Exchanges(recorded)
  }

  /// The reply of the next exchange, whatever is asked; after the last one, an error.
  package func stream(_ request: EngineRequest) -> EngineStream {
    EngineStream { [exchanges, description] in ReplaySource(exchanges: exchanges, engine: description) }
  }

  private static func names(in directory: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".exchange") { names.append(name) }
    }
    return names.sorted()
  }
}

/// The exchanges that were not played yet.
private actor Exchanges {
  private var rest: ArraySlice<RecordedExchange>

  init(_ exchanges: [RecordedExchange]) {
    rest = exchanges[...]
  }

  func next() -> RecordedExchange? { rest.popFirst() }
}

/// Reads one recorded reply, a kilobyte at a time.
private actor ReplaySource: EngineEventSource {
  private let exchanges: Exchanges
  private let engine: EngineDescription
  private var reader: ReplyReader?
  private var body: ArraySlice<UInt8> = []
  private var events: ArraySlice<EngineEvent> = []

  init(exchanges: Exchanges, engine: EngineDescription) {
    self.exchanges = exchanges
    self.engine = engine
  }

  func next() async throws(EngineError) -> EngineEvent? {
    if Task.isCancelled { throw .failure(.cancelled, of: engine, "was interrupted") }
    var reader: ReplyReader
    if let open = self.reader {
      reader = open
    } else {
      guard let exchange = await exchanges.next() else {
        throw .failure(
          .misconfigured, of: engine, "has no further exchange", remedy: "record as many as the command asks for")
      }
      body = exchange.body[...]
      reader = ReplyReader(decoder: exchange.decoder(for: engine), engine: engine)
    }
    defer { self.reader = reader }
    while true {
      if let event = events.popFirst() { return event }
      if reader.isComplete { return nil }
      if body.isEmpty { try reader.finish() }
      let piece = Array(body.prefix(1024))
      body = body.dropFirst(1024)
      var decoded: [EngineEvent] = []
      try reader.feed(piece, into: &decoded)
      events = decoded[...]
    }
  }
}
