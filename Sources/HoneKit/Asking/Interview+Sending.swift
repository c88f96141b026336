internal import HoneCore
internal import HoneEngine
internal import HoneRecipes

/// Sending questions and judging what comes back.
extension Interview {
  /// A question whose answer may not stay, why, and the answer.
  struct RefusedAnswer {
    var question: Question
    var refusal: Refusal
    var reply: String
    var kind: Kind
  }

  /// Where a refused answer comes from.
  enum Kind {
    /// A reply that came to its end.
    case whole
    /// One that did not, or holds nothing that could be judged.
    case broken
    /// The memory: it was refused in the end before.
    case known
  }

  /// Why an answer may not stay, and the answer.
  fileprivate struct Fault: Error {
    var kind = Kind.whole
    var refusal: Refusal
    var reply: String
  }

  /// Sends questions, as many at once as the engine takes, and judges the answers in their order.
  ///
  /// When the user says something, what has no answer yet is asked anew with it.
  /// - Returns: the answers that were refused.
  mutating func ask(
    _ questions: [Question], _ files: inout [AskedFile], _ take: FileTaker
  ) async -> [RefusedAnswer] {
    var open: [Question] = []
    var refused: [RefusedAnswer] = []
    for var question in questions {
      guard !endsByUser() else { return refused }
      do throws(Fault) {
        if try takeKnown(question, &files) {
          close(question, &files, take)
          continue
        }
        question.planned.request.deadline = session.deadline
        open.append(question)
      } catch {
        refused.append(RefusedAnswer(question, error))
      }
    }
    guard !open.isEmpty, let exchange = voice?.exchange else { return refused }
    while !open.isEmpty {
      let current = open
      open = await FanOut.run(current.map(\.planned.request), on: exchange.engine) { engine in
        var exchange = exchange
        exchange.engine = engine
        var rest = current[...]
        while let question = rest.popFirst() {
          if isOver {
            // What has arrived whole was paid for.
            guard engine.hasWhole(question.planned.request) else { continue }
            exchange = EngineExchange(engine: engine, interruption: Interruption(), steering: Steering(), deadline: nil)
          }
          do throws(Fault) {
            if let words = try await send(question, over: exchange, &files) {
              for index in refused.indices {
                refused[index].question = refused[index].question.redirected(to: words)
                // With the words it is another question, which nobody has refused yet.
                if refused[index].kind == .known { refused[index].kind = .whole }
              }
              return ([question] + rest).map { $0.redirected(to: words) }
            }
            if !isOver { close(question, &files, take) }
          } catch {
            refused.append(RefusedAnswer(question, error))
          }
        }
        return []
      }
    }
    for line in session.keptBack.takeLines() { session.note(line) }
    return refused
  }

  /// Takes an answer that an earlier run was given.
  /// - Returns: whether there is one.
  /// - Throws: why one that was refused before may not stay.
  private mutating func takeKnown(_ question: Question, _ files: inout [AskedFile]) throws(Fault) -> Bool {
    for wasRefused in [false, true] {
      let request = question.original
      guard let answer = wasRefused ? store.refusedAnswer(to: request) : store.answer(to: request) else { continue }
      do throws(Refusal) {
        try judge(question.edits(of: answer), of: question, &files)
      } catch {
        // What was good then is not now: a check or a command has changed.
        guard wasRefused else { continue }
        known += 1
        throw Fault(kind: .known, refusal: error, reply: answer)
      }
      known += 1
      finish(question)
      return true
    }
    return false
  }

  /// Whether the run is over, also by a signal that reached a gate's command.
  mutating func endsByUser() -> Bool {
    guard session.interruption.isRaised else { return isOver }
    session.wasInterrupted = true
    isOver = true
    return true
  }

  /// - Returns: what the user has said while the engine wrote, in place of its answer.
  private mutating func send(
    _ question: Question, over exchange: EngineExchange, _ files: inout [AskedFile]
  ) async throws(Fault) -> String? {
    let label = "asking \(exchange.engine.description.name): \(question.planned.label)"
    let progress = RunProgress(label: label, done: done, total: total)
    session.observer.report(.progress(progress))
    var parser = question.planned.makeParser()
    let start = session.clock.now
    let (ending, measure) = await exchange.run(
      question.planned.request, parser: &parser,
      progress: { tokens, isStalled in
        var progress = progress
        (progress.tokens, progress.isStalled) = (tokens, isStalled)
        session.observer.report(.progress(progress))
      },
      onEdit: { _ in })
    session.account(measure, requestStart: start)
    let reply = measure.reply.opening(KeptReply.limit)
    var kind = Kind.broken
    do throws(Refusal) {
      switch ending {
      case .complete:
        kind = .whole
        try judge(question.edits(of: reply), of: question, &files)
        store.keep(reply, to: question.original)
        finish(question)
      case .void(let refusal): throw refusal
      case .mismatched(let mismatch): throw mismatch.refusal
      case .interrupted:
        session.wasInterrupted = true
        isOver = true
      case .steered(.cancel(let keepsEdits)):
        session.cancel(keepsEdits: keepsEdits)
        isOver = true
      case .steered(.redirect(let said, let keepsEdits)):
        hear(said, keepsEdits: keepsEdits)
        return said
      case .outOfTime:
        session.ranOutOfTime = true
        isOver = true
      case .failed(let error) where error.code == .contextTooLong:
        throw Refusal(.notText, error.message, remedy: error.remedy)
      case .failed(let error):
        session.lateFailure = error
        isOver = true
      }
    } catch {
      throw Fault(kind: kind, refusal: error, reply: reply)
    }
    return nil
  }

  private mutating func hear(_ said: String, keepsEdits: Bool) {
    words.append(said)
    session.tellHeard(said)
    if !keepsEdits, done > 0 { session.note("places that are answered stay as they are") }
  }

  /// Puts an answer into its file.
  /// - Throws: a `Refusal` for one that may not stay there.
  private func judge(_ edits: [Edit], of question: Question, _ files: inout [AskedFile]) throws(Refusal) {
    let trial = AnswerTrial(
      file: files[question.file], site: question.site, window: question.window, gates: gates)
    guard let change = try trial.change(edits) else { return }
    try files[question.file].take(change, for: question.site)
  }

  private mutating func finish(_ question: Question) {
    done += 1
    session.observer.report(
      .progress(RunProgress(label: "asked about \(question.planned.label)", done: done, total: total)))
  }

  /// Leaves a place as it is, and says why; a check has its own way to say it.
  mutating func refuse(_ refusal: Refusal, _ site: AskingSite, _ file: inout AskedFile) {
    done += 1
    let told = Refusal(
      refusal.code, path: file.path, "line \(file.line(of: site)): \(refusal.message)", remedy: refusal.remedy)
    file.refused.append(told)
    if file.answers == .joined { session.refuse(told) }
  }
}

extension Interview.RefusedAnswer {
  fileprivate init(_ question: Question, _ fault: Interview.Fault) {
    self.init(question: question, refusal: fault.refusal, reply: fault.reply, kind: fault.kind)
  }
}
