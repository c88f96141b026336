internal import ArgumentParser
internal import HoneKit
internal import HoneTerminal

struct RecipeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract: "List, show, test and begin recipes.",
    usage: "git hone recipe <command>",
    discussion: """
      A recipe is a refactoring in a Markdown file: what to find and what it becomes as a patch with holes, why, and \
      examples, which are its tests. Recipes of a repository are in .hone/recipes.

      Examples:
        git hone recipe list -l python
        git hone recipe show python/unittest-to-pytest
        git hone recipe new warn -l python -p '$LOG.warn($$$A)' -r '$LOG.warning($$$A)'
        git hone recipe test warn
      """,
    subcommands: [List.self, Show.self, Test.self, New.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the recipes that can be named here.",
      discussion: """
        Behind the summary stands what is special: asks (an engine is asked at each place), finds (nothing is rewritten), \
        review (the edits should be looked at), check (git hone check runs it too).

        Examples:
          git hone recipe list
          git hone recipe list --language go
        """)

    @OptionGroup
    var output: FormatOption

    @Option(
      name: .shortAndLong, help: ArgumentHelp("Only recipes for this language.", valueName: "name"),
      completion: .languages)
    var language: String?

    func run() async throws {
      try await output.run(mayLoseReader: true) { _ in
        RecipePrinter(isJSON: output.format == .json).print(try RecipeAdministration.listings(language: language))
        return .done
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show what a recipe does, why, and its examples.",
      discussion: """
        Examples:
          git hone recipe show python/logging-warn
          git hone recipe show rules/no-console.yml
        """)

    @OptionGroup
    var output: FormatOption

    @Argument(
      help: ArgumentHelp("Its name, the last part of it, or the path of a recipe or rule file.", valueName: "recipe"),
      completion: .recipesAndFiles)
    var recipe: String

    func run() async throws {
      try await output.run(mayLoseReader: true) { _ in
        RecipePrinter(isJSON: output.format == .json).print(try RecipeAdministration.recipe(named: recipe))
        return .done
      }
    }
  }

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Run the examples of recipes, and show what differs.",
      discussion: """
        Two blocks of an example are before and after, one must stay as it is. Every result must parse, and a second run \
        must leave it alone. Exits with 1 when an example fails.

        Examples:
          git hone recipe test
          git hone recipe test python/pathlib-read .hone/recipes/own.md
        """)

    @OptionGroup
    var output: FormatOption

    @Argument(
      help: ArgumentHelp("Names or paths; all recipes when none is given.", valueName: "recipe"),
      completion: .recipesAndFiles)
    var recipes: [String] = []

    func run() async throws {
      try await output.run(mayLoseReader: true) { _ in
        let printer = RecipePrinter(isJSON: output.format == .json)
        var reports: [RecipeAdministration.TestReport] = []
        let status = try RecipeAdministration.test(recipes) { report in
          printer.print(report)
          reports.append(report)
        }
        printer.printSummary(reports)
        return status
      }
    }
  }

  struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Write a recipe from a pattern, or from a commit that did it by hand.",
      usage: """
        git hone recipe new <name> -l <language> -p <pattern> [-r <rewrite>]
        git hone recipe new <name> --from <range> [--only <number>]
        """,
      discussion: """
        Writes .hone/recipes/<name>.md, or the path when <name> ends in .md, with prose to fill in and examples: one of the \
        pattern, or the edits that it was learned from.

        Examples:
          git hone recipe new warn -l python -p '$LOG.warn($$$A)' -r '$LOG.warning($$$A)'
          git hone recipe new no-eval -l javascript -p 'eval($CODE)'
          git hone recipe new own-logging --from HEAD
        """)

    @OptionGroup
    var output: FormatOption

    @Option(
      name: .shortAndLong, help: ArgumentHelp("The language of the pattern.", valueName: "name"),
      completion: .languages)
    var language: String?

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("The code to find: $A for one node, $$$A for any number.", valueName: "code"))
    var pattern: String?

    @Option(
      name: .shortAndLong, help: ArgumentHelp("What it becomes; without it the recipe only finds.", valueName: "code"))
    var rewrite: String?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Learn it from commits: A..B, or one; from --staged or --unstaged.", valueName: "range"),
      completion: .revisions)
    var from: String?

    @Option(help: ArgumentHelp("Which of several edits that were learned, by its number.", valueName: "number"))
    var only: Int?

    @Argument(help: ArgumentHelp("How the recipe is called, such as python/warn.", valueName: "name"))
    var name: String

    func validate() throws {
      guard from == nil || (pattern == nil && language == nil && rewrite == nil) else {
        throw ValidationError("--from learns pattern, rewrite and language; give either it or -l and -p.")
      }
      guard from != nil || (pattern != nil && language != nil) else {
        throw ValidationError("Give -l and -p, or --from with a commit that did it by hand.")
      }
      if only != nil, from == nil { throw ValidationError("--only is for --from.") }
    }

    func run() async throws {
      try await output.run(mayLoseReader: true) { observer in
        if let pattern, let language {
          let path = try RecipeAdministration.create(name, language: language, pattern: pattern, rewrite: rewrite)
          RecipePrinter(isJSON: output.format == .json).print(created: path)
          return .done
        }
        var options = FollowOptions(run: RunOptions())
        (options.from, options.only, options.recipe) = (from, only, name)
        return try await FollowRun.start(options, observer: observer) { _ in }
      }
    }
  }
}
