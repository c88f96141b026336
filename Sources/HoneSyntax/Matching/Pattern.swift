/// Code to find, with holes: a text in ast-grep's notation, read in one or several places of its language.
package struct Pattern: Hashable, Sendable {
  /// One way to read a text.
  package struct Reading: Hashable, Sendable {
    /// In what surrounding the text was parsed: "file", or the name of a `PatternDialect.Place`.
    package var place: String
    /// The kind of the first node, for explanations: `call_expression`; the notation of the hole if it is one.
    package var kind: String
    /// The nodes to find, one after the other among the children of one node; almost always one.
    package var nodes: [PatternNode]
    /// The kind that the matched node must have where the first node says nothing about it.
    package var rootSymbol: UInt16?

    package init(place: String, kind: String, nodes: [PatternNode], rootSymbol: UInt16? = nil) {
      self.place = place
      self.kind = kind
      self.nodes = nodes
      self.rootSymbol = rootSymbol
    }
  }

  /// In which places a text is read.
  package enum Reach: Hashable, Sendable {
    /// As ast-grep does: as a whole file, and in other places only if that makes no sense.
    case file
    /// In every place where a snippet may stand; where the language's files are lists of statements and the text is one,
    /// only as a type beside: `Optional[$T]` of Python is another tree there.
    ///
    /// In C, Java, Go and their like a file holds declarations, so that reading an expression as a file is a guess.
    case everywhere
  }

  /// The pattern as it was written; for messages, and to compare with a rewrite.
  package let text: String
  /// All distinct readings, never empty; one whose kind is `ERROR` is a guess that a user should be told of.
  package let readings: [Reading]
  package let strictness: Strictness

  /// A pattern that was made in another way than from a text.
  package init(text: String, readings: [Reading], strictness: Strictness = .smart) {
    self.text = text
    self.readings = readings
    self.strictness = strictness
  }

  /// Reads a pattern.
  /// - Parameters:
  ///   - selector: the kind of the node inside of `text` that is the pattern; the rest is only there to parse it right.
  /// - Throws: `PatternError` when the text makes no sense in any place.
  package init(
    _ text: String, grammar: Grammar, dialect: PatternDialect? = nil, reach: Reach = .file, selector: String? = nil,
    strictness: Strictness = .smart
  ) throws(PatternError) {
    let dialect = dialect ?? PatternDialect(grammar.name)
    var reader = try PatternReader(text, grammar: grammar, dialect: dialect, selector: selector)
    // Text has no marks that a reader could do without.
    self.init(
      text: text, readings: try reader.readings(reach), strictness: grammar.isPlainText ? .cst : strictness)
  }

  /// The metavariables of all readings, in the order in which they first appear.
  package var metavariables: [Metavariable] {
    var found: [Metavariable] = []
    for node in readings.lazy.flatMap(\.nodes) {
      for hole in node.metavariables where !found.contains(hole) { found.append(hole) }
    }
    return found
  }
}
