import HoneTestSupport
import Testing

@testable import HoneEngine

@Suite struct ServerSentEventTests {
  private func events(_ pieces: [[UInt8]], limit: Int = 1 << 20) throws -> [ServerSentEvent] {
    var parser = ServerSentEventParser(limit: limit)
    var events: [ServerSentEvent] = []
    for piece in pieces { try parser.feed(piece, into: &events) }
    return events
  }

  private func data(_ text: String) throws -> [String] {
    try events([Array(text.utf8)]).map { String(decoding: $0.data, as: UTF8.self) }
  }

  @Test(arguments: ["\n", "\r", "\r\n"])
  func `every line ending ends a line`(_ end: String) throws {
    #expect(try data("data: a\(end)\(end)data: b\(end)\(end)") == ["a", "b"])
  }

  @Test func `one blank after the colon is dropped and no more`() throws {
    #expect(try data("data:a\n\ndata:  b\n\ndata\n\n") == ["a", " b", ""])
  }

  @Test func `data lines are joined by line feeds`() throws {
    #expect(try data("data: a\ndata:\ndata: b\n\n") == ["a\n\nb"])
  }

  @Test func `comments, ids and unknown fields change nothing`() throws {
    #expect(try data(": ping\n\nid: 7\nretry: 10\ndata: a\n:\nother: x\n\n") == ["a"])
  }

  @Test func `an event without data or without its blank line is no event`() throws {
    #expect(try data("event: x\n\ndata: lost") == [])
  }

  @Test func `the type belongs to one event only`() throws {
    let events = try events([Array("event: x\ndata: a\n\ndata: b\n\n".utf8)])
    #expect(events.map { String(decoding: $0.type, as: UTF8.self) } == ["x", ""])
  }

  @Test func `a byte-order mark at the start is dropped and elsewhere kept`() throws {
    #expect(try data("\u{FEFF}data: a\n\ndata: \u{FEFF}\n\n").map { Array($0.utf8) } == [[0x61], [0xEF, 0xBB, 0xBF]])
  }

  @Test func `Unicode line separators end no line`() throws {
    #expect(try data("data: a\u{2028}b\u{85}c\u{0B}d\n\n") == ["a\u{2028}b\u{85}c\u{0B}d"])
  }

  @Test func `an event beyond the limit is refused`() {
    #expect(throws: ServerSentEventParser.EventTooLarge.self) {
      try events([Array(String(repeating: "data: 0123456789\n", count: 10).utf8)], limit: 60)
    }
    #expect(throws: ServerSentEventParser.EventTooLarge.self) {
      try events([[UInt8](repeating: 0x20, count: 61)], limit: 60)
    }
  }

  @Test func `pieces cut at any two places give the same events`() async throws {
    let text = Array("\u{FEFF}: hi\r\nevent: é\r\ndata: ä€😀\rdata:2\r\n\r\ndata: x\n\ndata:\r\r\n".utf8)
    let whole = try events([text])
    #expect(whole.count == 3)
    for first in 0...text.count {
      await Task.yield()
      for second in first...text.count {
        let pieces = [Array(text[..<first]), Array(text[first..<second]), Array(text[second...])]
        #expect(try events(pieces) == whole)
      }
    }
    #expect(try events(text.map { [$0] }) == whole)
  }

  @Test func `random streams read alike whole and in random pieces`() async throws {
    var random = SplitMix64(seed: 11)
    let alphabet = ["data: ", "data", ":", "event: a", "\n", "\r", "\r\n", "\n\n", "x", "é", " ", "\u{FEFF}"]
    let end = ContinuousClock.now + .seconds(1)
    for round in 0..<1500 where round < 100 || ContinuousClock.now < end {
      await Task.yield()
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }.joined()
      var rest = Array(text.utf8)[...]
      var pieces: [[UInt8]] = []
      while !rest.isEmpty {
        let count = Int.random(in: 1...4, using: &random)
        pieces.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(try events(pieces) == events([Array(text.utf8)]), "\(text.debugDescription)")
    }
  }
}
