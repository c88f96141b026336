internal import HoneSecrets

/// Covers the secrets of a file wherever a report shows some of it.
struct SecretMask {
  /// Secrets that begin with as many bytes, by these bytes put together to one number.
  private struct Heads {
    let length: Int
    var values: [UInt64: [Value]] = [:]
  }

  private struct Value {
    let bytes: [UInt8]
    /// How many bytes stay, to tell long secrets apart.
    let shown: Int
  }

  /// A part of a secret that is at least as long is covered as well: a message may quote the beginning of one.
  private static let tellingCount = 16
  /// Lines of a secret of several lines that are at least as long are covered by themselves: around them blanks may change.
  private static let lineCount = 4

  private var heads: [Heads] = []

  /// - Parameter ranges: where the secrets stand in `contents`.
  init(_ ranges: [Range<Int>], in contents: [UInt8]) {
    for value in Set(ranges.map { Array(contents[$0]) }) where !value.isEmpty {
      add(Value(bytes: value, shown: value.count >= Self.tellingCount ? 4 : 0))
      let lines = value.split(separator: 0x0a).map { Self.trimmed($0) }
      guard lines.count > 1 else { continue }
      for line in lines where line.count >= Self.lineCount { add(Value(bytes: line, shown: 0)) }
    }
  }

  private mutating func add(_ value: Value) {
    let length = min(8, value.bytes.count)
    let head = value.bytes.prefix(length).reduce(0) { $0 << 8 | UInt64($1) }
    let index = heads.firstIndex { $0.length == length }
    if index == nil { heads.append(Heads(length: length)) }
    heads[index ?? heads.count - 1].values[head, default: []].append(value)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> [UInt8] {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
    return Array(line.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  /// `text` with every secret covered by as many asterisks; of long ones the first four bytes stay, to tell them apart.
  ///
  /// Line feeds stay, so that lines and offsets are those of `text`.
  func covered(_ text: [UInt8]) -> [UInt8] {
    var result = text
    for heads in heads where text.count >= heads.length {
      let kept: UInt64 = heads.length == 8 ? .max : 1 << UInt64(8 * heads.length) - 1
      var window: UInt64 = 0
      for (index, byte) in text.enumerated() {
        window = (window << 8 | UInt64(byte)) & kept
        guard index + 1 >= heads.length, let values = heads.values[window] else { continue }
        for value in values { Self.cover(value, at: index + 1 - heads.length, of: text, in: &result) }
      }
    }
    return result
  }

  private static func cover(_ value: Value, at start: Int, of text: [UInt8], in result: inout [UInt8]) {
    var count = 0
    while count < value.bytes.count, start + count < text.count, text[start + count] == value.bytes[count] {
      count += 1
    }
    guard count == value.bytes.count || count >= tellingCount else { return }
    for index in (start + min(value.shown, count))..<(start + count) where text[index] != 0x0a {
      result[index] = UInt8(ascii: "*")
    }
  }

  /// A text that stands in no file, such as the target of a link, with the secrets in it covered.
  static func covering(_ text: some Sequence<UInt8>) -> [UInt8] {
    let text = Array(text)
    return SecretMask(SecretDetector().secrets(in: text, path: nil).map(\.range), in: text).covered(text)
  }

  /// A path, or a text that may hold paths, with the secrets in it covered but for their first bytes; slashes stay.
  static func coveringNames(in text: [UInt8]) -> [UInt8] {
    var result = text
    for secret in SecretDetector().secrets(inName: text) {
      let shown = secret.range.count >= tellingCount ? 4 : 0
      for index in secret.range.dropFirst(shown) where result[index] != UInt8(ascii: "/") {
        result[index] = UInt8(ascii: "*")
      }
    }
    return result
  }

  /// The same for a text.
  static func coveringNames(in text: String) -> String {
    let bytes = Array(text.utf8)
    let result = coveringNames(in: bytes)
    return result == bytes ? text : String(decoding: result, as: UTF8.self)
  }

  /// The same for a message.
  func covered(_ text: String) -> String {
    heads.isEmpty ? text : String(decoding: covered(Array(text.utf8)), as: UTF8.self)
  }
}
