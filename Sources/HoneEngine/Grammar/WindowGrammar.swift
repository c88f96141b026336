/// A grammar in llama.cpp's notation under which a rewritten window is always closed, and nothing follows it.
///
/// The place is right by construction already, since Hone chose it; what small models get wrong is the end.
enum WindowGrammar {
  /// - Parameter fence: the fence that closes the window, three or more backticks.
  static func text(fence: String) -> String {
    let rules =
      ["root ::= line* \(GBNF.literal(fence + "\n"))"]
      + GBNF.line(named: "line", notBeginningWith: [("`", fence.count)])
    return rules.joined(separator: "\n") + "\n"
  }
}
