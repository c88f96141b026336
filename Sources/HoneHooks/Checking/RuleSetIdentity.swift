internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSyntax
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Everything beside a file that its findings depend on, as digests: the program, its grammars, settings and recipes.
struct RuleSetIdentity {
  /// The languages that names of files tell.
  private let languages: [Language]
  /// The digest for each of them, and behind them that for files whose names tell none.
  private let digests: [ObjectID]

  /// - Parameters:
  ///   - languages: those that names of the files tell, and whether each tells one.
  ///   - settings: whatever else decides which rules are on.
  ///   - checks: the recipes that are checks.
  ///   - hash: gives the digest of a text.
  init(
    for languages: (languages: [Language], areAll: Bool), settings: [[UInt8]], checks: [RecipeCheck],
    grammars: GrammarLibrary = .standard, hash: ([UInt8]) -> ObjectID
  ) {
    var common = Self.stamp(of: InstalledFolder.executable ?? "")
    for setting in settings { common += Array("\(setting.count)\n".utf8) + setting }
    func digest(_ language: Language?) -> ObjectID {
      var text = common
      // What has no language by its name may be of any.
      for grammar in language.map({ Set([$0]).withHosted.sorted { $0.name < $1.name } }) ?? Language.all {
        // Only the first folder that holds a grammar counts.
        text += grammars.folders.lazy.map { Self.stamp(of: "\($0)/\(grammar.name).so") }.first { !$0.isEmpty } ?? [0]
      }
      for check in checks where language.map(check.looks) ?? true {
        let identity = check.identity
        text += Array("\(identity.count)\n".utf8) + identity
      }
      return hash(text)
    }
    self.languages = languages.languages
    digests = languages.languages.map { digest($0) } + (languages.areAll ? [] : [digest(nil)])
  }

  /// The digest for files of a language, `nil` standing for what names do not tell; `nil` for one that was not named.
  func digest(for language: Language?) -> ObjectID? {
    guard let place = language.map({ languages.firstIndex(of: $0) }) ?? languages.count, place < digests.count else {
      return nil
    }
    return digests[place]
  }

  /// What tells a file from the one that stood there before it was installed anew; empty when there is none.
  static func stamp(of path: String) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    let time = WallTime(modified: status)
    return Array("\(path) \(status.st_ino) \(status.st_size) \(time.seconds) \(time.nanoseconds)\n".utf8)
  }
}
