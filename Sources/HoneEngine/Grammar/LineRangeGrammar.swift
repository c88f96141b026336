/// A grammar in llama.cpp's notation under which blocks name only numbers of lines that the file has, and are always closed.
enum LineRangeGrammar {
  /// The grammar; `nil` when no file has a line.
  /// - Parameter limit: the most blocks.
  static func text(for files: [EngineRequest.ShownFile], limit: Int) -> String? {
    var blocks: [String] = []
    var rules: [String] = []
    for (index, file) in files.enumerated() where !file.lines.isEmpty {
      rules.append("n\(index) ::= " + numbers(upTo: file.lines.count).joined(separator: " | "))
      let path = GBNF.literal(file.path + "\n<<<<<<< ")
      blocks.append("\(path) (\"LINES \" n\(index) \"-\" n\(index) | \"AFTER \" (\"0\" | n\(index))) body* \(GBNF.end)")
    }
    guard !blocks.isEmpty else { return nil }
    let lines = GBNF.line(named: "body", notBeginningWith: [("<", 5), (">", 5)])
    return (GBNF.blocks(blocks, limit: limit) + lines + rules).joined(separator: "\n") + "\n"
  }

  /// Alternatives for the decimal numbers from 1 to `limit`, without leading zeros.
  static func numbers(upTo limit: Int) -> [String] {
    let digits = String(limit).compactMap(\.wholeNumberValue)
    // Numbers with fewer digits, then those that agree with the limit up to a digit and are smaller in it, then the limit.
    var alternatives = (1..<max(1, digits.count)).map { "[1-9]" + String(repeating: " [0-9]", count: $0 - 1) }
    for (place, digit) in digits.enumerated() {
      let lowest = place == 0 ? 1 : 0
      guard digit > lowest else { continue }
      let prefix = place > 0 ? "\"\(digits[..<place].map(String.init).joined())\" " : ""
      let rest = String(repeating: " [0-9]", count: digits.count - place - 1)
      alternatives.append("\(prefix)[\(lowest)-\(digit - 1)]\(rest)")
    }
    return alternatives + ["\"\(limit)\""]
  }
}
