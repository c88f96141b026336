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
  static func arguments(of words: [String]) -> [String] {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    // The parser's own question for what a shell offers has the words of a command line behind a terminator of its own.
    guard words.first != "---completion", let terminator = words.firstIndex(of: "--"),
      ["edit", "run", "search"].contains(words[..<terminator].first(where: names.contains) ?? "edit")
    else {
      return words
    }
    return words[..<terminator] + words[(terminator + 1)...].map { "--\(pathOption)=\($0)" }
  }

  /// What is said of a first word that is not a command, and so would be an instruction, but is likely meant to be one.
  ///
  /// A path is none, and neither is a word that differs by more than one slip. Whoever means the word says `edit` before it.
  static func mistypedCommand(_ words: [String]) -> String? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = words.first, !word.hasPrefix("-"), !names.contains(word), word.allSatisfy(\.isLetter),
      let nearest = NearestName.of(word, in: names, within: 1), access(word, F_OK) != 0
    else { return nil }
    return "Error: there is no command `\(word)`; did you mean `git hone \(nearest)`?\n"
      + "An instruction of one word is given as: git hone edit \(word)"
  }

  /// Whether the command line asks for JSON, where it could not be understood.
  private static func isJSON(_ words: [String]) -> Bool { words.contains { $0 == "json" || $0 == "--format=json" } }

  /// Runs the command and ends the process with a code of the contract: wrong usage is 2 here, not `EX_USAGE`.
  static func main() async {
    keepStandardStreams()
    takeSignals()
    hone_hook_leave_transports_out()
    let words = ArgumentText.processArguments()
    if let status = await QuickCommand.run(words) {
      end(with: status.rawValue)
    }
    if let mistake = mistypedCommand(words) {
      Frontend.report(usage: mistake, isJSON: isJSON(words))
      end(with: ExitStatus.usage.rawValue)
    }
    do {
      var command = try parseAsRoot(arguments(of: words))
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
        Frontend.report(usage: usageMessage(for: error, words: words), isJSON: isJSON(words))
        exit(withError: ExitCode(ExitStatus.usage.rawValue))
      }
      exit(withError: error)
    }
  }
}

/// Lets the signals through by which users and systems end a program.
///
/// Threads of many runtimes block them, and whoever starts this program from such a thread hands that on.
private func takeSignals() {
  var signals = sigset_t()
  sigemptyset(&signals)
  for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, signal) }
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
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

extension GitHone {
  /// What is said of a command line that cannot be understood.
  ///
  /// The parser looks for what is missing before it looks for what it does not know. But an option that there is not is the
  /// likelier mistake, and what is missing may be its value.
  static func usageMessage(for error: any Error, words: [String]) -> String {
    let message = fullMessage(for: error)
    let isAboutOption = ["Unknown option", "Missing value", "is invalid"].contains { message.contains($0) }
    guard let usage = message.firstRange(of: "Usage:") else { return message }
    if message.contains("Missing value"), let (option, value) = dashedValue(in: words) {
      return message[..<usage.lowerBound]
        + "A value that begins with a dash is joined to the option's long name: \(option)=\(value)\n"
        + message[usage.lowerBound...]
    }
    guard !isAboutOption, let option = unknownOption(in: words) else { return message }
    return "Error: Unknown option '\(option)'\n" + message[usage.lowerBound...]
  }

  /// Code that was meant as the value of an option and begins with a dash.
  static func dashedValue(in words: [String]) -> (option: String, value: String)? {
    let long = ["-p": "--pattern", "-r": "--rewrite"]
    for (option, value) in zip(words, words.dropFirst()) where value.hasPrefix("-") {
      if let name = long[option] ?? (long.values.contains(option) ? option : nil) { return (name, value) }
    }
    return nil
  }

  /// The first option that its command does not have.
  static func unknownOption(in words: [String]) -> String? {
    var command: any ParsableCommand.Type = GitHone.self
    var rest = words.prefix { $0 != "--" }[...]
    while let word = rest.first,
      let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word })
    {
      command = next
      rest.removeFirst()
    }
    if command == GitHone.self { command = EditCommand.self }
    // The help names every option, each as a word of its own.
    let help = helpMessage(for: command).split { " ,[]()<>\n".contains($0) }
    var previous = ""
    for word in rest {
      defer { previous = word }
      // The one option whose value may look like an option.
      guard word.hasPrefix("-"), word.count == 2 || word.hasPrefix("--"), previous != "--from" else { continue }
      let name = word.prefix { $0 != "=" }
      if name != "--", name != "--\(pathOption)", !help.contains(name) { return String(name) }
    }
    return nil
  }
}

/// The function of the system, which the method of the same name hides.
private func end(with code: Int32) -> Never { exit(code) }
