internal import HoneCore
internal import HoneEngine
internal import HoneRecipes
internal import HoneSyntax

/// Asks an engine about the places of one recipe in files that are open.
///
/// In each turn all places whose answers cannot touch each other are asked about at once; what fails its fence or a gate is
/// asked again once, with the reason. Then the answers are put in, and places that waited for them are found again in the
/// new text.
struct Interview {
  let session: RunSession
  private let recipe: Recipe
  /// Where what is shown beside a place comes from.
  private let source: ContextSource
  let gates: AnswerGates
  let store: AnswerStore
  /// Made when the first place is asked about.
  private(set) var voice: Voice?
  /// How many places there are.
  var total = 0
  /// Places that an answer was taken for, or that were left for good.
  var done = 0
  /// Answers that nobody had to be asked for.
  var known = 0
  /// Whether nothing more is asked: the user, the clock or the engine ended the run.
  var isOver = false
  /// What the user has said meanwhile, for all places that are not answered.
  var words: [String] = []
  /// How many questions of each file have no answer yet, and which files are done with.
  var unanswered: [Int: Int] = [:]
  var handedOn: Set<Int> = []

  /// Takes a file of which every place has its answer, and whether there is nothing left in it to ask about.
  typealias FileTaker = (AskedFile, _ isFinished: Bool) -> Void

  /// How many files are open at once.
  static let batch = 32

  /// An engine, and how it is spoken to about this recipe.
  struct Voice {
    let exchange: EngineExchange
    let format: EditFormat
    let capabilities: EngineCapabilities
    var prompts: [Language: SitePrompt] = [:]
  }

  /// - Parameters:
  ///   - recipe: with its parameters filled.
  ///   - settings: what they were filled with, by which answers are known.
  ///   - languages: those of the files that will be asked about.
  init(
    _ recipe: Recipe, settings: [(name: String, value: String)] = [], languages: Set<Language>, source: ContextSource,
    session: RunSession, catalog: RecipeCatalog, usesCache: Bool
  ) throws {
    self.session = session
    self.recipe = recipe
    self.source = source
    gates = try AnswerGates(recipe, languages: languages, source: source, catalog: catalog, session: session)
    let selection = EngineSelection(settings: session.settings, environment: session.environment)
    store = AnswerStore(
      recipe, settings: settings,
      engine: selection.identity(named: session.options.engine, model: session.options.model),
      environment: session.environment, isUsed: usesCache)
  }

  /// Asks about every place of `files` that waits.
  /// - Parameter take: is given each file as soon as its last place is answered, and those that were not finished in the end.
  /// - Throws: when the engine cannot be had. One that fails on the way ends the interview, and the session knows why.
  mutating func ask(about files: inout [AskedFile], take: FileTaker = { _, _ in }) async throws {
    handedOn = []
    // A turn may have nothing to ask, where all of its places are refused at once; others may wait behind them.
    while !isOver, files.contains(where: { !$0.isExhausted }) {
      let questions = try await questions(about: &files)
      unanswered = questions.reduce(into: [:]) { $0[$1.file, default: 0] += 1 }
      let refused = await ask(questions, &files, take)
      if !endsByUser() {
        let again = refused.filter { $0.kind != .known }.map { $0.question.again(after: $0.reply, refusal: $0.refusal) }
        for answer in await refused.filter({ $0.kind == .known }) + ask(again, &files, take) {
          if answer.kind == .whole, !endsByUser() { store.keep(refused: answer.reply, to: answer.question.original) }
          refuse(answer.refusal, answer.question.site, &files[answer.question.file])
          close(answer.question, &files, take)
        }
      }
      for index in files.indices { settle(&files[index]) }
    }
    for index in files.indices where !handedOn.contains(index) { take(files[index], !isOver && words.isEmpty) }
  }

  /// Counts an answer, and hands its file on where it was the last.
  mutating func close(_ question: Question, _ files: inout [AskedFile], _ take: FileTaker) {
    let index = question.file
    unanswered[index, default: 0] -= 1
    guard unanswered[index, default: 0] <= 0, files[index].isExhausted else { return }
    settle(&files[index])
    handedOn.insert(index)
    // What the user has said is no part of the recipe, by which finished files are known.
    take(files[index], words.isEmpty)
  }

  /// Puts in what was answered, and says why where that cannot be; a check has its own way to say it.
  private func settle(_ file: inout AskedFile) {
    if let refusal = file.settle(), file.answers == .joined { session.refuse(refusal) }
  }

  /// Says how many answers nobody had to be asked for.
  func tellKnown() {
    guard known > 0 else { return }
    session.note(
      "\(known == 1 ? "1 answer was" : "\(known) answers were") known from an earlier run; --no-cache asks anew")
  }

  // MARK: Questions

  private mutating func questions(about files: inout [AskedFile]) async throws -> [Question] {
    var questions: [Question] = []
    for index in files.indices {
      for site in files[index].takeTurn() {
        let window = files[index].window(of: site)
        guard !site.isUnderError else {
          refuse(
            Refusal(.gate, "the code here could not be parsed", remedy: "edit the place by hand"), site, &files[index])
          continue
        }
        let prompt = try await prompt(for: files[index].program)
        let file = files[index]
        let context = SiteContext(
          repository: session.repository, team: session.team, source: source,
          parts: recipe.header.asking?.context ?? [],
          tokens: prompt.contextTokens)
        do throws(Refusal) {
          let planned = try prompt.request(
            for: window, of: file.lines, path: file.path,
            context: context.text(for: site, in: file.tree, path: file.path))
          let question = Question(file: index, site: site, window: window, planned: planned)
          questions.append(words.reduce(question) { $0.redirected(to: $1) })
        } catch {
          refuse(error, site, &files[index])
        }
      }
    }
    return questions
  }

  private mutating func prompt(for program: RecipeProgram) async throws -> SitePrompt {
    var voice: Voice
    if let known = self.voice {
      voice = known
    } else {
      let exchange = try await session.exchange()
      let capabilities = exchange.engine.capabilities
      voice = Voice(
        exchange: exchange, format: session.options.format ?? capabilities.bestFormat, capabilities: capabilities)
    }
    defer { self.voice = voice }
    if let prompt = voice.prompts[program.language] { return prompt }
    let prompt = SitePrompt(
      recipe, language: program.language, format: voice.format, capabilities: voice.capabilities,
      contextLimit: session.settings.context)
    voice.prompts[program.language] = prompt
    return prompt
  }
}
