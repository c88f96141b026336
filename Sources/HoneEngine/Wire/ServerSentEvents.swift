#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

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
  mutating func feed(_ bytes: [UInt8], into events: inout [ServerSentEvent]) throws(EventTooLarge) {
    var start = 0
    if followsCarriageReturn, let first = bytes.first {
      followsCarriageReturn = false
      if first == UInt8(ascii: "\n") { start = 1 }
    }
    while let end = Self.lineEnd(in: bytes, from: start) {
      try append(bytes[start..<end])
      endLine(into: &events)
      start = end + 1
      guard bytes[end] == UInt8(ascii: "\r") else { continue }
      if start == bytes.count {
        followsCarriageReturn = true
      } else if bytes[start] == UInt8(ascii: "\n") {
        start += 1
      }
    }
    try append(bytes[start...])
  }

  /// The first line feed or carriage return, searched with `memchr` since every byte of every reply passes here.
  private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, start < buffer.count else { return nil }
      let feed = memchr(base + start, 0x0A, buffer.count - start).map { base.distance(to: $0) }
      let count = (feed ?? buffer.count) - start
      return memchr(base + start, 0x0D, count).map { base.distance(to: $0) } ?? feed
    }
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) throws(EventTooLarge) {
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
