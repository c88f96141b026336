/// A rule: what to find, and what to write in its place.
package struct Rule: Sendable {
  /// A condition with the name under which others, or the captures of a metavariable, refer to it.
  package struct Named: Sendable {
    package var name: String
    package var condition: Condition

    package init(_ name: String, _ condition: Condition) {
      self.name = name
      self.condition = condition
    }
  }

  /// A name for messages.
  package var id: String
  package var condition: Condition
  /// What captures must be, by the name of the metavariable; of a `$$$` every named node must be so.
  package var constraints: [Named]
  /// Conditions that `matches` can name.
  package var utilities: [Named]
  /// Metavariables that are computed from others, each after those it is computed from.
  package var transforms: [Transform]
  /// Rules that a transform can apply to what was captured, by their names.
  package var rewriters: [Rule]
  /// What to write in place of a match: one, or several of which a user chooses.
  package var fixes: [Fix]

  package init(
    id: String = "", _ condition: Condition, constraints: [Named] = [], utilities: [Named] = [],
    transforms: [Transform] = [], rewriters: [Rule] = [], fixes: [Fix] = []
  ) {
    self.id = id
    self.condition = condition
    self.constraints = constraints
    self.utilities = utilities
    self.transforms = transforms
    self.rewriters = rewriters
    self.fixes = fixes
  }

  /// The metavariables that a match of the rule can capture.
  package var metavariables: [Metavariable] {
    var found: [Metavariable] = []
    for condition in [condition] + utilities.map(\.condition) + constraints.map(\.condition) {
      for hole in condition.metavariables where !found.contains(hole) { found.append(hole) }
    }
    return found
  }

  /// The patterns that describe the matched node itself, and not nodes around it.
  package var nodePatterns: [Pattern] {
    var found: [Pattern] = []
    var called: Set<String> = []
    func visit(_ condition: Condition) {
      condition.visit { part in
        switch part {
        case .pattern(let pattern): found.append(pattern)
        case .matches(let name):
          if called.insert(name).inserted, let utility = utilities.first(where: { $0.name == name }) {
            visit(utility.condition)
          }
        case .all, .any: return true
        default: break
        }
        return false
      }
    }
    visit(condition)
    return found
  }
}

extension Rule {
  /// The kinds that a matching node can have; `nil` when it may have any.
  func possibleKinds(in grammar: Grammar) -> SymbolSet? {
    var calls: Set<String> = []
    return kinds(of: condition, grammar, &calls)
  }

  private func kinds(of condition: Condition, _ grammar: Grammar, _ calls: inout Set<String>) -> SymbolSet? {
    switch condition {
    case .pattern(let pattern): return pattern.possibleKinds(in: grammar)
    case .kind(let symbols): return SymbolSet(symbols, of: grammar)
    case .nthChild(_, let of): return of.flatMap { kinds(of: $0, grammar, &calls) }
    case .regex, .range, .inside, .has, .precedes, .follows, .not, .instance: return nil
    case .all(let parts):
      var common: SymbolSet?
      for part in parts {
        guard let set = kinds(of: part, grammar, &calls) else { continue }
        common?.formIntersection(set)
        common = common ?? set
      }
      return common
    case .any(let parts):
      var union = SymbolSet([], of: grammar)
      for part in parts {
        guard let set = kinds(of: part, grammar, &calls) else { return nil }
        union.formUnion(set)
      }
      return union
    case .matches(let name):
      guard let utility = utilities.first(where: { $0.name == name }), calls.insert(name).inserted else { return nil }
      defer { calls.remove(name) }
      return kinds(of: utility.condition, grammar, &calls)
    }
  }
}

extension Pattern {
  /// The kinds that a matching node can have; `nil` when it may have any.
  func possibleKinds(in grammar: Grammar) -> SymbolSet? {
    var union = SymbolSet([], of: grammar)
    for reading in readings {
      if let symbol = reading.rootSymbol {
        union.insert(symbol)
      } else if strictness != .template, let symbol = reading.nodes[0].dispatchSymbol {
        union.insert(UInt16(symbol))
      } else {
        return nil
      }
    }
    return union
  }
}

extension Condition {
  /// Whether the node itself may be matched by one of several readings of a pattern.
  var hasSeveralReadings: Bool {
    var isTrue = false
    visit { condition in
      switch condition {
      case .pattern(let pattern): isTrue = isTrue || pattern.readings.count > 1
      case .all, .any, .matches: return true
      default: break
      }
      return false
    }
    return isTrue
  }
}
