internal import ArgumentParser
internal import HoneKit

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Apply recipes across the repository.",
    usage: """
      git hone run <recipe>... [<options>] [--] [<path>...]
      git hone run -p <pattern> -r <rewrite> -l <language> [<options>] [--] [<path>...]
      """,
    discussion: """
      Rewrites every place in the tracked files of the work tree that a recipe finds, in the order in which the recipes \
      are named, and writes all of it at once. Generated and vendored files, submodules and links are left out. Places \
      under a parse error, those that would lose a comment, and what a recipe itself calls unsafe are never accepted by \
      --yes: look at them on a terminal.

      A recipe that asks sends one request for each place, as many at once as the engine takes, and runs alone. What its \
      fence or gates refuse is asked again once, then left; with --yes the rest is accepted. Answers are kept, so that \
      nothing is asked twice.

      With --commit a recipe says whether there is one commit, one for each directory or one for each file. Ctrl-C keeps \
      what is finished; the same command goes on with the rest.

      Examples:
        git hone run python/logging-warn
        git hone run -y --commit python/not-in -- tests/
        git hone run -p 'self.assertIs($A, True)' -r 'self.assertTrue($A)' -l python
        git hone run python/docstrings --engine local -- src/
        git hone run javascript/var-to-const --since origin/main --patch | git apply
      """)

  @OptionGroup
  var shared: SharedOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The code to find, with holes.", valueName: "pattern"))
  var pattern: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("What it becomes, with the same holes.", valueName: "rewrite"))
  var rewrite: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The language of the pattern.", valueName: "language"),
    completion: .languages)
  var language: String?

  @Option(name: .customLong("set"), help: ArgumentHelp("Give a parameter a value.", valueName: "name=value"))
  var settings: [String] = []

  @Flag(help: "Tell how the patterns were read.")
  var explain = false

  @Flag(help: "Keep to files that differ from the last commit.")
  var changed = false

  @Option(
    help: ArgumentHelp("Keep to files that differ from this revision.", valueName: "rev"), completion: .revisions)
  var since: String?

  @Flag(help: "Rewrite also files that git does not track yet.")
  var untracked = false

  @Flag(help: "Rewrite also generated and vendored files.")
  var generated = false

  @Argument(
    help: ArgumentHelp(
      "Names or files of recipes; then only these files and folders.", valueName: "recipe> <path"),
    completion: .recipesAndFiles)
  var words: [String] = []

  @Option(name: .customLong(GitHone.pathOption), parsing: .unconditionalSingleValue, help: .hidden)
  var pathsAfterTerminator: [String] = []

  func validate() throws {
    if let mistake = line.mistake { throw ValidationError(mistake) }
  }

  func run() async throws {
    try await shared.run { observer in
      try await RecipeRun.start(line.request, options: shared.runOptions, observer: observer)
    }
  }

  /// The options as values, but for those that concern the engine and the gate.
  var line: Run {
    Run(
      pattern: pattern, rewrite: rewrite, language: language, settings: settings, explains: explain,
      onlyChanged: changed, since: since, includesUntracked: untracked, includesGenerated: generated, words: words,
      pathsAfterTerminator: pathsAfterTerminator, isCommit: shared.commit, isPatch: shared.patch,
      message: shared.message, acceptsAll: shared.yes, usesCache: !shared.noCache,
      isJSON: shared.output.format == .json)
  }
}
