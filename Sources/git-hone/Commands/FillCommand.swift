internal import ArgumentParser
internal import HoneKit

struct FillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fill",
    abstract: "Write the boilerplate that belongs at a place.",
    usage: "git hone fill [<options>] <path>:<line> [<instruction>]",
    discussion: """
      A body for an empty function, the missing cases of a switch, a conformance, an initialiser, a docstring, the next \
      lines. <line> counts from 1: at an empty line the text goes there, at another line it goes below it.

      Examples:
        git hone fill src/api.py:42
        git hone fill Sources/Token.swift:18 "the missing cases"
      """)

  @OptionGroup
  var shared: SharedOptions

  @Argument(help: ArgumentHelp("The file, and the line counted from 1.", valueName: "path:line"), completion: .file())
  var place: String

  @Argument(help: ArgumentHelp("What belongs there, in your words.", valueName: "instruction"))
  var instruction: String?

  func run() async throws {
    try await shared.run { observer in
      try await FillRun.start(place: place, instruction: instruction, options: shared.runOptions, observer: observer)
    }
  }
}
