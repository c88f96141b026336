/// Recognises the line that names the file of the blocks below it.
struct BlockPath {
  let editablePaths: [String]
  /// Whether the reply named a path before, or one can stand in: then only what is surely a path counts.
  let isPathKnown: Bool

  /// Words that say nothing beside a path, and those among them that say that it is one.
  private static let labels: Set<String> = pathLabels.union(["title", "name", "updated", "modified", "changed"])
  private static let pathLabels: Set = ["file", "filename", "filepath", "path"]

  /// The path that `line` names; `nil` when the line is prose.
  func read(_ line: ArraySlice<UInt8>) -> String? {
    let undecorated = undecorated(line)
    if let path = undecorated?.text, editablePaths.contains(path) { return path }
    if let path = onlyMention(in: String(decoding: line, as: UTF8.self)) { return path }
    guard let (path, isMarked) = undecorated, !path.isEmpty else { return nil }
    if path.contains(where: \.isWhitespace) { return isMarked && looksLikePath(path) ? path : nil }
    if looksLikePath(path) { return path }
    return isMarked || !isPathKnown && editablePaths.count != 1 && isWord(path) ? path : nil
  }

  /// What `line` says, for those who look whether it speaks of a file after all; `nil` when that is nothing.
  func prose(_ line: ArraySlice<UInt8>) -> String? {
    let whole = String(decoding: line.withoutBlanks, as: UTF8.self)
    guard whole.hasPrefix("```") || whole.hasPrefix("~~~") else {
      let text = undecorated(line)?.text ?? whole
      return text.contains { !$0.isWhitespace } ? text : nil
    }
    // The language of a fence is no file, though a folder may be called like it.
    let info = String(whole.drop { $0 == "`" || $0 == "~" })
    let namesFile = PathMention.all(in: info).contains {
      $0.looksLikePath || $0.readings.contains(where: editablePaths.contains)
    }
    return namesFile ? info : nil
  }

  /// The path that is all that `text` says, whatever is put around it: quotes, brackets, the signs of comments and lists,
  /// labels, numbers, and before it the language of a fence of code.
  private func onlyMention(in text: String) -> String? {
    let start = text.drop(while: \.isWhitespace)
    let isFence = start.hasPrefix("```") || start.hasPrefix("~~~")
    // Elsewhere `a/` and `b/` are folders.
    let isDiff = start.hasPrefix("--- a/") || start.hasPrefix("+++ b/")
    var found: String?
    var isLabelled = false
    for mention in PathMention.all(in: text) {
      let word = mention.text
      let editable = (isDiff ? mention.diffReadings : mention.readings).first(where: editablePaths.contains)
      if editable == nil {
        if Self.labels.contains(word.lowercased()) {
          isLabelled = isLabelled || Self.pathLabels.contains(word.lowercased())
          continue
        }
        if !word.contains(where: \.isLetter) || isFence && !mention.looksLikePath { continue }
      }
      guard let path = editable ?? (mention.looksLikePath && !mention.isCalled ? word : nil), found ?? path == path
      else {
        return nil
      }
      found = path
    }
    guard let found else { return nil }
    return isLabelled || isFile(found) ? found : nil
  }

  /// Whether a text that looks like a path is most likely one, and not a name in code or two words with a stroke between them.
  private func isFile(_ path: String) -> Bool {
    if editablePaths.contains(path) { return true }
    guard let fileExtension = PathMention.fileExtension(of: path), !path.contains("//") else { return false }
    return path.contains("/") || editablePaths.contains { PathMention.fileExtension(of: $0) == fileExtension }
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
