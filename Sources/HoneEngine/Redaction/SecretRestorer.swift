/// Puts the secrets back into a reply that arrives in pieces, even when a placeholder is cut.
package struct SecretRestorer: Sendable {
  private let prefix: [UInt8]
  private let width: Int
  private let secrets: [[UInt8]]
  /// The end of what was fed that may be the beginning of a placeholder.
  private var held: [UInt8] = []

  /// - Parameters:
  ///   - prefix: what every placeholder begins with.
  ///   - width: how many digits follow it.
  ///   - secrets: the secrets by their numbers, from 1.
  init(prefix: [UInt8], width: Int, secrets: [[UInt8]]) {
    self.prefix = prefix
    self.width = width
    self.secrets = secrets
  }

  /// Takes the next piece of the reply.
  /// - Returns: what of the reply is certain so far. A placeholder that was never given out is left as it is.
  package mutating func feed(_ piece: String) -> String {
    held += piece.utf8
    var result: [UInt8] = []
    var start = 0
    while let found = place(from: start) {
      result += held[start..<found]
      let digits = held[(found + prefix.count)...].prefix(width).prefix { (0x30...0x39).contains($0) }
      if digits.count == width {
        let number = Int(String(decoding: digits, as: UTF8.self)) ?? 0
        result += secrets.indices.contains(number - 1) ? secrets[number - 1] : Array(held[found..<digits.endIndex])
        start = digits.endIndex
      } else if digits.endIndex == held.endIndex {
        start = found
        break
      } else {
        result += held[found..<digits.endIndex]
        start = digits.endIndex
      }
    }
    if !held[start...].starts(with: prefix) {
      let kept = beginning(of: held[start...])
      result += held[start...].dropLast(kept)
      start = held.count - kept
    }
    held.removeFirst(start)
    return String(decoding: result, as: UTF8.self)
  }

  /// Tells that the reply ended.
  /// - Returns: what was held back.
  package mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  /// Where the next whole prefix stands.
  private func place(from start: Int) -> Int? {
    guard held.count - start >= prefix.count else { return nil }
    return (start...(held.count - prefix.count)).first { held[$0...].starts(with: prefix) }
  }

  /// How many bytes at the end may begin a prefix.
  private func beginning(of bytes: ArraySlice<UInt8>) -> Int {
    let longest = min(bytes.count, prefix.count - 1)
    return (0...longest).last { bytes.suffix($0).elementsEqual(prefix.prefix($0)) } ?? 0
  }
}
