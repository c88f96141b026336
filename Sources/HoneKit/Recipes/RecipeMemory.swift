internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax
internal import HoneSystem

/// Blobs in which recipes found nothing to do, so that a second run need not read them.
///
/// Each language has its own, for the same bytes may be code of two.
struct RecipeMemory {
  private struct Part {
    let store: MatchStore
    let known: MatchMemory
    var new = MatchMemory()
    var isGrown = false
  }

  private var parts: [Language: Part] = [:]

  /// - Parameter isUsed: false for a memory that keeps nothing.
  init(_ plan: RecipePlan, request: RecipeRequest, isReviewed: Bool, repository: Repository, isUsed: Bool) {
    guard isUsed, plan.isPathless else { return }
    for language in plan.fileLanguages {
      let programs = plan.languages(within: language).compactMap { language in
        plan.programs[language]?.first.map { program in
          ScanProgram(
            language: language, grammar: program.grammar,
            identity: plan.identity(of: language, settings: request.settings), matches: { _, _ in [] })
        }
      }
      let store = MatchStore(
        programs: programs, version: "run \(language.name) \(HoneVersion.current) \(isReviewed)",
        repository: repository,
        directories: UserDirectories(environment: .current))
      parts[language] = Part(store: store, known: store.read())
    }
  }

  /// The files of which it is not known that there is nothing to do.
  func open(_ files: [ScanFile]) -> [ScanFile] {
    files.filter { file in
      guard let language = file.language, let id = file.id else { return true }
      return parts[language]?.known.matches(of: id) == nil
    }
  }

  /// Notes that there is nothing to do in a file.
  mutating func remember(_ file: ScanFile) {
    guard let language = file.language, let id = file.id else { return }
    parts[language]?.new.remember([], of: id)
    parts[language]?.isGrown = true
  }

  /// Keeps what was noted for the next run.
  func keep() {
    for part in parts.values where part.isGrown { part.store.write(part.known.merging(part.new)) }
  }
}
