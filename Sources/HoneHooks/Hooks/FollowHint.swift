internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax

/// After a commit: says how many more places its edits fit, where `hone.hook.hint` asks for it.
///
/// Only sure places count, and only while the time lasts: whoever commits does not wait for a hint.
struct FollowHint {
  /// How long it may take.
  private static let budget = Duration.milliseconds(300)
  /// A commit of more files than this was not made by hand.
  private static let fileLimit = 20

  private let repository: Repository
  private let end = ContinuousClock.now + Self.budget

  init(_ repository: Repository) { self.repository = repository }

  /// Says it, or nothing.
  func run() {
    guard let places = try? count(), places > 0 else { return }
    HookOutput.say("this edit fits \(CountText.of(places, "more place")): git hone follow --from HEAD")
  }

  /// The number of sure places, as far as there was time to look.
  private func count() throws(Refusal) -> Int {
    let changes = try repository.rangeChanges(from: "HEAD^", to: "HEAD").filter {
      $0.status == .modified && $0.oldMode.isRegularFile && $0.newMode.isRegularFile
    }
    guard !changes.isEmpty, changes.count <= Self.fileLimit else { return 0 }
    var places = 0
    for (language, changes) in Dictionary(grouping: changes, by: { Language.named(path: $0.path) }) {
      guard let language, let grammar = try? GrammarLibrary.standard.grammar(for: language),
        var parser = try? SyntaxParser(grammar)
      else { continue }
      var examples: [LearningExample] = []
      for change in changes where ContinuousClock.now < end {
        let (old, new) = (try repository.blob(change.oldID), try repository.blob(change.newID))
        guard let before = try? parser.parse(old), let after = try? parser.parse(new) else { continue }
        examples.append(LearningExample(before: before, after: after, path: change.path.text))
      }
      for lesson in Learner.lessons(from: examples) where lesson.rule?.certainty == .sure {
        places += try count(lesson, language, grammar, &parser)
      }
    }
    return places
  }

  private func count(
    _ lesson: Lesson, _ language: Language, _ grammar: Grammar, _ parser: inout SyntaxParser
  ) throws(Refusal) -> Int {
    guard var rule = lesson.rule,
      let holders = try Prefilter(rule.rule, grammar: grammar).holders(in: repository)
    else { return 0 }
    let reader = WorkTreeReader(repository)
    var places = 0
    for path in holders where Language.named(path: path) == language {
      guard ContinuousClock.now < end else { break }
      guard let bytes = (try? reader.bytes(of: path)) ?? nil, let tree = try? parser.parse(bytes) else { continue }
      places += lesson.proposals(in: tree, at: path.text).count { $0.isSure && !$0.isUnderError }
    }
    rule.judge(reach: places)
    return rule.certainty == .sure ? places : 0
  }
}
