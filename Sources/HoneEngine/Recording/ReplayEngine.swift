#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore

/// An engine that plays recorded exchanges instead of asking anybody.
///
/// A request gets the reply that was recorded for it, the first that was not played yet where there are several. Recordings that do
/// not say what was asked are played in the order of their names.
package struct ReplayEngine: Engine {
  package let description: EngineDescription
  package let capabilities: EngineCapabilities
  private let exchanges: Exchanges
  private let pace: ReplayPace

  /// Opens the recordings that `place` names: a folder, or a folder and a pace, as `recordings@own` or `recordings@1000`.
  /// - Throws: as `init(directory:pace:)`.
  package init(place: String) throws(EngineError) {
    guard !Disk.exists(place), let mark = place.lastIndex(of: "@"),
      let pace = ReplayPace(text: place[place.index(after: mark)...])
    else {
      try self.init(directory: place)
      return
    }
    try self.init(directory: String(place[..<mark]), pace: pace)
  }

  /// Opens the recordings in `directory`.
  /// - Throws: `EngineError` with the code `misconfigured`, whose message says whether there is no such folder, or nothing in it that
  ///   was recorded.
  package init(directory: String, pace: ReplayPace = .unlimited) throws(EngineError) {
    self.pace = pace
    var recorded: [RecordedExchange] = []
    for name in Self.names(in: directory) {
      guard let exchange = RecordedExchange(file: "\(directory)/\(name)") else { continue }
      recorded.append(exchange)
    }
    guard let first = recorded.first else {
      throw Self.nothing(in: directory)
    }
    description = EngineDescription(
      name: "replay", model: first.engine.model, api: first.engine.api, baseURL: directory)
    capabilities = EngineCapabilities(
      infill: first.engine.api.isLlama, prefill: first.engine.api.isLlama,
      // What was recorded fitted; nothing is sent.
      contextTokens: 1 << 24, isLocal: true,
      bestFormat: first.engine.api == .responses ? .v4a : first.engine.api.isLlama ? .window : .searchReplace)
    exchanges = Exchanges(recorded, engine: description)
  }

  /// The reply that was recorded for `request`.
  ///
  /// Reading it throws an `EngineError` with the code `misconfigured` when none was, or each was played already.
  package func stream(_ request: EngineRequest) -> EngineStream {
    let keys = [AskedConversation.key(of: request), AskedConversation.key(ofTurns: request)]
    return EngineStream { [exchanges, description, pace] in
      ReplaySource(keys: keys, exchanges: exchanges, engine: description, pace: pace)
    }
  }

  private static func nothing(in directory: String) -> EngineError {
    let place = Printable.line(directory)
    let remedy = "name a folder in which exchanges were recorded: HONE_RECORD=<folder> git hone edit ... makes one"
    return switch Disk.exists(directory) {
    case _ where directory.isEmpty: EngineError(.misconfigured, "`replay:` names no folder", remedy: remedy)
    case false: EngineError(.misconfigured, "there is no folder \(place) to play from", remedy: remedy)
    case true: EngineError(.misconfigured, "there is no recorded exchange in \(place)", remedy: remedy)
    }
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
  private var rest: [RecordedExchange]
  private let asked: Set<String>
  private let engine: EngineDescription

  init(_ exchanges: [RecordedExchange], engine: EngineDescription) {
    rest = exchanges
    asked = Set(exchanges.compactMap(\.asked))
    self.engine = engine
  }

  /// Takes out the exchange for a question that has one of `keys`.
  func next(for keys: [String]) throws(EngineError) -> RecordedExchange {
    // An attempt that failed and was made again failed for a reason that is gone.
    while let index = index(for: keys), self.index(for: keys, after: index) != nil, rest[index].fails(as: engine) {
      rest.remove(at: index)
    }
    if let index = index(for: keys) ?? rest.firstIndex(where: { $0.asked == nil }) { return rest.remove(at: index) }
    guard rest.isEmpty || keys.contains(where: asked.contains) else {
      throw .failure(
        .misconfigured, of: engine, "has no exchange in which this was asked",
        remedy: "ask as it was recorded, of the same files with the same options and --edit-format, or record it anew")
    }
    throw .failure(
      .misconfigured, of: engine, "has no further exchange", remedy: "record as many as the command asks for")
  }

  private func index(for keys: [String], after previous: Int = -1) -> Int? {
    rest[(previous + 1)...].firstIndex { $0.asked.map(keys.contains) ?? false }
  }
}

/// Reads one recorded reply at its pace.
private actor ReplaySource: EngineEventSource {
  private let keys: [String]
  private let exchanges: Exchanges
  private let engine: EngineDescription
  private var reader: ReplyReader?
  private let pace: ReplayPace
  private var start = ContinuousClock.now
  private var pieces: ArraySlice<(due: Duration, bytes: ArraySlice<UInt8>)> = []
  private var events: ArraySlice<EngineEvent> = []

  init(keys: [String], exchanges: Exchanges, engine: EngineDescription, pace: ReplayPace) {
    self.keys = keys
    self.exchanges = exchanges
    self.engine = engine
    self.pace = pace
  }

  func next() async throws(EngineError) -> EngineEvent? {
    if Task.isCancelled { throw .failure(.cancelled, of: engine, "was interrupted") }
    var reader: ReplyReader
    if let open = self.reader {
      reader = open
    } else {
      let exchange = try await exchanges.next(for: keys)
      if let refusal = exchange.refusal(as: engine) { throw refusal }
      pieces = exchange.pieces(at: pace)[...]
      start = .now
      reader = ReplyReader(decoder: exchange.decoder(for: engine), engine: engine)
    }
    defer { self.reader = reader }
    while true {
      if let event = events.popFirst() { return event }
      if reader.isComplete { return nil }
      let piece = pieces.popFirst()
      if let piece, pace != .unlimited, (try? await Task.sleep(until: start + piece.due, clock: .continuous)) == nil {
        throw .failure(.cancelled, of: engine, "was interrupted")
      }
      var decoded: [EngineEvent] = []
      if let piece {
        try reader.feed(Array(piece.bytes), into: &decoded)
      } else {
        try reader.finish(into: &decoded)
      }
      events = decoded[...]
    }
  }
}
