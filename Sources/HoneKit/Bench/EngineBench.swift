package import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneSystem

/// `git hone engine bench`: measures which form of edits an engine writes best, and remembers it.
package enum EngineBench {
  /// Runs the built-in edits in each of `formats`.
  /// - Parameters:
  ///   - formats: empty for all.
  ///   - comparesWholeFiles: whether windows are held against writing whole files anew, on longer files; nothing is remembered
  ///     of that.
  ///   - usesGrammars: whether an engine that can be bound by a grammar is; `nil` measures both. Nothing is remembered of what it writes
  ///     unbound.
  ///   - report: takes each format's result as soon as it is known.
  /// - Returns: the format that was remembered; `nil` when no edit came out right, or the run was cut short.
  package static func run(
    engine name: String?, model: String?, formats: [EditFormat], comparesWholeFiles: Bool = false,
    usesGrammars: Bool? = nil, observer: any RunObserver, report: (BenchResult) -> Void
  ) async throws -> EditFormat? {
    let environment = Environment.current
    let settings = try Surroundings.settings(at: Surroundings.currentDirectory, environment: environment)
    let engine = try await EngineSelection(settings: settings, environment: environment).engine(
      named: name, model: model, observer: observer)
    let interruption = Interruption()
    let exchange = EngineExchange(engine: engine, interruption: interruption, steering: Steering(), deadline: nil)
    var results: [BenchResult] = []
    try await interruption.listening {
      if comparesWholeFiles {
        for isWhole in [false, true] {
          report(try await compare(wholeFiles: isWhole, over: exchange, observer: observer))
        }
        return
      }
      for format in formats.isEmpty ? EditFormat.allCases : formats {
        for isBound in bindings(of: format, engine: engine, wanted: usesGrammars) {
          let result = try await measure(format, isBound: isBound, over: exchange, observer: observer)
          report(result)
          if isBound != false { results.append(result) }
        }
      }
    }
    let best = results.max { $1.isBetter(than: $0) }
    guard let best, best.correct > 0, results.count > 1,
      let directories = UserDirectories(environment: environment)
    else { return nil }
    try FormatChoices(data: directories.data).remember(
      best.format, engine: engine.description.name, model: engine.description.model)
    return best.format
  }

  /// With and without the grammar of a form, where the engine can be bound by one.
  private static func bindings(of format: EditFormat, engine: any Engine, wanted: Bool?) -> [Bool?] {
    // There is no grammar for a patch but that of a tool.
    guard engine.capabilities.grammar, format != .v4a else { return [wanted == false ? false : nil] }
    return wanted.map { [$0] } ?? [true, false]
  }

  /// Windows, or whole files, of the longer files.
  private static func compare(
    wholeFiles: Bool, over exchange: EngineExchange, observer: any RunObserver
  ) async throws -> BenchResult {
    var result = BenchResult(format: .window, name: wholeFiles ? "whole-file" : nil)
    for (number, item) in BenchCase.inLongFiles.enumerated() {
      let label = "\(result.name): \(item.name)"
      observer.report(.progress(RunProgress(label: label, done: number, total: BenchCase.inLongFiles.count)))
      try await tell(item, of: &result, observer) { result throws in
        try await measure(item, isWhole: wholeFiles, over: exchange, into: &result)
      }
    }
    return result
  }

  private static func measure(
    _ format: EditFormat, isBound: Bool?, over exchange: EngineExchange, observer: any RunObserver
  ) async throws -> BenchResult {
    var result = BenchResult(format: format, isBound: isBound)
    for (number, item) in BenchCase.all.enumerated() {
      observer.report(
        .progress(RunProgress(label: "\(result.title): \(item.name)", done: number, total: BenchCase.all.count)))
      try await tell(item, of: &result, observer) { result throws in
        try await measure(item, over: exchange, into: &result)
      }
    }
    return result
  }

  /// Says what became of each edit, since a whole form takes minutes on a small machine.
  private static func tell(
    _ item: BenchCase, of result: inout BenchResult, _ observer: any RunObserver,
    _ measure: (inout BenchResult) async throws -> Void
  ) async rethrows {
    let before = result
    try await measure(&result)
    let isRight = result.correct > before.correct
    let outcome = isRight ? "right" : result.applied > before.applied ? "applied, not right" : "not applied"
    let seconds = result.total.last.map { Double($0.milliseconds / 100) / 10 } ?? 0
    observer.report(
      .note("\(result.title): \(item.name): \(outcome), \(result.tokens - before.tokens) tokens, \(seconds) s"))
  }

  private static func measure(
    _ item: BenchCase, isWhole: Bool = false, over exchange: EngineExchange, into result: inout BenchResult
  ) async throws {
    let bytes = Array(item.text.utf8)
    let path = try RepositoryPath(item.path)
    let file = EditableFile(
      path: path, entry: IndexEntry(mode: .regular, id: .emptyTree), base: .index, bytes: bytes, id: .emptyTree,
      changedLines: [])
    let planner = RequestPlanner(
      capabilities: exchange.engine.capabilities, format: result.format, contextLimit: nil)
    let plan = planner.plan(
      RequestPlanner.Task(
        instruction: item.instruction, files: [file], related: [],
        context: CommitContext(branch: nil, subjects: [], diff: [])),
      window: isWhole ? 0..<TextLines(bytes).count : nil)
    var proposals = ProposalSet()
    proposals.open(file)
    let fence = Fence(paths: [path], isChangedLinesOnly: false, allowsFileOperations: false)
    var first: Duration?
    var total = Duration.zero
    var isWellFormed = !plan.requests.isEmpty
    var edits = 0
    for var planned in plan.requests {
      if result.isBound == false { planned.request.grammar = nil }
      let placement = EditPlacement(fence: fence, window: planned.window)
      var parser = planned.makeParser()
      var changed = 0
      let (ending, measure) = await exchange.run(
        planned.request, parser: &parser, progress: { _, _ in },
        onEdit: { edit in
          edits += 1
          if case .foreign = edit.change { isWellFormed = false }
          do throws(Refusal) {
            if result.isBound == true { try planned.checkLines(of: edit) }
            for taken in try placement.take(edit, into: &proposals) {
              result.applied += 1
              result.refused -= taken.withdrawn.count
              changed += taken.hunks.flatMap(\.added).reduce(0) { $0 + TokenEstimate.tokens(in: $1) }
            }
          } catch {
            result.refused += 1
            if [.notFound, .ambiguous].contains(error.code) { result.unplaced += 1 }
          }
        })
      result.changedTokens += changed
      result.tokens += measure.tokens.completion
      result.areTokensEstimated = result.areTokensEstimated || measure.tokens.isEstimated
      first = first ?? measure.firstText
      total += measure.total
      switch ending {
      case .complete: break
      case .failed(let error): throw error
      case .interrupted: throw RunFailure(.interrupted, code: "interrupted", "interrupted; nothing was remembered")
      default: isWellFormed = false
      }
    }
    let text = proposals.result(at: path) ?? bytes
    result.cases += 1
    // A reply that says it in words is complete, and has not the form that was asked for.
    if isWellFormed, edits > 0 { result.wellFormed += 1 }
    if item.isCorrect(String(decoding: text, as: UTF8.self)) { result.correct += 1 }
    result.regionTokens += region(of: text, changedFrom: bytes)
    result.total.append(total)
    if let first { result.firstToken.append(first) }
  }

  /// The tokens of the functions around what changed, whatever the form in which the change was written.
  private static func region(of text: [UInt8], changedFrom base: [UInt8]) -> Int {
    let lines = TextLines(text)
    let hunks = LineDiff.hunks(from: base, to: text)
    let focus = hunks.map { hunk in
      let start = min(max(0, hunk.resultStart - 1), max(0, lines.count - 1))
      return start..<min(lines.count, start + max(1, hunk.added.count))
    }
    guard !focus.isEmpty, lines.count > 0 else { return 0 }
    return Window.around(focus, in: lines).reduce(0) {
      $0 + TokenEstimate.tokens(bytes: lines.range(of: $1.lines).count)
    }
  }
}
