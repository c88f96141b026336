internal import ArgumentParser
internal import HoneKit
internal import HoneTerminal

struct FollowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Learn the edit you made, and propose it wherever else it fits.",
    usage: "git hone follow [<options>] [--] [<path>...]",
    discussion: """
      Learns from the staged diff; if there is none from the unstaged one. No engine is asked without --ask. An edit that says enough to \
      be told from its neighbours is proposed at every place that it fits; others are counted, and proposed with --maybe. \
      Places that you saw and left alone speak against an edit. Several edits are learned one by one.

      Examples:
        git hone follow                             review what your edit does elsewhere
        git hone follow -y --maybe -- src/
        git hone follow --from HEAD --patch
        git hone follow --only 2 --as own-logging   save the second edit as a recipe
      """)

  @OptionGroup
  var shared: SharedOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Learn from commits: A..B, or one; from --staged or --unstaged.", valueName: "range"),
    completion: .revisions)
  var from: String?

  @Flag(help: "Propose also places that are only likely.")
  var maybe = false

  @Flag(help: "Ask an engine about places that nearly match.")
  var ask = false

  @Flag(help: "Tell each edit that was learned, what speaks against it, and every place.")
  var explain = false

  @Option(help: ArgumentHelp("Follow one of the edits, by its number.", valueName: "number"))
  var only: Int?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Write a recipe with your edits as its examples, and change nothing else.", valueName: "name"))
  var recipe: String?

  @Argument(help: "Keep to these files and folders.", completion: .file())
  var path: [String] = []

  func run() async throws {
    try await shared.run { observer in
      var options = FollowOptions(run: shared.runOptions)
      options.from = from
      options.includesMaybe = maybe
      options.asks = ask
      options.usesCache = !shared.noCache
      options.only = only
      options.recipe = recipe
      options.paths = path
      let isJSON = shared.output.format == .json
      let destination = options.run.effective(isInteractive: observer.isInteractive).destination
      let printer = FollowPrinter(isJSON: isJSON, explains: explain, keepsOutput: destination == .patch)
      return try await FollowRun.start(options, observer: observer, tell: printer.print)
    }
  }
}
