internal import ArgumentParser
internal import HoneGit
internal import HoneKit
internal import HoneTerminal

struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back what a run changed.",
    usage: "git hone undo [<options>] [<run>]",
    discussion: """
      Restores exactly what the run changed if those places are still as it left them; otherwise it says what moved and \
      does nothing. Without <run> it takes the newest run that is not undone. A run of which nothing is left, because it was \
      taken back by hand, counts as undone from then on. Several commits of one command are taken back together.

      Examples:
        git hone undo
        git hone undo 20260114-093012417-66c0
      """)

  @OptionGroup
  var output: FormatOption

  @Argument(help: ArgumentHelp("The id of a run, or the beginning of one.", valueName: "run"), completion: .runs)
  var run: String?

  func run() async throws {
    try await output.run { try RunHistory.undo(run, observer: $0) }
  }
}

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the runs that wrote something.", usage: "git hone log [--format <format>]",
    discussion: """
      Tells also of a run that was interrupted, and what the next command that writes will make of it.

      Example:
        git hone log
      """)

  @OptionGroup
  var output: FormatOption

  func run() async throws {
    try await output.run { observer in
      let (runs, unfinished) = try RunHistory.runs()
      for note in unfinished { observer.report(.note(note.text)) }
      let printer = HistoryPrinter(isJSON: output.format == .json)
      printer.printUnfinished(unfinished)
      printer.printList(runs)
      if runs.isEmpty, unfinished.isEmpty, output.format == .text {
        observer.report(.note("no run has written anything in this repository yet"))
      }
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
        git hone show 20260114-093012417-66c0
      """)

  @OptionGroup
  var output: FormatOption

  @Argument(help: ArgumentHelp("The id of a run, or the beginning of one.", valueName: "run"), completion: .runs)
  var run: String?

  func run() async throws {
    try await output.run { observer in
      let detail = try RunHistory.detail(of: run, observer: observer)
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
