internal import ArgumentParser
internal import HoneCore
internal import HoneKit
internal import HoneTerminal

struct EngineBenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure which form of edits an engine writes best, and remember it.",
    discussion: """
      Asks for a few built-in edits in each form and counts how many replies were well-formed, were applied and came out \
      right, with the speed of what was applied. The best form is used for that engine and model from then on, unless \
      honeengine.<name>.format or --edit-format says otherwise. Where a grammar can bind the engine, each form is measured \
      with it and without it. Nothing of your files is sent.

      Examples:
        git hone engine bench
        git hone engine bench --engine cerebras --model gpt-oss-120b
        git hone engine bench --whole-files         what windows are worth
        git hone engine bench --grammar             with grammars only, which takes half the time
      """)

  @OptionGroup
  var output: FormatOption

  @Option(help: ArgumentHelp("The engine to measure.", valueName: "name"), completion: .engines)
  var engine: String?

  @Option(help: ArgumentHelp("The model to measure.", valueName: "id"))
  var model: String?

  @Option(
    name: .customLong("edit-format"),
    help: ArgumentHelp("Measure this form only; may be repeated.", valueName: "form"))
  var formats: [EditFormat] = []

  @Flag(help: "Hold windows against writing whole files anew, on longer files, instead.")
  var wholeFiles = false

  @Flag(
    inversion: .prefixedNo,
    help: "Measure with grammars only, or without them only; nothing is remembered of what is written without.")
  var grammar: Bool?

  func run() async throws {
    try await output.run { observer in
      var printer = BenchPrinter(isJSON: output.format == .json)
      let best = try await EngineBench.run(
        engine: engine, model: model, formats: formats, comparesWholeFiles: wholeFiles, usesGrammars: grammar,
        observer: observer, report: { printer.print($0) })
      if let best { observer.report(.note("\(best.rawValue) is used for this engine and model from now on")) }
      return .done
    }
  }
}
