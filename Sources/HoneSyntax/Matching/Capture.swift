/// What a metavariable of a match stands for.
package struct Capture: Hashable, Sendable {
  /// The first node, in `SyntaxTree.nodes`; of no meaning when `count` is 0.
  package var first: Int
  /// The last node; equal to `first` for one node.
  package var last: Int
  /// How many nodes, with those that have no name.
  package var count: Int
  /// The bytes from the first to the last node; for no nodes, the empty range where they would stand.
  package var range: Range<Int>
}

/// A place where a rule matches.
package struct Match: Sendable {
  /// What makes a match doubtful.
  package struct Flags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The grammar could not place some of the code around or inside the match: it is to be looked at, not rewritten
    /// without review.
    package static let underError = Flags(rawValue: 1)
  }

  /// The rule, by its place in the `Matcher`.
  package let rule: Int
  package let tree: SyntaxTree
  /// The node that matched, in `SyntaxTree.nodes`; the first one where the pattern is a list.
  package let node: Int
  /// The last node of a list; else `node`.
  package let lastNode: Int
  /// For each fix of the rule the siblings that it replaces; empty when no fix replaces more than the match.
  package let expansions: [ClosedRange<Int>]
  /// The bytes from the first to the last node.
  package let range: Range<Int>
  package let flags: Flags
  /// The metavariables of the rule, as `Matcher.slots`, and what each stands for; `nil` for one that took no part.
  package let slots: [Metavariable]
  package let captures: [Capture?]

  /// What `$name` or `$$$name` stands for.
  package subscript(name: String) -> Capture? {
    for (slot, capture) in zip(slots, captures) where slot.name == name {
      if let capture { return capture }
    }
    return nil
  }

  /// The bytes of a capture; empty when it took no part.
  package func text(of name: String) -> ArraySlice<UInt8> {
    tree.source[self[name]?.range ?? 0..<0]
  }
}
