internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// The files of a commit's parent that the commit did not touch, read as far as a lesson may have something to say there.
final class UntouchedFiles {
  private let history: History
  private let commit: String
  private let extensions: [String]
  private let grammar: Grammar
  /// How many files a word is looked for in, the first ones.
  private let limit: Int
  private var holders: [String: [String]] = [:]
  private var trees: [String: SyntaxTree] = [:]

  init(history: History, commit: String, extensions: [String], grammar: Grammar, limit: Int) {
    self.history = history
    self.commit = commit
    self.extensions = extensions
    self.grammar = grammar
    self.limit = limit
  }

  /// What a lesson proposes there.
  func proposals(of lesson: Lesson) throws -> [LessonProposal] {
    guard limit > 0, let rule = lesson.rule, let word = Self.words(of: rule.pattern).max(by: { $0.count < $1.count })
    else {
      return []
    }
    let prefilter = Prefilter(anyOf: [rule.rule] + (lesson.wider.map { [$0.rule] } ?? []), grammar: grammar)
    var found: [LessonProposal] = []
    for (path, tree) in try files(holding: word) where prefilter.mayMatch(tree.source) {
      found += lesson.proposals(in: tree, at: path).filter { !$0.isUnderError }
    }
    return found
  }

  private func files(holding word: String) throws -> [(path: String, tree: SyntaxTree)] {
    let names: [String]
    if let known = holders[word] {
      names = known
    } else {
      names = try history.untouched(by: commit, holding: word, extensions: extensions)
      holders[word] = names
    }
    let few = Array(names.prefix(limit))
    let missing = few.filter { trees[$0] == nil }
    if !missing.isEmpty {
      var parser = try SyntaxParser(grammar)
      for (name, bytes) in zip(missing, try history.contents(missing)) { trees[name] = try? parser.parse(bytes) }
    }
    return few.compactMap { name in
      trees[name].map { (String(name.drop { $0 != ":" }.dropFirst()), $0) }
    }
  }

  /// The words of a pattern that are no metavariables.
  private static func words(of pattern: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isHole = false
    for character in pattern + " " {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        if !isHole, !word.isEmpty { words.append(word) }
        word = ""
        isHole = character == "$"
      }
    }
    return words
  }
}
