/// What is wrong with a pattern.
extension PatternSnippet {
  /// Refuses a metavariable for any number of nodes that stands alone.
  func checkHoles(of nodes: [PatternNode]) throws(PatternError) {
    if nodes.count == 1, case .hole(.many(let name)) = nodes[0] {
      throw PatternError(
        offset: encoded.origins[range.lowerBound], "`$$$\(name ?? "")` alone matches everything and nothing",
        remedy: "write `$\(name ?? "A")` for one node, or put code around it")
    }
  }

  /// Refuses brackets alone that do not pair up: as a file they are read as tokens, and every call would hold them.
  func checkBrackets() throws(PatternError) {
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

  /// Refuses a metavariable that is a part of a longer word: it would be searched for as it is written.
  func checkTokens(of readings: [Pattern.Reading], _ dialect: PatternDialect) throws(PatternError) {
    guard dialect.name == "ruby" else { return }
    for case .token(_, isNamed: true, let text) in readings.flatMap(\.nodes).flatMap(\.leaves)
    where text.first == UInt8(ascii: ":") && Metavariable(text.dropFirst(), sigil: sigil) != nil {
      let start = encoded.bytes[range].firstRange(of: text)?.lowerBound ?? range.lowerBound
      throw PatternError(
        offset: encoded.origins[start], "a metavariable cannot stand for a part of a symbol",
        remedy: "let it stand for the whole symbol, without the colon")
    }
  }

  /// What is wrong with a text that has no reading.
  /// - Parameter selectorName: the kind that was asked for; empty for none.
  func failure(
    in tree: SyntaxTree, from start: Int, _ dialect: PatternDialect, selectorName: String
  ) -> PatternError {
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
