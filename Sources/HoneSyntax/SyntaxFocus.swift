internal import HoneCore

/// The parts of trees in which rules can match: nodes of some kinds that hold some words.
///
/// In a file where they stand in few places the rest need not be parsed, and of the tree not be copied. A tree with a focus
/// holds whole every outermost node of the kinds with a word in it, and some of the nodes around these; others are left
/// out. Rules that look at what is around a match have no focus.
package struct SyntaxFocus: Sendable {
  let words: [RequiredText]
  let kinds: SymbolSet
  /// How to find the parts of a file that have to be parsed; `nil` for all of it.
  let style: ExcerptStyle?

  /// - Returns: `nil` when a match may be a node without any of some words, or depends on more than the node.
  init?(_ rules: [Rule], kinds: [SymbolSet?], grammar: Grammar) {
    var union: SymbolSet?
    for (rule, kinds) in zip(rules, kinds) {
      guard let kinds, rule.constraints.allSatisfy({ $0.condition.isLocal }), rule.condition.isLocal else {
        return nil
      }
      union?.formUnion(kinds)
      union = union ?? kinds
    }
    guard let union else { return nil }
    if let words = Self.words(of: rules, grammar, .words) {
      self.words = words
      style = ExcerptStyle(grammar, kinds: union)
    } else {
      // Brackets stand everywhere, but not in every line.
      guard case .lines? = ExcerptStyle(grammar, kinds: union), let marks = Self.words(of: rules, grammar, .marks)
      else { return nil }
      words = marks
      style = .lines
    }
    self.kinds = union
  }

  /// Texts of which every match of the rules holds one; `nil` where there are none, or too many.
  private static func words(of rules: [Rule], _ grammar: Grammar, _ choice: Prefilter.Choice) -> [RequiredText]? {
    var words: [RequiredText] = []
    for rule in rules {
      guard let anchors = rule.condition.anchors(grammar, choice) else { return nil }
      for word in anchors where !words.contains(word) { words.append(word) }
    }
    // Each word costs a search in every file.
    return words.count <= wordLimit ? words : nil
  }

  private static let wordLimit = 8

  /// Where the words stand, ascending.
  func hits(in source: [UInt8]) -> [Range<Int>] {
    source.withUnsafeBufferPointer { buffer in
      var hits: [Range<Int>] = []
      for word in words {
        var start = 0
        while let range = word.firstRange(in: buffer, from: start) {
          hits.append(range)
          start = range.upperBound
        }
      }
      if words.count > 1 { hits.sort { $0.lowerBound < $1.lowerBound } }
      return hits
    }
  }
}

extension Condition {
  /// Whether it speaks of the node and what is in it alone.
  fileprivate var isLocal: Bool {
    var isLocal = true
    visit { condition in
      switch condition {
      case .pattern(let pattern): isLocal = isLocal && pattern.readings.allSatisfy { $0.nodes.count == 1 }
      case .kind, .regex, .range, .has, .all, .any, .not: break
      case .inside, .precedes, .follows, .nthChild, .matches, .instance: isLocal = false
      }
      return isLocal
    }
    return isLocal
  }

  /// Texts of which every match holds one; `nil` when that cannot be told.
  fileprivate func anchors(_ grammar: Grammar, _ choice: Prefilter.Choice) -> [RequiredText]? {
    switch self {
    case .pattern(let pattern):
      var anchors: [RequiredText] = []
      for reading in pattern.readings {
        guard let text = Prefilter.texts(of: reading, pattern.strictness, grammar, choice).first else { return nil }
        if !anchors.contains(text) { anchors.append(text) }
      }
      return anchors
    case .all(let parts): return parts.lazy.compactMap { $0.anchors(grammar, choice) }.first
    case .any(let parts):
      var union: [RequiredText] = []
      for part in parts {
        guard let anchors = part.anchors(grammar, choice) else { return nil }
        union += anchors
      }
      return union.isEmpty ? nil : union
    default: return nil
    }
  }
}
