internal import HoneCore

/// Parses the text of a pattern in the places where it could stand.
struct PatternReader: ~Copyable {
  /// The longest pattern, in bytes.
  static let lengthLimit = 1 << 16

  private let text: String
  private let dialect: PatternDialect
  let snippet: PatternSnippet
  /// The kind that is to be found in the text; `nil` for the whole text.
  private let selector: String?
  private var parser: SyntaxParser

  init(_ text: String, grammar: Grammar, dialect: PatternDialect, selector: String?) throws(PatternError) {
    guard text.utf8.count <= Self.lengthLimit else {
      throw PatternError("the pattern is longer than \(Self.lengthLimit) bytes", remedy: "match a smaller part of it")
    }
    let encoded = dialect.encode(text.utf8)
    guard var snippet = PatternSnippet(encoded, sigil: dialect.sigil) else {
      throw PatternError("the pattern is empty", remedy: "write the code to find, with $NAME for what varies")
    }
    snippet.selector = try Self.symbols(of: selector, grammar)
    let parser = try Self.parser(of: grammar)
    self.text = text
    self.dialect = dialect
    self.snippet = snippet
    self.selector = selector
    self.parser = parser
  }

  private static func symbols(of selector: String?, _ grammar: Grammar) throws(PatternError) -> [UInt16]? {
    guard let selector else { return nil }
    let symbols = grammar.symbols(named: selector)
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
    let tree = try parse(snippet, before: dialect.preamble, after: "")
    if tree.grammar.isPlainText, selector == nil { return try plainTextReadings(of: tree) }
    let start = dialect.preamble.utf8.count
    var whole = snippet
    whole.allowsOpenBrackets = reach == .file
    let file =
      selector == nil ? whole.reading(ofFile: tree, from: start) : whole.selected(in: tree, from: start, place: "file")
    if selector == nil, reach == .everywhere { try snippet.checkBrackets() }
    if let nodes = file?.nodes { try snippet.checkHoles(of: nodes) }
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
        let tree = try parse(snippet, before: place.before, after: place.after)
        let start = place.before.utf8.count
        let reading =
          selector == nil
          ? snippet.reading(in: tree, from: start, place) : snippet.selected(in: tree, from: start, place: place.name)
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
    if reach == .everywhere, selector == nil { try snippet.checkTokens(of: found, dialect) }
    if reach == .file, file == nil, let loose = snippet.looseReading(ofFile: tree, from: start) { found.append(loose) }
    if found.isEmpty { found = try readingsWithLiterals() }
    guard !found.isEmpty else { throw snippet.failure(in: tree, from: start, dialect, selectorName: selector ?? "") }
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
      let bytes = snippet.encoded.bytes[snippet.range]
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
    var ways: [PatternSnippet?] = []
    let plain = snippet.encoded
    if dialect.name == "json" { ways.append(PatternSnippet(plain.withStrings, sigil: dialect.sigil)) }
    if dialect.name == "csharp" || dialect.name == "java" {
      ways.append(PatternSnippet(plain.withStatements, sigil: dialect.sigil))
    }
    if let name = PatternDialect.nameSigil(of: dialect.name) {
      ways.append(PatternSnippet(EncodedPattern(text.utf8, sigil: name), sigil: name))
    }
    for case .some(let way) in ways {
      var found: [Pattern.Reading] = []
      let tree = try parse(way, before: dialect.preamble, after: "")
      if !tree.hasError, let file = way.reading(ofFile: tree, from: dialect.preamble.utf8.count), file.isSingle {
        found.append(file)
      }
      for place in dialect.places {
        let tree = try parse(way, before: place.before, after: place.after)
        guard let reading = way.reading(in: tree, from: place.before.utf8.count, place), reading.isSingle,
          !found.contains(where: { $0.nodes == reading.nodes && $0.rootSymbol == reading.rootSymbol })
        else { continue }
        found.append(reading)
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// Readings in which a metavariable stands for a string, where the language wants one: `import $A` in Go.
  private mutating func readingsWithLiterals() throws(PatternError) -> [Pattern.Reading] {
    guard selector == nil else { return [] }
    // Most snippets have few metavariables, of which the last is the likeliest to be a string.
    for start in snippet.encoded.starts.reversed().prefix(4) {
      guard let way = PatternSnippet(snippet.encoded.quoting(holeAt: start), sigil: dialect.sigil) else { continue }
      let tree = try parse(way, before: dialect.preamble, after: "")
      if let reading = way.reading(ofFile: tree, from: dialect.preamble.utf8.count), reading.nodes.count == 1 {
        return [reading]
      }
      for place in dialect.places {
        let tree = try parse(way, before: place.before, after: place.after)
        let reading = way.reading(in: tree, from: place.before.utf8.count, place)
        if let reading, reading.nodes.count == 1 { return [reading] }
      }
    }
    return []
  }

  private mutating func parse(
    _ snippet: PatternSnippet, before: String, after: String
  ) throws(PatternError) -> SyntaxTree {
    do {
      return try parser.parse(Array(before.utf8) + snippet.encoded.bytes + Array(after.utf8))
    } catch {
      throw PatternError("parsing the pattern takes too long", remedy: "match a smaller part of it")
    }
  }
}

extension PatternDialect.Place {
  /// Whether types stand there, which many languages write as they do expressions and read otherwise.
  fileprivate var isType: Bool { name == "type" }
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
