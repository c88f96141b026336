/// The notation of llama.cpp's grammars.
enum GBNF {
  /// A literal.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f: result += "\\x" + hex(scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Rules for a line with its line feed that does not begin with so many of certain characters.
  ///
  /// GBNF knows no negation, so fewer of them followed by something else are spelled out.
  /// - Parameter limit: how many characters may follow these; a line with more than so many in all may have been cut.
  static func line(
    named name: String, notBeginningWith marks: [(mark: Character, count: Int)], limit: Int? = nil
  ) -> [String] {
    let all = marks.map { escaped($0.mark) }.joined()
    var alternatives = [literal("\n"), "[^\\n\(all)] \(name)rest"]
    for (mark, count) in marks {
      for length in 1..<max(2, count) {
        let run = literal(String(repeating: mark, count: length))
        alternatives.append("\(run) (\(literal("\n")) | [^\\n\(escaped(mark))] \(name)rest)")
      }
    }
    return [
      "\(name) ::= " + alternatives.joined(separator: " | "),
      "\(name)rest ::= [^\\n]\(limit.map { "{0,\($0)}" } ?? "*") \(literal("\n"))",
    ]
  }

  /// Rules for a reply of blocks, or of the word that says that there are none.
  ///
  /// A small model that is held to blocks does not know when to stop: what it would say then is not admitted.
  /// - Parameter limit: the most blocks, one at least.
  static func blocks(_ alternatives: [String], limit: Int) -> [String] {
    let last = max(1, limit)
    return ["root ::= \(literal("NOTHING")) | blocks1"]
      + (1..<last).map { "blocks\($0) ::= block (\(literal("\n"))? blocks\($0 + 1))?" }
      + ["blocks\(last) ::= block", "block ::= " + alternatives.joined(separator: " | ")]
  }

  /// The line that closes a block which refers to lines, with the line feed before it.
  static let end = literal(">>>>>>> END\n")

  private static func escaped(_ mark: Character) -> String {
    mark == "]" || mark == "\\" || mark == "^" ? "\\\(mark)" : String(mark)
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 2 - digits.count) + digits
  }
}
