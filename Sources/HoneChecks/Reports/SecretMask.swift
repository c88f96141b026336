internal import HoneText

/// Covers the secrets of a file wherever a report shows some of it.
struct SecretMask {
  private let values: [[UInt8]]

  /// - Parameter ranges: where the secrets stand in `contents`.
  init(_ ranges: [Range<Int>], in contents: [UInt8]) {
    // Longer ones first: one may hold another.
    values = Set(ranges.map { Array(contents[$0]) }).sorted { $0.count > $1.count }.filter { !$0.isEmpty }
  }

  /// `text` with every secret covered by as many asterisks; of long ones the first four bytes stay, to tell them apart.
  func covered(_ text: [UInt8]) -> [UInt8] {
    guard !values.isEmpty else { return text }
    var text = text
    for value in values {
      let shown = value.count >= 16 ? 4 : 0
      for offset in text.offsets(of: .init(value)) {
        for index in (offset + shown)..<(offset + value.count) where text[index] != 0x0a {
          text[index] = UInt8(ascii: "*")
        }
      }
    }
    return text
  }

  /// The same for a message.
  func covered(_ text: String) -> String {
    values.isEmpty ? text : String(decoding: covered(Array(text.utf8)), as: UTF8.self)
  }
}
