internal import ArgumentParser
internal import HoneCore
internal import HoneKit
internal import HoneTerminal

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

extension EditFormat: ExpressibleByArgument {}

/// The option that every command with results has.
struct FormatOption: ParsableArguments {
  @Option(help: "Print text, or JSON events, one object a line.")
  var format = OutputFormat.text
}

/// The options of every command that writes edits.
struct SharedOptions: ParsableArguments {
  @Flag(help: "Write to the index and the work tree (the default).")
  var stage = false

  @Flag(help: "Write one commit, with git's own hooks, identity and signing.")
  var commit = false

  @Flag(help: "Print a unified diff that `git apply` takes, and write nothing.")
  var patch = false

  @Option(name: .shortAndLong, help: ArgumentHelp("The message of the commit.", valueName: "message"))
  var message: String?

  @Flag(name: .shortAndLong, help: "Accept every edit without review.")
  var yes = false

  @OptionGroup
  var output: FormatOption

  @Option(
    help: ArgumentHelp("The engine to ask: `local`, a configured one, or a known service.", valueName: "name"),
    completion: .engines)
  var engine: String?

  @Option(help: ArgumentHelp("The model to ask for.", valueName: "id"))
  var model: String?

  @Option(
    help: ArgumentHelp("Stop asking after this time and keep what is complete, for example 10s.", valueName: "duration")
  )
  var budget: String?

  @Flag(name: .customLong("no-cache"), help: "Neither read nor write cached answers.")
  var noCache = false

  @Option(help: ArgumentHelp("A command that must exit 0 on a checkout of the result.", valueName: "command"))
  var gate: String?

  @Option(
    name: .customLong("edit-format"),
    help: ArgumentHelp("The form in which the engine writes edits, instead of its own.", valueName: "form"))
  var editFormat: EditFormat?

  func validate() throws {
    let destinations = [stage, commit, patch].count { $0 }
    if let mistake = Self.mistake(destinations: destinations, isCommit: commit, message: message) {
      throw ValidationError(mistake)
    }
    if let budget, Duration(text: budget) == nil {
      throw ValidationError("--budget takes a time such as 1500ms, 10s or 2m, not `\(budget)`.")
    }
  }

  /// Why the options about the destination do not go together; `nil` when they do.
  /// - Parameter destinations: how many of them are given.
  static func mistake(destinations: Int, isCommit: Bool, message: String?) -> String? {
    if destinations > 1 { return "Only one of --stage, --commit and --patch can be given." }
    if message != nil, !isCommit { return "-m needs --commit." }
    return message?.allSatisfy(\.isWhitespace) ?? false ? "-m takes a message that is not empty." : nil
  }

  /// The same as values of the library.
  var runOptions: RunOptions {
    var options = RunOptions()
    options.destination = patch ? .patch : commit ? .commit(message: message) : .stage
    options.acceptsAll = yes
    options.engine = engine
    options.model = model
    options.budget = budget.flatMap { Duration(text: $0) }
    options.gate = gate
    options.format = editFormat
    return options
  }

  /// Runs `body` with an observer of the asked kind and ends the process with its status.
  func run(_ body: (any RunObserver) async throws -> ExitStatus) async throws {
    let terminal = Terminal.standard()
    let isPatch =
      runOptions.effective(isInteractive: terminal.isInteractive && output.format == .text).destination == .patch
    try await output.run(printsPatch: isPatch, body)
  }
}

extension FormatOption {
  /// Runs `body` with an observer of this format and ends the process with its status.
  /// - Parameter mayLoseReader: whether it is all the same when nobody reads the output to its end.
  func run(
    printsPatch: Bool = false, mayLoseReader: Bool = false, _ body: (any RunObserver) async throws -> ExitStatus
  ) async throws {
    let frontend = Frontend(isJSON: format == .json, printsPatch: printsPatch, mayLoseReader: mayLoseReader)
    let status = await frontend.run(body)
    if status != .done { throw ExitCode(status.rawValue) }
  }
}
