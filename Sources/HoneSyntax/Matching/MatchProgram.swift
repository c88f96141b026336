internal import HoneText

/// Rules in the form in which they are matched: arrays of numbers, without references that would have to be counted.
struct MatchProgram: Sendable {
  /// A node of a pattern.
  struct Cell: Sendable {
    enum Kind: Sendable {
      case token
      case node
      case one
      case many
    }

    var kind: Kind
    /// Whether the kind of a token has a name, or whether a hole takes only nodes that have one.
    var isNamed: Bool
    var symbol: UInt16
    /// Where a hole is captured; -1 for nowhere.
    var slot: Int32
    /// The cell after the subtree.
    var next: Int32
    /// The text of a token, in `texts`.
    var textStart: Int32
    var textCount: Int32

    /// Whether it is a token that the list of nodes after a `$$$` is not searched for.
    var isTrivial: Bool { kind == .token && !isNamed }
  }

  /// A reading of a pattern.
  struct Root: Sendable {
    var cells: Range<Int32>
    var strictness: Strictness
    /// The kind that the node must have; -1 for any.
    var symbol: Int32
    /// Whether several nodes in a row are wanted.
    var isSequence: Bool
  }

  /// A relation to other nodes.
  struct Relation: Sendable {
    enum Stop: Sendable {
      case neighbor
      case end
      case condition(Int32)
    }

    var condition: Int32
    var stop: Stop
    /// The field by which the nodes are related; 0 for any.
    var field: UInt16
  }

  /// A condition; operands are indices into the arrays of the program.
  enum Operation: Sendable {
    case root(Int32)
    case symbols(Int32)
    case regex(Int32)
    case nthChild(Int32)
    case range(Int32)
    case inside(Int32)
    case has(Int32)
    case precedes(Int32)
    case follows(Int32)
    /// The operands stand in `operands`.
    case all(Range<Int32>)
    case any(Range<Int32>)
    case not(Int32)
    /// Another condition that shares the captures.
    case call(Int32)
    /// A rule of its own: its captures are not seen.
    case isolated(Int32)
    /// A rule of its own, of which some captures are seen; the index of an instance.
    case instance(Int32)
  }

  /// A utility rule with arguments, whose captures go to whoever calls it.
  struct Instance: Sendable {
    var entry: Int32
    /// Slots of the entry, and those of the caller.
    var exports: [(inner: Int32, outer: Int32)]
  }

  struct Constraint: Sendable {
    var slot: Int32
    var condition: Int32
  }

  /// A rule: what a node must be, and what its captures must be.
  struct Entry: Sendable {
    var condition: Int32
    var constraints: Range<Int32>
    var slotCount: Int32
    /// For each fix of the rule the relations that find the first and the last sibling that it replaces; -1 for none.
    var expansions: Range<Int32> = 0..<0
    /// Whether two nodes of one range can match for different readings.
    var hasSeveralReadings: Bool
  }

  var cells: [Cell] = []
  var texts: [UInt8] = []
  var roots: [Root] = []
  var relations: [Relation] = []
  var positions: [(position: ChildPosition, of: Int32)] = []
  var ranges: [SourceRange] = []
  var sets: [SymbolSet] = []
  var regexes: [RegularExpression] = []
  var operations: [Operation] = []
  var operands: [Int32] = []
  var constraints: [Constraint] = []
  var expansions: [(start: Int32, end: Int32)] = []
  var entries: [Entry] = []
  var instances: [Instance] = []
}
