internal import HoneSyntax

/// Tells languages by the names of files.
///
/// A repository has many files and few extensions, so what an extension says is worked out once.
struct LanguageGuesses {
  /// What an extension says.
  private struct Guess {
    var ending: [UInt8]
    var language: Language?
    var isWanted: Bool
    /// Whether the whole name may say something else.
    var isOpen: Bool
  }

  private let languages: Set<Language>
  private let takesAll: Bool
  private let takesScripts: Bool
  private var known: [Guess] = []

  /// - Parameters:
  ///   - languages: those that are wanted.
  ///   - scripts: whether the first line of a file without an extension may tell one of them.
  init(_ languages: Set<Language>, scripts: Bool) {
    self.languages = languages
    takesAll = languages.contains(.text)
    takesScripts = scripts
  }

  /// Whether the name of a file does not rule out that it is in one of the languages; most do.
  mutating func mayBeWanted(name: ArraySlice<UInt8>) -> Bool {
    if takesAll { return true }
    if let guess = guess(name), !guess.isOpen { return guess.isWanted }
    if let language = Language.named(name: name) { return languages.contains(language) }
    return takesScripts && !name.dropFirst().contains(UInt8(ascii: "."))
  }

  /// The language that the name of a file tells.
  mutating func language(ofName name: ArraySlice<UInt8>) -> Language? {
    if let guess = guess(name), !guess.isOpen { return guess.language }
    return Language.named(name: name)
  }

  /// What the extension says; `nil` for a name without one.
  private mutating func guess(_ name: ArraySlice<UInt8>) -> Guess? {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return nil }
    let ending = name[(dot + 1)...]
    if let place = known.firstIndex(where: { $0.ending.elementsEqual(ending) }) { return known[place] }
    let language = Language.named(name: [UInt8(ascii: "x"), UInt8(ascii: ".")] + ending)
    let suffix = "." + String(decoding: ending, as: UTF8.self)
    let isOpen = language == nil && Language.all.contains { $0.fileNames.contains { $0.hasSuffix(suffix) } }
    let guess = Guess(
      ending: Array(ending), language: language, isWanted: language.map(languages.contains) ?? false, isOpen: isOpen)
    if known.count < Self.limit { known.append(guess) }
    return guess
  }

  private static let limit = 64
}
