/// Recognises the line that names the file of the blocks below it.
struct BlockPath {
  let editablePaths: [String]
  /// Whether the reply named a path before, or one can stand in: then only what is surely a path counts.
  let isPathKnown: Bool

  /// The path that `line` names; `nil` when the line is prose.
  func read(_ line: ArraySlice<UInt8>) -> String? {
    guard let (path, isMarked) = undecorated(line), !path.isEmpty else { return nil }
    if editablePaths.contains(path) { return path }
    if path.contains(where: \.isWhitespace) { return isMarked && looksLikePath(path) ? path : nil }
    if looksLikePath(path) { return path }
    return isMarked || !isPathKnown && editablePaths.count != 1 && isWord(path) ? path : nil
  }

  /// What stands right above a block, after `line`, which names no path.
  /// - Parameter earlier: what stood there before; a line that opens a fence of code does not end it.
  func heading(_ line: ArraySlice<UInt8>, after earlier: String?) -> String? {
    guard let (text, _) = undecorated(line) else { return earlier }
    return text.isEmpty ? nil : text
  }

  /// The text of `line` without what engines put around a path, and whether that says that it is one; `nil` for the
  /// opening of a fence of code that names no path.
  private func undecorated(_ line: ArraySlice<UInt8>) -> (text: String, isMarked: Bool)? {
    var text = Substring(String(decoding: line, as: UTF8.self))
    var isMarked = false
    func strip(_ isStripped: (Character) -> Bool) {
      while let first = text.first, isStripped(first) { text.removeFirst() }
      while let last = text.last, isStripped(last) { text.removeLast() }
    }
    strip(\.isWhitespace)
    if text.hasPrefix("```") || text.hasPrefix("~~~") {
      text = text.drop { $0 == "`" || $0 == "~" }
      guard text.contains("/") || editablePaths.contains(String(text)) else { return nil }
    }
    while text.hasPrefix("#") { text.removeFirst() }
    strip { $0.isWhitespace || $0 == "*" }
    for label in ["File:", "file:", "FILE:", "Path:", "path:"] where text.hasPrefix(label) {
      text.removeFirst(label.count)
      isMarked = true
    }
    strip { $0.isWhitespace || $0 == "*" }
    if text.hasSuffix(":") { text.removeLast() }
    if text.count > 2, text.hasPrefix("`"), text.hasSuffix("`"), !text.dropFirst().dropLast().contains("`") {
      isMarked = true
    }
    strip { $0.isWhitespace || $0 == "`" || $0 == "*" }
    return (String(text), isMarked)
  }

  /// Whether the text holds a folder or a file name's extension.
  private func looksLikePath(_ text: String) -> Bool {
    if text.contains("://") || text.contains("<") || text.contains("(") { return false }
    if text.contains("/") { return true }
    guard let dot = text.lastIndex(of: "."), dot != text.startIndex else {
      return text.hasPrefix(".") && text.count > 1
    }
    let fileExtension = text[text.index(after: dot)...]
    return !fileExtension.isEmpty && fileExtension.allSatisfy { $0.isLetter || $0.isNumber }
  }

  private func isWord(_ text: String) -> Bool {
    text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}
