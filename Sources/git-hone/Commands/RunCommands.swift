internal import ArgumentParser
internal import HoneKit
internal import HoneTerminal

struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back what a run changed.",
    usage: "git hone undo [<options>] [<run>]",
    discussion: """
      Restores exactly what the run changed if those places are still as it left them; otherwise it says what moved and \
      does nothing. Without <run> it takes the newest run that is not undone.

      Examples:
        git hone undo
        git hone undo 20260114T093012
      """)

  @OptionGroup
  var output: FormatOption

  @Argument(help: ArgumentHelp("The id of a run, or the beginning of one.", valueName: "run"))
  var run: String?

  func run() async throws {
    try await output.run { try RunHistory.undo(run, observer: $0) }
  }
}

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the runs that wrote something.", usage: "git hone log [--format <format>]",
    discussion: """
      Example:
        git hone log
      """)

  @OptionGroup
  var output: FormatOption

  func run() async throws {
    try await output.run { _ in
      let runs = try RunHistory.runs()
      HistoryPrinter(isJSON: output.format == .json).printList(runs)
      return .done
    }
  }
}

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a run did, with its diff.",
    usage: "git hone show [--format <format>] [<run>]",
    discussion: """
      Examples:
        git hone show
        git hone show 20260114T093012
      """)

  @OptionGroup
  var output: FormatOption

  @Argument(help: ArgumentHelp("The id of a run, or the beginning of one.", valueName: "run"))
  var run: String?

  func run() async throws {
    try await output.run { _ in
      let detail = try RunHistory.detail(of: run)
      HistoryPrinter(isJSON: output.format == .json).printDetail(detail)
      return .done
    }
  }
}

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what works here, what is missing, and how to mend it.",
    usage: "git hone doctor [--format <format>]",
    discussion: """
      Example:
        git hone doctor
      """)

  @OptionGroup
  var output: FormatOption

  func run() async throws {
    try await output.run { _ in
      let report = Diagnosis.run()
      DiagnosisPrinter(isJSON: output.format == .json).print(report)
      return report.isHealthy ? .done : .partial
    }
  }
}
