internal import HoneCore

/// Learns from the difference of texts that no grammar covers: by words and marks, line by line.
package enum TextLearner {
  /// Lines longer than this are data.
  private static let longestLine = 2000

  /// - Parameter examples: the versions of each file.
  package static func rules(from examples: [(before: [UInt8], after: [UInt8])]) -> [TextRule] {
    var order: [TextRule.Pair] = []
    var edits: [TextRule.Pair: [Lesson.Edit]] = [:]
    for (file, example) in examples.enumerated() {
      for (pair, range) in pairs(from: example.before, to: example.after) {
        if edits[pair] == nil { order.append(pair) }
        edits[pair, default: []].append(Lesson.Edit(file: file, range: range))
      }
    }
    let edited = edits.values.flatMap { $0 }
    return families(order).map { family in
      var rule = TextRule(pairs: family)
      rule.edits = family.flatMap { edits[$0] ?? [] }
      for (file, example) in examples.enumerated() {
        rule.counterExamples += rule.replacements(in: example.before).map(\.range).filter { range in
          !edited.contains { $0.file == file && $0.range.overlaps(range) }
        }.map { Lesson.Edit(file: file, range: $0) }
      }
      let isTrusted = rule.edits.count > 1 || rule.pairs.allSatisfy { isTelling($0.from) }
      rule.certainty = isTrusted && rule.counterExamples.isEmpty ? .sure : .maybe
      return rule
    }
  }

  /// Puts the case variants of one rename together, and adds those that were not seen once two were.
  private static func families(_ pairs: [TextRule.Pair]) -> [[TextRule.Pair]] {
    var families: [[TextRule.Pair]] = []
    func key(_ pair: TextRule.Pair) -> [[String]] {
      [CaseVariants.words(of: pair.from), CaseVariants.words(of: pair.to)]
    }
    for pair in pairs {
      if let index = families.firstIndex(where: { $0.first.map(key) == key(pair) }), key(pair)[0].count > 1 {
        families[index].append(pair)
      } else {
        families.append([pair])
      }
    }
    return families.map { family in
      guard family.count > 1 else { return family }
      let all = CaseVariants.completed(family.map { ($0.from, $0.to) })
      return family
        + all.map { TextRule.Pair(from: $0.from, to: $0.to) }.filter { added in
          !family.contains { $0.from == added.from }
        }
    }
  }

  /// Whether a text is no everyday word: it has two words at least, or is written as names are.
  ///
  /// Numbers are no words, nor is the scheme of an address.
  private static func isTelling(_ text: String) -> Bool {
    let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
    let words = rest.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.filter { isWord(Array($0.utf8)) }
    if words.count > 1 || words.count == 1 && holdsVersion(text) { return true }
    return NameJudgement.isTelling(words.first.map { String($0) } ?? "")
  }

  /// Whether a number of several parts is joined to a word, such as `base:1.4`.
  private static func holdsVersion(_ text: String) -> Bool {
    guard !text.contains(where: \.isWhitespace) else { return false }
    return text.split(whereSeparator: { ":=/-".contains($0) }).contains { part in
      let numbers = part.split(separator: ".")
      return numbers.count > 1 && numbers.allSatisfy { $0.first?.isNumber ?? false }
    }
  }

  // MARK: Differences

  /// The words that differ in lines that stand for one another.
  static func pairs(from before: [UInt8], to after: [UInt8]) -> [(pair: TextRule.Pair, range: Range<Int>)] {
    var found: [(pair: TextRule.Pair, range: Range<Int>)] = []
    let lines = TextLines(before, convention: .git)
    for hunk in LineDiff.hunks(from: before, to: after) where hunk.removed.count == hunk.added.count {
      for (index, (old, new)) in zip(hunk.removed, hunk.added).enumerated()
      where max(old.count, new.count) < longestLine {
        let start = lines.start(of: hunk.baseIndex + index)
        found += differences(old, new).map { ($0.pair, ($0.range.lowerBound + start)..<($0.range.upperBound + start)) }
      }
    }
    return found
  }

  /// Words alone where no number differs, and else numbers with what is joined to them.
  private static func differences(_ old: [UInt8], _ new: [UInt8]) -> [(pair: TextRule.Pair, range: Range<Int>)] {
    let words = differences(old, new, joinsNumbers: false)
    let isOfNumbers = words.contains { one in
      "\(one.pair.from) \(one.pair.to)".contains { $0.isNumber } || one.isOfAddress
    }
    return (isOfNumbers ? differences(old, new, joinsNumbers: true) : words).map { ($0.pair, $0.range) }
  }

  private static func differences(
    _ old: [UInt8], _ new: [UInt8], joinsNumbers: Bool
  ) -> [(pair: TextRule.Pair, range: Range<Int>, isOfAddress: Bool)] {
    let first = TextTokens(old, joinsNumbers: joinsNumbers).ranges
    let second = TextTokens(new, joinsNumbers: joinsNumbers).ranges
    let isOfAddress = String(decoding: old, as: UTF8.self).contains("://")
    let (a, b) = (first.map { Array(old[$0]) }, second.map { Array(new[$0]) })
    var spans: [(old: Range<Int>, new: Range<Int>)] = []
    if a.count == b.count {
      for index in a.indices where a[index] != b[index] { spans.append((index..<index + 1, index..<index + 1)) }
    } else {
      let head = zip(a, b).prefix { $0 == $1 }.count
      let tail = zip(a.dropFirst(head).reversed(), b.dropFirst(head).reversed()).prefix { $0 == $1 }.count
      spans = [(head..<(a.count - tail), head..<(b.count - tail))]
    }
    guard spans.count <= a.count / 2 + 1 else { return [] }
    return spans.compactMap { span in
      var (x, y) = (span.old, span.new)
      // A mark or a number alone says nothing: take what stands before it as well, else what follows.
      while x.lowerBound > 0, !a[x].contains(where: isWord) {
        x = (x.lowerBound - 1)..<x.upperBound
        y = (y.lowerBound - 1)..<y.upperBound
      }
      while x.upperBound < a.count, !a[x].contains(where: isWord) {
        x = x.lowerBound..<(x.upperBound + 1)
        y = y.lowerBound..<(y.upperBound + 1)
      }
      guard a[x].contains(where: isWord), !y.isEmpty else { return nil }
      // A step of an address is told by all that stands before it.
      while x.lowerBound > 0, a[x.lowerBound].count > 1, a[x.lowerBound].first == UInt8(ascii: "/") {
        x = (x.lowerBound - 1)..<x.upperBound
        y = (y.lowerBound - 1)..<y.upperBound
      }
      let range = first[x.lowerBound].lowerBound..<first[x.upperBound - 1].upperBound
      let result = second[y.lowerBound].lowerBound..<second[y.upperBound - 1].upperBound
      guard let from = String(validating: old[range], as: UTF8.self),
        let to = String(validating: new[result], as: UTF8.self)
      else { return nil }
      return (TextRule.Pair(from: from, to: to), range, isOfAddress)
    }
  }

  private static func isWord(_ token: [UInt8]) -> Bool {
    token.count { (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) || $0 >= 0x80 } > 1
  }
}
