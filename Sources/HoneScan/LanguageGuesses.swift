internal import HoneCore
internal import HoneSyntax

/// Tells languages by the names of files.
///
/// A repository has many files and few extensions, so what an extension says is worked out once.
struct LanguageGuesses: Sendable {
  /// What an extension says.
  private struct Guess {
    /// The bytes of the extension as one number, the last one lowest.
    var ending: (UInt64, UInt64)
    var count: Int
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
  mutating func mayBeWanted(name: UnsafeRawBufferPointer) -> Bool {
    if takesAll { return true }
    if let place = guess(name), !known[place].isOpen { return known[place].isWanted }
    if let language = Language.named(name: Array(name)[...]) { return languages.contains(language) }
    return takesScripts && !name.dropFirst().contains(UInt8(ascii: "."))
  }

  /// The language that the name of a file tells.
  mutating func language(of path: RepositoryPath) -> Language? {
    let name = path.name
    let place = name.withUnsafeBytes { guess($0) }
    if let place, !known[place].isOpen { return known[place].language }
    return Language.named(name: name)
  }

  /// The place of what the extension says; `nil` for a name without one, or one that is too long.
  ///
  /// Names come from every entry of an index, so nothing is allocated for an extension that is known.
  private mutating func guess(_ name: UnsafeRawBufferPointer) -> Int? {
    var start = name.count
    while start > 1, name[start - 1] != UInt8(ascii: ".") { start -= 1 }
    guard start > 1, name.count - start <= Self.longest else { return nil }
    // Almost every extension fits into a number.
    var ending: (UInt64, UInt64) = (0, 0)
    for byte in name[start...] {
      ending = (ending.0 << 8 | ending.1 >> 56, ending.1 << 8 | UInt64(byte))
    }
    if let place = known.firstIndex(where: { $0.ending == ending && $0.count == name.count - start }) { return place }
    guard known.count < Self.limit else { return nil }
    let bytes = Array(name[start...])
    let language = Language.named(name: [UInt8(ascii: "x"), UInt8(ascii: ".")] + bytes)
    let suffix = "." + String(decoding: bytes, as: UTF8.self)
    let isOpen = language == nil && Language.all.contains { $0.fileNames.contains { $0.hasSuffix(suffix) } }
    known.append(
      Guess(
        ending: ending, count: bytes.count, language: language, isWanted: language.map(languages.contains) ?? false,
        isOpen: isOpen))
    return known.count - 1
  }

  private static let longest = 16
  private static let limit = 64
}
