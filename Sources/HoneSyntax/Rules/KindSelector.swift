internal import HoneCore
internal import HoneYAML

/// Why a text selects no kind.
struct KindSelectorError: Error {
  var problem: String
  var remedy: String
}

/// Reads the value of `kind`: the name of a kind, or several in the manner of CSS.
///
/// `a > b` is a `b` whose parent is an `a`, `a b` a `b` somewhere in an `a`, `a + b` a `b` directly after an `a`, `a ~ b` a
/// `b` after an `a`; commas list alternatives. `:has(...)`, `:not(...)`, `:is(...)`, `:nth-child(... of ...)` and
/// `:nth-last-child(...)` narrow what stands before them.
/// Source: the reference of ast-grep's atomic rules, "ESQuery style kind".
struct KindSelector {
  private var rest: Substring
  private let grammar: Grammar
  private var depth = 0

  init(_ text: String, grammar: Grammar) {
    rest = text[...]
    self.grammar = grammar
  }

  /// Reads the whole text.
  mutating func condition() throws(KindSelectorError) -> Condition {
    // Nearly all are one name.
    if !rest.isEmpty, rest.utf8.allSatisfy(\.isNameByte) { return .kind(try symbols(String(rest))) }
    let condition = try list()
    skipBlanks()
    guard rest.isEmpty else { throw unexpected("the end") }
    return condition
  }

  private func unexpected(_ expected: String) -> KindSelectorError {
    let found = rest.first.map { "`\($0)`" } ?? "the end"
    return KindSelectorError(
      problem: "the kind has \(found) where \(expected) was expected", remedy: "write names, joined as in `a > b`")
  }

  @discardableResult
  private mutating func skipBlanks() -> Bool {
    let count = rest.count
    rest = rest.drop(while: \.isWhitespace)
    return rest.count < count
  }

  private mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func list() throws(KindSelectorError) -> Condition {
    guard depth < 20 else { throw KindSelectorError(problem: "the kind nests too deep", remedy: "use `utils`") }
    depth += 1
    defer { depth -= 1 }
    var alternatives = [try chain()]
    skipBlanks()
    while take(",") {
      alternatives.append(try chain())
      skipBlanks()
    }
    return alternatives.count == 1 ? alternatives[0] : .any(alternatives)
  }

  private mutating func chain() throws(KindSelectorError) -> Condition {
    skipBlanks()
    var condition = try compound()
    while true {
      let hasBlank = skipBlanks()
      guard let next = rest.first, next != ",", next != ")" else { return condition }
      if take(">") {
        condition = .all([try operand(), .inside(Condition.Relation(condition))])
      } else if take("+") {
        condition = .all([try operand(), .follows(Condition.Relation(condition))])
      } else if take("~") {
        condition = .all([try operand(), .follows(Condition.Relation(condition, stop: .end))])
      } else if hasBlank {
        condition = .all([try compound(), .inside(Condition.Relation(condition, stop: .end))])
      } else {
        throw unexpected("a blank, `>`, `+`, `~` or `,`")
      }
    }
  }

  private mutating func operand() throws(KindSelectorError) -> Condition {
    skipBlanks()
    return try compound()
  }

  private mutating func compound() throws(KindSelectorError) -> Condition {
    var parts: [Condition] = []
    let name = self.name()
    if !name.isEmpty { parts.append(.kind(try symbols(String(name)))) }
    while take(":") { parts.append(try pseudoClass()) }
    guard let first = parts.first else { throw unexpected("the name of a kind") }
    return parts.count == 1 ? first : .all(parts)
  }

  private mutating func name() -> Substring {
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-" }
    rest = rest.dropFirst(name.count)
    return name
  }

  private func symbols(_ kind: String) throws(KindSelectorError) -> Set<UInt16> {
    let symbols = grammar.symbols(named: kind)
    if !symbols.isEmpty { return Set(symbols) }
    let kinds = grammar.kinds.indices.lazy.filter { grammar.symbolFlags[$0].contains(.named) }
    let nearest = NearestName.of(kind, in: kinds.map { grammar.kinds[$0] })
    throw KindSelectorError(
      problem: "\(grammar.name) has no kind `\(kind)`",
      remedy: nearest.map { "did you mean `\($0)`?" } ?? "take a kind from the grammar's node types")
  }

  private mutating func pseudoClass() throws(KindSelectorError) -> Condition {
    let name = self.name()
    guard take("(") else { throw unexpected("`(`") }
    skipBlanks()
    let condition: Condition
    switch name {
    case "has":
      let stop: Condition.Relation.Stop = take(">") ? .neighbor : .end
      condition = .has(Condition.Relation(try list(), stop: stop))
    case "not": condition = .not(try list())
    case "is": condition = try list()
    case "nth-child", "nth-last-child": condition = try nthChild(isFromEnd: name == "nth-last-child")
    default:
      throw KindSelectorError(
        problem: "`:\(name)` is not known", remedy: "known are :has, :not, :is, :nth-child and :nth-last-child")
    }
    skipBlanks()
    guard take(")") else { throw unexpected("`)`") }
    return condition
  }

  private mutating func nthChild(isFromEnd: Bool) throws(KindSelectorError) -> Condition {
    let text = rest.prefix { $0.isASCII && $0.isNumber || "nN+- ".contains($0) }
    rest = rest.dropFirst(text.count)
    guard let position = ChildPosition(String(text), isFromEnd: isFromEnd) else {
      throw KindSelectorError(problem: "`\(text)` is no position", remedy: "write a number, or `2n+1`")
    }
    guard rest.hasPrefix("of ") else { return .nthChild(position, of: nil) }
    rest = rest.dropFirst(3)
    return .nthChild(position, of: try list())
  }
}
