/// A grammar in llama.cpp's notation under which blocks name only lines that the file has, the last not before the first, and are
/// always closed.
enum LineRangeGrammar {
  /// More lines than this would make a grammar that takes the server longer to read than the edit takes to write; there the last
  /// line is any.
  static let maximumTied = 1000

  /// The grammar; `nil` when no file has a line.
  /// - Parameter limit: the most blocks.
  static func text(for files: [EngineRequest.ShownFile], limit: Int) -> String? {
    var blocks: [String] = []
    var rules: [String] = []
    for (index, file) in files.enumerated() where !file.lines.isEmpty {
      let count = file.lines.count
      rules.append("n\(index) ::= " + numbers(from: 1, upTo: count).joined(separator: " | "))
      let path = GBNF.literal(file.path + "\n<<<<<<< ")
      var range = "n\(index) \"-\" n\(index)"
      if count <= maximumTied {
        range = "r\(index)x0"
        rules += ranges(upTo: count, prefix: "r\(index)x", behind: 0)
      }
      blocks.append(
        "\(path) (\"LINES \" \(range) | \"AFTER \" (\"0\" | n\(index))) \(GBNF.literal("\n")) body* \(GBNF.end)")
    }
    guard !blocks.isEmpty else { return nil }
    let lines = GBNF.line(
      named: "body", notBeginningWith: [("<", 5), (">", 5)], limit: EngineRequest.Grammar.lineLimit(of: files))
    return (GBNF.blocks(blocks, limit: limit) + lines + rules).joined(separator: "\n") + "\n"
  }

  /// Rules for `12-14`, digit by digit, so that the sampler follows one path however many lines there are.
  /// - Parameter number: what the digits so far make; 0 before the first.
  private static func ranges(upTo limit: Int, prefix: String, behind number: Int) -> [String] {
    let next = (number == 0 ? 1...9 : 0...9).map { (digit: $0, number: number * 10 + $0) }.filter { $0.number <= limit }
    var alternatives = next.map { "\"\($0.digit)\" \(prefix)\($0.number)" }
    if number > 0 {
      alternatives.append("\"-\" (\(numbers(from: number, upTo: limit).joined(separator: " | ")))")
    }
    return ["\(prefix)\(number) ::= " + alternatives.joined(separator: " | ")]
      + next.flatMap { ranges(upTo: limit, prefix: prefix, behind: $0.number) }
  }

  /// Alternatives for the decimal numbers from `lowest`, 1 at least, to `limit`, without leading zeros.
  static func numbers(from lowest: Int, upTo limit: Int) -> [String] {
    let (low, high) = (digits(lowest), digits(limit))
    return (low.count...max(low.count, high.count)).flatMap { count in
      patterns(
        from: count == low.count ? low : [1] + Array(repeating: 0, count: count - 1),
        to: count == high.count ? high : Array(repeating: 9, count: count))
    }
  }

  private static func digits(_ number: Int) -> [Int] { String(number).compactMap(\.wholeNumberValue) }

  /// Alternatives for the numbers between two with as many digits.
  private static func patterns(from low: [Int], to high: [Int]) -> [String] {
    guard let first = low.first, let last = high.first else { return [] }
    let rest = (low: Array(low.dropFirst()), high: Array(high.dropFirst()))
    let tail = String(repeating: " [0-9]", count: rest.low.count)
    if rest.low.allSatisfy({ $0 == 0 }), rest.high.allSatisfy({ $0 == 9 }) {
      return [(first == last ? "\"\(first)\"" : "[\(first)-\(last)]") + tail]
    }
    if first == last { return patterns(from: rest.low, to: rest.high).map { "\"\(first)\" \($0)" } }
    let nines = Array(repeating: 9, count: rest.low.count)
    let zeros = Array(repeating: 0, count: rest.low.count)
    let middle = first + 1 <= last - 1 ? ["[\(first + 1)-\(last - 1)]" + tail] : []
    return patterns(from: rest.low, to: nines).map { "\"\(first)\" \($0)" } + middle
      + patterns(from: zeros, to: rest.high).map { "\"\(last)\" \($0)" }
  }
}
