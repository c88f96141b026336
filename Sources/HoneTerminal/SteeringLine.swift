package import HoneKit

/// The line that a user types while an engine writes: keys in, commands out.
///
/// Return sends the line and keeps what is finished; Ctrl-X sends it and drops what is finished. Backspace, Ctrl-W and Ctrl-U
/// take back a character, a word and the line. Escape sequences, such as those of arrow keys, are skipped.
package struct SteeringLine: Sendable {
  private enum Escape {
    case none
    case began
    /// Inside of a control sequence (ECMA-48, section 5.4), which ends with a byte from 0x40 to 0x7e.
    case sequence
  }

  private var bytes: [UInt8] = []
  private var escape = Escape.none

  package init() {}

  /// What is typed so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Takes the bytes of keys, cut anywhere.
  /// - Returns: what they said, in order.
  package mutating func take(_ keys: some Sequence<UInt8>) -> [SteeringCommand] {
    keys.compactMap { take($0) }
  }

  private mutating func take(_ key: UInt8) -> SteeringCommand? {
    switch escape {
    case .began:
      escape = key == UInt8(ascii: "[") || key == UInt8(ascii: "O") ? .sequence : .none
      return nil
    case .sequence:
      if (0x40...0x7e).contains(key) { escape = .none }
      return nil
    case .none: break
    }
    switch key {
    case 0x0a, 0x0d: return send(keepsEdits: true)
    case 0x18: return send(keepsEdits: false)
    case 0x08, 0x7f: shorten { $0.removeLast() }
    case 0x15: bytes = []
    case 0x17:
      shorten { text in
        while text.last?.isWhitespace ?? false { text.removeLast() }
        while let last = text.last, !last.isWhitespace { text.removeLast() }
      }
    case 0x1b: escape = .began
    case 0..<0x20: break
    default: bytes.append(key)
    }
    return nil
  }

  private mutating func send(keepsEdits: Bool) -> SteeringCommand? {
    defer { bytes = [] }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? nil : .redirect(words, keepsEdits: keepsEdits)
  }

  private mutating func shorten(_ body: (inout String) -> Void) {
    guard !bytes.isEmpty else { return }
    var text = text
    body(&text)
    bytes = Array(text.utf8)
  }
}
