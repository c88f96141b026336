package import HoneText

/// What a node must be: a pattern, a kind, a relation to other nodes, or several of these.
///
/// The meanings are those of ast-grep's rule objects.
package indirect enum Condition: Sendable {
  case pattern(Pattern)
  /// One of several kinds, by their numbers.
  case kind(Set<UInt16>)
  /// The text of the node holds a match.
  case regex(RegularExpression)
  /// A place among the named siblings, or among those for which a condition holds.
  case nthChild(ChildPosition, of: Condition?)
  case range(SourceRange)
  case inside(Relation)
  case has(Relation)
  case precedes(Relation)
  case follows(Relation)
  case all([Condition])
  case any([Condition])
  case not(Condition)
  /// A utility rule of the rule's own, or a global one; in a utility with parameters also what one of these stands for.
  case matches(String)
  /// A global utility rule with a condition for each of its parameters.
  case instance(String, arguments: [Rule.Named])

  /// How a node is related to others, and what those must be.
  package struct Relation: Sendable {
    /// How far the search for a related node goes.
    package enum Stop: Sendable {
      /// Only the nearest.
      case neighbor
      case end
      /// Up to a node for which a condition holds, which is itself looked at.
      case condition(Condition)
    }

    package var condition: Condition
    package var stop: Stop
    /// The number of the field by which they must be related.
    package var field: UInt16?

    package init(_ condition: Condition, stop: Stop = .neighbor, field: UInt16? = nil) {
      self.condition = condition
      self.stop = stop
      self.field = field
    }
  }

  /// Calls `body` with this condition and all those that it is made of.
  /// - Parameter body: returns whether to go on below.
  func visit(_ body: (Condition) -> Bool) {
    guard body(self) else { return }
    switch self {
    case .pattern, .kind, .regex, .range, .matches: break
    case .nthChild(_, let of): of?.visit(body)
    case .inside(let relation), .has(let relation), .precedes(let relation), .follows(let relation):
      relation.condition.visit(body)
      if case .condition(let stop) = relation.stop { stop.visit(body) }
    case .all(let parts), .any(let parts): for part in parts { part.visit(body) }
    case .not(let part): part.visit(body)
    case .instance(_, let arguments): for argument in arguments { argument.condition.visit(body) }
    }
  }

  /// The metavariables of all its patterns, in the order in which they first appear.
  package var metavariables: [Metavariable] {
    var found: [Metavariable] = []
    visit { condition in
      if case .pattern(let pattern) = condition {
        for hole in pattern.metavariables where hole.name != nil && !found.contains(hole) { found.append(hole) }
      }
      return true
    }
    return found
  }
}
