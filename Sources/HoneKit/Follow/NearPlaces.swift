internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// The places that nearly match a lesson, as a recipe that asks about each.
struct NearPlaces {
  let language: Language
  private let lesson: Lesson
  private let rule: LearnedRule
  private let examples: FollowExamples
  private let places: [FollowReport.Place]

  /// So many lines of an answer may differ.
  private static let lines = 12

  /// - Returns: `nil` for what nothing can nearly match: text, and names alone.
  init?(_ lesson: FollowLesson, examples: FollowExamples) {
    guard case .syntax(let language, _, let learned, let rule) = lesson.rules, !rule.isRename,
      !rule.nearKinds.isEmpty, !rule.nearWords.isEmpty
    else { return nil }
    self.language = language
    self.lesson = learned
    self.rule = rule
    self.examples = examples
    places = lesson.report.examples
  }

  /// The bytes of a file that need no engine: what the lesson fits, and what the user has edited.
  func known(in tree: SyntaxTree, of path: RepositoryPath) -> [Range<Int>] {
    var known = lesson.proposals(in: tree, at: path.text).map(\.range)
    guard let file = examples.files.first(where: { $0.path == path }) else { return known }
    let lines = TextLines(tree.source, convention: .git)
    for hunk in LineDiff.hunks(from: file.before, to: file.after) where file.after == tree.source {
      let first = hunk.added.isEmpty ? hunk.resultStart : hunk.resultStart - 1
      let last = min(lines.count, first + max(1, hunk.resultCount))
      if first < last { known.append(lines.range(of: first..<last)) }
    }
    return known
  }

  /// The recipe.
  var recipeText: String {
    func block(_ sign: String, _ text: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \(sign) \($0)\n" }.joined()
    }
    let conditions = rule.nearWords.sorted().map { "    - {regex: '\\b\($0)\\b'}\n" }.joined()
    let kinds = rule.nearKinds.sorted().map { "        - {kind: \($0)}\n" }.joined()
    var text = """
      ---
      language: \(language.name)
      summary: Follow an edit.
      ask: |
        Somebody made this change by hand elsewhere in the project; words with $ stand for any code:
      \(block("-", rule.pattern))\(block("+", rule.rewrite.isEmpty ? "(nothing)" : rule.rewrite))  \
      Make the same change here, in the way that fits this place, and change nothing else. If it does not make sense here,
        give the code back as it is.
      match:
        all:
          - any:
      \(kinds)\(conditions)fence: {nodes: [match], lines: \(Self.lines), imports: true}
      gates: [parses, no-new-findings]
      context: [imports, enclosing]
      ---
      # Follow an edit

      Learned from an edit.

      """
    for example in hunks.prefix(2) {
      text += "\n## Example: as it was done\n\(fenced(example.before))\n\(fenced(example.after))"
    }
    return text
  }

  /// What the user did, as lines before and after.
  private var hunks: [(before: String, after: String)] {
    examples.files.flatMap { file -> [(before: String, after: String)] in
      let lines = Set(places.filter { $0.path == file.path }.map(\.line))
      return LineDiff.hunks(from: file.before, to: file.after).filter { hunk in
        !hunk.removed.isEmpty && !hunk.added.isEmpty
          && lines.contains { $0 >= hunk.baseStart && $0 < hunk.baseStart + hunk.baseCount }
      }.map { (Self.text($0.removed), Self.text($0.added)) }
    }
  }

  private static func text(_ lines: [[UInt8]]) -> String {
    let text = String(decoding: lines.joined(), as: UTF8.self)
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  private func fenced(_ code: String) -> String {
    var fence = "```"
    while code.contains(fence) { fence += "`" }
    return "\(fence)\(language.name)\n\(code)\(fence)\n"
  }
}
