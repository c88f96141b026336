internal import HoneCore
internal import HoneGit
package import HoneRecipes
internal import HoneSyntax
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `git hone recipe`: list, show, test and begin recipes.
package enum RecipeAdministration {
  /// A recipe of a list.
  package struct Listing: Sendable {
    package var entry: RecipeCatalog.Entry
    /// The recipe, or why it cannot be read.
    package var recipe: Result<Recipe, RecipeError>
  }

  /// How the examples of one recipe went.
  package struct TestReport: Sendable {
    package var name: String
    /// Every example, or why the recipe cannot be used.
    package var examples: Result<[RecipeExamples.Result], RecipeError>

    /// Whether there is an example and every one holds.
    package var isSound: Bool {
      if case .success(let results) = examples {
        !results.isEmpty && results.allSatisfy { $0.problem == nil }
      } else {
        false
      }
    }
  }

  /// The recipes that can be named here.
  package static func catalog() -> RecipeCatalog {
    let environment = Environment.current
    let repository = try? Repository.open(at: Surroundings.currentDirectory, environment: environment)
    return RecipeCatalog(repository: repository?.reachableWorkTree, environment: environment)
  }

  /// All recipes, or those for one language.
  /// - Throws: a usage `RunFailure` for a language that is not known.
  package static func listings(language name: String?) throws -> [Listing] {
    let catalog = catalog()
    let language = try name.map(language)
    return catalog.entries().compactMap { entry in
      let recipe: Result<Recipe, RecipeError>
      do throws(RecipeError) { recipe = .success(try catalog.recipe(for: entry)) } catch { recipe = .failure(error) }
      if let language, case .success(let recipe) = recipe, !recipe.supports(language) { return nil }
      return Listing(entry: entry, recipe: recipe)
    }
  }

  /// One recipe.
  package static func recipe(named name: String) throws -> Recipe {
    do throws(RecipeError) {
      return try catalog().recipe(named: name)
    } catch {
      throw RunFailure(recipe: error)
    }
  }

  /// Runs the examples of recipes, of all when none is named, and hands each report on as it is made.
  /// - Returns: `.partial` when an example fails.
  package static func test(_ names: [String], report: (TestReport) -> Void) throws -> ExitStatus {
    let catalog = catalog()
    let entries: [RecipeCatalog.Entry]
    do throws(RecipeError) {
      var named: [RecipeCatalog.Entry] = []
      for name in names { named.append(try catalog.entry(named: name)) }
      entries = names.isEmpty ? catalog.entries() : named
    } catch {
      throw RunFailure(recipe: error)
    }
    let examples = RecipeExamples(library: .standard) { name throws(RecipeError) in try catalog.recipe(named: name) }
    var status = ExitStatus.done
    for entry in entries {
      let result: Result<[RecipeExamples.Result], RecipeError>
      do throws(RecipeError) {
        result = .success(try examples.run(catalog.recipe(for: entry)))
      } catch {
        result = .failure(error)
      }
      let made = TestReport(name: entry.name, examples: result)
      if !made.isSound { status = .partial }
      report(made)
    }
    return status
  }

  /// Writes a recipe that finds a pattern, and maybe rewrites it.
  /// - Parameter name: `name`, for `.hone/recipes` of the repository, or a path that ends in `.md`.
  /// - Returns: the path of the new file.
  /// - Throws: a `RunFailure` when the file exists, or the pattern makes no recipe.
  package static func create(
    _ name: String, language languageName: String, pattern: String, rewrite: String?
  ) throws -> String {
    let language = try language(languageName)
    return try write(RecipeDraft(language: language.name, pattern: pattern, rewrite: rewrite), named: name)
  }

  /// Writes a draft as `create` does.
  static func write(_ draft: RecipeDraft, named name: String) throws -> String {
    if name.hasSuffix(".md") {
      try check(draft, named: name)
      try write(Array(draft.text.utf8), toNewFile: name)
      return name
    }
    let repository = try Repository.open(at: Surroundings.currentDirectory, environment: .current)
    guard !name.split(separator: "/").contains("..") else {
      throw RunFailure.usage("`\(name)` leads out of the recipes", remedy: "take `..` out of the name")
    }
    try check(draft, named: name)
    let inside = try RepositoryPath(".hone/recipes/\(name).md")
    let path = "\(repository.reachableWorkTree)/\(inside)"
    do throws(Refusal) {
      try repository.makeFile(Array(draft.text.utf8), at: inside)
    } catch {
      switch error.code {
      case .moved: throw RunFailure.usage("\(path) exists", remedy: "choose another name, or edit it")
      case .unsafePath:
        throw RunFailure(
          .usage, code: error.code.rawValue,
          "\(inside) is not written: a folder above it is a symbolic link, which may lead out of the repository, or a file",
          remedy: "name a file that ends in .md, or make .hone/recipes a folder")
      default: throw error
      }
    }
    return path
  }

  /// Loads a draft as a run does, so that no recipe is written which cannot be used.
  private static func check(_ draft: RecipeDraft, named name: String) throws {
    do {
      // Without a file messages speak of the pattern: the lines of the draft are none that anybody has seen.
      let recipe = try Recipe(Array(draft.text.utf8), name: name, file: "")
      let (programs, _) = try RecipePlan.programs(of: recipe) { name throws(RecipeError) in
        throw RecipeError(file: name, "is not used by a new recipe", remedy: "")
      }
      guard !recipe.onlyFinds, let program = programs.first else { return }
      for example in recipe.examples {
        guard program.apply(to: example.before).refused.contains(where: { $0.reason == .gate }) else { continue }
        throw RecipeError(
          file: "", "code that it finds would not parse once it is rewritten",
          remedy: "see that the rewrite is whole, with every bracket closed")
      }
    } catch let error as RecipeError {
      throw RunFailure(recipe: RecipeError(file: "the pattern", line: 0, error.problem, remedy: error.remedy))
    }
  }

  private static func language(_ name: String) throws -> Language {
    guard let language = Language.named(name) else {
      throw RunFailure.usage("there is no language `\(name)`", remedy: "known are: \(Language.knownNames)")
    }
    return language
  }

  private static func write(_ bytes: [UInt8], toNewFile path: String) throws {
    var folder = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw SystemError("make \(folder)") }
    }
    // `x`: never a file that is there.
    guard let stream = fopen(path, "wx") else {
      if errno == EEXIST { throw RunFailure.usage("\(path) exists", remedy: "choose another name, or edit it") }
      throw SystemError("create \(path)")
    }
    let written = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, written == bytes.count else { throw SystemError("write \(path)") }
  }
}

extension RunFailure {
  /// The failure that stands for a recipe that cannot be used.
  package init(recipe error: RecipeError) {
    self = .usage("\(error.place): \(error.problem)", remedy: error.remedy)
  }
}
