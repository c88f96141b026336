/// One event of a server-sent event stream.
struct ServerSentEvent: Hashable, Sendable {
  /// The `event:` field; empty when the event has none.
  var type: [UInt8] = []
  /// The `data:` fields, joined by line feeds, as sent: whether they are UTF-8 is for the reader of the data to check.
  var data: [UInt8] = []
}

/// Reads a server-sent event stream from bytes cut at any place.
///
/// Follows the WHATWG HTML standard, section 9.2.6 "Interpreting an event stream": lines end with CR, LF or CRLF, even
/// when the two are far apart in time; one blank after the colon is dropped; `data` lines are joined; lines that begin
/// with a colon are comments; an event without data is dropped; so is one that no blank line ended. `id` and `retry` serve
/// reconnecting, which a reply can never do, and are skipped. U+0085 and U+2028 end no line, since only bytes are compared.
struct ServerSentEventParser: Sendable {
  /// An event is larger than `limit` bytes.
  struct EventTooLarge: Error {
    var limit: Int
  }

  /// The most bytes that one event may have; a reply's last event may repeat the whole reply.
  let limit: Int
  private var line: [UInt8] = []
  private var event = ServerSentEvent()
  private var hasData = false
  private var followsCarriageReturn = false
  private var isFirstLine = true

  init(limit: Int = 8 << 20) {
    self.limit = limit
  }

  /// Takes the next bytes and appends the events that they completed to `events`.
  mutating func feed(_ bytes: some Collection<UInt8>, into events: inout [ServerSentEvent]) throws(EventTooLarge) {
    var rest = bytes[...]
    if followsCarriageReturn, let first = rest.first {
      followsCarriageReturn = false
      if first == UInt8(ascii: "\n") { rest = rest.dropFirst() }
    }
    while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      try append(rest[..<end])
      endLine(into: &events)
      let wasCarriageReturn = rest[end] == UInt8(ascii: "\r")
      rest = rest[rest.index(after: end)...]
      guard wasCarriageReturn else { continue }
      if let next = rest.first {
        if next == UInt8(ascii: "\n") { rest = rest.dropFirst() }
      } else {
        followsCarriageReturn = true
      }
    }
    try append(rest)
  }

  private mutating func append(_ bytes: some Collection<UInt8>) throws(EventTooLarge) {
    line += bytes
    if line.count + event.data.count > limit { throw EventTooLarge(limit: limit) }
  }

  private mutating func endLine(into events: inout [ServerSentEvent]) {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    if line.isEmpty { return dispatch(into: &events) }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    var value = line[colon...].dropFirst()
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    let name = line[..<colon]
    if name.elementsEqual("data".utf8) {
      if hasData { event.data.append(UInt8(ascii: "\n")) }
      hasData = true
      event.data += value
    } else if name.elementsEqual("event".utf8) {
      event.type = Array(value)
    }
  }

  private mutating func dispatch(into events: inout [ServerSentEvent]) {
    if hasData { events.append(event) }
    event = ServerSentEvent()
    hasData = false
  }
}
