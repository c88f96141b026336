internal import HoneCore
internal import HoneText

/// A last line without a line ending: the next line that is added changes it as well, and tools that join files break.
///
/// Files of one very long line are made by programs, and are left alone.
struct FinalNewlineCheck: Check {
  static let rule = RuleDescription("leftover/final-newline", .note, "the last line has no line ending")

  private static let longestLine = 2_000

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    guard let last = file.contents.last, last != 0x0a, last != 0x0d, !file.isBinary else { return [] }
    let line = file.lines.range(of: file.lines.count - 1)
    guard line.count <= Self.longestLine else { return [] }
    let end = file.contents.count
    let ending = file.lines.dominantEnding == .none ? [0x0a] : file.lines.dominantEnding.bytes
    return [
      file.finding(
        Self.rule, at: line, "the file does not end in a line ending; add one",
        fix: Fix(
          replacements: [Replacement(range: end..<end, bytes: ending)],
          isSafe: file.ignoresBlanks(at: end) || Self.isMeaningless(in: file)))
    ]
  }

  /// Formats that are read by lines or by statements, so that the end of the last one says nothing, whatever stands in it.
  ///
  /// Not among them: YAML, whose block texts would get a line ending more, and plain text, which may be read whole.
  private static let formats: Set<String> = [
    "bash", "bat", "cfg", "cmake", "conf", "cs", "gradle", "graphql", "hcl", "htm", "html", "ini", "jl", "ksh", "less",
    "lua", "mk", "pl", "pm", "properties", "ps1", "r", "sass", "scss", "sh", "sql", "svelte", "tf", "toml", "vue",
    "xhtml", "xml", "zsh",
  ]
  /// What a program of Perl reads of its own file begins behind one of these.
  private static let dataMarks = ["__END__", "__DATA__"].map { LiteralFinder($0) }

  private static func isMeaningless(in file: CheckedFile) -> Bool {
    // Without the line ending the backslash goes on in the next line, or is a character of the last one.
    guard file.contents.last != UInt8(ascii: "\\") else { return false }
    guard
      formats.contains(file.path.fileExtension)
        || ["Dockerfile", "Makefile"].contains(String(decoding: file.path.name, as: UTF8.self))
    else {
      return false
    }
    return !dataMarks.contains { $0.occurs(in: file.contents) }
  }
}
