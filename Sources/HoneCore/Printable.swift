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

  /// Whether a character moves the cursor, colours the screen or turns the text around in place of showing something.
  package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}
