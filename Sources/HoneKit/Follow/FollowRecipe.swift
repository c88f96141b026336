internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax

/// Makes a recipe of what was learned, with the user's own edits as its examples.
struct FollowRecipe {
  let lessons: [FollowLesson]
  let examples: FollowExamples

  /// How many edits become examples.
  private static let exampleLimit = 3

  /// Writes the recipe.
  /// - Returns: its path.
  /// - Throws: a `RunFailure` when there is more than one edit to choose from, no grammar, or no example that holds.
  func write(named name: String, in repository: Repository) throws -> String {
    guard lessons.count == 1, let lesson = lessons.first else {
      throw RunFailure.usage(
        "\(lessons.count) different edits were learned, and a recipe is about one",
        remedy: "choose one with --only <number>")
    }
    guard case .syntax(let language, let grammar, let learned, let rule) = lesson.rules else {
      throw RunFailure.usage(
        "the edit was made in plain text, and a recipe is learned in a language with a grammar",
        remedy: "git hone follow proposes it elsewhere without a recipe")
    }
    let summary = FollowRun.subject(of: [lesson]) + "."
    var draft = RecipeDraft(
      language: language.name, summary: summary,
      prose: "Learned from an edit. Say why: what goes wrong with the code as it was.",
      patches: [RecipeDraft.Patch(pattern: rule.pattern, rewrite: rule.rewrite)], examples: [])
    draft.imports = ImportChanges(add: learned.imports.add, remove: learned.imports.remove)
    draft.exceptions = learned.exceptions(in: grammar)
    draft.conditions = learned.conditions(in: grammar)
    draft.files = learned.files.filter { PathPattern($0) != nil }
    if rule.isRename { draft.rename = RecipeDraft.Rename(from: rule.pattern, to: rule.rewrite, kinds: rule.kinds) }
    let candidates = candidates(for: lesson)
    draft.examples = try sound(candidates.lines, in: draft, name: name)
    if draft.examples.isEmpty { draft.examples = try sound(candidates.files, in: draft, name: name) }
    guard !draft.examples.isEmpty else {
      throw RunFailure.usage(
        "the edits do not make an example that stands by itself",
        remedy: "write the recipe with git hone recipe new \(name) -l \(language.name) -p '\(rule.pattern)'")
    }
    return try RecipeAdministration.write(draft, named: name)
  }

  /// Code before and after: the lines around an edit; and whole files, for code that does not parse alone.
  private func candidates(
    for lesson: FollowLesson
  ) -> (lines: [RecipeDraft.Example], files: [RecipeDraft.Example]) {
    let paths = Set(lesson.report.examples.map(\.path))
    let files = examples.files.filter { paths.contains($0.path) }
    var found: [RecipeDraft.Example] = []
    for file in files {
      let lines = Set(lesson.report.examples.filter { $0.path == file.path }.map(\.line))
      for hunk in LineDiff.hunks(from: file.before, to: file.after) {
        guard lines.contains(where: { ($0 - 1) >= hunk.baseIndex && ($0 - 1) < hunk.baseIndex + hunk.baseCount })
        else { continue }
        let margin = Self.margin(of: hunk.removed + hunk.added)
        let after = Self.text(hunk.added, without: margin)
        found.append(
          example(
            "\(file.path), line \(hunk.baseStart)", Self.text(hunk.removed, without: margin),
            imports(of: lesson, added: after)))
      }
    }
    // Whole files are for edits whose lines do not stand alone.
    return (
      found,
      files.map {
        example("\($0.path)", String(decoding: $0.before, as: UTF8.self), String(decoding: $0.after, as: UTF8.self))
      }
    )
  }

  /// An example's new side, with the imports that the recipe adds to it.
  private func imports(of lesson: FollowLesson, added text: String) -> String {
    guard case .syntax(_, let grammar, let learned, _) = lesson.rules else { return text }
    return String(decoding: learned.addingImports(to: Array(text.utf8), grammar: grammar), as: UTF8.self)
  }

  /// - Parameter place: where the code stands; no two examples have the same.
  private func example(_ place: String, _ before: String, _ after: String) -> RecipeDraft.Example {
    RecipeDraft.Example(title: "Example: as in \(place)", before: before, after: after)
  }

  /// The examples that hold when the recipe is run.
  private func sound(
    _ candidates: [RecipeDraft.Example], in draft: RecipeDraft, name: String
  ) throws -> [RecipeDraft.Example] {
    let runner = RecipeExamples(library: .standard) { name throws(RecipeError) in
      throw RecipeError(file: name, "is not used by what was learned", remedy: "")
    }
    var kept: [RecipeDraft.Example] = []
    for candidate in candidates
    where kept.count < Self.exampleLimit && !kept.contains(where: { $0.before == candidate.before }) {
      var draft = draft
      draft.examples = [candidate]
      do throws(RecipeError) {
        let results = try runner.run(Recipe(Array(draft.text.utf8), name: name, file: name + ".md"))
        if results.count == 1, results.allSatisfy({ $0.problem == nil }) { kept.append(candidate) }
      } catch {
        throw RunFailure(recipe: error)
      }
    }
    return kept
  }

  private static func margin(of lines: [[UInt8]]) -> Int {
    lines.filter { !$0.allSatisfy { $0 <= 0x20 } }.map { $0.prefix { $0 == 0x20 || $0 == 0x09 }.count }.min() ?? 0
  }

  private static func text(_ lines: [[UInt8]], without margin: Int) -> String {
    lines.map {
      String(decoding: $0.dropFirst(min(margin, $0.prefix { $0 <= 0x20 && $0 != 0x0a }.count)), as: UTF8.self)
    }
    .joined()
  }
}
