package import HoneSystem
internal import HoneYAML

/// Finds recipes by name: those of the repository, the user's, and those that come with the program.
///
/// Asking for one recipe lists folders and reads one file; nothing else is parsed.
package struct RecipeCatalog: Sendable {
  /// Where a recipe comes from.
  package enum Origin: String, Hashable, Sendable {
    /// `.hone/recipes` of the repository at hand.
    case repository
    /// The user's data folder.
    case user
    /// The catalogue that comes with the program.
    case catalogue
    /// A path.
    case file
  }

  /// A recipe that is not read yet.
  package struct Entry: Hashable, Sendable {
    /// `python/assert-equals`.
    package var name: String
    /// The path of its file.
    package var file: String
    package var origin: Origin

    /// The last part of the name.
    package var shortName: Substring { name.split(separator: "/").last ?? Substring(name) }
  }

  /// A folder of recipes.
  package struct Folder: Sendable {
    package var path: String
    package var origin: Origin
  }

  /// Folders of recipes, in the order in which names are looked up.
  package let folders: [Folder]
  /// The folder that relative paths start from.
  private let currentFolder: String

  /// - Parameters:
  ///   - folders: absolute paths.
  ///   - currentFolder: what relative paths of recipes start from.
  package init(folders: [(path: String, origin: Origin)], currentFolder: String = ".") {
    self.init(folders.map { Folder(path: $0.path, origin: $0.origin) }, currentFolder)
  }

  private init(_ folders: [Folder], _ currentFolder: String) {
    self.folders = folders
    self.currentFolder = currentFolder
  }

  /// The catalogue as a command sees it: `.hone/recipes` of the repository, then the folder that `HONE_RECIPES` names,
  /// or if it is not set the user's and the program's own.
  /// - Parameter repository: the absolute path of the work tree; `nil` outside of one.
  package init(repository: String?, environment: Environment, currentFolder: String = ".") {
    var folders: [Folder] = []
    if let repository { folders.append(Folder(path: repository + "/.hone/recipes", origin: .repository)) }
    if let folder = environment["HONE_RECIPES"], !folder.isEmpty {
      folders.append(Folder(path: folder, origin: .catalogue))
    } else {
      if let data = UserDirectories(environment: environment)?.data {
        folders.append(Folder(path: data + "/recipes", origin: .user))
      }
      for folder in InstalledFolder.candidates(installed: "share/hone/recipes", built: "Recipes") {
        folders.append(Folder(path: folder, origin: .catalogue))
      }
    }
    self.init(folders, currentFolder)
  }

  /// Every recipe, by folder and name; a name that an earlier folder has is left out.
  package func entries() -> [Entry] {
    var entries: [Entry] = []
    var names: Set<String> = []
    for folder in folders {
      for file in RecipeFolder(path: folder.path).files() {
        let name = RecipeFolder.name(of: file)
        guard names.insert(name).inserted else { continue }
        entries.append(Entry(name: name, file: folder.path + "/" + file, origin: folder.origin))
      }
    }
    return entries
  }

  /// The recipe that a person calls `name`: its name, the last part of it if no other has it, or a path.
  /// - Throws: `RecipeError` that names the recipes that were meant, or the fault of the file.
  package func recipe(named name: String) throws(RecipeError) -> Recipe {
    try recipe(for: entry(named: name))
  }

  /// The entry that a person calls `name`.
  package func entry(named name: String) throws(RecipeError) -> Entry {
    if RecipeFolder.isRecipe(name) || name.hasPrefix("/") || name.hasPrefix("./") || name.hasPrefix("../") {
      let path = name.hasPrefix("/") || currentFolder == "." ? name : currentFolder + "/" + name
      guard RecipeFolder.isFile(path) else {
        throw RecipeError(
          file: name, line: 0, "there is no such file", remedy: "check the path, or `git hone recipe list`")
      }
      return Entry(name: name, file: path, origin: .file)
    }
    for folder in folders {
      for end in [".md", ".yml", ".yaml"]
      where Self.isPlain(name) && RecipeFolder.isFile("\(folder.path)/\(name)\(end)") {
        return Entry(name: name, file: "\(folder.path)/\(name)\(end)", origin: folder.origin)
      }
    }
    let entries = entries()
    let fitting = entries.filter { $0.shortName == name }
    if let only = fitting.first, fitting.count == 1 { return only }
    if fitting.count > 1 {
      throw RecipeError(
        file: name, line: 0, "several recipes have this name",
        remedy: "say which: \(fitting.map(\.name).joined(separator: ", "))")
    }
    // Whoever shortens the folder means the recipe of that name.
    let short = Self.isPlain(name) ? name.split(separator: "/").last : nil
    let nearest =
      NearestName.of(name, in: entries.map(\.name)) ?? entries.first { $0.shortName == short }?.name
      ?? NearestName.of(name, in: entries.map { String($0.shortName) })
    throw RecipeError(
      file: name, line: 0, "there is no recipe of this name",
      remedy: nearest.map { "did you mean `\($0)`?" } ?? "see `git hone recipe list`")
  }

  /// A name cannot lead out of the folders.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
  }

  /// Reads the recipe of an entry.
  /// - Throws: `RecipeError`; also for a recipe of the catalogue that shows no example.
  package func recipe(for entry: Entry) throws(RecipeError) -> Recipe {
    let file = entry.origin == .file ? entry.name : entry.file
    var recipe = try Recipe(RecipeFolder.read(entry.file), name: RecipeFolder.name(of: entry.name), file: file)
    if RecipeFolder.isRuleFile(entry.file) { try recipe.useProject(around: entry.file) }
    if entry.origin == .catalogue, recipe.examples.isEmpty, !RecipeFolder.isRuleFile(entry.file) {
      throw RecipeError(
        file: file, "a recipe of the catalogue needs an example",
        remedy: "add a section `## Example: ...` with code before and after")
    }
    return recipe
  }
}
