package import HoneChecks
internal import HoneCore
internal import HoneEngine
internal import HoneGit
package import HoneHooks
internal import HoneRecipes
internal import HoneSyntax

/// `git hone check --ask`: a check in which an engine is asked what the team's recipes ask, about the places that changed.
///
/// What an engine would change is a finding with that change as its fix, and nothing is written. Whatever could not be asked
/// is told as not checked, so that a report is complete however the engine behaves.
package struct AskedCheck {
  private var check: OpenCheck
  private let session: RunSession
  private let catalog: RecipeCatalog
  private let usesCache: Bool
  private let isWholeTree: Bool
  /// Why no engine could be had.
  private var failure: RunFailure?

  /// A file that holds places to ask about, by their ranges.
  private struct OpenFile {
    var file: AskableFile
    var places: Set<Range<Int>>
  }

  /// Runs the command in the current directory.
  /// - Returns: the report, and how the command ends.
  /// - Throws: as `CheckRequest.begin`. An engine that cannot be had, or fails, is told in the report instead.
  package static func run(
    _ request: CheckRequest, observer: any RunObserver, interruption: Interruption = Interruption()
  ) async throws -> (report: CheckReport, status: ExitStatus) {
    let surroundings = try Surroundings.open(isWriting: false, observer: observer)
    let check = try request.begin(in: surroundings.repository)
    var options = RunOptions()
    options.budget = check.deadline.map { max(.zero, $0 - .now) }
    let session = RunSession(
      surroundings: surroundings, options: options, observer: observer, interruption: interruption, kind: "check",
      instruction: "")
    var asked = AskedCheck(
      check: check, session: session,
      catalog: RecipeCatalog(
        repository: surroundings.repository.reachableWorkTree, environment: surroundings.environment),
      usesCache: request.options.usesCache, isWholeTree: request.isWholeTree)
    if check.recipes.isEmpty {
      session.note("no recipe that .hone.yml names asks an engine; git hone recipe list says which do")
    }
    try await session.hearing {
      for recipe in check.recipes { try await asked.ask(recipe) }
    }
    return try asked.finish()
  }

  private mutating func finish() throws -> (report: CheckReport, status: ExitStatus) {
    let tokens = session.summary.tokens
    check.account(
      .init(
        prompt: tokens.prompt, cached: tokens.cached, completion: tokens.completion,
        isEstimated: tokens.isEstimated))
    let report = try check.finish()
    if session.wasInterrupted { return (report, .interrupted) }
    if let failure { return (report, failure.status) }
    if session.lateFailure != nil { return (report, .engineFailed) }
    return (report, report.isClean && !report.isNothingChecked ? .done : .partial)
  }

  // MARK: One recipe

  private mutating func ask(_ recipe: AskingRecipe) async throws {
    let name = recipe.recipe.name
    let files = check.files(for: recipe)
    if let hindrance {
      if !files.isEmpty { check.leaveOut(nil, "\(name): nothing was asked, because \(hindrance)") }
      return
    }
    guard recipe.recipe.header.asking?.unit != .hunk || !isWholeTree else {
      return check.leaveOut(nil, "\(name): it asks about the hunks of a change, and with --all there are none")
    }
    var interview: Interview
    let plan: RecipePlan
    do {
      plan = try self.plan(recipe)
      interview = try self.interview(plan)
    } catch {
      let failure = RunFailure(error)
      return check.leaveOut(nil, "\(name): nothing was asked, because \(Self.words(failure.message, failure.remedy))")
    }
    for language in plan.missing { check.leaveOut(nil, "\(name): \(language)") }
    let (open, unread) = try places(of: recipe, plan, in: files, interview.store)
    interview.total = open.reduce(0) { $0 + $1.places.count }
    var rest = open[...]
    var found = 0
    while !rest.isEmpty, !interview.isOver, hindrance == nil {
      let batch = rest.prefix(Interview.batch)
      rest = rest.dropFirst(batch.count)
      found += try await ask(recipe, plan, about: batch, &interview)
    }
    interview.store.prune()
    interview.tellKnown()
    tell(recipe, interview, found: found, unread: unread)
  }

  private func plan(_ recipe: AskingRecipe) throws -> RecipePlan {
    do {
      return try RecipePlan([recipe.recipe.filled(with: [])]) { name throws(RecipeError) in
        try catalog.recipe(named: name)
      }
    } catch let error as RecipeError {
      throw RunFailure(recipe: error)
    }
  }

  private func interview(_ plan: RecipePlan) throws -> Interview {
    let source: ContextSource = check.surroundings.map { .commit($0) } ?? .index
    return try Interview(
      plan.recipes[0], languages: Set(plan.programs.keys), source: source, session: session, catalog: catalog,
      usesCache: usesCache)
  }

  /// The files with places that the change touches and that nobody has ignored or accepted.
  /// - Returns: also how many files the time was too short for.
  private mutating func places(
    of recipe: AskingRecipe, _ plan: RecipePlan, in files: [AskableFile], _ store: AnswerStore
  ) throws -> (open: [OpenFile], unread: Int) {
    var open: [OpenFile] = []
    let allLines = check.checksAllLines
    for (index, file) in files.enumerated() {
      guard hindrance == nil else { return (open, files.count - index) }
      guard let text = try check.text(of: file), !store.isFinished(text.entry.id),
        let asked = self.open(file, text, plan, isAsked: { allLines || Self.isTouched($0, in: text) })
      else { continue }
      let places = asked.waiting.map(\.range).filter { check.counts(recipe, at: $0, in: text) }
      if !places.isEmpty { open.append(OpenFile(file: file, places: Set(places))) }
    }
    return (open, 0)
  }

  private static func isTouched(_ site: AskingSite, in text: AskableText) -> Bool {
    let lines = text.checked.lines
    let first = lines.line(at: site.range.lowerBound) + 1
    let last = lines.line(at: max(site.range.lowerBound, site.range.upperBound - 1)) + 1
    return text.changedLines.contains { $0.overlaps(first...last) }
  }

  private mutating func open(
    _ file: AskableFile, _ text: AskableText, _ plan: RecipePlan, isAsked: (AskingSite) -> Bool
  ) -> AskedFile? {
    let bytes = text.checked.contents
    guard !session.team.ignores(file.path),
      let program = plan.asking(file.path, bytes, language: Language.named(path: file.path))
    else { return nil }
    let editable = EditableFile(
      path: file.path, entry: text.entry, base: .index, bytes: bytes, id: text.entry.id,
      changedLines: text.changedLines)
    return AskedFile(
      editable, program: program, answers: .apart,
      refuse: { check.leaveOut(file.path, "was not asked about by \(plan.title): \($0.message)") }, isAsked: isAsked)
  }

  /// Asks about the places of some files.
  /// - Returns: how many of them the engine would change.
  private mutating func ask(
    _ recipe: AskingRecipe, _ plan: RecipePlan, about batch: ArraySlice<OpenFile>, _ interview: inout Interview
  ) async throws -> Int {
    var files: [AskedFile] = []
    var texts: [AskableText] = []
    for item in batch {
      guard let text = try check.text(of: item.file),
        let file = open(item.file, text, plan, isAsked: { item.places.contains($0.range) })
      else { continue }
      files.append(file)
      texts.append(text)
    }
    do {
      try await interview.ask(about: &files)
    } catch {
      failure = RunFailure(error)
    }
    for (file, text) in zip(files, texts) {
      for answer in file.apart { check.take(answer.result, of: recipe, at: answer.site.range, in: text) }
      for refusal in file.refused {
        check.leaveOut(file.path, "was asked about by \(plan.title), and the answer is of no use: \(refusal.message)")
      }
    }
    return files.reduce(0) { $0 + $1.apart.count }
  }

  // MARK: Telling

  /// Why nothing more can be asked; `nil` while something can.
  private var hindrance: String? {
    if session.wasInterrupted || session.interruption.isRaised { return "the run was interrupted" }
    if let failure { return Self.words(failure.message, failure.remedy) }
    if let failure = session.lateFailure { return Self.words(failure.message, failure.remedy) }
    let isLate = session.deadline.map { session.clock.now >= $0 } ?? false
    return session.ranOutOfTime || isLate ? "the time for checks was over" : nil
  }

  private static func words(_ message: String, _ remedy: String?) -> String {
    remedy.map { $0.isEmpty ? message : "\(message); \($0)" } ?? message
  }

  /// Says what became of a recipe, and what of it was left.
  private mutating func tell(_ recipe: AskingRecipe, _ interview: Interview, found: Int, unread: Int) {
    let name = recipe.recipe.name
    func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
    if interview.total == 0 {
      session.note("\(name): nothing to ask about")
    } else if interview.done > 0 {
      session.note("\(name): asked about \(count(interview.done, "place")), \(found) would change")
    }
    var left: [String] = []
    if interview.done < interview.total {
      left.append("\(interview.total - interview.done) of \(count(interview.total, "place"))")
    }
    if unread > 0 { left.append(count(unread, "file")) }
    guard !left.isEmpty else { return check.complete(recipe) }
    if session.interruption.isRaised { session.wasInterrupted = true }
    let reason = hindrance.map { ", because \($0)" } ?? ""
    check.leaveOut(nil, "\(name): not asked about \(left.joined(separator: " and "))\(reason)")
  }
}
