internal import HoneSyntax

/// Says which of many recipes have anything to do in a file: one search for all their words, one parse, and one walk for all
/// their rules by the kinds of the nodes.
package struct RecipeSieve: Sendable {
  private let words: PrefilterSet
  private let matcher: Matcher
  /// For each rule of `matcher` the position of its program.
  private let owners: [Int]
  private let grammar: Grammar

  /// A file is parsed for so many recipes or more; fewer look only at the parts of it that hold their words.
  private static let few = 3

  /// - Parameter programs: of one language; not empty.
  package init?(_ programs: [RecipeProgram]) {
    guard let grammar = programs.first?.grammar else { return nil }
    self.grammar = grammar
    words = PrefilterSet(programs.map(\.prefilter))
    // Rules that name utilities of other files are not matched together with others.
    let joined = programs.enumerated().filter { !$0.element.usesGlobals }
    owners = joined.flatMap { index, program in program.rules.map { _ in index } }
    matcher = Matcher(joined.flatMap(\.element.rules), grammar: grammar)
  }

  /// Whether a file holds the words of any program.
  package func holdsWords(_ bytes: [UInt8]) -> Bool { words.mayMatch(bytes).contains(true) }

  /// For each program whether it may find something in a file.
  /// - Parameter bench: what the thread keeps; the programs that find something need not parse the file again.
  package func mayMatch(_ bytes: [UInt8], bench: RecipeBench) -> [Bool] {
    var passes = words.mayMatch(bytes)
    guard passes.count(where: { $0 }) >= Self.few, let tree = bench.tree(of: bytes, grammar: grammar) else {
      return passes
    }
    let found = matcher.matchingRules(in: tree, among: owners.map { passes[$0] })
    let matching = Set(zip(owners, found).filter(\.1).map(\.0))
    for program in Set(owners) where !matching.contains(program) { passes[program] = false }
    return passes
  }
}
