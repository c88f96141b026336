import HoneCore
import HoneRecipes
import HoneSyntax
import Testing

@testable import HoneChecks

/// A hook looks for the words of a recipe in the statements that a change touches before it parses more; with every recipe
/// that comes with the program, and each line of its examples as the only one that was added, nothing may be lost by that.
struct TouchedRecipeTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/Recipes"
  private let catalog = RecipeCatalog(folders: [(Self.folder, .catalogue)])

  /// A recipe as a check of one language, with one of its examples.
  private struct Trial {
    var check: RecipeCheck
    var recipe: Recipe
    var file: CheckedFile
  }

  private func trials() throws -> [Trial] {
    var trials: [Trial] = []
    for entry in catalog.entries() {
      let recipe = try catalog.recipe(for: entry)
      guard recipe.header.severity != nil, !recipe.asks else { continue }
      let source = catalog.checkRecipe(recipe)
      for example in recipe.examples {
        guard let language = Language.named(example.language), TouchedStatements.canFind(in: language),
          let comment = language.lineComment, let end = language.extensions.first
        else { continue }
        let check = RecipeCheck(source, language: language, severity: .warning, catalog: catalog)
        // Where nearly all of a file is touched, it is parsed as a whole.
        let padding = Array("\(comment) \(String(repeating: "-", count: example.before.count * 3))\n".utf8)
        let path = try RepositoryPath(example.path ?? "app/example.\(end)")
        trials.append(
          Trial(check: check, recipe: recipe, file: CheckedFile(path: path, contents: padding + example.before)))
      }
    }
    return trials
  }

  @Test func `What the words of a recipe rule out holds nothing`() throws {
    for trial in try trials() {
      let tree = try #require(trial.file.tree)
      let program = try RecipeProgram(
        trial.recipe.filled(with: []), language: trial.check.language, grammar: tree.grammar, provesEnding: false
      ) { name throws(RecipeError) in try catalog.recipe(named: name) }
      guard trial.recipe.searches(trial.file.path) else { continue }
      let places = program.places(in: tree).filter { !$0.match.flags.contains(.underError) }
      #expect(trial.check.findings(in: trial.file).count == places.count, "\(trial.recipe.name)")
    }
  }

  @Test func `Each line, added alone, is told as from the whole file`() throws {
    var quiet = 0
    var loud = 0
    for trial in try trials() {
      let checker = Checker([trial.check])
      let file = trial.file
      let found = checker.findings(in: file).findings
      for line in 1..<file.lines.count {
        let range = file.lines.range(of: line..<(line + 1))
        var bases = [Array(file.contents[..<range.lowerBound] + file.contents[range.upperBound...])]
        if trial.check.reach == .file {
          // A line that takes the place of another one leaves the shape of the file.
          let blanks = file.lines[line].prefix { $0 == 0x20 || $0 == 0x09 }
          let start = file.contents[..<range.lowerBound] + blanks + Array("x\n".utf8)
          bases.append(Array(start + file.contents[range.upperBound...]))
        }
        for base in bases {
          guard checker.isQuiet(file, since: base) else {
            loud += 1
            continue
          }
          quiet += 1
          let new = checker.new(found, in: file, since: [base])
          #expect(
            new.isEmpty, "\(trial.recipe.name), line \(line) of \(String(decoding: file.contents, as: UTF8.self))")
        }
      }
    }
    #expect(quiet > 1_000 && loud > 300, "\(quiet) quiet, \(loud) loud")
  }

  @Test func `A recipe that needs the whole file is not asked where the added line has none of its words`() throws {
    let text = """
      def view(request):
          name = request.args["name"]
          total = 1
          return total

      def other(requested):
          return open("/srv/" + name)
      """
    let file = CheckedFile(path: try RepositoryPath("a.py"), contents: Array(text.utf8))
    let recipe = try catalog.checkRecipe(catalog.recipe(named: "python/path-from-request"))
    let check = RecipeCheck(
      recipe, language: try #require(Language.named("python")), severity: .warning, catalog: catalog)
    func mayFind(_ statement: String) -> Bool { check.mayFind(in: file.with(Array(statement.utf8)), of: .statement) }
    #expect(check.reach > .statement)
    #expect(!mayFind("def view(request):\n    total = 1\n") && !mayFind("reopened = 1\n"))
    #expect(mayFind("def view(request):\n    return open(name)\n"))
  }
}
