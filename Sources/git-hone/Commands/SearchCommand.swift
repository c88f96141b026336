internal import ArgumentParser
internal import HoneGit
internal import HoneKit
internal import HoneScan
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

  @Option(name: .shortAndLong, help: ArgumentHelp("The language of the pattern.", valueName: "language"))
  var language: String?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("Give a parameter of the recipe a value.", valueName: "name=value"))
  var settings: [String] = []

  @Flag(help: "Tell how the pattern was read.")
  var explain = false

  @Flag(help: "Keep to files that differ from the last commit.")
  var changed = false

  @Option(help: ArgumentHelp("Keep to files that differ from this revision.", valueName: "rev"))
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
    help: ArgumentHelp("Without -p a recipe; then only these files and folders.", valueName: "recipe> <path"))
  var words: [String] = []

  @Option(name: .customLong(GitHone.pathOption), parsing: .unconditionalSingleValue, help: .hidden)
  var pathsAfterTerminator: [String] = []

  func validate() throws {
    guard (pattern == nil) == (language == nil) else { throw ValidationError("-p and -l are given together.") }
    guard pattern != nil || !words.isEmpty else {
      throw ValidationError("Give -p and -l, or name a recipe; git hone recipe list shows what there is.")
    }
    for text in settings where RecipeRequest.setting(text) == nil {
      throw ValidationError("--set takes name=value, not `\(text)`.")
    }
    if pattern != nil, !settings.isEmpty { throw ValidationError("--set is for recipes; a pattern has no parameters.") }
  }

  func run() async throws {
    try await output.run { observer in
      do {
        var (request, words) = try search()
        request.usesCache = !noCache
        request.listing.onlyChanged = changed
        request.listing.since = since
        request.listing.includesUntracked = untracked
        request.listing.includesGenerated = generated
        let repository = try Repository.openToRead(at: ".")
        let printer = SearchPrinter(isJSON: output.format == .json, observer: observer)
        let interruption = Interruption()
        let summary = try await interruption.listening {
          try request.run(in: repository, paths: words.map { ArgumentText.bytes(of: $0) }) {
            !interruption.isRaised && printer.tell($0)
          }
        }
        return printer.conclude(summary, isInterrupted: interruption.isRaised)
      } catch let fault as SearchRequest.Fault {
        throw RunFailure.usage(fault.problem, remedy: fault.remedy)
      }
    }
  }

  /// What is searched for, and the paths among the words.
  private func search() throws -> (request: SearchRequest, paths: [String]) {
    if let pattern, let language {
      let request = try SearchRequest(
        pattern: pattern, language: language, explains: explain, version: HoneVersion.current)
      return (request, words + pathsAfterTerminator)
    }
    let request = try RecipeSearch.request(
      for: words[0], settings: settings.compactMap { RecipeRequest.setting($0) }, explains: explain)
    return (request, words.dropFirst() + pathsAfterTerminator)
  }
}
