/// The address below which an engine's requests go: `http` or `https`, a host, perhaps a port, a path and a query.
///
/// Only that much of RFC 3986 is accepted. A user name or a fragment in a base address is always a mistake, and the first would be
/// a secret where none belongs. A query goes behind every path that is asked for, as `?api-version=...` has to; since it may hold a
/// key, it is sent whole and shown without its values.
package struct EngineAddress: Hashable, Sendable {
  /// Whether the connection is encrypted.
  package let isEncrypted: Bool
  /// The host in lower case; an IPv6 address without its brackets.
  package let host: String
  /// The port, the scheme's own when none was given.
  package let port: Int
  /// The path without a final slash: empty or beginning with a slash.
  package let path: String
  /// What goes behind `?` in each request, percent-encoded as it was given; empty where there is none.
  package let query: String

  /// Reads an address; `nil` when it is not one that an engine can have.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let separator = text.range(of: "://") else { return nil }
    switch text[..<separator.lowerBound].lowercased() {
    case "http": isEncrypted = false
    case "https": isEncrypted = true
    default: return nil
    }
    let whole = text[separator.upperBound...]
    let rest = whole.prefix { $0 != "?" }
    query = String(whole.dropFirst(rest.count).drop { $0 == "?" })
    guard !rest.contains("@"), !whole.contains(where: { "#\\\"<>".contains($0) }) else { return nil }
    let authority = rest.prefix { $0 != "/" }
    guard let (host, port) = Self.split(authority) else { return nil }
    self.host = host.lowercased()
    self.port = port ?? (isEncrypted ? 443 : 80)
    var path = rest[authority.endIndex...]
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  /// Why `text` cannot be an engine's address, as the rest of a sentence about the engine; names no part of it that may be secret.
  package static func fault(in text: String) -> String {
    let rest = text.lowercased().trimmingPrefix("https://").trimmingPrefix("http://")
    guard rest.count < text.count else { return "has an address that is not http:// or https:// with a host" }
    if rest.prefix(while: { $0 != "/" && $0 != "?" }).contains("@") {
      return "has a user name in its address, which would be shown and stored with it"
    }
    if rest.contains("#") { return "has a fragment (`#`) in its address, which no path can be added to" }
    return "has an address that is not http:// or https:// with a host"
  }

  /// The address with another path.
  private init(_ other: EngineAddress, path: String) {
    (isEncrypted, host, port, query) = (other.isEncrypted, other.host, other.port, other.query)
    self.path = path
  }

  /// The host and port of `host:port` or `[v6]:port`.
  private static func split(_ authority: Substring) -> (host: Substring, port: Int?)? {
    var host = authority
    var port: Substring?
    if authority.first == "[" {
      guard let bracket = authority.firstIndex(of: "]") else { return nil }
      host = authority[..<bracket].dropFirst()
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
      let rest = authority[bracket...].dropFirst()
      if !rest.isEmpty {
        guard rest.first == ":" else { return nil }
        port = rest.dropFirst()
      }
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[colon...].dropFirst()
      guard host.allSatisfy({ $0 != "[" && $0 != "]" }) else { return nil }
    }
    guard !host.isEmpty else { return nil }
    guard let port else { return (host, nil) }
    guard port.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(port), (1...65535).contains(number) else {
      return nil
    }
    return (host, number)
  }

  /// Whether the host is this machine, so that nothing sent there leaves it.
  package var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The same address with `suffix`, which begins with a slash, after its path.
  package func appending(_ suffix: String) -> EngineAddress {
    EngineAddress(self, path: path + suffix)
  }

  /// The same address without a final `/v1`, below which llama.cpp keeps its own interface.
  package var withoutVersion: EngineAddress {
    guard path.hasSuffix("/v1") else { return self }
    return EngineAddress(self, path: String(path.dropLast(3)))
  }

  /// Whether scheme, host and port are the same.
  package func hasSameOrigin(as other: EngineAddress) -> Bool {
    isEncrypted == other.isEncrypted && host == other.host && port == other.port
  }
}

extension EngineAddress: CustomStringConvertible {
  /// The address for people, files and messages: the port only when it is not the scheme's own, and `*` for what may be secret in the
  /// query.
  package var description: String {
    let shown = parameters.map { $0.isOpen ? $0.text : $0.name.isEmpty ? "*" : "\($0.name)=*" }
    return origin + path + (query.isEmpty ? "" : "?" + shown.joined(separator: "&"))
  }

  /// Scheme, host and port.
  var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    let suffix = port == (isEncrypted ? 443 : 80) ? "" : ":\(port)"
    return "\(isEncrypted ? "https" : "http")://\(name)\(suffix)"
  }

  /// The address as it is asked for, with its whole query.
  var text: String { origin + target }

  /// The path and the query, as the first line of a request has them.
  var target: String { (path.isEmpty && !query.isEmpty ? "/" : path) + (query.isEmpty ? "" : "?" + query) }

  /// The text with what may be secret in the query replaced by `[key]`, as it is written there and as it is meant.
  func scrub(_ text: String) -> String {
    parameters.reduce(text) { text, parameter in
      guard !parameter.isOpen else { return text }
      let value = String(parameter.text.dropFirst(parameter.name.isEmpty ? 0 : parameter.name.count + 1))
      // What is shorter stands in words that have nothing to do with it, and is no key.
      return [value, value.percentDecoded].filter { $0.count >= 4 }.reduce(text) { $0.replacing($1, with: "[key]") }
    }
  }

  /// The parts of the query: the version of an interface is open to see, and every other value may be a key.
  private var parameters: [(text: Substring, name: Substring, isOpen: Bool)] {
    query.split(separator: "&").map { part in
      let name = part.contains("=") ? part.prefix { $0 != "=" } : ""
      return (part, name, name.lowercased() == "api-version")
    }
  }
}

extension String {
  /// The text that its percent-encoding stands for.
  fileprivate var percentDecoded: String {
    var decoded: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(digits, radix: 16) {
        decoded.append(value)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// The first place of `text`, compared byte by byte.
  fileprivate func range(of text: StaticString) -> Range<String.Index>? {
    let needle = Array(text.description.utf8)
    var start = utf8.startIndex
    while start < utf8.endIndex {
      if utf8[start...].starts(with: needle) { return start..<utf8.index(start, offsetBy: needle.count) }
      start = utf8.index(after: start)
    }
    return nil
  }
}
