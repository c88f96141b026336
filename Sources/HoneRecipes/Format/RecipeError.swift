package import HoneYAML

/// Why a recipe cannot be used: a place in its file, what is wrong there, and what to do.
package struct RecipeError: Error, Hashable, Sendable {
  /// The file as the user named it, or the name of the recipe.
  package var file: String
  /// From 1; 0 when the error has no place in the file.
  package var line: Int
  /// From 1, in bytes.
  package var column: Int
  package var problem: String
  package var remedy: String

  package init(file: String, line: Int = 1, column: Int = 1, _ problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
    self.remedy = remedy
  }

  /// The error of a part of the file that is YAML.
  package init(file: String, _ error: YAMLError) {
    self.init(file: file, line: error.line, column: error.column, error.problem, remedy: error.remedy)
  }

  /// An error at the start of a value of the front matter or of a rule.
  package init(file: String, at mark: YAMLMark, _ problem: String, remedy: String) {
    self.init(file: file, line: mark.line, column: mark.column, problem, remedy: remedy)
  }
}

extension RecipeError: CustomStringConvertible {
  /// The file, with line and column where there are some.
  package var place: String { line == 0 ? file : "\(file):\(line):\(column)" }

  package var description: String { "\(place): \(problem); \(remedy)" }
}
