/// A grammar in llama.cpp's notation (GBNF) under which a model can only write search/replace blocks that apply.
///
/// The first line of a search text is chosen from the file's own lines by a trie: the model spells a line only as far as it
/// takes to tell it from every other line, and the rest of it, like every line that follows, is forced. Lines that stand in the
/// file more than once cannot begin a search text, so each has exactly one place. A block is closed or not written at all; the
/// new text stays free but for lines that would read as markers. The alternatives of a rule differ in their first byte, so the
/// sampler follows one path at a time however long the file is.
struct SearchGrammar {
  private var rules: [String] = []

  /// More lines than this make a grammar that takes the server longer to read than the edit takes to write.
  static let maximumLines = 4000

  /// The grammar; `nil` when no file has a line that stands in it once, or the files are too long.
  /// - Parameter limit: the most blocks.
  static func text(for files: [EngineRequest.ShownFile], limit: Int) -> String? {
    var grammar = SearchGrammar()
    guard files.reduce(0, { $0 + $1.lines.count }) <= maximumLines else { return nil }
    var blocks: [String] = []
    for (index, file) in files.enumerated() {
      guard let start = grammar.addLines(file.lines, prefix: "f\(index)") else { continue }
      let path = GBNF.literal(file.path + "\n<<<<<<< SEARCH\n")
      blocks.append("\(path) \(start) \(GBNF.literal("=======\n")) body* \(GBNF.literal(">>>>>>> REPLACE\n"))")
    }
    guard !blocks.isEmpty else { return nil }
    let rules =
      GBNF.blocks(blocks, limit: limit)
      + GBNF.line(
        named: "body", notBeginningWith: [("<", 5), ("=", 5), (">", 5)],
        limit: EngineRequest.Grammar.lineLimit(of: files)) + grammar.rules
    return rules.joined(separator: "\n") + "\n"
  }

  /// Adds the rules of one file.
  /// - Returns: the rule that begins a search text; `nil` when no line can.
  private mutating func addLines(_ lines: [String], prefix: String) -> String? {
    let isWritable = lines.map { line in line.unicodeScalars.allSatisfy { $0 != "\u{FFFD}" && $0 != "\n" } }
    var counts: [String: Int] = [:]
    for line in lines { counts[line, default: 0] += 1 }
    let starts = lines.indices.filter { index in
      isWritable[index] && counts[lines[index]] == 1 && lines[index].contains { !$0.isWhitespace }
    }
    guard !starts.isEmpty else { return nil }
    // After the line with this index the search text may end, or go on with the next line.
    for index in lines.indices where index > 0 && isWritable[index] {
      rules.append(
        "\(prefix)n\(index) ::= (\(GBNF.literal(lines[index] + "\n")) \(after(index, lines, isWritable, prefix)))?")
    }
    let ordered = starts.map { (key: Array((lines[$0] + "\n").unicodeScalars), line: $0) }.sorted {
      $0.key.lexicographicallyPrecedes($1.key)
    }
    var nodes = 0
    return node(ordered[...], depth: 0, lines, isWritable, prefix, &nodes)
  }

  private func after(_ index: Int, _ lines: [String], _ isWritable: [Bool], _ prefix: String) -> String {
    index + 1 < lines.count && isWritable[index + 1] ? "\(prefix)n\(index + 1)" : ""
  }

  /// The rule for the lines of `keys`, which are sorted and agree in their first `depth` scalars.
  private mutating func node(
    _ keys: ArraySlice<(key: [Unicode.Scalar], line: Int)>, depth: Int, _ lines: [String], _ isWritable: [Bool],
    _ prefix: String, _ count: inout Int
  ) -> String {
    let name = "\(prefix)t\(count)"
    count += 1
    var alternatives: [String] = []
    var rest = keys
    while let first = rest.first {
      let group = rest.prefix { $0.key[depth] == first.key[depth] }
      rest = rest[group.endIndex...]
      if group.count == 1 {
        let text = String(String.UnicodeScalarView(first.key[depth...]))
        alternatives.append("\(GBNF.literal(text)) \(after(first.line, lines, isWritable, prefix))")
        continue
      }
      // What all lines of the group share is one literal; they are sorted, so the first and the last share the least.
      let last = group[group.endIndex - 1].key
      var end = depth + 1
      while end < first.key.count, end < last.count, first.key[end] == last[end] { end += 1 }
      let shared = String(String.UnicodeScalarView(first.key[depth..<end]))
      let below = node(group, depth: end, lines, isWritable, prefix, &count)
      alternatives.append("\(GBNF.literal(shared)) \(below)")
    }
    rules.append("\(name) ::= " + alternatives.joined(separator: " | "))
    return name
  }
}
