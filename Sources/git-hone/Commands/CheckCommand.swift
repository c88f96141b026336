internal import ArgumentParser
internal import HoneChecks
internal import HoneGit
internal import HoneHooks
internal import HoneKit
internal import HoneTerminal

extension CheckPrinter.Format: ExpressibleByArgument {}

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what should not be committed: secrets, syntax errors, unsafe code, leftovers.",
    usage: "git hone check [--staged | --range <a>..<b> | --all] [<options>] [--] [<path>...]",
    discussion: """
      Looks at what git has, never at the work tree: what is staged, the commits of a range, or every file of HEAD. Only \
      lines that the change added count, unless --all-lines or --all is given. A comment `hone:ignore <rule>` on a line, or \
      alone on the line before, says that a finding is meant.

      With --ask the engine is asked what recipes ask that .hone.yml names, about the places that the change touches. What it \
      would change is a finding; the change is shown, and never written. Without it, and in hooks, no engine is asked.

      Exits with 1 when errors or warnings remain; notes do not count.

      Examples:
        git hone check                              what is staged
        git hone check --fix                        and stage the safe fixes; git hone undo takes them back
        git hone check --range origin/main..HEAD --format sarif > hone.sarif
        git hone check --ask --budget 30s           and ask the engine, for half a minute
        git hone check --all --update-baseline      accept what there is now
        git config hone.check.off leftover/debug-print
      """)

  @Flag(help: "Check what is staged (the default).")
  var staged = false

  @Option(help: ArgumentHelp("Check the commits that <b> has and <a> has not.", valueName: "a..b"))
  var range: String?

  @Flag(help: "Check every file of HEAD, all lines of it.")
  var all = false

  @Flag(name: .customLong("all-lines"), help: "Let lines count that the change did not add.")
  var allLines = false

  @Flag(help: "Stage the fixes that keep the meaning of a file, and show the others.")
  var fix = false

  @Flag(help: "Ask the engine what the recipes of .hone.yml ask about these lines.")
  var ask = false

  @Flag(name: .customLong("update-baseline"), help: "Accept everything that is found, in .hone-baseline.")
  var updateBaseline = false

  @Option(help: "Print text, JSON events, SARIF 2.1.0, or annotations for GitHub Actions.")
  var format = CheckPrinter.Format.text

  @Option(
    help: ArgumentHelp("Stop after this time, for example 500ms, and tell what was left out.", valueName: "duration"))
  var budget: String?

  @Flag(
    name: .customLong("no-cache"), help: "Look again at what had no findings before, and ask again what was answered.")
  var noCache = false

  @Argument(help: "Keep to these files and folders.", completion: .file())
  var path: [String] = []

  func validate() throws {
    guard [staged, range != nil, all].count(where: { $0 }) <= 1 else {
      throw ValidationError("Only one of --staged, --range and --all can be given.")
    }
    guard !fix || (range == nil && !all) else {
      throw ValidationError("--fix needs --staged: only that can be mended.")
    }
    guard !fix || !updateBaseline else { throw ValidationError("--fix and --update-baseline cannot go together.") }
    guard budget.map({ Duration(text: $0) != nil }) ?? true else {
      throw ValidationError("--budget takes a time such as 500ms, 10s or 2m.")
    }
  }

  func run() async throws {
    var request = CheckRequest()
    request.range = range
    request.isWholeTree = all
    request.paths = path.map { ArgumentText.bytes(of: $0) }
    request.options.checksAllLines = allLines
    request.options.fixes = fix
    request.options.updatesBaseline = updateBaseline
    request.options.usesCache = !noCache
    request.options.budget = budget.flatMap { Duration(text: $0) }
    let status = await Frontend(isJSON: format == .json, printsPatch: false).run { observer in
      let repository = try Repository.open(at: ".")
      // Who asks an engine is told of runs that were interrupted where that begins.
      let unfinished = fix || updateBaseline ? repository.recover() : ask ? [] : repository.unfinishedRuns()
      for note in unfinished { observer.report(.note(note.text)) }
      if ask {
        let (report, status) = try await AskedCheck.run(request, observer: observer)
        CheckPrinter(format: format).print(report)
        return status
      }
      let report = try request.run(in: repository)
      CheckPrinter(format: format).print(report)
      return report.isClean && !report.isNothingChecked ? .done : .partial
    }
    if status != .done { throw ExitCode(status.rawValue) }
  }
}
