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
  /// For files of languages without recipes.
  private let common: ObjectID
  /// For files of the others.
  private let own: [Language: ObjectID]
  /// For files whose language their names do not tell.
  private let all: ObjectID

  /// - Parameters:
  ///   - settings: whatever else decides which rules are on.
  ///   - checks: the recipes that are checks.
  ///   - hash: gives the digest of a text.
  init(
    settings: [[UInt8]], checks: [RecipeCheck], grammars: GrammarLibrary = .standard, hash: ([UInt8]) -> ObjectID
  ) {
    var text = Self.stamp(of: InstalledFolder.executable ?? "")
    for language in Language.all {
      // Only the first folder that holds a grammar counts.
      text += grammars.folders.lazy.map { Self.stamp(of: "\($0)/\(language.name).so") }.first { !$0.isEmpty } ?? [0]
    }
    for setting in settings { text += Array("\(setting.count)\n".utf8) + setting }
    let common = hash(text)
    self.common = common
    let recipes = Dictionary(grouping: checks, by: \.language).mapValues { checks in
      checks.flatMap { check in Array("\(check.identity.count)\n".utf8) + check.identity }
    }
    own = recipes.mapValues { hash(common.bytes + $0) }
    all = hash(common.bytes + recipes.sorted { $0.key.name < $1.key.name }.flatMap(\.value))
  }

  /// The digest for files of a language; `nil` stands for what names do not tell.
  func digest(for language: Language?) -> ObjectID {
    guard let language else { return all }
    return own[language] ?? common
  }

  /// What tells a file from the one that stood there before it was installed anew; empty when there is none.
  static func stamp(of path: String) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    let time = WallTime(modified: status)
    return Array("\(path) \(status.st_ino) \(status.st_size) \(time.seconds) \(time.nanoseconds)\n".utf8)
  }
}
