internal import HoneCore
internal import HoneSyntax

/// A place that a rule was learned from, as far as other places are held against it.
struct SeenPlace: Sendable {
  /// Both versions of its file.
  private let example: LearningExample
  /// Where the code begins in either version.
  private let start: (before: Int, after: Int)
  /// The lines that it stands on, without indentation.
  let line: ArraySlice<UInt8>
  /// What stands before it in the node that it is a part of, such as what a member is taken of.
  let receiver: ArraySlice<UInt8>
  /// What the holes stand for of which members are taken.
  let owners: [String: ArraySlice<UInt8>]
  /// The kind of node that stands there; `nil` for several.
  let kind: String?
  /// The place itself.
  let match: Match
  /// The key of which it is the value, in a language of data; `nil` for anything else.
  let key: String?

  /// - Parameters:
  ///   - result: the bytes of the new version that stand there; empty where it was deleted.
  ///   - receivers: the holes of which members are taken.
  init(_ match: Match, in example: LearningExample, result: Range<Int>, receivers: Set<String>) {
    let node = SyntaxNode(tree: match.tree, index: match.node)
    self.example = example
    start = (
      match.range.lowerBound, result.isEmpty ? Self.moved(match.range.lowerBound, in: example) : result.lowerBound
    )
    line = match.lines
    receiver = node.receiver
    owners = Dictionary(uniqueKeysWithValues: receivers.map { ($0, match.text(of: $0)) })
    kind = match.kind
    self.match = match
    key = match.key
  }

  /// Where a byte of the old version stands in the new one, as far as whole lines above it moved it.
  private static func moved(_ offset: Int, in example: LearningExample) -> Int {
    let lines = TextLines(example.before.source, convention: .git)
    let line = lines.line(at: offset)
    func size(_ lines: [[UInt8]]) -> Int { lines.reduce(0) { $0 + $1.count } }
    return LineDiff.hunks(from: example.before.source, to: example.after.source)
      .filter { $0.baseIndex + $0.baseCount <= line }
      .reduce(offset) { $0 + size($1.added) - size($1.removed) }
  }

  /// Whether its file says that a program makes it.
  var isGenerated: Bool { example.before.saysGenerated }

  /// The path of its file, where it is known.
  var path: String? { example.path }

  /// Where it begins in a version of its file.
  /// - Returns: `nil` for another file.
  func start(in tree: SyntaxTree, at path: String?) -> Int? {
    if example.before.source == tree.source { return start.before }
    guard example.after.source == tree.source || path != nil && path == example.path else { return nil }
    return start.after
  }
}

extension Match {
  /// The key of the value that is all of the match, in languages where a value tells nothing without it.
  var key: String? {
    guard node == lastNode, Self.dataLanguages.contains(tree.grammar.name) else { return nil }
    var value = SyntaxNode(tree: tree, index: node)
    while let parent = value.parent, !parent.kind.hasSuffix("pair") {
      guard parent.range == value.range else { return nil }
      value = parent
    }
    guard let pair = value.parent, let key = pair.children.first(where: \.isNamed), key.index != value.index else {
      return nil
    }
    return key.string
  }

  /// Where it breaks lines: its text without what its holes stand for, and with one blank or line break for any number of them.
  /// - Parameter inHoles: whether it is told which holes stand for what breaks lines.
  func breaks(inHoles: Bool) -> [UInt8] {
    var result: [UInt8] = []
    var position = range.lowerBound
    func add(_ code: ArraySlice<UInt8>) {
      var blank: UInt8?
      for byte in code {
        if byte == 0x20 || byte == 0x09 || byte == 0x0d {
          blank = blank ?? 0x20
        } else if byte == 0x0a {
          blank = 0x0a
        } else {
          if let blank { result.append(blank) }
          blank = nil
          result.append(byte)
        }
      }
      if let blank { result.append(blank) }
    }
    let holes = captures.compactMap { $0?.range }.sorted { $0.lowerBound < $1.lowerBound }
    for hole in holes where hole.lowerBound >= position && hole.upperBound <= range.upperBound {
      add(tree.source[position..<hole.lowerBound])
      result.append(UInt8(ascii: "$"))
      if inHoles, tree.source[hole].contains(0x0a) { result.append(0x0a) }
      position = hole.upperBound
    }
    add(tree.source[position..<range.upperBound])
    return result
  }

  /// The statement before or behind the one that it is; `nil` where there is none.
  func sibling(isBehind: Bool) -> SyntaxNode? {
    var statement = SyntaxNode(tree: tree, index: node)
    while let parent = statement.parent, parent.range == statement.range, node == lastNode { statement = parent }
    guard let parent = statement.parent else { return nil }
    let (first, last) = (statement.index, node == lastNode ? statement.index : lastNode)
    let siblings = parent.children.filter(\.isNamed)
    return isBehind ? siblings.first { $0.index > last } : siblings.last { $0.index < first }
  }

  /// Whether the body of a class is around it, or what a language has in place of one.
  var isInClass: Bool {
    SyntaxNode(tree: tree, index: node).ancestors.contains { around in
      ["class", "impl", "struct", "extension", "trait", "enum"].contains(where: around.kind.hasPrefix)
    }
  }

  /// Whether it declares a name itself.
  func declares(_ name: String) -> Bool {
    (node..<Int(tree.nodes[lastNode].next)).contains { index in
      let leaf = SyntaxNode(tree: tree, index: index)
      return Int(leaf.record.next) == index + 1 && leaf.text.elementsEqual(name.utf8) && NameRole.isDeclared(at: leaf)
    }
  }

  static let dataLanguages: Set<String> = ["json", "yaml", "toml"]

  /// The parts of it that are named, or are words, outside of what its holes stand for: each as a number that stands for its
  /// kind and those of the nodes around it, up to the match.
  var parts: Set<UInt64> {
    let holes = captures.compactMap { $0?.range }.filter { !$0.isEmpty }
    var parts: Set<UInt64> = []
    func add(_ node: SyntaxNode, _ around: UInt64) {
      if node.record.flags.contains(.extra) || holes.contains(where: { $0.contains(node.range) }) { return }
      guard node.isNamed || node.text.first.map(\.isNameByte) ?? false else { return }
      let path = (around ^ UInt64(node.record.symbol)) &* 0x0000_0100_0000_01b3
      parts.insert(path)
      for child in node.children { add(child, path) }
    }
    var index = node
    while index <= lastNode {
      let root = SyntaxNode(tree: tree, index: index)
      add(root, 0xcbf2_9ce4_8422_2325)
      index = Int(root.record.next)
    }
    return parts
  }

  /// The kind of the innermost node that is all of the match; `nil` where several nodes are.
  var kind: String? {
    guard node == lastNode else { return nil }
    var innermost = SyntaxNode(tree: tree, index: node)
    while let inner = innermost.children.first(where: { _ in true }), inner.isNamed, inner.range == innermost.range {
      innermost = inner
    }
    return innermost.kind
  }

  /// The lines that it stands on, without the indentation of the first.
  var lines: ArraySlice<UInt8> {
    let source = tree.source
    let start = source[..<range.lowerBound].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let end = source[range.upperBound...].firstIndex(of: 0x0a) ?? source.count
    return source[start..<end].drop { $0 == 0x20 || $0 == 0x09 }
  }
}

extension SyntaxNode {
  /// What stands before a node in the one that it is a part of.
  var receiver: ArraySlice<UInt8> {
    guard let parent, parent.range.lowerBound < range.lowerBound else { return [] }
    return tree.source[parent.range.lowerBound..<range.lowerBound]
  }
}
