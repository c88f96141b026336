package import HoneSyntax
internal import HoneText

/// Tells from a file's bytes alone that no rule can match in it, so that it need not be parsed.
///
/// A pattern matches only where all its tokens stand; so do the patterns of related nodes, unless they are negated. That
/// gives alternatives of literals that must all occur, and a search for a few literals is a hundred times faster than a
/// parse.
package struct LiteralPrefilter: Sendable {
  /// Sets of literals of which one must occur in full; `nil` when any file may match.
  package let alternatives: [[[UInt8]]]?
  /// The same, ready to be searched, in each set the longest first.
  private let finders: [[LiteralFinder]]?

  /// How many alternatives are worth searching for.
  private static let alternativeLimit = 32
  /// The shortest literal that is worth searching for, in bytes.
  private static let shortest = 2

  /// A filter that lets every file pass.
  package static let none = LiteralPrefilter(alternatives: nil)

  private init(alternatives: [[[UInt8]]]?) {
    self.alternatives = alternatives
    finders = alternatives?.map { literals in literals.map(LiteralFinder.init) }
  }

  /// The filter of rules of which any may match.
  package init(_ rules: [Rule]) {
    var union: [[[UInt8]]] = []
    for rule in rules {
      var calls: Set<String> = []
      union += Self.alternatives(of: rule.condition, in: rule, &calls)
    }
    self.init(alternatives: Self.simplified(union))
  }

  /// Whether some rule may match in a file.
  package func mayMatch(_ bytes: [UInt8]) -> Bool {
    guard let finders else { return true }
    return bytes.withUnsafeBufferPointer { buffer in
      finders.contains { $0.allSatisfy { $0.firstRange(in: buffer) != nil } }
    }
  }

  // MARK: Requirements

  /// Alternatives of literals; one empty alternative demands nothing.
  private typealias Alternatives = [[[UInt8]]]

  private static func simplified(_ alternatives: Alternatives) -> [[[UInt8]]]? {
    guard alternatives.count <= alternativeLimit, !alternatives.contains(where: \.isEmpty) else { return nil }
    return alternatives.map { literals in
      // A literal that is a part of another one is found with it.
      let sorted = Set(literals).sorted { ($0.count, $0.lexicographicalOrder) > ($1.count, $1.lexicographicalOrder) }
      return sorted.enumerated().filter { index, literal in
        !sorted[..<index].contains { LiteralFinder(literal).occurs(in: $0) }
      }.map(\.element)
    }
  }

  private static func alternatives(
    of condition: Condition, in rule: Rule, _ calls: inout Set<String>
  ) -> Alternatives {
    switch condition {
    case .pattern(let pattern): return pattern.readings.map { literals(of: $0, pattern.strictness) }
    case .kind, .regex, .nthChild, .range, .not: return [[]]
    case .inside(let relation), .has(let relation), .precedes(let relation), .follows(let relation):
      return alternatives(of: relation.condition, in: rule, &calls)
    case .all(let parts):
      var product: Alternatives = [[]]
      for part in parts {
        let next = alternatives(of: part, in: rule, &calls)
        // To demand less is always right.
        guard product.count * next.count <= alternativeLimit else { continue }
        product = product.flatMap { first in next.map { first + $0 } }
      }
      return product
    case .any(let parts):
      return parts.flatMap { alternatives(of: $0, in: rule, &calls) }
    case .matches(let name):
      guard let utility = rule.utilities.first(where: { $0.name == name }), calls.insert(name).inserted else {
        return [[]]
      }
      defer { calls.remove(name) }
      return alternatives(of: utility.condition, in: rule, &calls)
    }
  }

  /// The texts of the tokens that must stand in the code.
  private static func literals(of reading: Pattern.Reading, _ strictness: Strictness) -> [[UInt8]] {
    guard strictness != .signature else { return [] }
    let countsUnnamed = strictness == .cst || strictness == .smart
    return reading.nodes.flatMap(\.leaves).compactMap { leaf in
      guard case .token(_, let isNamed, let text) = leaf, isNamed || countsUnnamed, text.count >= shortest,
        // What stands for a dollar is not what the code has.
        text.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "$") })
      else { return nil }
      return text
    }
  }
}

extension [UInt8] {
  /// The bytes as text, to put literals into a fixed order.
  fileprivate var lexicographicalOrder: String { String(decoding: self, as: UTF8.self) }
}
