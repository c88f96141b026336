internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a shell offers for a word that is being typed.
///
/// Whatever cannot be read gives no words: a shell has no place for messages.
package enum Suggestions {
  /// The names of the recipes that can be named here, and files and folders, since a recipe is named by its path too.
  /// - Parameter word: what is typed of it.
  package static func recipesAndFiles(_ word: String) -> [String] { recipes() + files(beginning: word) }

  /// The names of the recipes that can be named here.
  package static func recipes() -> [String] { RecipeAdministration.catalog().entries().map(\.name) }

  /// The languages that `-l` takes.
  package static func languages() -> [String] { (Language.all + [.text]).map(\.name).sorted() }

  /// The engines that `--engine` takes.
  package static func engines() -> [String] { (try? EngineAdministration.engines().map(\.name)) ?? [] }

  /// The ids of the runs of this work tree, newest first.
  package static func runs() -> [String] { (try? RunHistory.runs().runs.map(\.id)) ?? [] }

  /// The files and folders whose paths begin so; folders end in a slash.
  package static func files(beginning word: String) -> [String] {
    let special: Set<Character> = ["\\", "*", "?", "["]
    let pattern = word.reduce(into: "") { $0 += special.contains($1) ? "\\\($1)" : "\($1)" } + "*"
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, GLOB_MARK, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }
}
