internal import ArgumentParser
internal import HoneGit
internal import HoneKit
internal import HoneScan
internal import HoneTerminal

struct SearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "List where a pattern matches.",
    usage: "git hone search -p <pattern> -l <language> [<options>] [--] [<path>...]",
    discussion: """
      A pattern is code with holes: $A stands for one node, $$$A for any number, and equal names for equal code. Searches \
      the tracked files of the work tree; generated and vendored ones, submodules and links are left out. What was found \
      is remembered for each version of a file, so that searching again is quick.

      Examples:
        git hone search -p 'self.assertEqual($A, $B)' -l python
        git hone search -p 'zmalloc($N)' -l c --explain -- src/
        git hone search -p 'JSON.parse($X)' -l ts --changed --format json
      """)

  @Option(name: .shortAndLong, help: ArgumentHelp("The code to find, with holes.", valueName: "pattern"))
  var pattern: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The language of the pattern.", valueName: "language"))
  var language: String

  @Flag(help: "Tell how the pattern was read.")
  var explain = false

  @Flag(help: "Keep to files that differ from the last commit.")
  var changed = false

  @Option(help: ArgumentHelp("Keep to files that differ from this revision.", valueName: "rev"))
  var since: String?

  @Flag(help: "Search also files that git does not track yet.")
  var untracked = false

  @Flag(help: "Search also generated and vendored files.")
  var generated = false

  @OptionGroup
  var output: FormatOption

  @Flag(name: .customLong("no-cache"), help: "Neither read nor write remembered matches.")
  var noCache = false

  @Argument(help: "Keep to these files and folders.")
  var path: [String] = []

  func run() async throws {
    try await output.run { observer in
      do {
        var request = try SearchRequest(
          pattern: pattern, language: language, explains: explain, version: HoneVersion.current)
        request.usesCache = !noCache
        request.listing.onlyChanged = changed
        request.listing.since = since
        request.listing.includesUntracked = untracked
        request.listing.includesGenerated = generated
        let repository = try Repository.open(at: ".")
        let printer = SearchPrinter(isJSON: output.format == .json, observer: observer)
        let summary = try request.run(
          in: repository, paths: path.map { ArgumentText.bytes(of: $0) }, tell: printer.tell)
        return printer.conclude(summary)
      } catch let fault as SearchRequest.Fault {
        throw RunFailure.usage(fault.problem, remedy: fault.remedy)
      }
    }
  }
}
