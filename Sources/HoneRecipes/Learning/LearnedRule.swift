internal import HoneCore
package import HoneSyntax

/// A rewrite that was learned from examples, ready to be tried and applied.
package struct LearnedRule: Sendable {
  /// How far a rule may be trusted.
  ///
  /// Measured on 4,174 commits that repeat an edit, with rules from one example each: two concrete words 92% right, renames
  /// without an unedited place beside them 98%, one concrete word 36 to 39%.
  package enum Certainty: Hashable, Sendable, Comparable {
    /// Listed, taken only by hand or on request.
    case maybe
    /// Taken by default.
    case sure
  }

  /// The name of the grammar.
  package let language: String
  /// The old side, in the notation of patterns.
  package let pattern: String
  /// The new side.
  package let rewrite: String
  /// The kinds of node that a rename replaces; empty for code with holes.
  package let kinds: [String]
  package var certainty: Certainty { doubts.isEmpty ? .sure : .maybe }
  /// What keeps it from being sure.
  package internal(set) var doubts: [RuleDoubt] = []

  /// Judges the rule again, now that it is known how many places of the repository it fits.
  package mutating func judge(reach: Int) {
    evidence.reach = reach
    doubts = RuleDoubt.all(of: evidence)
  }

  /// What its trust is judged by.
  package internal(set) var evidence: RuleEvidence
  /// Places in the user's own files that it matches and that the user left alone: lines, from 1, by number of the file.
  package internal(set) var counterExamples: [CounterExample] = []
  /// Of a rename: which of the places that bear the name it is about.
  var reach = RenameReach()
  /// In which files it can be about what it was learned of.
  var sight = RuleSight()
  /// The places that it was learned from.
  var seen: [SeenPlace] = []
  /// What those consist of, outside of holes; empty until `noteParts`.
  private var knownParts: Set<UInt64> = []
  /// What it finds and writes.
  package let rule: Rule
  private let rewriter: Rewriter
  private let concreteWords: Set<String>
  private let isTold: Bool
  /// What the new side takes from the function around it.
  private let borrowedNames: Set<String>
  /// Finds the new side, where the old one is a part of it.
  private let wrapping: Matcher?
  /// The holes that stand for what a member is taken of.
  let receivers: Set<String>
  /// How a match is rewritten.
  var style = Style.leastChange

  /// How a match is rewritten.
  enum Style: CaseIterable {
    /// Only the tokens that differ change; blanks between others stay as the author has set them.
    case leastChange
    /// The new side is written as it stands in the example, with what the holes found.
    case asWritten
  }

  /// A place that the user did not change although the rule matches it.
  package struct CounterExample: Hashable, Sendable {
    /// The number of the file among the examples.
    package var file: Int
    /// Bytes of the old version.
    package var range: Range<Int>
  }

  /// - Returns: `nil` when the candidate cannot be written as a pattern of the language.
  init?(_ candidate: Candidate, grammar: Grammar) {
    language = grammar.name
    evidence = candidate.evidence
    borrowedNames = candidate.borrowedNames
    let condition: Condition
    switch candidate.shape {
    case .rename(let from, let to, let kinds):
      pattern = from
      rewrite = to
      self.kinds = kinds
      concreteWords = [from]
      isTold = true
      receivers = []
      let readings = kinds.flatMap { kind in
        grammar.symbols(named: kind).map { symbol in
          Pattern.Reading(
            place: "example", kind: kind, nodes: [.token(symbol: symbol, isNamed: true, text: Array(from.utf8))])
        }
      }
      guard !readings.isEmpty else { return nil }
      condition = .pattern(Pattern(text: from, readings: readings))
    case .template(let generalisation):
      pattern = generalisation.before.text
      rewrite = generalisation.after.text
      kinds = []
      concreteWords = generalisation.before.concreteWords
      isTold = generalisation.before.isTold || generalisation.before.comparesValue
      receivers = Set(generalisation.before.holes.filter(\.isReceiver).map(\.name))
      guard let read = try? Pattern(generalisation.before.text, grammar: grammar, reach: .everywhere) else {
        return nil
      }
      condition = .pattern(read)
    }
    let fix = Fix(FixTemplate(rewrite, grammar: grammar), keepsUnmatched: true)
    rule = Rule(id: "learned", condition, fixes: [fix])
    rewriter = Rewriter(Matcher([rule], grammar: grammar))
    let isWrapping = kinds.isEmpty && rewrite != pattern && rewrite.contains(pattern)
    wrapping = (isWrapping ? try? Pattern(rewrite, grammar: grammar, reach: .everywhere) : nil).map {
      Matcher([Rule(id: "made", .pattern($0), fixes: [])], grammar: grammar)
    }
  }

  /// Whether nothing that it finds has a name, as in `return "", false`: it is of the files that were edited alone, and fits
  /// nothing but repetitions.
  package var isUntold: Bool { !isRename && !isTold }

  /// Whether the new side holds the old one.
  var isWrapping: Bool { wrapping != nil }

  /// Whether the rule gives one name another.
  package var isRename: Bool { !kinds.isEmpty }

  /// The kinds of node at which something may stand that the pattern nearly fits.
  package var nearKinds: Set<String> { evidence.form == .insertion ? [] : Set(evidence.kinds.prefix(1)) }

  /// The names that the old side keeps.
  package var nearWords: Set<String> { concreteWords }

  /// How many edits of the user it explains, exactly.
  package var support: Int { evidence.support }

  /// Whether it was learned of the same kind of thing that stands at a match.
  func covers(_ match: Match) -> Bool {
    isRename ? reach.covers(SyntaxNode(tree: match.tree, index: match.node)) : !isForeign(to: match)
  }

  /// Why a match is no place like those that the rule was learned from; `nil` when it is one.
  /// - Parameter path: the path of the file, where it is known.
  func misfit(_ match: Match, at path: String?) -> PlaceDoubt? {
    if sight.excludes(match.tree, at: path) { return .hidden }
    if !covers(match) { return isRename ? .otherThing : .definition }
    if !hasNames(at: match) { return .missingName }
    guard isRename else { return nil }
    let name = SyntaxNode(tree: match.tree, index: match.node)
    if reach.isOtherUse(name) { return .definition }
    if reach.isOtherDefinition(name) { return .otherDefinition }
    if reach.isOtherMember(name) { return .otherMember }
    return reach.isOnlyImported(name) ? .onlyImported : nil
  }

  /// What each of two edits or more of a member was taken of; `nil` where they differ, or one edit alone is known.
  var owner: ArraySlice<UInt8>? {
    guard evidence.form == .memberRename, seen.count > 1, let first = seen.first?.receiver,
      seen.allSatisfy({ $0.receiver.elementsEqual(first) })
    else { return nil }
    return first
  }

  /// Whether a member is taken of something else than in each of two edits or more, which are all of one owner.
  func isOfOtherOwner(_ match: Match) -> Bool {
    let receiver = SyntaxNode(tree: match.tree, index: match.node).receiver
    if let owner, !owner.elementsEqual(receiver) { return true }
    guard seen.count > 1, let first = seen.first?.owners else { return false }
    return first.contains { name, owner in
      seen.allSatisfy { $0.owners[name]?.elementsEqual(owner) ?? false } && !match.text(of: name).elementsEqual(owner)
    }
  }

  /// Notes what the places consist of that it was learned from, so that others are held against them.
  mutating func noteParts() { knownParts = seen.reduce(into: []) { $0.formUnion($1.match.parts) } }

  /// Whether a match has parts, outside of what holes stand for, that no place has which it was learned from.
  func hasOtherParts(_ match: Match) -> Bool {
    !isRename && !knownParts.isEmpty && !match.parts.isSubset(of: knownParts)
  }

  /// Whether it makes code wait that nothing says may wait: `await` where the function around is not asynchronous.
  func isOutOfTurn(at match: Match) -> Bool {
    func waits(_ text: String) -> Bool { text.nameWords.contains("await") }
    guard !isRename, waits(rewrite), !waits(pattern), !rewrite.nameWords.contains("async") else { return false }
    return !NameRole.mayWait(SyntaxNode(tree: match.tree, index: match.node))
  }

  /// Whether the function around a match has declared every name that the new side takes from the function around the example.
  private func hasNames(at match: Match) -> Bool {
    let node = SyntaxNode(tree: match.tree, index: match.node)
    return borrowedNames.allSatisfy { name in
      NameRole.isDeclared(name, before: node) || evidence.form == .insertion && match.declares(name)
    }
  }

  /// Whether a place is inside of an import while the edit was not, so that the line there is likely to need another edit;
  /// or a name that is defined there, where the edit makes code of it.
  func isForeign(to match: Match) -> Bool {
    guard !isRename else { return false }
    let node = SyntaxNode(tree: match.tree, index: match.node)
    if evidence.form == .bareName, NameRole.isDeclared(at: node) { return true }
    return !evidence.isImport && node.kindsToStatement.contains { RuleEvidence.isImport(kind: $0) }
  }

  /// Whether a match is a name of another function, or a function's own where the rename is of none.
  func isOutside(_ match: Match) -> Bool {
    isRename && reach.excludes(SyntaxNode(tree: match.tree, index: match.node))
  }

  /// Whether a file can hold nothing that it renames, because what is private to another file is renamed.
  func isBlind(in tree: SyntaxTree, at path: String?) -> Bool {
    isRename && NameVisibility.isEnforced(in: tree.grammar) && sight.excludes(tree, at: path)
  }

  /// The places of a file that it matches, outermost first, none inside of another.
  package func matches(in tree: SyntaxTree) -> [Match] {
    var end = 0
    let made = wrapping?.matches(in: tree).map(\.range) ?? []
    return rewriter.matcher.matches(in: tree).filter { match in
      guard match.range.lowerBound >= end, isOfSameKind(match), !isPartOfStatement(match) else { return false }
      // What has the new form already holds the old one.
      if made.contains(where: { $0.contains(match.range) && $0 != match.range }) { return false }
      end = match.range.upperBound
      return true
    }
  }

  /// Whether a match is the same kind of code as the places that it was learned from: a default of a parameter reads as a named argument
  /// of a call does.
  func isOfSameKind(_ match: Match) -> Bool {
    guard !isRename, !seen.isEmpty else { return true }
    return seen.contains { ($0.kind == nil || $0.kind == match.kind) && ($0.key == nil || $0.key == match.key) }
  }

  /// Whether an edit of whole statements meets an expression inside of one: `f(x)` -> `_ = f(x)` is nothing for `y = f(x)`.
  private func isPartOfStatement(_ match: Match) -> Bool {
    guard evidence.makesStatement else { return false }
    var node = SyntaxNode(tree: match.tree, index: match.node)
    while let parent = node.parent, !parent.holdsStatements {
      // A statement that is an expression and nothing else.
      guard parent.range == node.range else { return true }
      node = parent
    }
    return false
  }

  /// The edit of a match, which keeps what the rule does not speak of; `nil` when the match already reads so.
  package func edit(for match: Match) -> PlannedEdit? {
    guard var edit = rewriter.edit(for: match), !edit.replacements.isEmpty else { return nil }
    if style == .asWritten { edit = written(edit) }
    return evidence.form == .deletion && evidence.isStatement ? edit.takingEmptiedLines : edit
  }

  /// The edit that writes the new side with what the holes of a match found, its later lines indented as the line of the
  /// match is.
  private func written(_ edit: PlannedEdit) -> PlannedEdit {
    let match = edit.match
    let source = match.tree.source
    let lineStart = source[..<match.range.lowerBound].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let margin = source[lineStart..<match.range.lowerBound].prefix { $0 == 0x20 || $0 == 0x09 }
    let template = FixTemplate(rewrite, grammar: match.tree.grammar)
    var result: [UInt8] = []
    func write(_ code: ArraySlice<UInt8>) {
      for byte in code {
        result.append(byte)
        if byte == 0x0a { result += margin }
      }
    }
    var holes: [(item: Int, range: Range<Int>)] = []
    var position = 0
    for (index, item) in template.items.enumerated() {
      guard case .hole(let name, let isMany) = item.content else { continue }
      write(template.text[position..<item.range.lowerBound])
      let slot = match.slots.firstIndex { $0.name == name && $0.isMany == isMany }
      if let slot, let capture = match.captures[slot] {
        holes.append((index, result.count..<(result.count + capture.range.count)))
        result += source[capture.range]
      }
      position = item.range.upperBound
    }
    write(template.text[position...])
    return edit.writing(result, template: template, holes: holes)
  }

  /// What stands in the place of a match afterwards.
  package func result(of match: Match) -> [UInt8] {
    var result: [UInt8] = []
    var position = match.range.lowerBound
    for replacement in edit(for: match)?.replacements ?? [] {
      result += match.tree.source[position..<max(position, replacement.range.lowerBound)] + replacement.bytes
      position = max(position, replacement.range.upperBound)
    }
    return result + match.tree.source[position..<max(position, match.range.upperBound)]
  }
}
