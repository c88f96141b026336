internal import HoneKit

/// Runs commands whose command line is plain, without the option parser.
enum QuickCommand {
  /// - Parameter words: the arguments of the process.
  /// - Returns: how the command ended; `nil` for a command line that is left to the option parser.
  static func run(_ words: [String]) async -> ExitStatus? {
    if let search = Search(quickly: words) { return await search.run() }
    if let run = Run(quickly: words) { return await run.run() }
    return nil
  }
}
