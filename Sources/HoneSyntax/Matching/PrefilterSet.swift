internal import HoneText

/// Several prefilters, answered in one pass over a file.
package struct PrefilterSet: Sendable {
  /// What a prefilter needs, with the numbers of texts in place of these.
  private indirect enum Formula: Sendable {
    case nothing
    case text(Int)
    case all([Formula])
    case any([Formula])

    func holds(_ present: [Bool]) -> Bool {
      switch self {
      case .nothing: true
      case .text(let number): present[number]
      case .all(let parts): parts.allSatisfy { $0.holds(present) }
      case .any(let parts): parts.contains { $0.holds(present) }
      }
    }
  }

  private let formulas: [Formula]
  private let texts: [RequiredText]
  private let literals: LiteralSet

  package init(_ prefilters: [Prefilter]) {
    var numbers: [RequiredText: Int] = [:]
    var texts: [RequiredText] = []
    func formula(_ need: Prefilter.Need) -> Formula {
      switch need {
      case .nothing: return .nothing
      case .text(let text):
        let number = numbers[text] ?? texts.count
        if number == texts.count {
          numbers[text] = number
          texts.append(text)
        }
        return .text(number)
      case .all(let parts): return .all(parts.map { formula($0) })
      case .any(let parts): return .any(parts.map { formula($0) })
      }
    }
    formulas = prefilters.map { formula($0.need) }
    self.texts = texts
    literals = LiteralSet(texts.map(\.finder.literal))
  }

  /// For each prefilter whether its rule may match in a file.
  package func mayMatch(_ bytes: [UInt8]) -> [Bool] {
    var present = texts.map { _ in false }
    var missing = texts.count
    bytes.withUnsafeBufferPointer { buffer in
      literals.forEachOccurrence(in: buffer) { occurrence in
        let text = texts[occurrence.literal]
        let range = (occurrence.end - text.finder.literal.count)..<occurrence.end
        if !present[occurrence.literal], text.isWhole(range, in: buffer) {
          present[occurrence.literal] = true
          missing -= 1
        }
        return missing > 0
      }
    }
    return formulas.map { $0.holds(present) }
  }
}
