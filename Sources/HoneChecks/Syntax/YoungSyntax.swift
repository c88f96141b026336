internal import HoneSyntax

/// Syntax that is younger than the grammars, in the words of an older form with the same brackets.
///
/// Only to find out whether the rest can be parsed. Sources: the release notes of TypeScript 4.7 and 5.0, ECMAScript's
/// explicit resource management, Go 1.24 and 1.26, Rust's edition of 2024, PEP 750, PHP 8.4 and 8.5, Java 25, Swift 6.2.
enum YoungSyntax {
  private static let script = [
    ("await using ", "const "), ("using ", "const "), ("import.defer(", "import("), ("import.source(", "import("),
    ("import defer *", "import *"),
  ]
  private static let typed = [
    // A plain name in what is older than the word.
    ("using,", "used,"), ("using)", "used)"), ("using]", "used]"), ("using }", "used }"), ("using:", "used:"),
    ("using.", "used."), ("using;", "used;"), ("using =", "used ="),
    ("export type * ", "export * "), ("<in out ", "<"), ("<in ", "<"), ("<out ", "<"), ("<const ", "<"),
  ]
  private static let forms: [String: [(String, String)]] = [
    "javascript": script, "typescript": typed + script, "tsx": typed + script,
    "go": [("] = ", "] "), ("new(", "call(")],
    "rust": [("safe fn ", "fn "), ("safe static ", "static ")],
    "python": [("t\"", "f\""), ("t'", "f'"), ("rt\"", "rf\""), ("rt'", "rf'"), ("tr\"", "fr\""), ("tr'", "fr'")],
    "php": [("|> ", "|| "), ("(set) ", " ")], "java": [("import module ", "import ")],
    // What stands behind these two is a text for whoever compiles, to the end of its line.
    "swift": [("unsafe ", ""), ("#warning(", "//"), ("#error(", "//"), ("#_sourceLocation", "#line")],
  ]

  /// The text with every such form replaced; `nil` when there is none.
  static func replaced(in text: [UInt8], _ language: Language) -> [UInt8]? {
    let (text, isOlder) = OddForms.replaced(in: text, language)
    guard let forms = forms[language.name] else { return isOlder ? text : nil }
    var result: [UInt8] = []
    var isChanged = isOlder
    var index = 0
    while index < text.count {
      let isInWord = index > 0 && isWord(text[index - 1])
      let form = forms.first { form in
        let words = form.0.utf8
        return (!isInWord || !isWord(words.first ?? 0)) && text[index...].starts(with: words)
          && (language.name != "go" || isYoungGo(text, index))
      }
      if let form {
        result += form.1.utf8
        index += form.0.utf8.count
        isChanged = true
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return isChanged ? result : nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x24, 0x80...0xff: true
    default: false
    }
  }

  /// Whether an alias has parameters, or `new` is given a value, as a type it may be given in any version.
  private static func isYoungGo(_ text: [UInt8], _ offset: Int) -> Bool {
    guard text[offset] == UInt8(ascii: "n") else { return isTypeDeclaration(text, offset) }
    let given = text[(offset + 4)...]
    return !["[", "*", ")", "(", "map[", "struct", "chan", "<-chan", "func", "interface"].contains {
      given.starts(with: $0.utf8)
    }
  }

  private static func isTypeDeclaration(_ text: [UInt8], _ offset: Int) -> Bool {
    let line = text[..<offset].suffix(while: { $0 != 0x0a })
    return line.drop { $0 == 0x20 || $0 == 0x09 }.starts(with: "type ".utf8)
  }

  /// The text with the first branch of each condition of the preprocessor alone; `nil` when there is no other branch.
  static func firstBranches(of text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    // For each condition that is open: whether another branch than the first has begun.
    var others: [Bool] = []
    var hasOthers = false
    for line in text.split(separator: 0x0a, omittingEmptySubsequences: false) {
      let word = line.drop { $0 == 0x20 || $0 == 0x09 }
      if word.starts(with: "#if".utf8) {
        // What is never compiled is there for editors, or to be read.
        let isNever = word.elementsEqual("#if 0".utf8) || word.starts(with: "#if 0 ".utf8)
        hasOthers = hasOthers || isNever
        others.append(isNever)
      } else if word.starts(with: "#el".utf8), !others.isEmpty {
        others[others.count - 1] = true
        hasOthers = true
      } else if word.starts(with: "#endif".utf8) {
        _ = others.popLast()
      } else if !others.contains(true) {
        result += line
      }
      result.append(0x0a)
    }
    return hasOthers ? result : nil
  }
}

extension ArraySlice where Element == UInt8 {
  /// The longest end whose bytes all meet `predicate`.
  fileprivate func suffix(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    self[(lastIndex { !predicate($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}
