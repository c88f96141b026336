/// Words that whatever a regular expression matches must hold.
///
/// Only what is plain is understood: runs of letters, groups of alternatives, and what may be missing. Anything else ends a
/// word, and says nothing.
struct RegularExpressionWords {
  /// A part of an expression.
  private indirect enum Part {
    /// A character that can stand in a name.
    case letter(Character)
    /// A place where no name goes on, or characters that can stand in none; the text of a node begins and ends at such places,
    /// but for what `RequiredWord` lets count.
    case gap
    case group([[Item]])
    /// What says nothing.
    case other
  }

  /// A part and how often it stands.
  private struct Item {
    var part: Part
    var mayBeMissing = false
    var mayRepeat = false
  }

  private var rest: Substring
  /// Whether something was met of which not even the extent is known.
  private var isUnknown = false

  private init(_ expression: String) { rest = expression[...] }

  /// Words that stand in every match.
  static func of(_ expression: String) -> RequiredWords {
    var reader = Self(expression)
    let branches = reader.alternatives()
    guard reader.rest.isEmpty, !reader.isUnknown else { return .none }
    return words(of: branches, isOpenBefore: false, isOpenAfter: false)
  }

  // MARK: Words

  /// - Parameters:
  ///   - isOpenBefore: whether no name goes on from what stands before.
  ///   - isOpenAfter: whether no name goes on to what stands after.
  private static func words(of branches: [[Item]], isOpenBefore: Bool, isOpenAfter: Bool) -> RequiredWords {
    .any(branches.map { words(of: $0, isOpenBefore: isOpenBefore, isOpenAfter: isOpenAfter) })
  }

  private static func words(of branch: [Item], isOpenBefore: Bool, isOpenAfter: Bool) -> RequiredWords {
    func isGap(_ index: Int, towards step: Int) -> Bool {
      if index < 0 { return isOpenBefore }
      if index >= branch.count { return isOpenAfter }
      guard case .gap = branch[index].part else { return false }
      return !branch[index].mayBeMissing || isGap(index + step, towards: step)
    }
    func isGap(before index: Int) -> Bool { isGap(index - 1, towards: -1) }
    func isGap(after index: Int) -> Bool { isGap(index + 1, towards: 1) }
    var found: [RequiredWords] = []
    var word = ""
    var start = 0
    func end(at index: Int) {
      if word.count >= RequiredWords.minimum {
        found.append(RequiredWords(RequiredWord(word, isWhole: isGap(before: start) && isGap(after: index - 1))))
      }
      word = ""
    }
    for (index, item) in branch.enumerated() {
      switch item.part {
      case .letter(let letter) where !item.mayBeMissing:
        if word.isEmpty { start = index }
        word.append(letter)
        // The letter may stand again, and nothing is known of what stands behind the last one.
        if item.mayRepeat {
          if word.count >= RequiredWords.minimum { found.append(RequiredWords(RequiredWord(word, isWhole: false))) }
          word = ""
        }
      case .group(let branches) where !item.mayBeMissing:
        end(at: index)
        let (before, after) = (isGap(before: index) && !item.mayRepeat, isGap(after: index) && !item.mayRepeat)
        found.append(words(of: branches, isOpenBefore: before, isOpenAfter: after))
      default: end(at: index)
      }
    }
    end(at: branch.count)
    return .all(found)
  }

  // MARK: Reading

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  /// Reads alternatives up to the end or a closing bracket.
  private mutating func alternatives() -> [[Item]] {
    var branches: [[Item]] = [[]]
    while let next = rest.first, next != ")", !isUnknown {
      if take("|") {
        branches.append([])
      } else {
        branches[branches.count - 1].append(quantified(part()))
      }
    }
    return branches
  }

  private mutating func part() -> Part {
    let next = rest.removeFirst()
    switch next {
    case "(": return group()
    case "[": return set()
    case "\\": return escape()
    case "^", "$": return .gap
    case ".": return .other
    // A quantifier that has nothing to count.
    case "?", "*", "+": return .other
    case _ where RequiredWords.isName(next): return .letter(next)
    // What is not ASCII may be anything.
    default: return next.isASCII ? .gap : .other
    }
  }

  private mutating func group() -> Part {
    var isPlain = true
    if take("?") {
      isPlain = take(":")
      // Other letters are options, which change what the rest means.
      let isName = take("P<") || rest.first == "<" && !["<=", "<!"].contains { rest.hasPrefix($0) }
      if isName {
        isPlain = true
        guard let end = rest.firstIndex(of: ">") else { return unknown() }
        rest = rest[rest.index(after: end)...]
      } else if !isPlain, !["=", "!", "<=", "<!", ">"].contains(where: { take($0) }) {
        return unknown()
      }
    } else if rest.first == "*" {
      return unknown()
    }
    let branches = alternatives()
    guard take(")") else { return unknown() }
    return isPlain ? .group(branches) : .other
  }

  private mutating func unknown() -> Part {
    isUnknown = true
    return .other
  }

  /// Reads what stands behind a backslash.
  private mutating func escape() -> Part {
    guard !rest.isEmpty else { return unknown() }
    let next = rest.removeFirst()
    switch next {
    case "b", "s", "W", "n", "r", "t", "A", "z", "Z": return .gap
    case "B", "d", "D", "w", "S", "h", "H", "v", "V", "R", "N", "X", "f", "e", "G": return .other
    case "p", "P":
      if take("{") {
        guard let end = rest.firstIndex(of: "}") else { return unknown() }
        rest = rest[rest.index(after: end)...]
      } else if !rest.isEmpty {
        rest.removeFirst()
      }
      return .other
    case "0"..."9":
      rest = rest.drop { $0.isNumber }
      return .other
    case _ where next.isASCII && next.isLetter: return unknown()
    default: return next.isASCII && next != "_" ? .gap : .other
    }
  }

  /// Reads a set of characters.
  private mutating func set() -> Part {
    let isNegated = take("^")
    var isGap = !isNegated
    var isFirst = true
    while let next = rest.first, next != "]" || isFirst {
      isFirst = false
      if take("[:") {
        guard let end = rest.firstIndex(of: "]") else { return unknown() }
        rest = rest[rest.index(after: end)...]
        isGap = false
        continue
      }
      rest.removeFirst()
      if next == "\\" {
        if case .gap = escape() {} else { isGap = false }
      } else if !next.isASCII || RequiredWords.isName(next) || next == "-" && rest.first != "]" {
        // A span from one mark to another has names between them.
        isGap = false
      }
    }
    guard take("]") else { return unknown() }
    return isGap ? .gap : .other
  }

  /// Reads how often a part stands.
  private mutating func quantified(_ part: Part) -> Item {
    var item = Item(part: part)
    if take("?") || take("*") {
      item.mayBeMissing = true
    } else if take("+") {
      item.mayRepeat = true
    } else if rest.first == "{", let next = rest.dropFirst().first, next.isNumber || next == "," {
      guard let end = rest.firstIndex(of: "}") else { return item }
      rest = rest[rest.index(after: end)...]
      item.mayBeMissing = true
    } else {
      return item
    }
    // A lazy or possessive mark.
    _ = take("?") || take("+")
    return item
  }
}
