internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax
internal import HoneSystem

/// Asks an engine about every place that a recipe finds.
///
/// Files go through in batches. In each turn of a batch all places whose answers cannot touch each other are asked about at once;
/// what fails its fence or a gate is asked again once, with the reason. Then the answers are put in, and places that waited for
/// them are found again in the new text.
struct AskingRun {
  let session: RunSession
  private let plan: RecipePlan
  private let recipe: Recipe
  let gates: AnswerGates
  let store: AnswerStore
  private let unit: AskingPart.Unit?
  /// Made when the first place is asked about.
  private(set) var voice: Voice?
  private(set) var total = 0
  /// Places that an answer was taken for, or that were left for good.
  var done = 0
  /// Answers that nobody had to be asked for.
  var known = 0
  /// Whether nothing more is asked: the user, the clock or the engine ended the run.
  var isOver = false

  /// How many files are open at once.
  private static let batch = 32

  /// An engine, and how it is spoken to about this recipe.
  struct Voice {
    let exchange: EngineExchange
    let format: EditFormat
    let capabilities: EngineCapabilities
    var prompts: [Language: SitePrompt] = [:]
  }

  init(_ recipe: Recipe, session: RunSession, plan: RecipePlan, request: RecipeRequest, catalog: RecipeCatalog) throws {
    self.session = session
    self.plan = plan
    self.recipe = recipe
    unit = recipe.header.asking?.unit
    gates = try AnswerGates(recipe, languages: Set(plan.programs.keys), catalog: catalog, session: session)
    let selection = EngineSelection(settings: session.settings, environment: session.environment)
    store = AnswerStore(
      recipe, settings: request.settings,
      engine: selection.identity(named: session.options.engine, model: session.options.model),
      environment: session.environment, isUsed: request.usesCache)
  }

  /// Asks about the places of `files`, and hands each file that changed to `changes`.
  /// - Throws: when the engine cannot be had, or git fails. An engine that fails on the way ends the run, with what is finished.
  mutating func run(_ files: [ScanFile], changes: inout RecipeChanges) async throws {
    let open = unit == .hunk ? try changed(files) : places(in: files)
    var rest = open[...]
    try await session.interruption.listening {
      while !rest.isEmpty, !isOver {
        let files = Array(rest.prefix(Self.batch))
        rest = rest.dropFirst(files.count)
        try await work(through: files, &changes)
      }
    }
    store.prune()
    tellEnd()
  }

  private func tellEnd() {
    if known > 0 { session.note("\(known == 1 ? "1 answer was" : "\(known) answers were") known from an earlier run") }
    let left = total - done
    guard left > 0 else { return }
    let places = "\(left) of \(total) places"
    if session.wasInterrupted {
      session.note("interrupted: \(places) were not asked about; the same command goes on with the rest")
    } else if let failure = session.lateFailure {
      session.refuse(
        Refusal(
          Refusal.Code(rawValue: failure.code.word), "\(places) were not asked about: \(failure.message)",
          remedy: failure.remedy.isEmpty ? "the same command goes on with the rest" : failure.remedy))
    } else if session.ranOutOfTime {
      session.note("the time budget ended; \(places) were not asked about; the same command goes on with the rest")
    }
  }

  // MARK: Places

  /// The files that hold places, found on all cores; their texts are let go again.
  private mutating func places(in files: [ScanFile]) -> [ScanFile] {
    let reader = WorkTreeReader(session.repository)
    var found: [ScanFile] = []
    ParallelMap().run(
      count: files.count, worker: {},
      work: { [plan, store] (_, item) -> Int in
        let file = files[item]
        if let id = file.id, store.isFinished(id) { return 0 }
        guard let bytes = try? reader.bytes(of: file.path),
          let program = plan.asking(file.path, bytes, language: file.language), let finder = SiteFinder(program),
          finder.mayHold(bytes), let tree = try? program.tree(of: bytes)
        else { return 0 }
        return finder.sites(in: tree).count
      },
      consume: { item, count in
        if count > 0 { found.append(files[item]) }
        total += count
        return !session.interruption.isRaised
      })
    return found
  }

  /// The files of the change at hand.
  private mutating func changed(_ files: [ScanFile]) throws -> [ScanFile] {
    let atHand = try ChangeSelection(repository: session.repository, scope: PathArguments(files: files.map(\.path)))
      .select()
    guard let atHand, atHand.kind != .paths else { return [] }
    let lines = Dictionary(atHand.files.map { ($0.path, $0.changedLines.count) }, uniquingKeysWith: max)
    total = files.reduce(0) { $0 + (lines[$1.path] ?? 0) }
    return files.filter { lines[$0.path, default: 0] > 0 }
  }

  private func open(_ files: [ScanFile]) throws -> [AskedFile] {
    var editable: [EditableFile]
    if unit == .hunk {
      let scope = PathArguments(files: files.map(\.path))
      editable = try ChangeSelection(repository: session.repository, scope: scope).select()?.files ?? []
    } else {
      editable = try StagedForms(session: session).files(at: files.map(\.path))
      editable.removeAll { store.isFinished($0.id) }
    }
    let languages = Dictionary(files.map { ($0.path, $0.language) }, uniquingKeysWith: { first, _ in first })
    return editable.compactMap { file in
      plan.asking(file.path, file.bytes, language: languages[file.path] ?? nil).flatMap {
        AskedFile(file, program: $0, refuse: session.refuse)
      }
    }
  }

  // MARK: Asking

  private mutating func work(through batch: [ScanFile], _ changes: inout RecipeChanges) async throws {
    var files = try open(batch)
    while !isOver {
      let questions = try await questions(about: &files)
      guard !questions.isEmpty else { break }
      let refused = await ask(questions, &files)
      if !isOver {
        let again = refused.map { $0.question.again(after: $0.reply, refusal: $0.refusal) }
        for answer in await ask(again, &files) {
          refuse(answer.refusal, answer.question.site, &files[answer.question.file])
        }
      }
      for index in files.indices { files[index].settle() }
    }
    for file in files {
      if unit != .hunk, !isOver, !file.isLeftOpen { store.finish(session.repository.blobID(of: file.text)) }
      changes.take(
        file.file,
        RecipeWork.Outcome(
          original: file.file.bytes, result: file.text, places: file.places > 0 ? [0: file.places] : [:]))
    }
  }

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
          repository: session.repository, team: session.team, parts: recipe.header.asking?.context ?? [],
          tokens: prompt.contextTokens)
        do throws(Refusal) {
          let planned = try prompt.request(
            for: window, of: TextLines(file.text), path: file.path,
            context: context.text(for: site, in: file.tree, path: file.path))
          questions.append(Question(file: index, site: site, window: window, planned: planned))
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
