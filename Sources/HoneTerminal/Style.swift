/// The few colours Hone uses, in the meaning that git gives them.
package struct Style: Sendable {
  /// Whether colours are written at all.
  package let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  func added(_ text: String) -> String { wrap(text, "32") }
  func removed(_ text: String) -> String { wrap(text, "31") }
  func place(_ text: String) -> String { wrap(text, "36") }
  func strong(_ text: String) -> String { wrap(text, "1") }
  func faint(_ text: String) -> String { wrap(text, "2") }
  func warning(_ text: String) -> String { wrap(text, "33") }
  func question(_ text: String) -> String { wrap(text, "1;34") }

  private func wrap(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[m" : text
  }
}

/// Makes text from a repository or an engine harmless to a terminal.
package enum Printable {
  /// `bytes` as text in which control characters other than a tab show as `^X`, C1 controls and text-direction overrides as
  /// `<U+XXXX>`, and bytes that are not UTF-8 as U+FFFD, so that no file can move the cursor or colour the screen.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    text(String(decoding: bytes, as: UTF8.self))
  }

  /// A message on one line: its lines that are not empty, with ` | ` between them.
  package static func line(_ text: String) -> String {
    Self.text(text.split(whereSeparator: \.isNewline).joined(separator: " | "))
  }

  package static func text(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if !isHarmful(scalar) {
        result.unicodeScalars.append(scalar)
      } else if scalar.value < 0x20, let letter = Unicode.Scalar(scalar.value + 0x40) {
        result += "^"
        result.unicodeScalars.append(letter)
      } else {
        result += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      }
    }
    return result
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}
