internal import HoneCore

/// Parses the text of a pattern in the places where it could stand.
struct PatternReader: ~Copyable {
  /// The longest pattern, in bytes.
  static let lengthLimit = 1 << 16

  private let text: String
  private let dialect: PatternDialect
  /// What stands for a dollar in `encoded`.
  private var sigil: [UInt8]
  private var encoded: PatternDialect.Encoded
  /// The text in `encoded` without blanks around it.
  private var range: Range<Int>
  private let selector: Set<UInt16>?
  private let selectorName: String
  private var parser: SyntaxParser
  /// Whether a bracket may stay open, as it may in ast-grep's rules.
  private var allowsOpenBrackets = false

  init(_ text: String, grammar: Grammar, dialect: PatternDialect, selector: String?) throws(PatternError) {
    guard text.utf8.count <= Self.lengthLimit else {
      throw PatternError("the pattern is longer than \(Self.lengthLimit) bytes", remedy: "match a smaller part of it")
    }
    let encoded = dialect.encode(text.utf8)
    guard let first = encoded.bytes.firstIndex(where: { !$0.isWhitespace }),
      let last = encoded.bytes.lastIndex(where: { !$0.isWhitespace })
    else { throw PatternError("the pattern is empty", remedy: "write the code to find, with $NAME for what varies") }
    let symbols = try Self.symbols(of: selector, grammar)
    let parser = try Self.parser(of: grammar)
    self.text = text
    self.encoded = encoded
    sigil = dialect.sigil
    range = first..<(last + 1)
    self.dialect = dialect
    self.selector = symbols
    selectorName = selector ?? ""
    self.parser = parser
  }

  private static func symbols(of selector: String?, _ grammar: Grammar) throws(PatternError) -> Set<UInt16>? {
    guard let selector else { return nil }
    let symbols = Set(grammar.symbols(named: selector))
    if !symbols.isEmpty { return symbols }
    throw PatternError(
      "\(grammar.name) has no kind `\(selector)`", remedy: "take a kind from the grammar's node types as selector")
  }

  private static func parser(of grammar: Grammar) throws(PatternError) -> SyntaxParser {
    do {
      return try SyntaxParser(grammar)
    } catch {
      throw PatternError("the grammar of \(grammar.name) cannot be used", remedy: "install the grammars again")
    }
  }

  /// All distinct readings, that as a file first.
  mutating func readings(_ reach: Pattern.Reach) throws(PatternError) -> [Pattern.Reading] {
    let tree = try parse(before: dialect.preamble, after: "")
    if tree.grammar.isPlainText, selector == nil { return try plainTextReadings(of: tree) }
    let start = dialect.preamble.utf8.count
    allowsOpenBrackets = reach == .file
    let file = selector == nil ? reading(ofFile: tree, from: start) : selected(in: tree, from: start, place: "file")
    if selector == nil, reach == .everywhere { try checkBrackets() }
    if let nodes = file?.nodes { try check(nodes) }
    allowsOpenBrackets = false
    var found: [Pattern.Reading] = []
    if let file { found.append(file) }
    // Several nodes are what a patch may want, but they may also be the halves of something that is one elsewhere. And
    // what the grammar cannot place may be all right in another place.
    let isSound = reach == .file || !tree.nodes.contains { $0.flags.contains(.error) }
    let isCertain = file.map { $0.nodes.count == 1 } ?? false && isSound
    let isTried = !isCertain || reach == .everywhere && !dialect.isScript
    let others = reach == .everywhere ? placesBeside(file) : []
    if isTried || reach == .everywhere {
      for place in dialect.places where isTried || place.isType || others.contains(place.name) {
        let tree = try parse(before: place.before, after: place.after)
        let start = place.before.utf8.count
        let reading =
          selector == nil ? reading(in: tree, from: start, place) : selected(in: tree, from: start, place: place.name)
        guard let reading, !found.contains(where: { $0.nodes == reading.nodes && $0.rootSymbol == reading.rootSymbol })
        else { continue }
        found.append(reading)
      }
    }
    if !isSound || !others.isEmpty {
      let all = found
      found.removeAll { reading in all.contains { $0 != reading && reading.reads(keywordsOf: $0) } }
    } else if let file {
      found.removeAll { $0.reads(keywordsOf: file) }
    }
    if found.count > 1 {
      // One node is a better reading than a list of them.
      let single = found.filter(\.isSingle)
      if !single.isEmpty { found = single }
      if !isSound, dialect.isScript, let file, found.first == file, found.count > 1 { found.removeFirst() }
    }
    if reach == .everywhere, selector == nil, !isSound, found.isEmpty || found.count == 1 && found.first == file {
      let other = try readingsWithInsertions()
      if !other.isEmpty { found = other }
    }
    if reach == .everywhere, selector == nil { try checkTokens(found) }
    if reach == .file, file == nil, let loose = looseReading(ofFile: tree, from: start) { found.append(loose) }
    if found.isEmpty { found = try readingsWithLiterals() }
    guard !found.isEmpty else { throw failure(tree, from: start) }
    return found
  }

  /// The places where a text that is sound as a file of a script may mean something else as well.
  ///
  /// A label is a pair or a member of an interface; `a=$X`, without blanks, is an argument of Python by its custom, and
  /// what has a type may be a parameter.
  private func placesBeside(_ file: Pattern.Reading?) -> Set<String> {
    guard dialect.isScript, let file, file.nodes.count == 1, let node = file.nodes.first else { return [] }
    switch file.kind {
    case "labeled_statement": return ["property", "member", "type member", "parameter"]
    case "assignment" where dialect.name == "python":
      guard case .node(_, let children) = node else { return [] }
      let marks = children.compactMap { child -> [UInt8]? in
        if case .token(_, isNamed: false, let text) = child { text } else { nil }
      }
      if marks.contains([UInt8(ascii: ":")]) { return ["parameter", "handler"] }
      let bytes = encoded.bytes[range]
      guard let mark = bytes.firstIndex(of: UInt8(ascii: "=")), mark > bytes.startIndex, mark + 1 < bytes.endIndex,
        !bytes[mark - 1].isWhitespace, !bytes[mark + 1].isWhitespace
      else { return [] }
      return ["argument", "parameter"]
    default: return []
    }
  }

  /// Readings of a text whose metavariables stand where the grammar wants more than a name: strings and pairs in JSON,
  /// statements that end with a semicolon, and plain names where dollars mean something.
  private mutating func readingsWithInsertions() throws(PatternError) -> [Pattern.Reading] {
    let (plain, plainRange) = (encoded, range)
    defer { (encoded, range, sigil) = (plain, plainRange, dialect.sigil) }
    var ways: [(PatternDialect.Encoded, sigil: [UInt8])] = []
    if dialect.name == "json" { ways.append((plain.withStrings, sigil)) }
    if dialect.name == "csharp" || dialect.name == "java" { ways.append((plain.withStatements, sigil)) }
    if let name = PatternDialect.nameSigils[dialect.name] {
      ways.append((dialect.encode(text.utf8, sigil: Array(name.utf8)), Array(name.utf8)))
    }
    for way in ways {
      (encoded, sigil) = (way.0, way.sigil)
      guard let first = encoded.bytes.firstIndex(where: { !$0.isWhitespace }),
        let last = encoded.bytes.lastIndex(where: { !$0.isWhitespace })
      else { continue }
      range = first..<(last + 1)
      var found: [Pattern.Reading] = []
      let tree = try parse(before: dialect.preamble, after: "")
      if !tree.hasError, let file = reading(ofFile: tree, from: dialect.preamble.utf8.count), file.isSingle {
        found.append(file)
      }
      for place in dialect.places {
        let tree = try parse(before: place.before, after: place.after)
        guard let reading = reading(in: tree, from: place.before.utf8.count, place), reading.isSingle,
          !found.contains(where: { $0.nodes == reading.nodes && $0.rootSymbol == reading.rootSymbol })
        else { continue }
        found.append(reading)
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// Refuses a metavariable that is a part of a longer word: it would be searched for as it is written.
  private func checkTokens(_ readings: [Pattern.Reading]) throws(PatternError) {
    guard dialect.name == "ruby" else { return }
    for case .token(_, isNamed: true, let text) in readings.flatMap(\.nodes).flatMap(\.leaves)
    where text.first == UInt8(ascii: ":") && Metavariable(text.dropFirst(), sigil: sigil) != nil {
      let start = encoded.bytes[range].firstRange(of: text)?.lowerBound ?? range.lowerBound
      throw PatternError(
        offset: encoded.origins[start], "a metavariable cannot stand for a part of a symbol",
        remedy: "let it stand for the whole symbol, without the colon")
    }
  }

  /// Readings in which a metavariable stands for a string, where the language wants one: `import $A` in Go.
  private mutating func readingsWithLiterals() throws(PatternError) -> [Pattern.Reading] {
    guard selector == nil else { return [] }
    let (plain, plainRange) = (encoded, range)
    defer { (encoded, range) = (plain, plainRange) }
    // Most snippets have few metavariables, of which the last is the likeliest to be a string.
    for start in plain.starts.sorted().reversed().prefix(4) {
      encoded = plain.quoting(holeAt: start)
      range = plainRange.lowerBound..<(plainRange.upperBound + 2)
      let tree = try parse(before: dialect.preamble, after: "")
      if let reading = reading(ofFile: tree, from: dialect.preamble.utf8.count), reading.nodes.count == 1 {
        return [reading]
      }
      for place in dialect.places {
        let tree = try parse(before: place.before, after: place.after)
        let reading = reading(in: tree, from: place.before.utf8.count, place)
        if let reading, reading.nodes.count == 1 { return [reading] }
      }
    }
    return []
  }

  private mutating func parse(before: String, after: String) throws(PatternError) -> SyntaxTree {
    do {
      return try parser.parse(Array(before.utf8) + encoded.bytes + Array(after.utf8))
    } catch {
      throw PatternError("parsing the pattern takes too long", remedy: "match a smaller part of it")
    }
  }

  // MARK: As a file

  /// The text as a whole file: the innermost node that is all there is of it.
  private func reading(ofFile tree: SyntaxTree, from start: Int) -> Pattern.Reading? {
    let tops = tree.children(of: 0).filter { Int(tree.nodes[$0].start) >= start && !isPadding($0, in: tree) }
    guard let first = tops.first else { return nil }
    if tops.count == 1 { return single(descend(first, in: tree), in: tree, from: start, place: "file") }
    return several(tops, in: tree, from: start, place: "file")
  }

  /// A reading whose root is an error, which matches nodes of every kind that have such children.
  ///
  /// It is what ast-grep does with a text that is no code, and rules that people wrote for it count on it.
  private func looseReading(ofFile tree: SyntaxTree, from start: Int) -> Pattern.Reading? {
    let tops = tree.children(of: 0).filter { Int(tree.nodes[$0].start) >= start && !isPadding($0, in: tree) }
    guard selector == nil, tops.count == 1 else { return nil }
    let index = descend(tops[0], in: tree)
    guard tree.nodes[index].flags.contains(.error), let node = node(index, in: tree, from: start) else { return nil }
    let hasWord = node.leaves.contains { leaf in
      if case .token(_, _, let text) = leaf { text.contains(where: \.isNameByte) } else { false }
    }
    var depth = 0
    for case .token(_, _, let text) in node.leaves {
      if ["(", "[", "{"].contains(where: { $0.utf8.elementsEqual(text) }) { depth += 1 }
      if [")", "]", "}"].contains(where: { $0.utf8.elementsEqual(text) }) { depth -= 1 }
      if depth < 0 { return nil }
    }
    return hasWord && depth == 0 ? Pattern.Reading(place: "file", kind: "ERROR", nodes: [node]) : nil
  }

  /// What a grammar may put at the end: a token that is missing, or one without a name such as a line's end.
  private func isPadding(_ index: Int, in tree: SyntaxTree) -> Bool {
    let record = tree.nodes[index]
    return record.flags.contains(.missing) || tree.kind(of: index).isEmpty
      || record.start == record.end && !record.flags.contains(.named)
  }

  /// Goes down as long as a node has one child, or one and padding.
  private func descend(_ index: Int, in tree: SyntaxTree) -> Int {
    var index = index
    while true {
      let children = tree.children(of: index)
      guard let first = children.first, children.count == 1 || children.count == 2 && isPadding(children[1], in: tree)
      else { return index }
      index = first
    }
  }

  // MARK: In a place

  /// The text inside of a template, which must parse without any error.
  private func reading(in tree: SyntaxTree, from start: Int, _ place: PatternDialect.Place) -> Pattern.Reading? {
    guard !tree.nodes.contains(where: { $0.flags.contains(.error) }) else { return nil }
    let wanted = (range.lowerBound + start)..<(range.upperBound + start)
    var around = 0
    for (index, record) in tree.nodes.enumerated() where Int(record.start) <= wanted.lowerBound {
      guard Int(record.end) >= wanted.upperBound else { continue }
      // Some nodes end with the line.
      if Int(record.start) == wanted.lowerBound,
        tree.source[wanted.upperBound..<Int(record.end)].allSatisfy(\.isWhitespace)
      {
        return single(descend(index, in: tree), in: tree, from: start, place: place.name)
      }
      around = index
    }
    guard place.holdsList else { return nil }
    let covered = tree.children(of: around).filter {
      Int(tree.nodes[$0].start) >= wanted.lowerBound && Int(tree.nodes[$0].end) <= wanted.upperBound
        && !isPadding($0, in: tree)
    }
    guard let first = covered.first, let last = covered.last, covered.count > 1,
      Int(tree.nodes[first].start) == wanted.lowerBound, Int(tree.nodes[last].end) == wanted.upperBound
    else { return nil }
    return several(covered, in: tree, from: start, place: place.name)
  }

  /// The first node of the selected kind.
  private func selected(in tree: SyntaxTree, from start: Int, place: String) -> Pattern.Reading? {
    guard let selector, let index = tree.nodes.indices.first(where: { selector.contains(tree.nodes[$0].symbol) }),
      let node = node(index, in: tree, from: start), !holdsError(index, in: tree, from: start)
    else { return nil }
    return Pattern.Reading(
      place: place, kind: tree.kind(of: index), nodes: [node], rootSymbol: tree.nodes[index].symbol)
  }

  // MARK: Nodes

  private func single(_ index: Int, in tree: SyntaxTree, from start: Int, place: String) -> Pattern.Reading? {
    guard let node = node(index, in: tree, from: start), !holdsError(index, in: tree, from: start) else { return nil }
    return Pattern.Reading(place: place, kind: kind(of: node, tree.kind(of: index)), nodes: [node])
  }

  func several(_ indices: [Int], in tree: SyntaxTree, from start: Int, place: String) -> Pattern.Reading? {
    var nodes: [PatternNode] = []
    for index in indices {
      guard let node = node(index, in: tree, from: start), !holdsError(index, in: tree, from: start) else { return nil }
      nodes.append(node)
    }
    // The kind of the first node finds the candidates, so it cannot be any number of nodes.
    guard case .hole(.many) = nodes[0] else {
      return Pattern.Reading(place: place, kind: kind(of: nodes[0], tree.kind(of: indices[0])), nodes: nodes)
    }
    return nil
  }

  private func kind(of node: PatternNode, _ kind: String) -> String {
    if case .hole(let hole) = node { hole.description } else { kind }
  }

  private func node(_ index: Int, in tree: SyntaxTree, from start: Int) -> PatternNode? {
    PatternNode(tree, at: index) { hole(at: $0, in: tree, from: start) }
  }

  private func hole(at index: Int, in tree: SyntaxTree, from start: Int) -> Metavariable? {
    let record = tree.nodes[index]
    let place = Int(record.start) - start
    guard place >= 0, place < encoded.bytes.count, record.end > record.start else { return nil }
    let text = tree.source[Int(record.start)..<Int(record.end)]
    if !encoded.inserted.isEmpty {
      let kept = text.indices.filter { !encoded.inserted.contains($0 - start) }
      guard let first = kept.first, encoded.isDollar(at: first - start) else { return nil }
      return Metavariable(kept.map { text[$0] }, sigil: sigil)
    }
    return encoded.isDollar(at: place) ? Metavariable(text, sigil: sigil) : nil
  }

  /// Whether the grammar could not place a part of the subtree that is no hole.
  private func holdsError(_ index: Int, in tree: SyntaxTree, from start: Int) -> Bool {
    var position = index
    while position < Int(tree.nodes[index].next) {
      if hole(at: position, in: tree, from: start) != nil {
        position = Int(tree.nodes[position].next)
        continue
      }
      if tree.nodes[position].flags.contains(.error) { return true }
      // The parser closes what is open, wherever that may be.
      if !allowsOpenBrackets, tree.nodes[position].flags.contains(.missing),
        [")", "]", "}"].contains(tree.kind(of: position))
      {
        return true
      }
      position += 1
    }
    return false
  }

  // MARK: Mistakes

  private func check(_ nodes: [PatternNode]) throws(PatternError) {
    if nodes.count == 1, case .hole(.many(let name)) = nodes[0] {
      throw PatternError(
        offset: encoded.origins[range.lowerBound], "`$$$\(name ?? "")` alone matches everything and nothing",
        remedy: "write `$\(name ?? "A")` for one node, or put code around it")
    }
  }

  /// Refuses brackets alone that do not pair up: as a file they are read as tokens, and every call would hold them.
  private func checkBrackets() throws(PatternError) {
    var open: [UInt8] = []
    for byte in encoded.bytes[range] where !byte.isWhitespace {
      switch byte {
      case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if open.popLast() == byte { continue }
        throw unpaired
      default: return
      }
    }
    if !open.isEmpty { throw unpaired }
  }

  private var unpaired: PatternError {
    PatternError(
      offset: encoded.origins[range.lowerBound], "the brackets of the pattern do not pair up",
      remedy: "complete the code")
  }

  private func failure(_ tree: SyntaxTree, from start: Int) -> PatternError {
    if selector != nil {
      return PatternError(
        "the context holds no sound node of kind `\(selectorName)`",
        remedy: "complete the code of the context, or take a kind that occurs in it as selector")
    }
    let error = tree.nodes.first { $0.flags.contains(.error) && Int($0.end) > start } ?? tree.nodes[0]
    let offset = min(max(Int(error.start) - start, range.lowerBound), range.upperBound)
    return PatternError(
      offset: encoded.origins[offset], "the pattern is no \(dialect.name) code that the grammar can read",
      remedy: "complete the code, or give it a `context` that is complete with the `selector` of the part to find")
  }
}

extension PatternDialect.Place {
  /// Whether what stands there is a list of which a pattern may be a part.
  fileprivate var holdsList: Bool {
    ["statement", "async statement", "member", "clause", "declaration"].contains(name)
  }

  /// Whether types stand there, which many languages write as they do expressions and read otherwise.
  fileprivate var isType: Bool { name == "type" }
}

extension SyntaxTree {
  /// The indices of the children of a node.
  func children(of index: Int) -> [Int] {
    var children: [Int] = []
    var child = index + 1
    while child < Int(nodes[index].next) {
      children.append(child)
      child = Int(nodes[child].next)
    }
    return children
  }

  /// The name of the kind of a node.
  func kind(of index: Int) -> String {
    let symbol = Int(nodes[index].symbol)
    return symbol < grammar.kinds.count ? grammar.kinds[symbol] : "ERROR"
  }
}

extension Pattern.Reading {
  /// Whether it is one node, or one with the semicolon after it: `struct $N { $$$ };` of C.
  fileprivate var isSingle: Bool {
    if nodes.count == 1 { return true }
    guard nodes.count == 2, case .token(_, isNamed: false, let text) = nodes[1] else { return false }
    return text == [UInt8(ascii: ";")]
  }

  /// Whether it takes a keyword of another reading for a name.
  ///
  /// In some places a grammar does not know the keywords that cannot stand there: `return x;` would be a member `x` of the
  /// type `return`.
  fileprivate func reads(keywordsOf other: Pattern.Reading) -> Bool {
    let keywords = other.nodes.flatMap(\.leaves).compactMap { leaf -> [UInt8]? in
      guard case .token(_, isNamed: false, let text) = leaf, text.allSatisfy(\.isNameByte) else { return nil }
      return text
    }
    return !keywords.isEmpty
      && nodes.flatMap(\.leaves).contains { leaf in
        if case .token(_, isNamed: true, let text) = leaf { keywords.contains(text) } else { false }
      }
  }
}
