internal import ArgumentParser
internal import HoneKit
internal import HoneTerminal

struct EngineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Install, start, stop and list engines.",
    usage: "git hone engine <command>",
    discussion: """
      Examples:
        git hone engine setup          install the local engine and its model
        git hone engine list           which engines are configured
        git config honeengine.fast.url https://api.cerebras.ai/v1
      """,
    subcommands: [List.self, Models.self, Setup.self, Start.self, Stop.self, Status.self, EngineBenchCommand.self])

  /// Prints as JSON how the local engine is after a command that tells people so in a note.
  private static func tell(_ status: ExitStatus, _ output: FormatOption) async throws -> ExitStatus {
    if output.format == .json { EnginePrinter(isJSON: true).print(try await EngineAdministration.status()) }
    return status
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the engines that can be named with --engine.")

    @OptionGroup
    var output: FormatOption

    func run() async throws {
      try await output.run { _ in
        EnginePrinter(isJSON: output.format == .json).print(try EngineAdministration.engines())
        return .done
      }
    }
  }

  struct Models: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "models", abstract: "List the models that an engine has, as its server tells them.")

    @OptionGroup
    var output: FormatOption

    @Option(help: ArgumentHelp("The engine to ask.", valueName: "name"), completion: .engines)
    var engine: String?

    func run() async throws {
      try await output.run { observer in
        let models = try await EngineAdministration.models(engine: engine)
        EnginePrinter(isJSON: output.format == .json).print(models: models)
        return .done
      }
    }
  }

  struct Setup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "setup", abstract: "Install the local engine: a llama.cpp server and a model.",
      discussion: """
        Everything goes into your data directory; nothing of the system is changed. About 600 MB are loaded once.

        Examples:
          git hone engine setup
          git hone engine setup --model qwen2.5-coder-1.5b
          git hone engine setup --model /models/my.gguf
        """)

    @OptionGroup
    var output: FormatOption

    @Option(
      help: ArgumentHelp(
        "A model of the table, a GGUF file by absolute path, or owner/repository/file.gguf.", valueName: "id"))
    var model: String?

    func run() async throws {
      try await output.run { observer in
        let status = try await EngineAdministration.setUp(model: model, observer: observer)
        return try await EngineCommand.tell(status, output)
      }
    }
  }

  struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "start", abstract: "Start the local engine, so that the next command finds it warm.",
      discussion: """
        With --warm the engine reads the change at hand right away, so that an edit of it begins to be written sooner.

        Example:
          git hone engine start --warm
        """)

    @OptionGroup
    var output: FormatOption

    @Option(help: ArgumentHelp("The model to load.", valueName: "id"))
    var model: String?

    @Flag(help: "Let it read the change at hand ahead of the instruction.")
    var warm = false

    func run() async throws {
      try await output.run { observer in
        let status = try await EngineAdministration.start(model: model, observer: observer)
        return try await EngineCommand.tell(
          warm ? EngineWarmUp.run(model: model, observer: observer) : status, output)
      }
    }
  }

  struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "Stop the local engine.")

    @OptionGroup
    var output: FormatOption

    func run() async throws {
      try await output.run { observer in
        try await EngineCommand.tell(EngineAdministration.stop(observer: observer), output)
      }
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Say whether the local engine is installed and running.")

    @OptionGroup
    var output: FormatOption

    func run() async throws {
      try await output.run { _ in
        EnginePrinter(isJSON: output.format == .json).print(try await EngineAdministration.status())
        return .done
      }
    }
  }
}
