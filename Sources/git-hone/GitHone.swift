internal import ArgumentParser
internal import CHookStart
internal import HoneKit
internal import HoneTerminal
internal import HoneYAML

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `git hone`: the commands, their options, and nothing else.
@main
struct GitHone: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "git-hone",
    abstract: "Propose, check and stage edits of the change at hand.",
    usage: """
      git hone [edit] [<instruction>] [--] [<path>...]
      git hone <command> [<options>]
      """,
    discussion: """
      Examples:
        git hone "rename load to read_config and update its callers"
        git hone edit --commit "add type hints" -- src/api.py
        git hone fill src/api.py:42
        git hone run python/logging-warn
        git hone undo
      """,
    version: HoneVersion.current,
    subcommands: [
      EditCommand.self, FillCommand.self, FollowCommand.self, RunCommand.self, SearchCommand.self, CheckCommand.self,
      UndoCommand.self, LogCommand.self,
      ShowCommand.self,
      EngineCommand.self,
      HookCommand.self, RecipeCommand.self, TrustCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: EditCommand.self)

  /// What a path after `--` is handed on as.
  ///
  /// The parser cannot tell such words from the ones before `--`, and the first of
  /// those is an instruction or a recipe.
  static let pathOption = "path-after-terminator"

  /// The arguments with each word after the first `--` turned into a path, for the commands that take other words too.
  static func arguments() -> [String] {
    let words = ArgumentText.processArguments()
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let terminator = words.firstIndex(of: "--"),
      ["edit", "run", "search"].contains(words[..<terminator].first(where: names.contains) ?? "edit")
    else {
      return words
    }
    return words[..<terminator] + words[(terminator + 1)...].map { "--\(pathOption)=\($0)" }
  }

  /// What is said of a first word that is not a command, and so would be an instruction, but is likely meant to be one.
  ///
  /// Whoever means the word says `edit` before it, or more than one word.
  static func mistypedCommand(_ words: [String]) -> String? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = words.first, !word.hasPrefix("-"), !names.contains(word), word.allSatisfy(\.isLetter),
      let nearest = NearestName.of(word, in: names)
    else { return nil }
    return "Error: there is no command `\(word)`; did you mean `git hone \(nearest)`?\n"
      + "An instruction of one word is given as: git hone edit \(word)"
  }

  /// Whether the command line asks for JSON, where it could not be understood.
  private static var isJSON: Bool { arguments().contains { $0 == "json" || $0 == "--format=json" } }

  /// Runs the command and ends the process with a code of the contract: wrong usage is 2 here, not `EX_USAGE`.
  static func main() async {
    keepStandardStreams()
    hone_hook_leave_transports_out()
    if let status = await Search.runQuickly(ArgumentText.processArguments()) {
      end(with: status.rawValue)
    }
    if let mistake = mistypedCommand(ArgumentText.processArguments()) {
      Frontend.report(usage: mistake, isJSON: isJSON)
      end(with: ExitStatus.usage.rawValue)
    }
    do {
      var command = try parseAsRoot(arguments())
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      let isUsageFault = exitCode(for: error) == .validationFailure
      if isUsageFault {
        Frontend.report(usage: fullMessage(for: error), isJSON: isJSON)
        exit(withError: ExitCode(ExitStatus.usage.rawValue))
      }
      exit(withError: error)
    }
  }
}

/// Opens what stands in for standard streams that are closed, as git does: else the first file that is opened would be one, and
/// what is printed would be written to it.
private func keepStandardStreams() {
  while true {
    let file = open("/dev/null", O_RDWR)
    if file < 0 { return }
    if file > 2 {
      close(file)
      return
    }
  }
}

/// The function of the system, which the method of the same name hides.
private func end(with code: Int32) -> Never { exit(code) }
