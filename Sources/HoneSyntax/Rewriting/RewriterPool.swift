internal import HoneCore
internal import HoneText

/// The rules that the `rewrite` transforms of a rule apply to what it captured.
///
/// They may apply one another to what they capture themselves.
final class RewriterPool: Sendable {
  /// How often rules may apply one another to the code inside of code.
  static let depthLimit = 32

  let matcher: Matcher
  let gaps: [PatternGaps]

  init(_ rules: [Rule], grammar: Grammar) {
    matcher = Matcher(rules, grammar: grammar)
    gaps = matcher.patternGaps
  }

  /// Rewrites captured code.
  /// - Parameters:
  ///   - enclosing: the captures of the rule that asks; a metavariable of the same name must equal them.
  func rewrite(
    _ capture: Capture, in tree: SyntaxTree, with names: [String], joinBy: String?, enclosing: Rewriter.Captures,
    depth: Int
  ) -> [UInt8] {
    guard capture.count > 0, depth < Self.depthLimit else { return Array(tree.source[capture.range]) }
    let order = names.compactMap { name in matcher.rules.firstIndex { $0.id == name } }
    let matches = matcher.firstMatches(
      of: order, in: tree, nodes: capture.first..<Int(tree.nodes[capture.last].next), seeds: enclosing)
    var result: [UInt8] = []
    var position = capture.range.lowerBound
    for match in matches {
      let range = match.range(ofFix: 0)
      guard range.lowerBound >= position, range.upperBound <= capture.range.upperBound else { continue }
      if joinBy == nil { result += tree.source[position..<range.lowerBound] }
      if let joinBy, position > capture.range.lowerBound || !result.isEmpty { result += joinBy.utf8 }
      result += text(of: match, range, enclosing: enclosing, depth: depth)
      position = range.upperBound
    }
    return joinBy == nil ? result + tree.source[position..<capture.range.upperBound] : result
  }

  /// What a rule makes of a match.
  private func text(of match: Match, _ range: Range<Int>, enclosing: Rewriter.Captures, depth: Int) -> [UInt8] {
    let rule = matcher.rules[match.rule]
    guard let fix = rule.fixes.first else { return Array(match.tree.source[range]) }
    let computed = rule.values(for: match, pool: self, enclosing: enclosing, depth: depth + 1)
    let captures = enclosing.merging(match.namedCaptures) { _, own in own }
    let edit = fix.edit(
      for: match, of: matcher, index: 0, captures: captures, computed: computed, gaps: gaps[match.rule])
    return edit.replacements.applied(to: match.tree.source, in: range)
  }
}

extension [Replacement] {
  /// A part of a text with the replacements, which are ascending, disjoint and lie inside of it.
  func applied(to source: [UInt8], in range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var position = range.lowerBound
    for replacement in self {
      result += source[position..<replacement.range.lowerBound]
      result += replacement.bytes
      position = replacement.range.upperBound
    }
    return result + source[position..<range.upperBound]
  }
}

extension Rule {
  /// Computes the transforms of the rule for a match.
  /// - Parameters:
  ///   - pool: the rules that `rewrite` can apply.
  ///   - enclosing: the captures that those rules must agree with.
  func values(
    for match: Match, pool: RewriterPool?, enclosing: Rewriter.Captures, depth: Int = 0
  ) -> [String: [UInt8]] {
    var values: [String: [UInt8]] = [:]
    let captures = match.namedCaptures
    for transform in transforms {
      guard let name = transform.source.name else { continue }
      let capture = captures[.hole(name: name, isMany: transform.source.isMany)]
      if case .rewrite(let rewriters, let joinBy) = transform.operation {
        guard let capture, let pool else { continue }
        let text = pool.rewrite(
          capture, in: match.tree, with: rewriters, joinBy: joinBy, enclosing: enclosing, depth: depth)
        values[transform.name] = Self.unindented(text, as: capture, in: match.tree)
      } else if let text = values[name] {
        values[transform.name] = transform.apply(to: text)
      } else if let capture {
        let text = transform.apply(to: Array(match.tree.source[capture.range]))
        values[transform.name] = Self.unindented(text, as: capture, in: match.tree)
      } else {
        values[transform.name] = []
      }
    }
    return values
  }

  /// A text that is made of a capture, without the indentation of the place that it was captured at.
  private static func unindented(_ text: [UInt8], as capture: Capture, in tree: SyntaxTree) -> [UInt8] {
    let old = Array(tree.indentation(at: capture.range.lowerBound))
    return Indentation.move(0..<text.count, of: text, from: old, to: [], isFixed: { _ in false })
  }
}

extension Transform {
  /// Computes the value; a rewrite leaves the text as it is.
  func apply(to text: [UInt8]) -> [UInt8] {
    switch operation {
    case .substring(let start, let end): return Self.substring(text, start: start, end: end)
    case .replace(let regex, let by):
      // A search that reached its limit leaves the text as it is.
      return (try? regex.replacing(in: text, with: by)) ?? text
    case .convert(let stringCase, let separators):
      return Array(stringCase.apply(to: String(decoding: text, as: UTF8.self), separators: separators).utf8)
    case .rewrite: return text
    }
  }
}
