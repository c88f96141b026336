package import HoneCore
package import HoneGit
package import HoneSyntax
package import HoneSystem

/// `git hone search`: lists where a pattern matches in a repository.
package struct SearchRequest {
  /// What a search tells while it runs.
  package enum Event: Sendable {
    case match(RepositoryPath, FoundMatch)
    /// A file that could not be searched, or holds matches and is one that git leaves alone; or a path that was named and
    /// holds nothing to search.
    case refused(Refusal)
    case note(String)
    case progress(done: Int, total: Int)
  }

  /// What a search did in all.
  package struct Summary: Sendable {
    /// Files in which something was found.
    package var files = 0
    package var matches = 0
    /// Files that were looked at, or known.
    package var searched = 0
    /// Files of which matches were remembered.
    package var remembered = 0
    /// Files that could not be searched, and paths that were named and hold nothing to search.
    package var refused = 0
    /// Whether whoever was told had enough before the end.
    package var isCut = false
  }

  /// What cannot be searched for.
  package struct Fault: Error, Hashable, Sendable {
    /// In one line.
    package var problem: String
    package var remedy: String
  }

  /// Which files; its languages are those of the programs, and those whose files may hold code of them.
  package var listing = FileListing()
  /// The version of the program, for remembered matches.
  package var version: String
  /// Whether matches are read from, and written to, the user's cache folder.
  package var usesCache = true
  package var limits = ParseLimits()
  /// Which of the listed files are searched; `nil` for all of them.
  package var accepts: ((RepositoryPath) -> Bool)?
  private let programs: [ScanProgram]
  private let notes: [String]

  /// A search for what programs find, at most one for each language.
  package init(programs: [ScanProgram], version: String, notes: [String] = []) {
    self.programs = programs
    self.version = version
    self.notes = notes
    listing.languages = Set(programs.map(\.language)).withHosts
  }

  /// A search for one pattern.
  /// - Parameters:
  ///   - language: its name, or another that people call it.
  ///   - explains: whether to tell how the pattern was read.
  /// - Throws: `Fault` for a language that is not known or not installed, and for a pattern that makes no sense in it.
  package init(
    pattern text: String, language name: String, explains: Bool = false, version: String,
    library: GrammarLibrary = .standard
  ) throws(Fault) {
    guard let language = Language.named(name) else {
      throw Fault(
        problem: "the language \(name) is not known",
        remedy: "take one of: \(Language.knownNames)")
    }
    let grammar: Grammar
    do throws(GrammarError) { grammar = try library.grammar(for: language) } catch {
      throw Fault(problem: error.message, remedy: error.remedy)
    }
    do throws(PatternError) {
      let pattern = try Pattern(text, grammar: grammar, reach: .everywhere)
      let program = ScanProgram(
        [Rule(.pattern(pattern))], language: language, grammar: grammar, identity: Array("pattern \(text)".utf8))
      let readings = pattern.readings.map { "read as \($0.kind) (\($0.place))" }
      self.init(programs: [program], version: version, notes: explains ? readings : [])
    } catch {
      throw Fault(problem: "the pattern: \(error.problem(in: text))", remedy: error.remedy)
    }
  }

  /// Searches.
  /// - Parameters:
  ///   - paths: what the user named, relative to where the user stands.
  ///   - tell: takes each event as soon as it is known; `false` ends the search.
  /// - Throws: what git says.
  package func run(
    in repository: Repository, paths: [[UInt8]] = [], environment: Environment = .current, tell: (Event) -> Bool
  ) throws(Refusal) -> Summary {
    var listing = listing
    let named = try NamedPaths(paths, includesUntracked: listing.includesUntracked, in: repository)
    listing.paths = named.scope
    for note in notes where !tell(.note(note)) { return Summary(isCut: true) }
    for refusal in named.refused where !tell(.refused(refusal)) { return Summary(isCut: true) }
    guard !named.hasNothing else { return Summary(refused: named.refused.count) }
    // What is found there is told.
    listing.includesMarked = true
    var files = try listing.files(in: repository)
    if let accepts { files.removeAll { !accepts($0.path) } }
    let leftOut = try listing.leftOut(beside: files, in: repository) { path in
      accepts.map { $0(path) } ?? true ? nil : .otherPaths
    }
    for note in leftOut.notes where !tell(.note(note)) { return Summary(isCut: true) }
    for refusal in leftOut.refusals where !tell(.refused(refusal)) { return Summary(isCut: true) }
    let store =
      usesCache
      ? MatchStore(
        programs: programs, version: "\(version) \(limits.bytes) \(limits.milliseconds)", repository: repository,
        directories: UserDirectories(environment: environment)) : .none
    var summary = search(files, in: repository, store: store, tell: tell)
    summary.refused += named.refused.count + leftOut.refusals.count
    return summary
  }

  private func search(
    _ files: [ScanFile], in repository: Repository, store: MatchStore, tell: (Event) -> Bool
  ) -> Summary {
    let known = store.read()
    var memory = MatchMemory()
    var summary = Summary()
    let scan = RepositoryScan(reader: WorkTreeReader(repository), programs: programs, limits: limits)
    scan.run(files, remembered: known) { file, outcome, isRemembered in
      summary.searched += 1
      var goesOn = true
      switch outcome {
      case .refused(let refusal):
        summary.refused += 1
        goesOn = tell(.refused(refusal))
      case .matches(let matches) where file.mark != nil:
        // As a run that would rewrite something there says it.
        guard !matches.isEmpty, let mark = file.mark else { break }
        summary.refused += 1
        goesOn = tell(.refused(Refusal(mark, of: file.path)))
      case .matches(let matches):
        if isRemembered { summary.remembered += 1 }
        // More than that would not be kept, and must not be held either.
        if store.keepsMatches, let id = file.id, !isRemembered, memory.size < MatchStore.sizeLimit {
          memory.remember(matches, of: id)
        }
        if !matches.isEmpty { summary.files += 1 }
        var budget = TextBudget()
        for match in matches where goesOn {
          summary.matches += 1
          goesOn = tell(.match(file.path, budget.limited(match)))
        }
      }
      goesOn = goesOn && (summary.searched % 64 != 0 || tell(.progress(done: summary.searched, total: files.count)))
      summary.isCut = summary.isCut || !goesOn
      return goesOn
    }
    // Part of a repository must not push the rest out of memory.
    if memory.count > 0 { store.write(known.merging(memory)) }
    return summary
  }
}
