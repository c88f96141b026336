internal import HoneCore

extension EmbeddedCode {
  /// Why code must not take the place of this; `nil` where it may.
  ///
  /// Source: the HTML standard, section "Restrictions for contents of script elements": `</script` ends a script wherever it
  /// stands, and after `<!--` a `<script` keeps the end tag from ending it. `</style` ends a style sheet.
  /// - Parameters:
  ///   - result: the new code.
  ///   - old: the code as it is.
  package func fault(of result: [UInt8], from old: [UInt8]) -> String? {
    let texts = element == .script ? ["</script", "<!--", "<script"] : ["</style"]
    for text in texts where result.count(ofLowercase: text) > old.count(ofLowercase: text) {
      return "the result would hold `\(text)`, which the HTML around it reads"
    }
    if form == .json, (try? JSON(parsing: old)) != nil, (try? JSON(parsing: result)) == nil {
      return "the script holds JSON, and the result would not"
    }
    return nil
  }
}

extension [UInt8] {
  /// How often a text in lower case occurs, in any case.
  fileprivate func count(ofLowercase text: String) -> Int {
    let text = Array(text.utf8)
    guard count >= text.count, let first = text.first else { return 0 }
    return (0...(count - text.count)).count { start in
      self[start] == first
        && text.indices.allSatisfy { offset in
          let byte = self[start + offset]
          return (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) == text[offset]
        }
    }
  }
}
