/// A grammar in llama.cpp's notation under which a block names lines of the file by their shortest telling beginnings, in order.
///
/// The first line is chosen by a trie over the beginnings that no other line of the file has; where a line has been told from all
/// others the model may go on to the end of the word or of the line, and no further. The last line is one of those that follow.
struct AnchorGrammar {
  private var rules: [String] = []

  /// How many lines below the first one may end a place, about.
  static let reach = 32

  /// The grammar; `nil` when no file has a line with a beginning of its own, or the files are too long.
  /// - Parameter limit: the most blocks.
  static func text(for files: [EngineRequest.ShownFile], limit: Int) -> String? {
    guard files.reduce(0, { $0 + $1.lines.count }) <= SearchGrammar.maximumLines else { return nil }
    var grammar = AnchorGrammar()
    var blocks: [String] = []
    for (index, file) in files.enumerated() {
      guard let start = grammar.addLines(file.lines, prefix: "f\(index)") else { continue }
      blocks.append("\(GBNF.literal(file.path + "\n<<<<<<< FROM ")) \(start) (head body*)? \(GBNF.end)")
    }
    guard !blocks.isEmpty else { return nil }
    let lineLimit = EngineRequest.Grammar.lineLimit(of: files)
    // The first new line must not read as the name of the last old one.
    let rules =
      GBNF.blocks(blocks, limit: limit)
      + GBNF.line(named: "body", notBeginningWith: [("<", 5), (">", 5)], limit: lineLimit)
      + GBNF.line(named: "head", notBeginningWith: [("<", 5), (">", 5), ("-", 5)], limit: lineLimit) + grammar.rules
    return rules.joined(separator: "\n") + "\n"
  }

  /// Adds the rules of one file.
  /// - Returns: the rule that begins a place; `nil` when no line can.
  private mutating func addLines(_ lines: [String], prefix: String) -> String? {
    let texts = lines.map { line -> [Unicode.Scalar]? in
      let text = Array(line.unicodeScalars.drop { $0 == " " || $0 == "\t" })
      let isWritable = !text.isEmpty && text.allSatisfy { $0 != "\u{FFFD}" && ($0.value >= 0x20 || $0 == "\t") }
      return isWritable && !text.allSatisfy(\.properties.isWhitespace) ? text : nil
    }
    let sorted = texts.enumerated().compactMap { line, text in text.map { (text: $0, line: line) } }.sorted {
      $0.text.lexicographicallyPrecedes($1.text)
    }
    var unique: [(text: [Unicode.Scalar], line: Int, length: Int)] = []
    for (index, entry) in sorted.enumerated() {
      let shared =
        [index - 1, index + 1].filter(sorted.indices.contains).map {
          zip(entry.text, sorted[$0].text).prefix { $0 == $1 }.count
        }.max() ?? 0
      // A line that is the whole beginning of another one is told from it by its end.
      if shared < entry.text.count { unique.append((entry.text, entry.line, shared + 1)) }
    }
    guard !unique.isEmpty else { return nil }
    addLastLines(texts.map { $0.map(Self.text) }, prefix)
    let lineCount = (texts.lastIndex { $0 != nil } ?? 0) + 1
    var count = 0
    return node(unique[...], depth: 0, lineCount: lineCount, prefix, &count)
  }

  /// Adds what may end a place: the rule `t<line>` for the lines from one on to the end of the next stretch, and `s<number>`
  /// for all lines of a stretch.
  private mutating func addLastLines(_ texts: [String?], _ prefix: String) {
    let count = (texts.lastIndex { $0 != nil } ?? -1) + 1
    for line in 0..<count {
      let own = texts[line].map { [GBNF.literal($0)] } ?? []
      let next = line + 1 < count ? [Self.rule(from: line + 1, prefix)] : []
      rules.append("\(prefix)t\(line) ::= " + (own + next).joined(separator: " | "))
    }
    for start in stride(from: 0, to: count, by: Self.reach) {
      let own = texts[start..<min(count, start + Self.reach)].compactMap { $0.map(GBNF.literal) }
      // A stretch of blank lines only stands for the one behind it; the last one has text.
      let alternatives = own.isEmpty ? "\(prefix)s\(start / Self.reach + 1)" : own.joined(separator: " | ")
      rules.append("\(prefix)s\(start / Self.reach) ::= \(alternatives)")
    }
  }

  /// The rule for the lines from `line` on.
  private static func rule(from line: Int, _ prefix: String) -> String {
    line % reach == 0 ? "\(prefix)s\(line / reach)" : "\(prefix)t\(line)"
  }

  private mutating func node(
    _ keys: ArraySlice<(text: [Unicode.Scalar], line: Int, length: Int)>, depth: Int, lineCount: Int, _ prefix: String,
    _ count: inout Int
  ) -> String {
    let name = "\(prefix)a\(count)"
    count += 1
    var alternatives: [String] = []
    var rest = keys
    while let first = rest.first {
      let group = rest.prefix { $0.text[depth] == first.text[depth] }
      rest = rest[group.endIndex...]
      if group.count == 1 {
        alternatives.append(
          "\(ending(of: first, from: depth)) \(GBNF.literal("\n")) \(last(after: first.line, lineCount, prefix))")
        continue
      }
      let last = group[group.endIndex - 1].text
      var end = depth + 1
      while end < first.text.count, end < last.count, first.text[end] == last[end] { end += 1 }
      // A line that ends where others go on would need an empty alternative; it cannot be named, having no beginning of its own.
      let below = node(group, depth: end, lineCount: lineCount, prefix, &count)
      alternatives.append("\(GBNF.literal(Self.text(first.text[depth..<end]))) \(below)")
    }
    rules.append("\(name) ::= " + alternatives.joined(separator: " | "))
    return name
  }

  /// The rest of an anchor: to the end of the word in which the line is told from all others, or to the end of the line.
  private func ending(of key: (text: [Unicode.Scalar], line: Int, length: Int), from depth: Int) -> String {
    var end = max(key.length, depth + 1)
    while end < key.text.count, Self.isWord(key.text[end]), Self.isWord(key.text[end - 1]) { end += 1 }
    let short = GBNF.literal(Self.text(key.text[depth..<end]))
    return end == key.text.count ? short : "\(short) \(GBNF.literal(Self.text(key.text[end...])))?"
  }

  private func last(after line: Int, _ count: Int, _ prefix: String) -> String {
    guard line + 1 < count else { return "" }
    return "(\"------- TO \" \(Self.rule(from: line + 1, prefix)) \(GBNF.literal("\n")))?"
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
