/// The words of `git hone edit`, told apart as git tells revisions from paths: by what they are, unless `--` says it.
struct EditArguments {
  let instruction: String?
  let paths: [String]

  /// - Parameters:
  ///   - instruction: the first word before `--`, if any.
  ///   - paths: all others.
  ///   - exists: whether a word names a file or folder.
  init(instruction: String?, paths: [String], exists: (String) -> Bool) {
    if let instruction, !instruction.contains(where: \.isWhitespace), exists(instruction) {
      self.instruction = nil
      self.paths = [instruction] + paths
    } else {
      self.instruction = instruction.flatMap { $0.trimmed.isEmpty ? nil : $0 }
      self.paths = paths
    }
  }
}
