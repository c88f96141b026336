internal import HoneCore
internal import HoneEngine
internal import HoneGit

/// `git hone engine start --warm`: lets the local engine read the change at hand before anybody has said what to do with it.
///
/// Everything of a request but the instruction is known by then, and stands in front of it. What the server has read it keeps,
/// for this process and the next ones, until other requests push it out.
package enum EngineWarmUp {
  /// More places than this push each other out of a small machine's cache.
  private static let maximumRequests = 3

  package static func run(model: String?, observer: any RunObserver) async throws -> ExitStatus {
    let surroundings = try Surroundings.open(isWriting: false, observer: observer)
    let repository = surroundings.repository
    guard
      let change = try ChangeSelection(repository: repository, scope: try PathArguments([], in: surroundings)).select()
    else {
      observer.report(.note("there is no change at hand to read"))
      return .done
    }
    let files = surroundings.team.filter(change.files, refuse: { _ in })
    let engine = try await EngineSelection(settings: surroundings.settings, environment: surroundings.environment)
      .engine(named: EngineSelection.local, model: model, observer: observer)
    let context = try CommitContext.read(from: repository, paths: files.map(\.path), kind: change.kind)
    let plan = RequestPlanner(
      capabilities: engine.capabilities, format: engine.capabilities.bestFormat,
      contextLimit: surroundings.settings.context
    ).plan(RequestPlanner.Task(instruction: nil, files: files, related: [], context: context))
    let clock = ContinuousClock()
    let start = clock.now
    let redacting = RedactingEngine(engine) { _ in }
    for request in ahead(plan.requests) { try await redacting.prepare(request) }
    let count = min(plan.requests.count, maximumRequests)
    observer.report(
      .note(
        "read \(count) of \(CountText.of(plan.requests.count, "place")) of the change in \((clock.now - start).milliseconds) ms"
      ))
    return .done
  }

  /// What can be read of `requests` before anybody has said what to do.
  private static func ahead(_ requests: [PlannedRequest]) -> [EngineRequest] {
    requests.prefix(maximumRequests).map(\.request.beforeInstruction)
  }

  /// Lets the engine read what `requests` begin with while `body` waits for the user, and no longer.
  ///
  /// A failure here comes again, with its reason, when the engine is asked.
  static func reading<Result>(
    _ requests: [PlannedRequest], by engine: any Engine, while body: () async -> Result
  ) async -> Result {
    let ahead = ahead(requests)
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { for request in ahead where !Task.isCancelled { try? await engine.prepare(request) } }
      let result = await body()
      group.cancelAll()
      return result
    }
  }
}

extension EngineRequest {
  /// The request up to the instruction, which stands last.
  var beforeInstruction: EngineRequest {
    var copy = self
    guard let last = copy.messages.indices.last,
      let range = copy.messages[last].content.ranges(of: "\nInstruction: ").last
    else { return copy }
    copy.messages[last].content = String(copy.messages[last].content[..<range.upperBound])
    return copy
  }
}
