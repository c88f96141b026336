#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Command-line arguments as text, and back.
///
/// A path need not be UTF-8 but the argument parser takes text, so a byte that is not part of well-formed UTF-8 becomes a scalar
/// of the last private-use plane (U+10FF80 to U+10FFFF for 0x80 to 0xFF), the way Python's `surrogateescape` uses surrogates.
package enum ArgumentText {
  private static let base: UInt32 = 0x10_ff00

  /// The text for the bytes of an argument.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    let array = Array(bytes)
    if let text = String(validating: array, as: UTF8.self) { return text }
    var text = ""
    var rest = array[...]
    while let first = rest.first {
      let length = (1...4).first {
        rest.count >= $0 && String(validating: Array(rest.prefix($0)), as: UTF8.self) != nil
      }
      if let length {
        text += String(decoding: rest.prefix(length), as: UTF8.self)
        rest = rest.dropFirst(length)
      } else {
        if let scalar = Unicode.Scalar(base + UInt32(first)) { text.unicodeScalars.append(scalar) }
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// The arguments of this process after the program's name.
  package static func processArguments() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).map { index in
      guard let word = CommandLine.unsafeArgv[index] else { return "" }
      return text(UnsafeRawBufferPointer(start: word, count: strlen(word)))
    }
  }

  /// The bytes that `text` stands for.
  package static func bytes(of text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.value >= base + 0x80, scalar.value <= base + 0xff {
        bytes.append(UInt8(scalar.value - base))
      } else {
        bytes += Array(String(scalar).utf8)
      }
    }
    return bytes
  }
}
