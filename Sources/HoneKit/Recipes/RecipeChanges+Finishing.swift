internal import HoneCore
internal import HoneGit
internal import HoneRecipes

extension RecipeChanges {
  /// Writes what was accepted, and says what became of the run.
  mutating func finish(fileCount: Int) async throws -> ExitStatus {
    // What is finished is whole: each file stands for itself.
    if !session.observer.isInteractive || session.options.acceptsAll {
      session.keepsEditsOfInterruption = session.keepsEditsOfInterruption ?? true
    }
    let wasAsked = !asked.isEmpty
    if wasAsked { try await session.confirmKeeping(count: asked.reduce(0) { $0 + $1.outcome.hunks.count }) }
    if wasAsked { session.tellUncounted() }
    let interruption = session.interruption.isRaised ? Interruption() : session.interruption
    try await interruption.listening {
      while let (file, outcome) = asked.first, !hasEnough, !interruption.isRaised {
        asked.removeFirst()
        guard let proposals = proposals(for: file, outcome) else { continue }
        try await keep(proposals, source: tally.source(of: outcome), unless: interruption)
      }
      if !hasEnough { try await create(unless: interruption) }
    }
    for note in tally.notes(fileCount: fileCount, refused: session.summary.refused, asked: askedPlaces) {
      session.note(note)
    }
    guard hasProposed else {
      if let failure = session.lateFailure { throw failure }
      if session.wasInterrupted { try await session.confirmKeeping(count: 0) }
      return session.conclude(session.status)
    }
    return try await kept.finish(
      commits: CommitPlan(plan.recipes, message: message), isConfirmed: wasAsked && !interruption.isRaised)
  }

  /// The user's own commit message.
  private var message: String? {
    if case .commit(let message) = session.options.destination { message } else { nil }
  }

  /// Adds the files that recipes make; what is there already stays.
  private mutating func create(unless interruption: Interruption) async throws {
    for (index, recipe) in plan.recipes.enumerated() where work.review != .none || recipe.header.isSafe {
      for creation in recipe.creations(isChanged: tally.places(of: index) > 0) where !hasEnough {
        do {
          let path = try RepositoryPath(creation.path)
          guard !targets.contains(path), try !holdsFile(path) else { continue }
          var proposals = ProposalSet()
          try proposals.create(creation.contents, at: path)
          targets.insert(path)
          if work.review != .hunks {
            session.propose(
              ProposalEvent(
                path: path, base: .zero, result: session.repository.blobID(of: creation.contents),
                hunks: LineDiff.hunks(from: [], to: creation.contents), source: recipe.name))
          }
          try await keep(proposals, source: recipe.name, unless: interruption)
        } catch let refusal as Refusal {
          session.refuse(refusal)
        }
      }
    }
  }
}
