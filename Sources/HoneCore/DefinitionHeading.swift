/// Recognises the line that heads a function or a type, by the words it begins with.
///
/// The idea is that of git's `xfuncname` patterns: no parser, one line, right often enough to name the place of a hunk.
package enum DefinitionHeading {
  private static let modifiers: Set<String> = [
    "abstract", "async", "class", "const", "constexpr", "convenience", "declare", "default", "distributed", "explicit",
    "export", "extern", "external", "final", "fileprivate", "friend", "global", "indirect", "inline", "inner",
    "internal",
    "isolated", "lazy", "local", "mutating", "native", "nonisolated", "nonmutating", "open", "operator", "override",
    "package", "partial", "private", "protected", "pub", "public", "readonly", "required", "sealed", "static",
    "suspend",
    "synchronized", "unsafe", "virtual",
  ]
  private static let keywords: Set<String> = [
    "actor", "class", "contract", "data", "def", "defmacro", "defmodule", "defp", "deinit", "enum", "extension", "fn",
    "fun", "func", "function", "impl", "init", "interface", "macro", "macro_rules", "mod", "module", "namespace",
    "object",
    "proc", "protocol", "record", "struct", "sub", "subscript", "trait", "typealias", "union",
  ]
  private static let statements: Set<String> = [
    "assert", "await", "case", "catch", "defer", "delete", "do", "elif", "else", "elsif", "except", "finally", "for",
    "foreach", "guard", "if", "let", "loop", "match", "new", "print", "repeat", "return", "sizeof", "switch", "throw",
    "try", "typeof", "unless", "until", "using", "var", "when", "while", "with", "yield",
  ]
  /// Languages in which a function has no keyword: its name stands before its parameters.
  private static let languagesWithoutKeyword: Set<String> = [
    "c", "cc", "cpp", "cs", "cxx", "dart", "groovy", "h", "hh", "hpp", "java", "js", "jsx", "m", "mjs", "mm", "php",
    "sh",
    "ts", "tsx", "vue", "svelte",
  ]

  /// Whether `line` heads a definition.
  /// - Parameters:
  ///   - line: without its ending.
  ///   - fileExtension: lower-cased, without the dot; empty when unknown, and then every language is thought of.
  package static func matches(_ line: ArraySlice<UInt8>, fileExtension: String = "") -> Bool {
    let text = line.withoutBlanks
    let first = Array(words(of: text))
    for (index, word) in first.enumerated() {
      if keywords.contains(word) {
        // `class func` in Swift and `class Name` elsewhere both head a definition; `data` alone is a name.
        return word != "data" || index + 1 < first.count && first[index + 1] == "class"
      }
      if !modifiers.contains(word) { break }
    }
    if isAssignedFunction(text, words: first) { return true }
    guard fileExtension.isEmpty || languagesWithoutKeyword.contains(fileExtension) else {
      return fileExtension == "go" && first.first == "type"
    }
    return isNamedBlock(text, words: first)
  }

  /// `const name = (...) => {` and `name = function (...) {`.
  private static func isAssignedFunction(_ text: ArraySlice<UInt8>, words: [String]) -> Bool {
    let declares = words.prefix(3).contains { ["const", "let", "var"].contains($0) }
    guard declares, text.last == UInt8(ascii: "{") || text.last == UInt8(ascii: "("), text.contains(UInt8(ascii: "="))
    else {
      return false
    }
    let string = String(decoding: text, as: UTF8.self)
    return string.contains("=>") || string.contains("function")
  }

  /// `type name(parameters) {`, with the brace or the rest of the parameters maybe on the next line.
  private static func isNamedBlock(_ text: ArraySlice<UInt8>, words: [String]) -> Bool {
    guard let open = text.firstIndex(of: UInt8(ascii: "(")), let first = words.first, !statements.contains(first) else {
      return false
    }
    let head = text[..<open].withoutTrailingBlanks
    guard let last = head.last, last.isNameByte else { return false }
    if head.contains(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "\"") }) {
      return false
    }
    let end = text.last
    if end == UInt8(ascii: "{") { return true }
    guard words.count > 1 else { return false }
    let goesOn = end == UInt8(ascii: ")") || end == UInt8(ascii: ",")
    return end == UInt8(ascii: "(") || goesOn && head.contains(where: \.isBlank)
  }

  /// The first words of a line, up to the first character that belongs to no declaration.
  private static func words(of text: ArraySlice<UInt8>) -> [String] {
    var words: [String] = []
    var rest = text
    while words.count < 8 {
      rest = rest.drop(while: \.isBlank)
      if rest.first == UInt8(ascii: "@") { rest = rest.dropFirst().drop(while: \.isNameByte).drop(while: \.isBlank) }
      let word = rest.prefix(while: \.isNameByte)
      if word.isEmpty { break }
      words.append(String(decoding: word, as: UTF8.self))
      rest = rest.dropFirst(word.count)
      // `pub(crate)` and `private(set)`: one modifier.
      if rest.first == UInt8(ascii: "("), modifiers.contains(words[words.count - 1]),
        let close = rest.firstIndex(of: UInt8(ascii: ")"))
      {
        rest = rest[(close + 1)...]
      }
    }
    return words
  }
}
