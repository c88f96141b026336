internal import HoneKit

/// Reads plain command lines of `search` and `run` without the option parser.
///
/// The parser reflects on every option of a command, which takes longer than many a search. What is not plain, a mistake
/// above all, is left to it, so that it alone decides what is wrong and what is said.
struct QuickArguments {
  /// The names of an option: `--long`, and maybe `-s`.
  struct Name {
    var long: String
    var short: Character?
    /// Whether it may be given several times.
    var isRepeated = false

    init(_ long: String, _ short: Character? = nil, isRepeated: Bool = false) {
      (self.long, self.short, self.isRepeated) = (long, short, isRepeated)
    }

    func isWritten(_ word: String) -> Bool {
      if word.hasPrefix("--") { return word.dropFirst(2) == long }
      return word.count == 2 && word.last == short
    }
  }

  /// What was given, by long names, in its order.
  private var flags: [String] = []
  private var values: [(option: String, value: String)] = []
  /// The words before `--`, and those after it.
  private(set) var words: [String] = []
  private(set) var pathsAfterTerminator: [String] = []

  /// - Parameters:
  ///   - arguments: what follows the name of the command.
  ///   - flags: options without a value.
  ///   - options: those with one.
  /// - Returns: `nil` for anything but these, once each, with their values as words of their own.
  init?(_ arguments: some Sequence<String>, flags known: [Name], options: [Name]) {
    var rest = Array(arguments)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        pathsAfterTerminator = Array(rest)
        return
      }
      guard word.hasPrefix("-") else {
        words.append(word)
        continue
      }
      if let flag = known.first(where: { $0.isWritten(word) }) {
        guard !has(flag.long) else { return nil }
        flags.append(flag.long)
      } else if let option = options.first(where: { $0.isWritten(word) }), let value = rest.popFirst(),
        !value.hasPrefix("-"), !value.isEmpty, option.isRepeated || self.value(option.long) == nil
      {
        values.append((option.long, value))
      } else {
        return nil
      }
    }
  }

  /// Whether a flag is given.
  func has(_ flag: String) -> Bool { flags.contains(flag) }

  /// The value of an option that is given once.
  func value(_ option: String) -> String? { values.first { $0.option == option }?.value }

  /// The values of an option that may be given several times.
  func allValues(_ option: String) -> [String] { values.filter { $0.option == option }.map(\.value) }

  /// The format of the output; `nil` for one that there is not.
  var format: OutputFormat? {
    guard let text = value("format") else { return .text }
    return OutputFormat(rawValue: text)
  }
}
