internal import HoneCore
internal import HoneEngine
internal import HoneRecipes

/// A place that an engine is asked about, and what it is sent.
struct Question {
  /// The file, by its place in the batch.
  let file: Int
  let site: AskingSite
  /// The lines that are shown, counted from 0.
  let window: Range<Int>
  /// What is sent now.
  var planned: PlannedRequest
  /// What was sent first, by which the answer is known.
  let original: EngineRequest

  init(file: Int, site: AskingSite, window: Range<Int>, planned: PlannedRequest) {
    self.file = file
    self.site = site
    self.window = window
    self.planned = planned
    original = planned.request
  }

  /// The edits of a reply.
  /// - Throws: a `Refusal` `malformed` for a reply that holds none, and does not say that nothing has to change.
  func edits(of reply: String) throws(Refusal) -> [Edit] {
    var parser = planned.makeParser()
    let edits = try parser.feed(reply.utf8) + parser.finish()
    let words = reply.trimmed
    guard edits.isEmpty, planned.format != .window, !words.hasPrefix("NOTHING"), !words.isEmpty else { return edits }
    throw Refusal(
      .malformed,
      "the engine wrote no edit, it said: \((words.split(whereSeparator: \.isNewline).first ?? "").prefix(120))",
      remedy: "choose another engine or model")
  }

  /// The same question with what the user says of this place and those behind it.
  ///
  /// It is a question of its own: its answer is not the one to what was asked before.
  func redirected(to words: String) -> Question {
    Question(
      file: file, site: site, window: window,
      planned: planned.adding("The user adds to the task; where it says something else, this counts: \(words)"))
  }

  /// The same question with what was wrong with its answer.
  ///
  /// What was sent stays as it is, so that a prompt cache keeps all of it.
  func again(after reply: String, refusal: Refusal) -> Question {
    var copy = self
    let words = """
      That answer was refused: \(refusal.message). Answer once more, in the same form, for the same place; change only what \
      may change. If it cannot be done, give the place back as it is.
      """
    copy.planned.request.messages += [
      Message(.assistant, (planned.request.prefill ?? "") + reply), Message(.user, words),
    ]
    return copy
  }
}
