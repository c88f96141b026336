/// A section of a recipe that shows code before and after, or code that stays as it is.
package struct RecipeExample: Sendable {
  /// What the section's heading says it shows.
  package var title: String
  /// The name of the language, as in the fence.
  package var language: String
  /// The path the code pretends to have; `nil` when none is written.
  package var path: String?
  package var before: [UInt8]
  /// What becomes of it; `before` when it must stay as it is.
  package var after: [UInt8]
  /// How many places a recipe that only finds must find; `nil` where the title does not begin with `Finds` and a number.
  package var places: Int?
  /// The line of the first fence, from 1.
  package var line: Int

  /// Whether the code must stay as it is.
  package var isUnchanged: Bool { before == after }

  /// Gathers the fenced blocks below each heading of level two and more.
  ///
  /// Only blocks in a language of the recipe count: others are prose. Blocks above the first such heading illustrate.
  static func examples(
    of document: RecipeDocument, isLanguage: (String) -> Bool, file: String
  ) throws(RecipeError) -> [RecipeExample] {
    var examples: [RecipeExample] = []
    var heading: RecipeDocument.Heading?
    var fences: [RecipeDocument.Fence] = []
    for element in document.elements {
      switch element {
      case .prose: continue
      case .fence(let fence): if fence.info.first.map(isLanguage) == true { fences.append(fence) }
      case .heading(let next):
        if let heading { try examples += example(heading, fences, file: file) }
        heading = next.level >= 2 ? next : nil
        fences = []
      }
    }
    if let heading { try examples += example(heading, fences, file: file) }
    return examples
  }

  private static func example(
    _ heading: RecipeDocument.Heading, _ fences: [RecipeDocument.Fence], file: String
  ) throws(RecipeError) -> [RecipeExample] {
    guard let first = fences.first, let language = first.info.first else {
      guard heading.text.hasPrefix("Example") else { return [] }
      throw RecipeError(
        file: file, line: heading.line, "the example has no code in the recipe's language",
        remedy: "add two fenced blocks for before and after, or one for code that stays as it is")
    }
    guard fences.count <= 2 else {
      throw RecipeError(
        file: file, line: fences[2].line, "the example has a third block",
        remedy: "start another section with a heading `## Example: ...`")
    }
    return [
      RecipeExample(
        title: heading.text, language: language, path: first.info.dropFirst().first, before: Array(first.contents),
        after: Array(fences.last?.contents ?? first.contents), places: places(in: heading.text), line: first.line)
    ]
  }

  /// The number in `Finds 3: names in commands`.
  private static func places(in title: String) -> Int? {
    let words = title.split { !$0.isLetter && !$0.isNumber }
    return words.first == "Finds" ? words.dropFirst().first.flatMap { Int($0) } : nil
  }
}
