internal import ArgumentParser
internal import HoneKit
internal import HoneTerminal

struct SearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "List where a pattern or a recipe matches.",
    usage: """
      git hone search -p <pattern> -l <language> [<options>] [--] [<path>...]
      git hone search <recipe> [<options>] [--] [<path>...]
      """,
    discussion: """
      A pattern is code with holes: $A stands for one node, $$$A for any number, and equal names for equal code. Of a \
      recipe all rules are searched for, whatever it does where they match; a place that several match is listed once for \
      each. Searches \
      the tracked files of the work tree; generated and vendored ones, submodules and links are left out. What was found \
      is remembered for each version of a file, so that searching again is quick.

      Examples:
        git hone search -p 'self.assertEqual($A, $B)' -l python
        git hone search -p 'zmalloc($N)' -l c --explain -- src/
        git hone search -p 'JSON.parse($X)' -l ts --changed --format json
        git hone search python/bare-except -- src/
      """)

  @Option(name: .shortAndLong, help: ArgumentHelp("The code to find, with holes.", valueName: "pattern"))
  var pattern: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The language of the pattern.", valueName: "language"),
    completion: .languages)
  var language: String?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("Give a parameter of the recipe a value.", valueName: "name=value"))
  var settings: [String] = []

  @Flag(help: "Tell how the pattern was read.")
  var explain = false

  @Flag(help: "Keep to files that differ from the last commit.")
  var changed = false

  @Option(
    help: ArgumentHelp("Keep to files that differ from this revision.", valueName: "rev"), completion: .revisions)
  var since: String?

  @Flag(help: "Search also files that git does not track yet.")
  var untracked = false

  @Flag(help: "Search also generated and vendored files.")
  var generated = false

  @OptionGroup
  var output: FormatOption

  @Flag(name: .customLong("no-cache"), help: "Neither read nor write remembered matches.")
  var noCache = false

  @Argument(
    help: ArgumentHelp("Without -p a recipe; then only these files and folders.", valueName: "recipe> <path"),
    completion: .recipesAndFiles)
  var words: [String] = []

  @Option(name: .customLong(GitHone.pathOption), parsing: .unconditionalSingleValue, help: .hidden)
  var pathsAfterTerminator: [String] = []

  func validate() throws {
    if let mistake = search.mistake { throw ValidationError(mistake) }
  }

  func run() async throws {
    try await output.run { try await search.run(observer: $0) }
  }

  /// The options as values.
  var search: Search {
    Search(
      pattern: pattern, language: language, settings: settings, explains: explain, onlyChanged: changed, since: since,
      includesUntracked: untracked, includesGenerated: generated, usesCache: !noCache, words: words,
      pathsAfterTerminator: pathsAfterTerminator, isJSON: output.format == .json)
  }
}
