internal import HoneCore

/// The words of an instruction that look like names in code, for finding the places it speaks of.
struct InstructionNames {
  /// The names as bytes, in the order of the instruction.
  let words: [[UInt8]]

  /// Words of everyday English that instructions are made of, though they could be names.
  private static let everyday: Set<String> = [
    "add", "all", "and", "any", "args", "argument", "arguments", "async", "call", "callers", "calls", "change", "class",
    "code", "comment", "comments", "const", "convert", "docstring", "docstrings", "each", "error", "errors", "every",
    "extract", "file", "files", "fix", "for", "from", "function", "functions", "handle", "hints", "inline", "instead",
    "into", "its", "make", "method", "methods", "move", "name", "names", "new", "not", "parameter", "parameters",
    "query",
    "remove", "rename", "replace", "return", "returns", "simplify", "split", "statement", "string", "strings", "test",
    "tests", "that", "the", "their", "them", "this", "type", "types", "update", "use", "uses", "using", "value",
    "variable", "variables", "when", "where", "with", "wrap",
  ]

  init(_ instruction: String) {
    var words: [[UInt8]] = []
    for candidate in instruction.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }) {
      let word = String(candidate)
      guard word.count >= 3, !word.allSatisfy(\.isNumber), !Self.everyday.contains(word.lowercased()) else { continue }
      let bytes = Array(word.utf8)
      if !words.contains(bytes) { words.append(bytes) }
    }
    self.words = words
  }
}

extension Collection<UInt8> where Index == Int {
  /// Whether `word` stands here between bytes that cannot be part of a name.
  func containsWord(_ word: [UInt8]) -> Bool {
    guard !word.isEmpty, count >= word.count else { return false }
    var start = startIndex
    while start + word.count <= endIndex {
      if self[start] == word[0], self[start..<(start + word.count)].elementsEqual(word) {
        let startsName = start > startIndex && self[start - 1].isNameByte
        let goesOn = start + word.count < endIndex && self[start + word.count].isNameByte
        if !startsName, !goesOn { return true }
      }
      start += 1
    }
    return false
  }
}
