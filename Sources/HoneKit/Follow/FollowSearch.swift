internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax

/// Finds the files in which lessons have something to say, by their words first and by their trees where those stand.
struct FollowSearch {
  let repository: Repository
  /// Files and folders to keep to; empty for all.
  let scope: [RepositoryPath]
  let lessons: [FollowLesson]

  /// The paths of files where some rule matches, in git's order.
  /// - Throws: what git says.
  func paths() throws(Refusal) -> [RepositoryPath] {
    var found = try syntaxPaths() + ownPaths()
    found += try textPaths()
    return Set(found).sorted()
  }

  /// The files of edits whose rules no name tells elsewhere.
  private func ownPaths() throws(Refusal) -> [RepositoryPath] {
    var listing = FileListing()
    listing.paths = scope
    var own: Set<RepositoryPath> = []
    for lesson in lessons {
      guard case .syntax(let language, _, _, let rule) = lesson.rules, rule.isUntold else { continue }
      own.formUnion(lesson.report.examples.map(\.path))
      listing.languages.insert(language)
    }
    guard !own.isEmpty else { return [] }
    listing.among = own
    return try listing.files(in: repository).map(\.path)
  }

  private func syntaxPaths() throws(Refusal) -> [RepositoryPath] {
    var rules: [Language: (grammar: Grammar, rules: [Rule])] = [:]
    for learned in lessons {
      let relatives = learned.relatives
      guard case .syntax(let language, let grammar, let lesson, let rule) = learned.rules, !rule.isUntold else {
        continue
      }
      rules[language, default: (grammar, [])].rules += [rule.rule] + (lesson.wider.map { [$0.rule] } ?? [])
      for relative in relatives {
        let found = [relative.lesson.rule, relative.lesson.wider].compactMap { $0?.rule }
        rules[relative.language, default: (relative.grammar, [])].rules += found
      }
    }
    guard !rules.isEmpty else { return [] }
    let programs = rules.map { language, entry in
      ScanProgram(entry.rules, language: language, grammar: entry.grammar, identity: [])
    }
    var listing = FileListing()
    listing.paths = scope
    listing.languages = Set(rules.keys)
    listing.among = try holders(of: programs)
    let files = try listing.files(in: repository)
    // What is left is parsed when the edits are made; so few need not be parsed before.
    if listing.among != nil, files.count <= Self.fewFiles { return files.map(\.path) }
    var found: [RepositoryPath] = []
    let scan = RepositoryScan(reader: WorkTreeReader(repository), programs: programs)
    scan.run(files) { file, outcome, _ in
      if case .matches(let matches) = outcome, !matches.isEmpty { found.append(file.path) }
      return true
    }
    return found
  }

  /// So many files are parsed on one core before a second look at all cores pays.
  private static let fewFiles = 200
  /// The files that hold the words without which no rule matches; `nil` where there are no such words.
  private func holders(of programs: [ScanProgram]) throws(Refusal) -> Set<RepositoryPath>? {
    var holders: Set<RepositoryPath> = []
    for program in programs {
      guard let some = try program.prefilter.holders(in: repository, paths: scope) else { return nil }
      holders.formUnion(some)
    }
    return holders
  }

  /// Files of no language that Hone has a grammar for, and Markdown.
  private func textPaths() throws(Refusal) -> [RepositoryPath] {
    let rules = lessons.compactMap { lesson in
      if case .text(let rule) = lesson.rules { rule } else { nil }
    }
    guard !rules.isEmpty else { return [] }
    let reader = WorkTreeReader(repository)
    return try repository.trackedFiles(paths: scope).filter { file in
      guard file.stage == 0, file.mark == nil, file.entry.mode.isRegularFile else { return false }
      let language = Language.named(path: file.path)
      guard language == nil || language?.name == "markdown", let bytes = (try? reader.bytes(of: file.path)) ?? nil,
        !TextLimit.isBinary(bytes)
      else { return false }
      return rules.contains { $0.mayMatch(bytes) }
    }.map(\.path)
  }
}
