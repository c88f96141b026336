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

    @Option(name: .shortAndLong, help: ArgumentHelp("Only recipes for this language.", valueName: "name"))
    var language: String?

    func run() async throws {
      try await output.run { _ in
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
      help: ArgumentHelp("Its name, the last part of it, or the path of a recipe or rule file.", valueName: "recipe"))
    var recipe: String

    func run() async throws {
      try await output.run { _ in
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

    @Argument(help: ArgumentHelp("Names or paths; all recipes when none is given.", valueName: "recipe"))
    var recipes: [String] = []

    func run() async throws {
      try await output.run { _ in
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
      commandName: "new", abstract: "Write a recipe from a pattern.",
      discussion: """
        Writes .hone/recipes/<name>.md, or the path when <name> ends in .md, with prose to fill in and a first example.

        Examples:
          git hone recipe new warn -l python -p '$LOG.warn($$$A)' -r '$LOG.warning($$$A)'
          git hone recipe new no-eval -l javascript -p 'eval($CODE)'
        """)

    @OptionGroup
    var output: FormatOption

    @Option(name: .shortAndLong, help: ArgumentHelp("The language of the pattern.", valueName: "name"))
    var language: String

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("The code to find: $A for one node, $$$A for any number.", valueName: "code"))
    var pattern: String

    @Option(
      name: .shortAndLong, help: ArgumentHelp("What it becomes; without it the recipe only finds.", valueName: "code"))
    var rewrite: String?

    @Argument(help: ArgumentHelp("How the recipe is called, such as python/warn.", valueName: "name"))
    var name: String

    func run() async throws {
      try await output.run { _ in
        let path = try RecipeAdministration.create(name, language: language, pattern: pattern, rewrite: rewrite)
        RecipePrinter(isJSON: output.format == .json).print(created: path)
        return .done
      }
    }
  }
}
