internal import HoneSyntax

/// Forms that a grammar cannot place and that no change of a few words mends, in other forms with as many bytes.
///
/// Only to find out whether the rest can be parsed. The grammar of TypeScript knows no `import("x")` among the arguments of a call's
/// type, that of Kotlin no imports behind other code, that of Rust no attribute before the value of a match arm, and that of Python loses its place where a line within brackets
/// ends with a dot and the next one is indented less. `except A, B, C:` is of Python 3.14 (PEP 758).
enum OddForms {
  /// The text with every such form replaced, and whether there was one.
  static func replaced(in text: [UInt8], _ language: Language) -> (text: [UInt8], isChanged: Bool) {
    switch language.name {
    case "typescript", "tsx": withoutImportedTypes(text)
    case "python": joined(text)
    case "rust": withoutAttributes(text)
    case "kotlin": withoutScriptImports(text)
    default: (text, false)
    }
  }

  /// `import("x")` as a name of the same length.
  private static func withoutImportedTypes(_ text: [UInt8]) -> (text: [UInt8], isChanged: Bool) {
    var result = text
    var isChanged = false
    let word = Array("import(".utf8)
    var index = 0
    while let start = text[index...].firstIndex(of: UInt8(ascii: "i")) {
      index = start + 1
      guard text[start...].starts(with: word), let quote = text.dropFirst(start + word.count).first,
        quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let end = text[(start + word.count + 1)...].firstIndex(where: { $0 == quote || $0 == 0x0a }),
        text[end] == quote, text.dropFirst(end + 1).first == UInt8(ascii: ")")
      else { continue }
      for place in start...(end + 1) { result[place] = UInt8(ascii: "x") }
      (index, isChanged) = (end + 2, true)
    }
    return (result, isChanged)
  }

  /// Blanks for lines of imports, which in scripts of Gradle may follow other code, and digits for underscores in numbers, of which
  /// several may stand in a row.
  private static func withoutScriptImports(_ text: [UInt8]) -> (text: [UInt8], isChanged: Bool) {
    var result = text
    let word = Array("import ".utf8)
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0a) ?? text.count
      if text[start..<end].starts(with: word) {
        for place in start..<end { result[place] = 0x20 }
      } else {
        var isNumber = false
        for place in start..<end {
          let before = place > start ? text[place - 1] : 0x20
          let isDigit = (0x30...0x39).contains(text[place])
          if isDigit, !Self.isWord(before) { isNumber = true }
          if !Self.isWord(text[place]) { isNumber = false }
          if isNumber, text[place] == UInt8(ascii: "_") { result[place] = UInt8(ascii: "0") }
          // Of digits in base 2 the grammar knows one.
          if isNumber, text[place] | 0x20 == UInt8(ascii: "b"), before == UInt8(ascii: "0") {
            (result[place - 1], result[place]) = (UInt8(ascii: "1"), UInt8(ascii: "0"))
          }
        }
      }
      start = end + 1
    }
    return (result, result != text)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
    default: false
    }
  }

  /// Blanks for `#[...]` behind `=>`, where the grammar knows none; one whose brackets and quotes do not pair up stays.
  private static func withoutAttributes(_ text: [UInt8]) -> (text: [UInt8], isChanged: Bool) {
    var result = text
    var isChanged = false
    var index = 0
    while let start = text[index...].firstIndex(of: UInt8(ascii: "#")) {
      index = start + 1
      let bracket = text.dropFirst(index).first == UInt8(ascii: "!") ? index + 1 : index
      guard text.dropFirst(bracket).first == UInt8(ascii: "[") else { continue }
      var depth = 0
      let end = text[bracket...].firstIndex { byte in
        if byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: "]") { depth -= 1 }
        return depth == 0
      }
      guard let end else { break }
      let before = text[..<start].last { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a }
      let inside = text[bracket...end]
      let pairs =
        inside.count { $0 == UInt8(ascii: "(") } == inside.count { $0 == UInt8(ascii: ")") }
        && inside.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
      guard before == UInt8(ascii: ">"), pairs else { continue }
      for place in start...end where text[place] != 0x0a { result[place] = 0x20 }
      (index, isChanged) = (end + 1, true)
    }
    return (result, isChanged)
  }

  /// Lines that end with a dot within brackets in one with the next, and the classes behind `except` with `|` between them.
  private static func joined(_ text: [UInt8]) -> (text: [UInt8], isChanged: Bool) {
    var result = text
    var isChanged = false
    var start = 0
    // How many brackets are open; those in texts and comments pair up, or nothing is joined.
    var depth = 0
    while let end = text[start...].firstIndex(of: 0x0a) {
      for byte in text[start..<end] {
        if "([{".utf8.contains(byte) { depth += 1 }
        if ")]}".utf8.contains(byte) { depth -= 1 }
      }
      // Behind a comment the next line would be one as well.
      if depth > 0, end > start, text[end - 1] == UInt8(ascii: "."), !text[start..<end].contains(UInt8(ascii: "#")) {
        result[end] = 0x20
        isChanged = true
      }
      let line = text[start..<end].drop { $0 == 0x20 || $0 == 0x09 }
      if line.starts(with: "except ".utf8) || line.starts(with: "except* ".utf8) {
        let head = line.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "(") }
        for place in head.indices where text[place] == UInt8(ascii: ",") {
          result[place] = UInt8(ascii: "|")
          isChanged = true
        }
      }
      start = end + 1
    }
    return (result, isChanged)
  }
}
