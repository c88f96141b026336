internal import HoneCore
internal import HoneSyntax

/// Code with holes: the text of some neighbouring nodes of an example, some of their parts replaced by metavariables.
///
/// Two are equal when they read the same, wherever they were cut.
package struct Template: Hashable, Sendable {
  /// A part of the example that varies.
  package struct Hole: Hashable, Sendable {
    /// The bytes of the example's file that the hole stands for.
    package var range: Range<Int>
    /// The metavariable without its `$`.
    package var name: String
    /// Whether it stands for any number of nodes (`$$$NAME`).
    package var isSequence: Bool
    /// Whether a member is taken of what stands there.
    package var isReceiver = false
    /// Whether it stands for what something is called that is defined there.
    package var isOfDefinition = false
  }

  /// The text, as a pattern.
  package let text: String
  /// The names of the example that stay concrete: no keywords, no numbers, no values that a language has a word for.
  package let concreteWords: Set<String>
  /// Those of them that name something by themselves: no words of texts, and no names of one or two letters.
  let names: Set<String>
  /// The leaves that hold them.
  let nameLeaves: [SyntaxNode]
  /// What it consists of, but for marks and words of the language, each with how often it stands there: holes, names, texts,
  /// numbers, fixed values.
  let pieces: [String: Int]
  /// The same in the order of the text.
  private let sequence: [String]
  /// The words of it that are texts, or parts of some.
  let texts: [String]
  /// Texts and numbers.
  let values: Set<String>
  /// Whether something is compared to a value that the language has a word for, such as `$A == None`.
  let comparesValue: Bool
  private let keepsKeyword: Bool
  /// The parts that vary, in the order of the text.
  package let holes: [Hole]

  /// Cuts `holes` into the source text of `range`.
  ///
  /// Lines after the first lose the indentation that the first has in its file, so that the text stands at the margin.
  init(tree: SyntaxTree, nodes: [Int], range: Range<Int>, holes: [Hole]) {
    let source = tree.source
    var bytes: [UInt8] = []
    var position = range.lowerBound
    self.holes = holes.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for hole in self.holes {
      bytes += source[position..<hole.range.lowerBound]
      bytes += Array((hole.isSequence ? "$$$" : "$").utf8) + Array(hole.name.utf8)
      position = hole.range.upperBound
    }
    bytes += source[position..<range.upperBound]
    let lineStart = source[..<range.lowerBound].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let margin = Array(source[lineStart..<range.lowerBound].prefix { $0 == 0x20 || $0 == 0x09 })
    text = String(decoding: Self.dedent(bytes, by: margin), as: UTF8.self)
    comparesValue =
      nodes.count == 1
      && SyntaxNode(tree: tree, index: nodes[0]).comparesValue { range in
        holes.contains { $0.range.overlaps(range) }
      }
    keepsKeyword = nodes.contains { Self.keepsKeyword(below: SyntaxNode(tree: tree, index: $0), outside: holes) }
    let words = nodes.flatMap { Self.names(below: SyntaxNode(tree: tree, index: $0), outside: holes) }
    concreteWords = Set(words.map(\.text))
    let leaves = nodes.flatMap { Self.leaves(below: SyntaxNode(tree: tree, index: $0), outside: holes) }
    sequence = (leaves.map { ($0.range.lowerBound, $0.string) } + holes.map { ($0.range.lowerBound, "$" + $0.name) })
      .sorted { $0.0 < $1.0 }.map(\.1)
    pieces = Dictionary(sequence.map { ($0, 1) }, uniquingKeysWith: +)
    texts = words.filter(\.isOfText).map(\.text)
    values = Set(texts + leaves.map(\.string).filter { $0.first?.isNumber ?? false })
    let named = words.filter { !$0.isOfText && $0.text.utf8.count > 2 }
    names = Set(named.map(\.text))
    nameLeaves = named.map(\.leaf)
  }

  /// Whether it keeps a name, or at least a keyword that is used like a function: `array(`, `isset(`.
  var isTold: Bool { !concreteWords.isEmpty || keepsKeyword }

  private static func keepsKeyword(below node: SyntaxNode, outside holes: [Hole]) -> Bool {
    (node.index..<Int(node.record.next)).contains { index in
      let leaf = SyntaxNode(tree: node.tree, index: index)
      let end = leaf.range.upperBound
      return Int(node.tree.nodes[index].next) == index + 1 && !leaf.isNamed && leaf.range.count > 1
        && leaf.text.allSatisfy(\.isNameByte) && end < node.range.upperBound
        && node.tree.source[end] == UInt8(ascii: "(") && !holes.contains { $0.range.overlaps(leaf.range) }
    }
  }

  /// The named leaves that hold a word, and whether it is a part of a string.
  private static func names(
    below node: SyntaxNode, outside holes: [Hole]
  ) -> [(text: String, leaf: SyntaxNode, isOfText: Bool)] {
    (node.index..<Int(node.record.next)).compactMap { index in
      guard Int(node.tree.nodes[index].next) == index + 1 else { return nil }
      let leaf = SyntaxNode(tree: node.tree, index: index)
      guard leaf.isNamed, !leaf.isFixedValue, !holes.contains(where: { $0.range.overlaps(leaf.range) }),
        leaf.text.contains(where: \.isNameByte)
      else { return nil }
      let isOfText = leaf.kind.contains("str") || leaf.kind.contains("content") || leaf.kind.contains("char")
      // A number is no name, but where a text says a version.
      guard !(0x30...0x39).contains(leaf.text.first ?? 0x30) || isOfText && NameJudgement.isVersion(leaf.string) else {
        return nil
      }
      return (String(decoding: leaf.text, as: UTF8.self), leaf, isOfText)
    }
  }

  private static func leaves(below node: SyntaxNode, outside holes: [Hole]) -> [SyntaxNode] {
    (node.index..<Int(node.record.next)).compactMap { index in
      let leaf = SyntaxNode(tree: node.tree, index: index)
      guard Int(leaf.record.next) == index + 1, leaf.isNamed, !leaf.range.isEmpty,
        !holes.contains(where: { $0.range.overlaps(leaf.range) })
      else { return nil }
      return leaf
    }
  }

  /// Whether pieces of another are missing in it, and it has none that the other has not, nor more of one.
  func isLess(than other: Template) -> Bool {
    pieces != other.pieces && pieces.allSatisfy { other.pieces[$0.key, default: 0] >= $0.value }
      && keepsOrder(of: other)
  }

  /// Whether all that it has in common with another stands there in the same order.
  func keepsOrder(of other: Template) -> Bool {
    var rest = other.sequence[...]
    for piece in sequence where other.pieces[piece] != nil {
      guard let place = rest.firstIndex(of: piece) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }

  /// Whether it has words, and all of them are of texts.
  var isOfTextsAlone: Bool { holdsText && concreteWords == Set(texts) }

  /// Whether some of the words are of a text.
  var holdsText: Bool { !texts.isEmpty }

  /// Whether it says more often than another what a hole stands for, such as `$A.fail($A.Denied)` for `$A.fail(403)`: what has the
  /// one member need not have the other.
  func repeatsHole(of other: Template) -> Bool {
    holes.contains { pieces["$" + $0.name, default: 0] > other.pieces["$" + $0.name, default: 0] }
  }

  /// How many lines it has.
  var lineCount: Int { text.utf8.count { $0 == 0x0a } + 1 }

  private static func dedent(_ bytes: [UInt8], by margin: [UInt8]) -> [UInt8] {
    guard !margin.isEmpty else { return bytes }
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    return Array(
      lines.enumerated().map { number, line in
        number > 0 && line.starts(with: margin) ? line.dropFirst(margin.count) : line
      }.joined(separator: [0x0a]))
  }

  /// Whether it is a hole and nothing else but brackets or a mark that ends a statement.
  var isBareHole: Bool {
    guard holes.count == 1, let hole = holes.first else { return false }
    let bare = (hole.isSequence ? "$$$" : "$") + hole.name
    return [bare, bare + ";", "(" + bare + ")"].contains(text)
  }

  package static func == (first: Template, second: Template) -> Bool {
    first.text == second.text && first.concreteWords == second.concreteWords
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension SyntaxNode {
  /// Whether it compares something to a fixed value that is no part of a hole.
  fileprivate func comparesValue(_ isOpen: (Range<Int>) -> Bool) -> Bool {
    guard RuleEvidence.isOperation(kind: kind) || kind.hasPrefix("comparison") || kind.hasPrefix("equality") else {
      return false
    }
    return children.contains { $0.isFixedValue && !isOpen($0.range) }
  }
}
