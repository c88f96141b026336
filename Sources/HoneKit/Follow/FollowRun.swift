internal import HoneCore
internal import HoneGit
internal import HoneSyntax

/// `git hone follow`: learns what the change at hand does, and proposes it wherever else it fits.
package enum FollowRun {
  /// What every edit of such a run says it comes from.
  static let source = "example"

  /// Runs the command in the current directory.
  /// - Parameter tell: takes what was learned and where it goes, once, before anything is reviewed or written.
  package static func start(
    _ options: FollowOptions, observer: any RunObserver, interruption: Interruption = Interruption(),
    tell: ([FollowReport]) -> Void
  ) async throws -> ExitStatus {
    let surroundings = try Surroundings.open(for: options.run, observer: observer)
    let scope = try trackedScope(options.paths, in: surroundings)
    let examples = try FollowExamples(FollowExamples.Source(options.from), in: surroundings.repository)
    let library = GrammarLibrary.standard
    var (lessons, other) = FollowLesson.lessons(from: examples, library: library)
    if let only = options.only {
      guard lessons.indices.contains(only - 1) else {
        throw RunFailure.usage(
          "there is no edit number \(only)",
          remedy: lessons.isEmpty ? "nothing was learned" : "they are counted from 1 to \(lessons.count)")
      }
      let numbering = FollowNumbering(
        surroundings: surroundings, scope: scope, includesMaybe: options.includesMaybe)
      try numbering.number(&lessons)
      lessons = [lessons[only - 1]]
    }
    let session = RunSession(
      surroundings: surroundings, options: runOptions(options, lessons), observer: observer,
      interruption: interruption, kind: "follow", instruction: subject(of: lessons))
    examples.refused.forEach(session.refuse)
    guard !lessons.isEmpty else {
      let reason = reasonForNothing(examples, other, library)
      // Whoever asks for a recipe counts on its file.
      if options.recipe != nil {
        throw RunFailure.usage(reason, remedy: "write it by hand with git hone recipe new -p")
      }
      session.note(reason)
      return session.conclude(session.status)
    }
    if let name = options.recipe {
      let path = try FollowRecipe(lessons: lessons, examples: examples).write(named: name, in: session.repository)
      tell(lessons.map(\.report))
      session.summary.recipe = path
      return session.conclude(.done)
    }
    let paths = try FollowSearch(repository: session.repository, scope: scope, lessons: lessons).paths()
    var (proposals, events) = try propose(&lessons, at: paths, options: options, session: session)
    if options.only == nil {
      FollowNumbering.number(&lessons)
      session.options = runOptions(options, lessons).effective(isInteractive: observer.isInteractive)
      session.instruction = subject(of: lessons)
    }
    if options.asks {
      let asking = FollowAsking(session: session, scope: scope, usesCache: options.usesCache)
      for index in lessons.indices where !session.wasInterrupted {
        events += try await asking.ask(&lessons[index], from: examples, proposals: &proposals)
      }
    }
    for index in lessons.indices { lessons[index].tellFindingRule() }
    let missing = Self.missing(examples, library)
    tell(lessons.map(\.report))
    if lessons.allSatisfy({ $0.report.isOfItsOwnPlace }), proposals.isEmpty {
      session.note(
        "nothing to propose: \(lessons.count == 1 ? "the edit fits no other" : "no edit here fits another") place\(missing)"
      )
      return session.conclude(session.status)
    }
    if !missing.isEmpty { session.note(String(missing.dropFirst(2))) }
    // Whoever reviews is shown each hunk then.
    if !observer.isInteractive || options.run.acceptsAll { events.forEach(session.propose) }
    return proposals.isEmpty ? session.conclude(session.status) : try await session.finish(proposals)
  }

  /// The files and folders to keep to.
  /// - Throws: a usage `RunFailure` for a path at which git tracks nothing, so that nothing can be proposed there.
  private static func trackedScope(
    _ arguments: [String], in surroundings: Surroundings
  ) throws -> [RepositoryPath] {
    for argument in arguments {
      guard let path = try surroundings.repository.path(forArgument: ArgumentText.bytes(of: argument)),
        try surroundings.repository.trackedFiles(paths: [path]).isEmpty
      else { continue }
      guard surroundings.fileExists(argument) else {
        throw RunFailure.usage(
          "there is no file `\(path)`", remedy: "name files or folders of the repository, or none for all of it")
      }
      throw RunFailure.usage(
        "git tracks nothing at `\(path)`, and an edit is only followed in tracked files",
        remedy: surroundings.repository.addCommand(for: path))
    }
    return try PathArguments(arguments, in: surroundings).scope
  }

  /// What to tell where the edits were in languages without a grammar: words were looked for, in files without one alone.
  private static func missing(_ examples: FollowExamples, _ library: GrammarLibrary) -> String {
    var names: Set<String> = []
    let failures = examples.files.compactMap { file -> GrammarError? in
      guard let language = Language.detect(path: file.path, contents: file.before) else { return nil }
      do throws(GrammarError) {
        _ = try library.grammar(for: language)
        return nil
      } catch {
        return names.insert(language.name).inserted ? error : nil
      }
    }
    return failures.first.map { first in
      "; \(failures.map(\.message).joined(separator: ", ")), so that such files were not looked at: \(first.remedy)"
    } ?? ""
  }

  private static func reasonForNothing(_ examples: FollowExamples, _ other: Int, _ library: GrammarLibrary) -> String {
    if let commit = examples.firstCommit {
      return "nothing to learn: \(commit) has no commit before it, so that all of its files are new"
    }
    if examples.files.isEmpty {
      return "there is no change to learn from: edit a place or two, or name a commit with --from"
    }
    let fit = other == 1 ? "the edit fits its own place" : "the edits here fit their own places"
    return "nothing to learn: \(fit) only\(missing(examples, library))"
  }

  /// The message of a commit needs no engine: the rule says what is done.
  private static func runOptions(_ options: FollowOptions, _ lessons: [FollowLesson]) -> RunOptions {
    var run = options.run
    if case .commit(nil) = run.destination { run.destination = .commit(message: subject(of: lessons) + "\n") }
    return run
  }

  /// What the lessons do, as the subject of a commit.
  static func subject(of lessons: [FollowLesson]) -> String {
    guard let first = lessons.first else { return "Follow an edit" }
    func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).first.map { String($0) } ?? "" }
    let (old, new) = (line(first.report.pattern), line(first.report.rewrite))
    let subject = new.isEmpty ? "Remove \(old)" : "Replace \(old) by \(new)"
    guard subject.count > 72 else { return subject }
    return "Follow an edit of \(first.report.examples.first.map { "\($0.path)" } ?? "a file")"
  }

  private static func propose(
    _ lessons: inout [FollowLesson], at paths: [RepositoryPath], options: FollowOptions, session: RunSession
  ) throws -> (ProposalSet, [ProposalEvent]) {
    var proposals = ProposalSet()
    var events: [ProposalEvent] = []
    guard !paths.isEmpty else { return (proposals, events) }
    let read = try ChangeSelection(repository: session.repository, scope: PathArguments(files: paths)).named()
    read.refused.forEach(session.refuse)
    let files = session.team.filter(read.files, refuse: session.refuse)
    for target in FollowTarget.all(files, &lessons, includesMaybe: options.includesMaybe) {
      let file = target.file
      target.refusals.forEach { session.refuse($0.at(file.path)) }
      guard !target.replacements.isEmpty else { continue }
      do throws(Refusal) {
        let hunks = try target.checkedHunks()
        proposals.open(file)
        try proposals.add(target.replacements, at: file.path)
        guard let result = proposals.result(at: file.path) else { continue }
        events.append(
          ProposalEvent(
            path: file.path, base: file.id, result: session.repository.blobID(of: result), hunks: hunks, source: source)
        )
      } catch {
        session.refuse(error.at(file.path))
        for index in lessons.indices { lessons[index].report.leave(file.path, because: error.message) }
      }
    }
    return (proposals, events)
  }
}

extension FollowReport {
  /// Takes back what was proposed for a file.
  mutating func leave(_ path: RepositoryPath, because reason: String) {
    left += places.filter { $0.path == path }.map { Left(place: $0, reason: reason) }
    places.removeAll { $0.path == path }
  }
}
