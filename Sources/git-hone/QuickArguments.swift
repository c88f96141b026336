internal import HoneKit

/// Reads plain command lines of `search` and `run` without the option parser.
///
/// The parser reflects on every option of a command, which takes longer than many a search. What is not plain, a mistake
/// above all, is left to it, so that it alone decides what is wrong and what is said.
struct QuickArguments {
  /// Options that were given, by their long names.
  private(set) var flags: Set<String> = []
  private(set) var values: [String: [String]] = [:]
  /// The words before `--`, and those after it.
  private(set) var words: [String] = []
  private(set) var pathsAfterTerminator: [String] = []

  /// - Parameters:
  ///   - arguments: what follows the name of the command.
  ///   - flags: long names of options without a value, each with its short name or none.
  ///   - options: the same of options with one.
  ///   - repeated: options that may be given several times.
  /// - Returns: `nil` for anything but these, once each, with their values as words of their own.
  init?(
    _ arguments: some Sequence<String>, flags known: [String: String?], options: [String: String?],
    repeated: Set<String> = []
  ) {
    var rest = Array(arguments)[...]
    func name(_ word: String, in names: [String: String?]) -> String? {
      names.first { word == "--\($0.key)" || $0.value.map { word == "-\($0)" } ?? false }?.key
    }
    while let word = rest.popFirst() {
      if word == "--" {
        pathsAfterTerminator = Array(rest)
        return
      }
      guard word.hasPrefix("-") else {
        words.append(word)
        continue
      }
      if let flag = name(word, in: known) {
        guard flags.insert(flag).inserted else { return nil }
      } else if let option = name(word, in: options), let value = rest.popFirst(), !value.hasPrefix("-"),
        !value.isEmpty, values[option] == nil || repeated.contains(option)
      {
        values[option, default: []].append(value)
      } else {
        return nil
      }
    }
  }

  /// The value of an option that is given once.
  func value(_ option: String) -> String? { values[option]?.first }

  /// The format of the output; `nil` for one that there is not.
  var format: OutputFormat? {
    guard let text = value("format") else { return .text }
    return OutputFormat(rawValue: text)
  }
}
