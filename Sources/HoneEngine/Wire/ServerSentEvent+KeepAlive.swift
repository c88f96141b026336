internal import HoneCore

extension ServerSentEvent {
  /// Whether it is the `[DONE]` behind the last frame, around which some gateways put blanks.
  var isDone: Bool { data.count < 32 && data.trimmed.elementsEqual("[DONE]".utf8) }

  /// Whether it only keeps the connection open, and has no part of a reply.
  ///
  /// Gateways do it in ways of their own: a ping with nothing in it or with `{"type": "ping"}`, or an event without any data. Only
  /// short frames are looked at, since every token has one.
  var isKeepAlive: Bool {
    guard data.count < 64 else { return false }
    let text = data.trimmed
    if text.isEmpty { return true }
    guard text.first == UInt8(ascii: "{"), let json = try? JSON(parsing: Array(text)), case .object(let members) = json
    else { return false }
    if Self.pings.contains(String(decoding: type, as: UTF8.self)), members.allSatisfy({ $0.name == "type" }) {
      return true
    }
    return json["type"]?.string.map { Self.pings.contains($0) } ?? false
  }

  private static let pings: Set<String> = ["ping", "keepalive", "keep-alive", "heartbeat"]
}

extension [UInt8] {
  /// The bytes without blanks and line ends around them.
  fileprivate var trimmed: ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
    var bytes = self[...]
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return bytes.drop(while: isBlank)
  }
}
