import ArgumentParser
import Testing

@testable import git_hone

/// Plain command lines are read without the option parser, and must mean what it makes of them.
struct CommandLineTests {
  private static let search = ["search", "-p", "f($A)", "-l", "python"]
  private static let run = ["run", "-p", "f($A)", "-r", "g($A)", "-l", "python"]

  /// What the parser makes of the arguments of the process; `nil` where it finds a mistake.
  private func parsed(_ words: [String]) -> (any ParsableCommand)? {
    try? GitHone.parseAsRoot(GitHone.arguments(of: words))
  }

  private func parsedSearch(_ words: [String]) -> Search? { (parsed(words) as? SearchCommand)?.search }

  private func parsedRun(_ words: [String]) -> Run? {
    guard let command = parsed(words) as? RunCommand else { return nil }
    // What only the parser reads was not given.
    let shared = command.shared
    let rest: [Any?] = [shared.engine, shared.model, shared.budget, shared.gate, shared.editFormat]
    return rest.allSatisfy { $0 == nil } ? command.line : nil
  }

  @Test(arguments: [
    search, search + ["--explain", "--changed", "--untracked", "--generated", "--no-cache"],
    search + ["--since", "HEAD~1", "--format", "json"], search + ["lib", "a.py", "--", "b.py", "--", "--odd", "-x"],
    ["search", "--language", "go", "--pattern", "f(\"a b\", $$$)", "."], ["search", "warn"],
    ["search", "warn", "--set", "a=b", "lib", "--set", "c=d=e", "--", "x"], ["search", "--", "warn", "-p"],
    ["search", "run", "help", "search"], ["search", "warn", "--format", "text", "é", "\u{10ff80}"],
  ])
  func `A plain search is the same in both ways`(words: [String]) throws {
    let quick = Search(quickly: words)
    if words != ["search", "--", "warn", "-p"] { #expect(quick != nil) }
    #expect(quick == parsedSearch(words))
  }

  @Test(arguments: [
    run, run + ["-y"], run + ["--yes", "--commit", "-m", "Say it"], run + ["--patch", "--format", "json"],
    run + ["--stage", "--explain", "--changed", "--untracked", "--generated", "--no-cache", "--since", "HEAD"],
    run + ["lib", "a.py", "--", "b.py", "--", "--odd", "-x"],
    ["run", "--pattern", "a", "--rewrite", "b", "--language", "go", "--message", "m", "--commit", "."],
    ["run", "warn"], ["run", "-y", "warn", "python/x", "lib", "--set", "a=b", "--set", "c=", "--", "x"],
    ["run", "search", "help", "run"], ["run", "warn", "--format", "text", "é", "\u{10ff80}"],
  ])
  func `A plain run is the same in both ways`(words: [String]) throws {
    let quick = Run(quickly: words)
    #expect(quick != nil)
    #expect(quick == parsedRun(words))
  }

  @Test(arguments: [
    ["search"], ["run"], ["search", "-p", "a"], ["run", "-p", "a", "-l", "go"],
    ["run", "-p", "a", "-r", "", "-l", "go"], search + ["--set", "a=b"], ["run", "warn", "--set", "ab"],
    run + ["--stage", "--commit"], run + ["-m", "x"],
    run + ["--commit", "-m", " "], run + ["-y", "-y"], search + ["-p", "g"], search + ["--format", "xml"],
    search + ["--bogus"], run + ["--bogus"], run + ["-p=x"], run + ["--since=HEAD"], run + ["-ym", "x"],
    search + ["--help"], run + ["-h"], ["search", "--version"], ["edit", "warn"], ["recipe", "list"], [], ["run", "-"],
    run + ["--since", "-x"], run + ["--engine", "x"], run + ["--budget", "1s"], run + ["--gate", "true"],
    search + ["--path-after-terminator", "x"],
  ])
  func `What is not plain is left to the parser`(words: [String]) {
    #expect(Search(quickly: words) == nil && Run(quickly: words) == nil)
  }

  @Test func `Every option of the parser is either read as it reads it, or left to it`() {
    for (base, command) in [
      (Self.search, SearchCommand.self), (["search", "warn"], SearchCommand.self), (Self.run, RunCommand.self),
      (["run", "warn"], RunCommand.self), (Self.run + ["--commit"], RunCommand.self),
    ] as [([String], any ParsableCommand.Type)] {
      let words = GitHone.helpMessage(for: command).split { " ,[]()<>\n".contains($0) }
      let options = Set(words.filter { $0.hasPrefix("-") && $0.contains(where: \.isLetter) }.map { String($0) })
      #expect(options.count > 10)
      for option in options {
        for line in [base + [option], base + [option, "a=b"], [base[0], option] + base.dropFirst()] {
          if let quick = Search(quickly: line) { #expect(quick == parsedSearch(line), "\(line)") }
          if let quick = Run(quickly: line) { #expect(quick == parsedRun(line), "\(line)") }
        }
      }
    }
  }

  @Test func `Every option that is read quickly is one of the parser`() {
    for (flags, options, base, command) in [
      (Search.quickFlags, Search.quickOptions, ["search", "warn"], SearchCommand.self),
      (Run.quickFlags, Run.quickOptions, ["run", "warn"], RunCommand.self),
    ] as [([QuickArguments.Name], [QuickArguments.Name], [String], any ParsableCommand.Type)] {
      let words = Set(GitHone.helpMessage(for: command).split { " ,[]()<>\n".contains($0) })
      for name in flags + options {
        #expect(words.contains("--\(name.long)"), "\(base[0]) --\(name.long)")
        if let short = name.short { #expect(words.contains("-\(short)"), "\(base[0]) -\(short)") }
      }
    }
  }

  @Test func `An option that there is not is named, whatever else is wrong`() {
    for (words, option) in [
      (["run", "--bogus"], "--bogus"), (["search", "--bogus=1", "-p", "x"], "--bogus"), (["run", "-Z"], "-Z"),
      (["recipe", "new", "--bogus"], "--bogus"), (["recipe", "new", "--from", "--staged", "--bog"], "--bog"),
      (["--bogus"], "--bogus"), (["run", "--", "--bogus"], nil), (["run", "--commit", "-y"], nil),
      (["search", "-p", "a"], nil), (["recipe", "new", "--from", "--staged"], nil),
    ] {
      #expect(GitHone.unknownOption(in: words) == option, "\(words)")
    }
  }

  @Test func `Code that begins with a dash is told how to be given`() throws {
    let words = ["run", "-p", "f($A)", "-r", "-$A", "-l", "c"]
    #expect(throws: (any Error).self) { _ = try GitHone.parseAsRoot(words) }
    do { _ = try GitHone.parseAsRoot(words) } catch {
      #expect(GitHone.usageMessage(for: error, words: words).contains("--rewrite=-$A"))
    }
    #expect(GitHone.dashedValue(in: ["search", "-p", "f($A)", "-l", "c"]) == nil)
  }
}
