internal import HoneCore

/// What is written in place of a match: text with metavariables.
package struct FixTemplate: Hashable, Sendable {
  /// A piece of the text.
  package struct Item: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
      /// Code to be written as it stands.
      case token([UInt8])
      /// What `$NAME` or, if `isMany`, `$$$NAME` stands for.
      case hole(name: String, isMany: Bool)
    }

    package var content: Content
    /// Where it stands in `text`, in bytes.
    package var range: Range<Int>
  }

  /// The text as it was written.
  package let text: [UInt8]
  /// Its words, marks and metavariables without the blanks between them, in order.
  package let items: [Item]
  /// Whether what it writes keeps together beside any operator, if what its holes stand for does.
  let isTight: Bool

  /// Reads a template.
  ///
  /// A metavariable is a run of one to three dollars before upper-case letters, digits and underscores, of which a digit
  /// is not the first; everything else is code, such as the `$0` of Swift. There is no template that cannot be read.
  package init(_ text: String, grammar: Grammar, dialect: PatternDialect? = nil) {
    let bytes = Array(text.utf8)
    self.text = bytes
    let holes = Self.holes(in: bytes)
    let leaves = Self.leaves(of: bytes, grammar: grammar, dialect: dialect ?? PatternDialect(grammar.name))
    var items: [Item] = []
    var position = 0
    for hole in holes {
      items += Self.tokens(of: bytes, position..<hole.range.lowerBound, leaves: leaves)
      items.append(hole)
      position = hole.range.upperBound
    }
    self.items = items + Self.tokens(of: bytes, position..<bytes.count, leaves: leaves)
    isTight = Self.isTight(self.items)
  }

  /// The metavariables it names, in the order in which they first appear, with where each first stands.
  package var holes: [(name: String, isMany: Bool, offset: Int)] {
    var found: [(name: String, isMany: Bool, offset: Int)] = []
    for item in items {
      guard case .hole(let name, let isMany) = item.content else { continue }
      if !found.contains(where: { $0.name == name && $0.isMany == isMany }) {
        found.append((name, isMany, item.range.lowerBound))
      }
    }
    return found
  }

  /// How many spaces one level of indentation has in the text: the fewest that a line begins with.
  var indentationWidth: Int {
    let lines = text.split(separator: 0x0a, omittingEmptySubsequences: false).dropFirst()
    return lines.map { $0.prefix { $0 == 0x20 }.count }.filter { $0 > 0 }.min() ?? 4
  }

  // MARK: Reading

  private static func holes(in bytes: [UInt8]) -> [Item] {
    let dollar = UInt8(ascii: "$")
    var found: [Item] = []
    var position = 0
    while let start = bytes[position...].firstIndex(of: dollar) {
      let dollars = bytes[start...].prefix(3).prefix { $0 == dollar }.count
      let name = bytes[(start + dollars)...].prefix(while: \.isMetavariableByte)
      guard let first = name.first, !first.isDecimalDigit else {
        position = start + 1
        continue
      }
      found.append(
        Item(
          content: .hole(name: String(decoding: name, as: UTF8.self), isMany: dollars == 3),
          range: start..<name.endIndex))
      position = name.endIndex
    }
    return found
  }

  /// Where the leaves stand that the grammar sees in the text, ascending and disjoint.
  private static func leaves(of bytes: [UInt8], grammar: Grammar, dialect: PatternDialect) -> [Range<Int>] {
    let encoded = dialect.encode(bytes)
    let preamble = Array(dialect.preamble.utf8)
    guard var parser = try? SyntaxParser(grammar), let tree = try? parser.parse(preamble + encoded.bytes) else {
      return []
    }
    var leaves: [Range<Int>] = []
    for (index, record) in tree.nodes.enumerated() where Int(record.next) == index + 1 && record.end > record.start {
      let start = Int(record.start) - preamble.count
      let end = Int(record.end) - preamble.count
      guard start >= 0, end < encoded.origins.count else { continue }
      let range = encoded.origins[start]..<encoded.origins[end]
      if !range.isEmpty, range.lowerBound >= leaves.last?.upperBound ?? 0 { leaves.append(range) }
    }
    return leaves
  }

  private static func tokens(of bytes: [UInt8], _ range: Range<Int>, leaves: [Range<Int>]) -> [Item] {
    CodeTokens.ranges(in: bytes, range, leaves: leaves).map { Item(content: .token(Array(bytes[$0])), range: $0) }
  }
}

/// Cuts code into words and marks.
enum CodeTokens {
  /// The tokens of a range: the leaves of a grammar as far as they lie in it, and by simple rules what lies between.
  /// - Parameter leaves: ascending and disjoint.
  static func ranges(in bytes: [UInt8], _ range: Range<Int>, leaves: [Range<Int>]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var position = range.lowerBound
    for leaf in leaves where leaf.upperBound > range.lowerBound && leaf.lowerBound < range.upperBound {
      let start = max(leaf.lowerBound, position)
      let end = min(leaf.upperBound, range.upperBound)
      guard start < end else { continue }
      tokens += words(in: bytes, position..<start)
      let text = trimmed(start..<end, in: bytes)
      if !text.isEmpty { tokens.append(text) }
      position = end
    }
    return tokens + words(in: bytes, position..<max(position, range.upperBound))
  }

  /// A range without the blanks at its ends.
  static func trimmed(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var range = range
    while let first = range.first, bytes[first].isWhitespace { range = range.dropFirst() }
    while let last = range.last, bytes[last].isWhitespace { range = range.dropLast() }
    return range
  }

  /// The words of a text, and every other character that is no blank as a token of its own.
  static func words(in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var position = range.lowerBound
    while position < range.upperBound {
      if bytes[position].isWhitespace {
        position += 1
        continue
      }
      let start = position
      position += 1
      if bytes[start].isNameByte {
        while position < range.upperBound, bytes[position].isNameByte { position += 1 }
      }
      words.append(start..<position)
    }
    return words
  }
}
