package import HoneCore
package import HoneSyntax

extension Recipe {
  /// Whether the recipe is written for a language.
  package func supports(_ language: Language) -> Bool {
    header.languages.contains { Language.named($0) == language }
  }

  /// Whether the recipe searches a file, by its path; of which language it is, is not asked.
  package func searches(_ path: RepositoryPath) -> Bool {
    (header.files.isEmpty || header.files.contains { $0.matches(path) })
      && (steps.isEmpty || steps.contains { $0.paths?.includes(path) ?? true })
  }

  /// Whether there are files of its languages that it does not search.
  package var hasPaths: Bool { !header.files.isEmpty || steps.contains { $0.paths != nil } }
}
