internal import ArgumentParser
internal import HoneKit

struct EditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Propose edits for the change at hand.",
    usage: "git hone [edit] [<options>] [<instruction>] [--] [<path>...]",
    discussion: """
      Takes the staged diff; if there is none the unstaged one; if there is none the paths that were named. Without an \
      instruction it asks for improvements of the changed lines only.

      On a terminal every hunk is reviewed, like `git add -p`. Without a terminal and without --yes the edits are \
      printed as a patch. Ctrl-C while the engine streams stops it at once and asks whether to keep what is complete.

      Examples:
        git hone edit "rename load to read_config and update its callers"
        git hone edit --prompt                      ask me, and read the change meanwhile
        git hone edit                               improve the lines you changed
        git hone edit -y --commit "use f-strings" -- src/
        git hone edit --patch "add docstrings" -- api.py | git apply
      """)

  @OptionGroup
  var shared: SharedOptions

  @Flag(help: "Ask what to change, while the engine already reads the change.")
  var prompt = false

  @Argument(
    help: ArgumentHelp(
      "What to change, in your words; then only these files and folders.", valueName: "instruction> <path"),
    completion: .file())
  var words: [String] = []

  @Option(name: .customLong(GitHone.pathOption), parsing: .unconditionalSingleValue, help: .hidden)
  var pathsAfterTerminator: [String] = []

  func run() async throws {
    try await shared.run { observer in
      try await EditRun.start(
        words: words, pathsAfterTerminator: pathsAfterTerminator, options: shared.runOptions, observer: observer,
        asksForInstruction: prompt)
    }
  }
}
