/// Words as a POSIX shell takes them literally.
package enum ShellWord {
  /// The word in single quotes; a single quote is written as `'\''`.
  package static func quoted(_ word: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "'")
    return [quote] + word.flatMap { $0 == quote ? Array(#"'\''"#.utf8) : [$0] } + [quote]
  }

  /// The word as a person would type it: with quotes only where it needs them.
  package static func typed(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && word.utf8.allSatisfy { ($0 < 0x80 && $0.isNameByte) || "./+=:@%,-".utf8.contains($0) }
    return isPlain ? word : String(decoding: quoted(Array(word.utf8)), as: UTF8.self)
  }

  /// The word of which `quoted` made what stands between the outer quotes.
  package static func unquoted(_ inner: ArraySlice<UInt8>) -> [UInt8] {
    var word: [UInt8] = []
    var rest = inner
    while let byte = rest.first {
      if rest.starts(with: #"'\''"#.utf8) {
        word.append(UInt8(ascii: "'"))
        rest = rest.dropFirst(4)
      } else {
        word.append(byte)
        rest = rest.dropFirst()
      }
    }
    return word
  }
}
