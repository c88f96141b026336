internal import HoneCore

/// Rewrites a file again and again, until nothing changes any more.
package struct RewriteRun: Sendable {
  /// What became of a file.
  package struct Result: Sendable {
    /// The new contents.
    package var bytes: [UInt8]
    /// How many matches were rewritten, in all passes.
    package var count: Int
    /// How many passes changed something.
    package var passes: Int
    /// Whether the last pass found nothing to change; false when the limit was reached.
    package var isSettled: Bool
    /// Matches that were left alone, in the last contents: they lie in code that the grammar could not place, or their
    /// rewrite would lose a comment or break the syntax.
    package var left: [PlannedEdit]
  }

  package let rewriter: Rewriter
  /// How many passes may change something; rule files of ast-grep expect one.
  package var passLimit: Int

  package init(_ rewriter: Rewriter, passLimit: Int = 10) {
    self.rewriter = rewriter
    self.passLimit = passLimit
  }

  /// Rewrites everything that may be rewritten without being looked at.
  /// - Throws: `ParseFailure` when a version of the file cannot be parsed within the limits.
  package func rewrite(_ source: [UInt8], with parser: inout SyntaxParser) throws(ParseFailure) -> Result {
    var tree = try parser.parse(source)
    var result = Result(bytes: source, count: 0, passes: 0, isSettled: false, left: [])
    while true {
      let edits = rewriter.edits(in: tree)
      result.left = edits.filter { !$0.isCertain && !$0.replacements.isEmpty }
      var wanted = edits.filter { $0.isCertain && !$0.replacements.isEmpty }
      guard !wanted.isEmpty else {
        result.isSettled = true
        return result
      }
      guard result.passes < passLimit else { return result }
      var next = try parser.parse(Self.applying(wanted, to: tree.source))
      if next.errorCount > tree.errorCount {
        let sound = try Self.sound(wanted, in: tree, &parser)
        result.left += wanted.filter { edit in !sound.contains { $0.match.range == edit.match.range } }
        wanted = sound
        guard !wanted.isEmpty else {
          result.isSettled = true
          return result
        }
        next = try parser.parse(Self.applying(wanted, to: tree.source))
      }
      tree = next
      result.bytes = tree.source
      result.count += wanted.count
      result.passes += 1
    }
  }

  /// The edits that make no new error, each tried alone.
  private static func sound(
    _ edits: [PlannedEdit], in tree: SyntaxTree, _ parser: inout SyntaxParser
  ) throws(ParseFailure) -> [PlannedEdit] {
    var sound: [PlannedEdit] = []
    for edit in edits {
      let next = try parser.parse(applying([edit], to: tree.source))
      if next.errorCount <= tree.errorCount { sound.append(edit) }
    }
    return sound
  }

  private static func applying(_ edits: [PlannedEdit], to source: [UInt8]) -> [UInt8] {
    edits.flatMap(\.replacements).applied(to: source, in: 0..<source.count)
  }
}

extension SyntaxTree {
  /// How many nodes are errors, or tokens that the parser put in.
  fileprivate var errorCount: Int {
    guard hasError else { return 0 }
    return nodes.count { $0.flags.contains(.error) || $0.flags.contains(.missing) }
  }
}

extension Rule {
  /// Whether a fix writes what the rule matches again, so that rewriting would never end.
  ///
  /// The template is read as code, with its metavariables as names, and the rule is tried on it. Conditions on what
  /// stands around a match are not met there, so an answer of no is no promise: passes have a limit beside.
  package func matchesOwnResult(in grammar: Grammar) -> Bool {
    let matcher = Matcher([self], grammar: grammar)
    let dialect = PatternDialect(grammar.name)
    guard var parser = try? SyntaxParser(grammar) else { return false }
    return fixes.contains { fix in
      let template = dialect.encode(fix.template.text).bytes
      var places = [(before: dialect.preamble, after: "")]
      if !dialect.isScript { places += dialect.places.map { ($0.before, $0.after) } }
      return places.contains { place in
        guard let tree = try? parser.parse(Array(place.before.utf8) + template + Array(place.after.utf8)) else {
          return false
        }
        let range = place.before.utf8.count..<(place.before.utf8.count + template.count)
        guard !tree.hasError || place.before.isEmpty else { return false }
        let rewriter = Rewriter(matcher)
        return matcher.matches(in: tree).contains { match in
          match.range.lowerBound >= range.lowerBound && match.range.upperBound <= range.upperBound
            && !(rewriter.edit(for: match)?.replacements.isEmpty ?? true)
        }
      }
    }
  }
}
