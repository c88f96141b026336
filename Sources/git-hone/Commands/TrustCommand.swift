internal import ArgumentParser
internal import HoneKit
internal import HoneTerminal

struct TrustCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Let the files of this repository name commands and engines.",
    discussion: """
      A .hone.yml or a recipe that comes with a repository may name a command that tries results (`gate`); a .git/config that \
      comes with it, an engine on another machine. None is used before you have looked at these files and said so here. Trust \
      is for their exact contents: when one of them changes, it ends.

      Examples:
        git hone trust --show
        git hone trust
        git hone trust --revoke
      """)

  @Flag(help: "Only say what the files name and whether they are trusted.")
  var show = false

  @Flag(help: "Forget that they were trusted.")
  var revoke = false

  @OptionGroup
  var output: FormatOption

  func validate() throws {
    if show, revoke { throw ValidationError("--show and --revoke exclude each other; give one of them") }
  }

  func run() async throws {
    try await output.run { observer in
      let report = try TrustAdministration.start(show ? .show : revoke ? .revoke : .grant, observer: observer)
      if output.format == .json { RecordPrinter().print(report) }
      return .done
    }
  }
}
