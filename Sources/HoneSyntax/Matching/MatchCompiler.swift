internal import HoneText

/// Turns rules into a `MatchProgram`.
struct MatchCompiler {
  let grammar: Grammar
  var program = MatchProgram()
  /// Global utility rules, by name: their place in `program.entries`.
  private var globals: [String: Int32] = [:]
  /// The utilities of the rule at hand: the place of their operation.
  private var utilities: [String: Int32] = [:]
  private var slots: [Metavariable] = []
  /// Global utility rules with parameters, by name.
  private var templates: [String: Rule] = [:]
  /// What the parameters of the utility stand for that is being compiled; `nil` outside of one.
  private var frame: Frame?

  /// A call of a utility with parameters: its arguments mean what they mean where they stand.
  private final class Frame {
    let arguments: [Rule.Named]
    let utilities: [String: Int32]
    let caller: Frame?
    /// What the metavariables of the utility are called, so that they are not those of its arguments.
    let prefix: String
    let depth: Int

    init(_ arguments: [Rule.Named], utilities: [String: Int32], caller: Frame?) {
      self.arguments = arguments
      self.utilities = utilities
      self.caller = caller
      depth = (caller?.depth ?? 0) + 1
      prefix = "\(depth)#"
    }
  }

  /// How deep utilities with parameters may call one another.
  private static let frameLimit = 16

  init(grammar: Grammar) { self.grammar = grammar }

  /// Makes a utility with parameters known to all rules that are compiled after it.
  mutating func addTemplate(_ name: String, _ rule: Rule) { templates[name] = rule }

  /// Makes a utility known to all rules that are compiled after it.
  mutating func addGlobal(_ name: String, _ rule: Rule) {
    let (entry, _) = compile(rule)
    globals[name] = Int32(program.entries.count)
    program.entries.append(entry)
  }

  /// Compiles a rule.
  /// - Returns: the rule, and the metavariable of each slot.
  mutating func compile(_ rule: Rule) -> (MatchProgram.Entry, slots: [Metavariable]) {
    slots = []
    // Utilities may call one another, so each has its place before any is compiled.
    utilities = [:]
    for utility in rule.utilities {
      utilities[utility.name] = Int32(program.operations.count)
      program.operations.append(.any(0..<0))
    }
    for utility in rule.utilities {
      if let place = utilities[utility.name] { program.operations[Int(place)] = .call(compile(utility.condition)) }
    }
    let condition = compile(rule.condition)
    var constraints: [MatchProgram.Constraint] = []
    for constraint in rule.constraints {
      let compiled = compile(constraint.condition)
      let name = (frame?.prefix ?? "") + constraint.name
      for (slot, hole) in slots.enumerated() where hole.name == name {
        constraints.append(MatchProgram.Constraint(slot: Int32(slot), condition: compiled))
      }
    }
    let expansions: [(start: Int32, end: Int32)] = rule.fixes.map { fix in
      (fix.expandStart.map { compile($0) } ?? -1, fix.expandEnd.map { compile($0) } ?? -1)
    }
    let firstExpansion = Int32(program.expansions.count)
    if expansions.contains(where: { $0.start >= 0 || $0.end >= 0 }) { program.expansions += expansions }
    let start = Int32(program.constraints.count)
    program.constraints += constraints
    let entry = MatchProgram.Entry(
      condition: condition, constraints: start..<Int32(program.constraints.count), slotCount: Int32(slots.count),
      expansions: firstExpansion..<Int32(program.expansions.count),
      hasSeveralReadings: rule.condition.hasSeveralReadings)
    return (entry, slots)
  }

  private mutating func add(_ operation: MatchProgram.Operation) -> Int32 {
    program.operations.append(operation)
    return Int32(program.operations.count) - 1
  }

  private mutating func compile(_ condition: Condition) -> Int32 {
    switch condition {
    case .pattern(let pattern): return compile(pattern)
    case .kind(let symbols):
      program.sets.append(SymbolSet(symbols, of: grammar))
      return add(.symbols(Int32(program.sets.count) - 1))
    case .regex(let regex):
      program.regexes.append(regex)
      return add(.regex(Int32(program.regexes.count) - 1))
    case .nthChild(let position, let of):
      let operand = of.map { compile($0) } ?? -1
      program.positions.append((position, operand))
      return add(.nthChild(Int32(program.positions.count) - 1))
    case .range(let range):
      program.ranges.append(range)
      return add(.range(Int32(program.ranges.count) - 1))
    case .inside(let relation): return add(.inside(compile(relation)))
    case .has(let relation): return add(.has(compile(relation)))
    case .precedes(let relation): return add(.precedes(compile(relation)))
    case .follows(let relation): return add(.follows(compile(relation)))
    case .all(let parts): return add(.all(operands(parts.map { compile($0) })))
    case .any(let parts): return add(.any(operands(parts.map { compile($0) })))
    case .not(let part): return add(.not(compile(part)))
    case .instance(let name, let arguments): return instance(of: name, arguments)
    case .matches(let name):
      if let frame, let argument = frame.arguments.first(where: { $0.name == name }) {
        return compile(argument.condition, in: frame.caller, utilities: frame.utilities)
      }
      if let utility = utilities[name] { return add(.call(utility)) }
      // A name that no rule has was refused when the rule was read; here it matches nothing.
      return globals[name].map { add(.isolated($0)) } ?? add(.any(0..<0))
    }
  }

  /// Compiles the argument of a call as it stands in the caller.
  private mutating func compile(_ condition: Condition, in caller: Frame?, utilities outer: [String: Int32]) -> Int32 {
    let (inner, callee) = (utilities, frame)
    (utilities, frame) = (outer, caller)
    defer { (utilities, frame) = (inner, callee) }
    return compile(condition)
  }

  /// Compiles a call of a utility with parameters: a rule of its own, of which the captures of the arguments are seen.
  private mutating func instance(of name: String, _ arguments: [Rule.Named]) -> Int32 {
    guard let template = templates[name], (frame?.depth ?? 0) < Self.frameLimit else { return add(.any(0..<0)) }
    let (outerSlots, outerUtilities, caller) = (slots, utilities, frame)
    let callee = Frame(arguments, utilities: utilities, caller: caller)
    frame = callee
    let (entry, inner) = compile(template)
    (slots, utilities, frame) = (outerSlots, outerUtilities, caller)
    program.entries.append(entry)
    let exports = inner.enumerated().compactMap { index, hole -> (inner: Int32, outer: Int32)? in
      guard let name = hole.name, !name.hasPrefix(callee.prefix) else { return nil }
      return (Int32(index), place(of: hole))
    }
    program.instances.append(MatchProgram.Instance(entry: Int32(program.entries.count) - 1, exports: exports))
    return add(.instance(Int32(program.instances.count) - 1))
  }

  private mutating func operands(_ compiled: [Int32]) -> Range<Int32> {
    let start = Int32(program.operands.count)
    program.operands += compiled
    return start..<Int32(program.operands.count)
  }

  private mutating func compile(_ relation: Condition.Relation) -> Int32 {
    let stop: MatchProgram.Relation.Stop =
      switch relation.stop {
      case .neighbor: .neighbor
      case .end: .end
      case .condition(let condition): .condition(compile(condition))
      }
    program.relations.append(
      MatchProgram.Relation(condition: compile(relation.condition), stop: stop, field: relation.field ?? 0))
    return Int32(program.relations.count) - 1
  }

  private mutating func compile(_ pattern: Pattern) -> Int32 {
    let roots = pattern.readings.map { reading in
      let start = Int32(program.cells.count)
      for node in reading.nodes { append(node) }
      let symbol =
        reading.rootSymbol.map(Int32.init)
        ?? (reading.nodes.count == 1 && pattern.strictness != .template ? reading.nodes[0].dispatchSymbol : nil) ?? -1
      program.roots.append(
        MatchProgram.Root(
          cells: start..<Int32(program.cells.count), strictness: pattern.strictness, symbol: symbol,
          isSequence: reading.nodes.count > 1))
      return add(.root(Int32(program.roots.count) - 1))
    }
    return roots.count == 1 ? roots[0] : add(.any(operands(roots)))
  }

  private mutating func append(_ node: PatternNode) {
    let index = program.cells.count
    var cell = MatchProgram.Cell(
      kind: .token, isNamed: false, symbol: 0, slot: -1, next: 0, textStart: Int32(program.texts.count), textCount: 0)
    switch node {
    case .token(let symbol, let isNamed, let text):
      cell.symbol = symbol
      cell.isNamed = isNamed
      cell.textCount = Int32(text.count)
      program.texts += text
      program.cells.append(cell)
    case .node(let symbol, let children):
      cell.kind = .node
      cell.symbol = symbol
      program.cells.append(cell)
      for child in children { append(child) }
    case .hole(let hole):
      if case .one(_, let isNamed) = hole { cell.isNamed = isNamed }
      cell.kind = hole.isMany ? .many : .one
      cell.slot = slot(of: hole)
      program.cells.append(cell)
    }
    program.cells[index].next = Int32(program.cells.count)
  }

  /// The slot of a metavariable: `$A` and `$$A` share one, `$$$A` has another.
  private mutating func slot(of hole: Metavariable) -> Int32 {
    guard hole.name != nil else { return -1 }
    return place(of: hole.named(withPrefix: frame?.prefix ?? ""))
  }

  private mutating func place(of hole: Metavariable) -> Int32 {
    let name = hole.name
    if let slot = slots.firstIndex(where: { $0.name == name && $0.isMany == hole.isMany }) { return Int32(slot) }
    slots.append(hole)
    return Int32(slots.count) - 1
  }
}

extension PatternNode {
  /// The kind that a node must have to match; `nil` when it may have any.
  var dispatchSymbol: Int32? {
    guard let symbol, symbol != Grammar.errorSymbol else { return nil }
    return Int32(symbol)
  }
}
