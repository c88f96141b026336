/// The words of `git hone edit`, told apart as git tells revisions from paths: by what they are, unless `--` says it.
struct EditArguments {
  /// What is to change; empty where the word for it says nothing, `nil` where there is none.
  let instruction: String?
  let paths: [String]

  /// - Parameters:
  ///   - words: those before `--`. The first is the instruction, unless it names a file; then it is the one other word that
  ///     names none and reads as a sentence, if there is one.
  ///   - pathsAfterTerminator: those after `--`.
  ///   - exists: whether a word names a file or folder.
  init(words: [String], pathsAfterTerminator: [String], exists: (String) -> Bool) {
    var paths = words
    var instruction: String?
    if let first = words.first, first.contains(where: \.isWhitespace) || !exists(first) {
      instruction = first
      paths.removeFirst()
    } else if let sentence = words.firstIndex(where: { $0.contains(where: \.isWhitespace) && !exists($0) }) {
      instruction = paths.remove(at: sentence)
    }
    self.instruction = instruction.map { $0.trimmed.isEmpty ? "" : $0 }
    self.paths = paths + pathsAfterTerminator
  }
}
