internal import ArgumentParser
internal import HoneHooks
internal import HoneKit
internal import HoneTerminal

extension HookName: ExpressibleByArgument {}

struct HookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook",
    abstract: "Install, remove and run git's hooks.",
    usage: "git hone hook <command>",
    discussion: """
      Examples:
        git hone hook install                  pre-commit, pre-merge-commit, commit-msg and pre-push
        git hone hook install --all            all that check, those that only tell something as well
        git hone hook install prepare-commit-msg     the engine proposes messages
        git hone hook status
        git config hone.hook.fix propose       show fixes, in place of staging them
        HONE=0 git commit                      this once without Hone
      """,
    subcommands: [Install.self, Uninstall.self, Status.self, Run.self, Message.self])

  struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Put hooks where git looks for them; hooks that are there still run.",
      usage: "git hone hook install [--all] [--shared] [<hook>...]",
      discussion: """
        Examples:
          git hone hook install
          git hone hook install pre-commit pre-push
          git hone hook install prepare-commit-msg     the engine proposes messages
        """)

    @OptionGroup
    var output: FormatOption

    @Flag(help: "Install every hook that checks, those that only tell something as well.")
    var all = false

    @Flag(help: "Install into a folder outside of the repository, which other repositories may use as well.")
    var shared = false

    @Argument(help: ArgumentHelp("The hooks to install.", valueName: "hook"))
    var hooks: [HookName] = []

    func validate() throws {
      guard !all || hooks.isEmpty else {
        throw ValidationError("--all stands for every hook that checks, so none can be named with it.")
      }
    }

    func run() async throws {
      try await output.run { observer in
        let names = all ? HookName.checking : hooks.isEmpty ? HookName.standard : hooks
        let changes = try HookCommands.install(names, allowsShared: shared)
        HookPrinter(isJSON: output.format == .json).print(changes)
        for note in [try HookCommands.extentNote(), try HookCommands.missingNote()] {
          if let note { observer.report(.note(note)) }
        }
        return changes.contains { $0.fault != nil } ? .partial : .done
      }
    }
  }

  struct Uninstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "uninstall", abstract: "Take Hone's hooks away and put back what was there.")

    @OptionGroup
    var output: FormatOption

    @Flag(help: "Take them out of a folder outside of the repository as well, for all repositories that use it.")
    var shared = false

    func run() async throws {
      try await output.run { observer in
        let result = try HookCommands.uninstall(allowsShared: shared)
        HookPrinter(isJSON: output.format == .json).print(result.changes)
        for refusal in result.refusals { observer.report(.refusal(refusal)) }
        return result.refusals.isEmpty ? .done : .partial
      }
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Say which hooks are installed.")

    @OptionGroup
    var output: FormatOption

    func run() async throws {
      try await output.run { observer in
        let states = try HookCommands.status()
        HookPrinter(isJSON: output.format == .json).print(states)
        if let note = try HookCommands.missingNote() { observer.report(.note(note)) }
        return states.contains { $0.state == .broken || $0.state == .off } ? .partial : .done
      }
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Run a hook by hand, as git would.",
      usage: "git hone hook run [--format <format>] <hook> [<arguments>]",
      discussion: """
        With JSON what was found is told on standard output, and the last event says how the hook has ended.

        Examples:
          git hone hook run pre-commit
          git hone hook run --format json pre-push origin https://example.com/project.git
        """)

    @OptionGroup
    var output: FormatOption

    @Argument(help: ArgumentHelp("The hook to run.", valueName: "hook"))
    var hook: HookName

    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("What git would hand to it.", valueName: "arguments"))
    var arguments: [String] = []

    func run() async throws {
      let (format, arguments) = try asked()
      guard format == .json else {
        let status = await Frontend(isJSON: false, printsPatch: false).run { _ in
          try HookCommands.run(hook, arguments: arguments)
        }
        throw ExitCode(status.rawValue)
      }
      let printer = HookPrinter(isJSON: true)
      let status = HookCommands.run(hook, arguments: arguments) { printer.print($0) }
      printer.print(endOf: hook, status: status)
      if status != 0 { throw ExitCode(status) }
    }

    /// The format, also where it is named behind the hook: git hands no option to a hook.
    private func asked() throws -> (OutputFormat, [String]) {
      guard let first = arguments.first, first == "--format" || first.hasPrefix("--format=") else {
        return (output.format, arguments)
      }
      let isApart = first == "--format"
      let word = isApart ? arguments.dropFirst().first ?? "" : String(first.dropFirst("--format=".count))
      guard let format = OutputFormat(rawValue: word) else {
        throw ValidationError("--format takes text or json, not `\(word)`.")
      }
      return (format, Array(arguments.dropFirst(isApart ? 2 : 1)))
    }
  }

  struct Message: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "message", abstract: "Print a message that the engine proposes for what is staged.",
      discussion: """
        The hook prepare-commit-msg asks for it within hone.hook.budget. Nothing is changed.

        Example:
          git hone hook message --budget 10s
        """)

    @OptionGroup
    var output: FormatOption

    @Option(
      help: ArgumentHelp("The engine to ask: `local`, a configured one, or a known service.", valueName: "name"),
      completion: .engines)
    var engine: String?

    @Option(help: ArgumentHelp("The model to ask for.", valueName: "id"))
    var model: String?

    @Option(help: ArgumentHelp("Stop asking after this time, for example 10s.", valueName: "duration"))
    var budget: String?

    func validate() throws {
      if let budget, Duration(text: budget) == nil {
        throw ValidationError("--budget takes a time such as 1500ms, 10s or 2m, not `\(budget)`.")
      }
    }

    func run() async throws {
      var options = RunOptions()
      options.engine = engine
      options.model = model
      options.budget = budget.flatMap { Duration(text: $0) }
      try await output.run { observer in
        let message = try await MessageRun.message(options: options, observer: observer)
        Terminal.standard().write(output.format == .json ? JSONEvents.line(forMessage: message) + "\n" : message)
        return .done
      }
    }
  }
}
