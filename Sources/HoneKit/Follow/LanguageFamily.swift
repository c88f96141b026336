internal import HoneRecipes
internal import HoneSyntax

/// Languages whose files speak of one another's names: what a header of C declares is called in C++.
enum LanguageFamily {
  /// A lesson for another language of the family.
  struct Relative {
    var language: Language
    var grammar: Grammar
    var lesson: Lesson
  }

  private static let families = [["c", "cpp"], ["typescript", "tsx", "javascript"]]

  /// The other languages of a family.
  static func relatives(of language: Language) -> [Language] {
    families.first { $0.contains(language.name) }?.filter { $0 != language.name }.compactMap(Language.named) ?? []
  }
}

extension FollowLesson {
  /// Lets a rename go on in the other languages of the family.
  /// - Parameter learned: languages in which something was edited too, which tell themselves what is renamed in them.
  mutating func findRelatives(beside learned: Set<Language>, library: GrammarLibrary) {
    guard case .syntax(let language, _, let lesson, let rule) = rules, rule.isRename else { return }
    relatives = LanguageFamily.relatives(of: language).filter { !learned.contains($0) }.compactMap { other in
      guard let grammar = try? library.grammar(for: other), let translated = lesson.translated(to: grammar) else {
        return nil
      }
      return LanguageFamily.Relative(language: other, grammar: grammar, lesson: translated)
    }
  }
}
