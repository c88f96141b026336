internal import HoneCore
internal import HoneSyntax
internal import HoneYAML

extension RecipeProgram {
  /// Applies the recipe to a file.
  ///
  /// A result that parses worse than the file is never given back.
  /// - Parameters:
  ///   - isReviewed: whether somebody looks at every edit. Otherwise places under a parse error, and those that would
  ///     lose a comment, are left and told.
  ///   - bench: what the thread keeps from one call to the next; a file that several recipes look at is parsed once.
  package func apply(
    to bytes: [UInt8], isReviewed: Bool = false, bench: RecipeBench = RecipeBench()
  ) -> RecipeOutcome {
    guard prefilter.mayMatch(bytes) else { return RecipeOutcome(result: bytes) }
    let made = bench.withSession(of: grammar, isReviewed: isReviewed) { session in
      var outcome = RecipeOutcome(result: bytes)
      session.begin()
      do throws(RecipeInterruption) {
        try run(&session, &outcome)
      } catch {
        // All of the file or nothing: half of an endless rewrite helps nobody.
        outcome = RecipeOutcome(result: bytes, refused: [error.place])
      }
      outcome.isChanged = outcome.result != bytes
      return outcome
    }
    return made ?? RecipeOutcome(result: bytes)
  }

  private func run(_ session: inout RecipeSession, _ outcome: inout RecipeOutcome) throws(RecipeInterruption) {
    let before = outcome.result
    let refusedBefore = outcome.refused.count
    for _ in 0..<Self.passLimit {
      let start = outcome.result
      for step in steps {
        switch step.action {
        case .rules(let rewriter): try session.settle(rewriter, &outcome)
        case .program(let program): try program.run(&session, &outcome)
        }
      }
      // A later step may have mended what kept an earlier one from a place.
      guard steps.count > 1, outcome.result != start, outcome.refused.count > refusedBefore else { break }
      outcome.refused.removeSubrange(refusedBefore...)
    }
    guard outcome.result != before, let importEditor else { return }
    do throws(ImportError) {
      outcome.result = try importEditor.applying(recipe.header.imports, to: outcome.result)
    } catch {
      throw RecipeInterruption(RefusedPlace(reason: .imports, line: 1, column: 1, message: error.problem))
    }
  }

  /// Runs each rule on its own pattern, holes filled with names, in a place where that makes sense.
  /// - Throws: when a rule goes on matching its result.
  func checkEnding() throws(RecipeError) {
    for step in steps {
      for (index, rule) in step.written.enumerated() where rule.rewrites {
        guard case .rules(let rewriter) = step.action, let pattern = rule.pattern else { continue }
        let names = HoleNames.holes(in: Array(pattern.utf8)).reduce(into: [:]) {
          $0[$1.name] = "hole" + $1.name.lowercased()
        }
        let code = Array(HoleNames.fillAll(pattern, with: names).utf8)
        let instance = self.instance(of: code, rule: index, rewriter)
        if apply(to: instance).refused.first?.reason == .endless || spoilsResult(of: index, rewriter, instance) {
          throw RecipeError(
            file: recipe.file, at: rule.node.start, "the rule matches its own result for ever",
            remedy: "constrain a hole, or write a rewrite that the pattern does not match")
        }
      }
    }
  }

  /// Code in the first place in which it parses and a rule rewrites it; alone where there is none.
  private func instance(of code: [UInt8], rule: Int, _ rewriter: Rewriter) -> [UInt8] {
    let found = RecipeBench().withSession(of: grammar, isReviewed: true) { session in
      PatternDialect(grammar.name).surroundings.lazy.map { $0.before + code + $0.after }.first { text in
        guard let tree = try? session.parsed(text), tree.errorCount == 0 else { return false }
        return rewriter.edits(in: tree).contains { $0.match.rule == rule && !$0.replacements.isEmpty }
      }
    }
    return found.flatMap { $0 } ?? code
  }

  /// Whether a rule goes on matching its own result until it makes of it what does not parse: on a file it ends only because
  /// its places are refused from then on.
  private func spoilsResult(of rule: Int, _ rewriter: Rewriter, _ instance: [UInt8]) -> Bool {
    RecipeBench().withSession(of: grammar, isReviewed: true) { session in
      var text = instance
      for pass in 0..<Self.passLimit {
        guard let tree = try? session.parsed(text) else { return false }
        // That the first result does not parse tells nothing: it may stand elsewhere.
        if tree.errorCount > 0 { return pass > 1 }
        let edits = rewriter.edits(in: tree).filter { $0.match.rule == rule && !$0.replacements.isEmpty }
        if edits.isEmpty { return false }
        text = session.apply(edits, to: tree)
      }
      return false
    } ?? false
  }
}

/// That a file is left as it is.
struct RecipeInterruption: Error {
  let place: RefusedPlace

  init(_ place: RefusedPlace) {
    self.place = place
  }
}
