internal import HoneText
internal import HoneYAML

/// The keys of a rule object.
extension RuleReader {
  /// Reads a rule object; several keys in one must all hold.
  func condition(_ node: YAMLNode) throws(YAMLError) -> Condition {
    let mapping = try YAMLMapping(node, name: "the rule object")
    try mapping.rejectUnknownKeys(Self.conditionKeys)
    return try condition(mapping)
  }

  private func condition(_ mapping: YAMLMapping) throws(YAMLError) -> Condition {
    var parts: [Condition] = []
    // Relations come last, when it is known that the node itself fits.
    for key in Self.conditionKeys where !Self.relationKeys.contains(key) {
      if let node = mapping[key] { parts.append(try part(key, node)) }
    }
    for key in Self.relationKeys {
      if let node = mapping[key] { parts.append(try part(key, node)) }
    }
    guard let first = parts.first else {
      throw YAMLError(
        at: mapping.start, "the rule object says nothing", remedy: "add a key such as `pattern`, `kind` or `any`")
    }
    return parts.count == 1 ? first : .all(parts)
  }

  private static let relationKeys = ["inside", "has", "precedes", "follows"]

  private func part(_ key: String, _ node: YAMLNode) throws(YAMLError) -> Condition {
    switch key {
    case "pattern": return .pattern(try pattern(node))
    case "kind": return try kind(node)
    case "regex": return .regex(try RuleReader.regex(node, key))
    case "nthChild": return try nthChild(node)
    case "range": return .range(try range(node))
    case "inside": return .inside(try relation(node))
    case "has": return .has(try relation(node))
    case "precedes": return .precedes(try relation(node, allowsField: false))
    case "follows": return .follows(try relation(node, allowsField: false))
    case "all": return .all(try list(node, key))
    case "any": return .any(try list(node, key))
    case "not": return .not(try condition(node))
    default: return try matches(node)
    }
  }

  private func list(_ node: YAMLNode, _ key: String) throws(YAMLError) -> [Condition] {
    guard let items = node.sequence else {
      throw node.unexpected(for: key, expected: "a list of rule objects", remedy: "write `- pattern: ...` items")
    }
    var conditions: [Condition] = []
    for item in items { conditions.append(try condition(item)) }
    return conditions
  }

  private func matches(_ node: YAMLNode) throws(YAMLError) -> Condition {
    guard node.mapping == nil else { return try calls(node) }
    let name = try node.text(for: "matches")
    guard utilities.contains(name) || globals.contains(name) || parameters.contains(name) else {
      if let expected = templates[name] {
        throw YAMLError(
          at: node.start, "the utility `\(name)` has parameters",
          remedy: "write `matches: {\(name): {\(expected.map { "\($0): ..." }.joined(separator: ", "))}}`")
      }
      throw unknownUtility(name, at: node.start)
    }
    return .matches(name)
  }

  /// Reads calls of utilities with parameters; of several each must match.
  private func calls(_ node: YAMLNode) throws(YAMLError) -> Condition {
    var calls: [Condition] = []
    for entry in try YAMLMapping(node, name: "matches").entries {
      guard let expected = templates[entry.key], !parameters.contains(entry.key) else {
        guard utilities.contains(entry.key) || globals.contains(entry.key) || parameters.contains(entry.key) else {
          throw unknownUtility(entry.key, at: entry.mark)
        }
        throw YAMLError(
          at: entry.mark, "`\(entry.key)` takes no arguments", remedy: "write `matches: \(entry.key)`")
      }
      let given = try YAMLMapping(entry.value, name: "the arguments of `\(entry.key)`")
      try given.rejectUnknownKeys(expected)
      var arguments: [Rule.Named] = []
      for name in expected {
        guard let value = given[name] else {
          throw YAMLError(
            at: entry.mark, "the argument `\(name)` of `\(entry.key)` is missing", remedy: "add a rule object for it")
        }
        arguments.append(Rule.Named(name, try condition(value)))
      }
      calls.append(.instance(entry.key, arguments: arguments))
    }
    guard let first = calls.first else {
      throw YAMLError(at: node.start, "`matches` calls nothing", remedy: "name a utility")
    }
    return calls.count == 1 ? first : .all(calls)
  }

  private func unknownUtility(_ name: String, at mark: YAMLMark) -> YAMLError {
    let nearest = NearestName.of(name, in: utilities.union(globals).union(templates.keys))
    return YAMLError(
      at: mark, "no utility is called `\(name)`",
      remedy: nearest.map { "did you mean `\($0)`?" } ?? "define it under `utils`")
  }

  // MARK: Nodes

  private func pattern(_ node: YAMLNode) throws(YAMLError) -> Pattern {
    guard node.mapping != nil else {
      return try read(try node.text(for: "pattern"), in: node)
    }
    let mapping = try YAMLMapping(node, name: "the pattern")
    try mapping.rejectUnknownKeys(["context", "selector", "strictness"])
    guard let context = try mapping.string("context") else {
      throw YAMLError(at: node.start, "the pattern has no `context`", remedy: "add the code to parse")
    }
    let strictness: Strictness? = try mapping.choice("strictness")
    return try read(
      context, in: mapping["context"] ?? node, selector: try mapping.string("selector"),
      strictness: strictness ?? .smart)
  }

  private func read(
    _ text: String, in node: YAMLNode, selector: String? = nil, strictness: Strictness = .smart
  ) throws(YAMLError) -> Pattern {
    do {
      return try Pattern(text, grammar: grammar, reach: reach, selector: selector, strictness: strictness)
    } catch {
      let mark = node.mark(at: error.offset)
      throw YAMLError(
        at: mark ?? node.start,
        "`\(text.prefix(40))`: \(mark == nil ? error.problem(in: text) : error.problem)", remedy: error.remedy)
    }
  }

  private func kind(_ node: YAMLNode) throws(YAMLError) -> Condition {
    do {
      var selector = KindSelector(try node.text(for: "kind"), grammar: grammar)
      return try selector.condition()
    } catch let error as KindSelectorError {
      throw YAMLError(at: node.start, error.problem, remedy: error.remedy)
    } catch let error as YAMLError {
      throw error
    } catch {
      throw node.unexpected(for: "kind", expected: "a kind of node", remedy: "write its name")
    }
  }

  /// Reads a regular expression, with Unicode's meaning of characters, as Rust's have.
  static func regex(_ node: YAMLNode, _ key: String) throws(YAMLError) -> RegularExpression {
    do {
      return try RegularExpression(try node.text(for: key), options: .unicode)
    } catch let error as PatternSyntaxError {
      throw YAMLError(
        at: node.start, "`\(key)` is no regular expression: \(error.message) at byte \(error.offset)",
        remedy: "write a pattern that PCRE2 reads")
    } catch let error as YAMLError {
      throw error
    } catch {
      throw node.unexpected(for: key, expected: "a regular expression", remedy: "write a text")
    }
  }

  // MARK: Places

  private func nthChild(_ node: YAMLNode) throws(YAMLError) -> Condition {
    guard node.mapping != nil else { return .nthChild(try position(node, isFromEnd: false), of: nil) }
    let mapping = try YAMLMapping(node, name: "nthChild")
    try mapping.rejectUnknownKeys(["position", "ofRule", "reverse"])
    guard let place = mapping["position"] else {
      throw YAMLError(at: node.start, "`nthChild` has no `position`", remedy: "add a number, or a text such as `2n+1`")
    }
    let position = try position(place, isFromEnd: try mapping.bool("reverse") ?? false)
    return .nthChild(position, of: try mapping["ofRule"].map(condition))
  }

  private func position(_ node: YAMLNode, isFromEnd: Bool) throws(YAMLError) -> ChildPosition {
    guard let text = node.scalar?.text, let position = ChildPosition(text, isFromEnd: isFromEnd) else {
      throw node.unexpected(for: "nthChild", expected: "a position", remedy: "write a number, or a text such as `2n+1`")
    }
    return position
  }

  private func range(_ node: YAMLNode) throws(YAMLError) -> SourceRange {
    let mapping = try YAMLMapping(node, name: "range")
    try mapping.rejectUnknownKeys(["start", "end"])
    var places: [SourceRange.Place] = []
    for key in ["start", "end"] {
      guard let place = try mapping.mapping(key), let line = try place.integer("line"), line >= 0 else {
        throw YAMLError(at: node.start, "`range` has no `\(key)` with a `line`", remedy: "add lines, from 0")
      }
      try place.rejectUnknownKeys(["line", "column"])
      places.append(SourceRange.Place(line: line, column: try place.integer("column")))
    }
    let isOrdered = (places[0].line, places[0].column ?? 0) <= (places[1].line, places[1].column ?? .max)
    guard isOrdered else {
      throw YAMLError(at: node.start, "the `range` ends before it starts", remedy: "exchange `start` and `end`")
    }
    return SourceRange(start: places[0], end: places[1])
  }

  // MARK: Relations

  /// Reads a relation of `inside` and `has`, which may name a field, or of another key.
  func relation(_ node: YAMLNode) throws(YAMLError) -> Condition.Relation { try relation(node, allowsField: true) }

  private func relation(_ node: YAMLNode, allowsField: Bool) throws(YAMLError) -> Condition.Relation {
    let mapping = try YAMLMapping(node, name: "the relation")
    try mapping.rejectUnknownKeys(Self.conditionKeys + ["stopBy"] + (allowsField ? ["field"] : []))
    var relation = Condition.Relation(try condition(mapping))
    if let stop = mapping["stopBy"] {
      switch stop.string {
      case "neighbor": relation.stop = .neighbor
      case "end": relation.stop = .end
      case nil where stop.mapping != nil: relation.stop = .condition(try condition(stop))
      default:
        throw stop.unexpected(
          for: "stopBy", expected: "neighbor, end or a rule object", remedy: "write one of these")
      }
    }
    if let field = try mapping.string("field") {
      guard let number = grammar.fields.firstIndex(of: field), number > 0 else {
        let nearest = NearestName.of(field, in: grammar.fields)
        throw YAMLError(
          at: mapping["field"]?.start ?? node.start, "\(grammar.name) has no field `\(field)`",
          remedy: nearest.map { "did you mean `\($0)`?" } ?? "take a field from the grammar's node types")
      }
      relation.field = UInt16(number)
    }
    return relation
  }
}
