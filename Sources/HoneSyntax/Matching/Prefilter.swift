internal import HoneCore
internal import HoneText

/// A quick look at a file's bytes that rules most files out before they are parsed.
///
/// Every match of a rule holds the words that its pattern writes. What a rule needs is a formula of such words: all of a
/// pattern's, one of the alternatives' of an `any`. A formula that says nothing lets every file pass.
package struct Prefilter: Hashable, Sendable {
  /// What must stand in a file.
  indirect enum Need: Hashable, Sendable {
    case nothing
    case text(RequiredText)
    case all([Need])
    case any([Need])
  }

  let need: Need

  /// A filter that lets every file pass.
  package static let none = Prefilter(need: .nothing)

  /// The longest literals that are searched for of one pattern: each search costs a pass over the file.
  private static let literalLimit = 4

  private init(need: Need) { self.need = need }

  /// What one rule needs.
  package init(_ rule: Rule, grammar: Grammar) {
    var calls: Set<String> = []
    need = Self.need(of: rule.condition, NeedContext(rule: rule, grammar: grammar), &calls)
  }

  /// What any of several rules needs.
  package init(anyOf rules: [Rule], grammar: Grammar) {
    need = Self.any(rules.map { Prefilter($0, grammar: grammar).need })
  }

  /// Whether every file passes.
  package var passesAll: Bool { need == .nothing }

  /// Whether the rule may match in a file; false only when it certainly does not.
  package func mayMatch(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { Self.holds(need, in: $0) }
  }

  /// Whether the rule may match in a file; false only when it certainly does not.
  package func mayMatch(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { Self.holds(need, in: bytes) }

  private static func holds(_ need: Need, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch need {
    case .nothing: true
    case .text(let text): text.firstRange(in: bytes) != nil
    case .all(let parts): parts.allSatisfy { holds($0, in: bytes) }
    case .any(let parts): parts.contains { holds($0, in: bytes) }
    }
  }

  /// The sets of texts of which one stands in full in every file that passes; for those who search by other means.
  /// - Parameter limit: how many sets there may be.
  /// - Returns: `nil` where every file passes, or where there would be more sets. A set may demand less than the filter.
  package func alternatives(limit: Int) -> [[[UInt8]]]? { Self.alternatives(of: need, limit) }

  private static func alternatives(of need: Need, _ limit: Int) -> [[[UInt8]]]? {
    switch need {
    case .nothing: return nil
    case .text(let text): return [[text.finder.literal]]
    case .any(let parts):
      var union: [[[UInt8]]] = []
      for part in parts {
        guard let sets = alternatives(of: part, limit) else { return nil }
        union += sets.filter { !union.contains($0) }
      }
      return union.count <= limit ? union : nil
    case .all(let parts):
      var product: [[[UInt8]]]?
      for part in parts {
        guard let sets = alternatives(of: part, limit) else { continue }
        let joined = product.map { $0.flatMap { first in sets.map { first + $0 } } } ?? sets
        // To demand less is always right.
        if joined.count <= limit { product = joined }
      }
      return product
    }
  }

  // MARK: Formulas

  private static func all(_ parts: [Need]) -> Need {
    var kept: [Need] = []
    for part in parts where part != .nothing && !kept.contains(part) { kept.append(part) }
    return kept.isEmpty ? .nothing : kept.count == 1 ? kept[0] : .all(kept)
  }

  private static func any(_ parts: [Need]) -> Need {
    if parts.contains(.nothing) || parts.isEmpty { return .nothing }
    var kept: [Need] = []
    for part in parts where !kept.contains(part) { kept.append(part) }
    return kept.count == 1 ? kept[0] : .any(kept)
  }

  private static func need(of condition: Condition, _ context: NeedContext, _ calls: inout Set<String>) -> Need {
    switch condition {
    case .pattern(let pattern):
      return any(pattern.readings.map { all(texts(of: $0, pattern.strictness, context.grammar).map { .text($0) }) })
    case .regex(let regex): return RequiredLiteral(of: regex).map { .text(RequiredText($0.bytes)) } ?? .nothing
    case .all(let parts): return all(parts.map { need(of: $0, context, &calls) })
    case .any(let parts): return any(parts.map { need(of: $0, context, &calls) })
    case .inside(let relation), .has(let relation), .precedes(let relation), .follows(let relation):
      return need(of: relation.condition, context, &calls)
    case .nthChild(_, let of): return of.map { need(of: $0, context, &calls) } ?? .nothing
    case .matches(let name):
      guard let utility = context.rule.utilities.first(where: { $0.name == name }), calls.insert(name).inserted else {
        return .nothing
      }
      defer { calls.remove(name) }
      return need(of: utility.condition, context, &calls)
    case .kind, .range, .not, .instance: return .nothing
    }
  }

  /// Which tokens count.
  enum Choice {
    /// Names and words of more than one byte.
    case words
    /// Opening brackets.
    case marks
  }

  /// The texts of tokens that must stand in the code for a reading of a pattern to match, the longest first.
  static func texts(
    of reading: Pattern.Reading, _ strictness: Strictness, _ grammar: Grammar, _ choice: Choice = .words
  ) -> [RequiredText] {
    var texts: [RequiredText] = []
    for node in reading.nodes { collect(node, strictness, grammar, choice, &texts) }
    var distinct: [RequiredText] = []
    // The longest is the rarest, as far as one can know without counting.
    for text in texts.sorted(by: { $0.finder.literal.count > $1.finder.literal.count }) where !distinct.contains(text) {
      distinct.append(text)
    }
    return Array(distinct.prefix(literalLimit))
  }

  private static func collect(
    _ node: PatternNode, _ strictness: Strictness, _ grammar: Grammar, _ choice: Choice,
    _ texts: inout [RequiredText]
  ) {
    switch node {
    case .hole: return
    case .token(let symbol, let isNamed, let text):
      // What stands for a dollar is not what the code has.
      let isPlain = text.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "$") }
      let isChosen =
        switch choice {
        case .words: text.count > 1 && text.contains(where: \.isNameByte)
        case .marks: text.count == 1 && "([{".utf8.contains(text[0])
        }
      let isNeeded =
        switch strictness {
        case .cst, .smart, .template: true
        case .ast, .relaxed: isNamed
        case .signature: false
        }
      guard isChosen, isPlain, isNeeded else { return }
      texts.append(
        RequiredText(text, isName: isNamed && grammar.kind(of: symbol).hasSuffix("identifier")))
    case .node(_, let children):
      var followsMany = false
      for child in children {
        // Tokens without a name after a `$$$` are not searched for, so they need not be there.
        if case .token(_, false, _) = child, followsMany { continue }
        if case .hole(.many) = child { followsMany = true } else { followsMany = false }
        collect(child, strictness, grammar, choice, &texts)
      }
    }
  }
}

/// What the needs of one rule are read with.
private struct NeedContext {
  let rule: Rule
  let grammar: Grammar
}

/// A text that every match of a regular expression holds.
struct RequiredLiteral {
  let bytes: [UInt8]

  /// Finds the longest run of plain characters outside of groups, classes and alternatives.
  ///
  /// Only simple expressions are understood; `nil` for all others.
  init?(of regex: RegularExpression) {
    let text = Array(regex.pattern.utf8)
    guard !regex.options.contains(.ignoringCase), !regex.options.contains(.extended),
      !text.contains(where: { "|([{\\".utf8.contains($0) })
    else { return nil }
    var best: [UInt8] = []
    var run: [UInt8] = []
    func close() {
      if run.count > best.count { best = run }
      run = []
    }
    for (index, byte) in text.enumerated() {
      let next = index + 1 < text.count ? text[index + 1] : 0
      if "?*".utf8.contains(next) || "^$.?*+)]}".utf8.contains(byte) {
        close()
      } else {
        run.append(byte)
        if next == UInt8(ascii: "+") { close() }
      }
    }
    close()
    guard best.count > 1 else { return nil }
    bytes = best
  }
}
