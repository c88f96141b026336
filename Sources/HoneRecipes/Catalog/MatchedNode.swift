internal import HoneYAML

/// What a rule says of the node that it matches, whatever it says of the nodes in it and around it.
struct MatchedNode {
  private let rule: YAMLNode
  private let utilities: YAMLNode?
  /// How many utilities were followed to come here.
  private var depth = 0

  /// How deep utilities that name each other are followed.
  private static let depthLimit = 8

  init(_ rule: YAMLNode, utilities: YAMLNode?) { (self.rule, self.utilities) = (rule, utilities) }

  /// Whether it is no more than a statement of the top level: neither the whole file nor several statements in a row.
  var isPiece: Bool {
    holds(ofKind: Self.isPiece(ofKind:), ofPattern: Self.isPiece(ofPattern:))
  }

  /// Whether it can be no statement of Python with statements in it, nor a part of one that holds some.
  var isSimple: Bool {
    holds { kind in
      Self.isPiece(ofKind: kind) && !Self.compoundKinds.contains(kind) && !kind.hasSuffix("_clause")
    } ofPattern: { pattern in
      let start = pattern.drop { $0 == " " }
      return Self.isPiece(ofPattern: pattern) && !start.hasPrefix("@")
        && !Self.compound.contains(start.prefix { $0.isLetter })
    }
  }

  /// Whether what is said of the kind or the pattern, or of each of several, is enough.
  private func holds(ofKind: (String) -> Bool, ofPattern: (String) -> Bool) -> Bool {
    func below(_ node: YAMLNode) -> Bool {
      self.node(node, depth).holds(ofKind: ofKind, ofPattern: ofPattern)
    }
    if let kind = rule["kind"]?.string ?? rule["pattern"]?["selector"]?.string, ofKind(kind) { return true }
    if let pattern = rule["pattern"]?.string, ofPattern(pattern) { return true }
    if rule["all"]?.sequence?.contains(where: below) ?? false { return true }
    if let parts = rule["any"]?.sequence, !parts.isEmpty, parts.allSatisfy(below) { return true }
    guard let name = rule["matches"]?.string, let utility = utilities?[name], depth < Self.depthLimit else {
      return false
    }
    return node(utility, depth + 1).holds(ofKind: ofKind, ofPattern: ofPattern)
  }

  private func node(_ rule: YAMLNode, _ depth: Int) -> Self {
    var node = Self(rule, utilities: utilities)
    node.depth = depth
    return node
  }

  // MARK: Kinds

  /// The kinds of nodes that stand for a whole file.
  private static let files: Set<String> = [
    "module", "program", "source_file", "translation_unit", "compilation_unit", "document", "stylesheet",
    "ERROR",
  ]

  /// Whether a node of a kind is no more than a statement of the top level.
  static func isPiece(ofKind kind: String) -> Bool {
    // More than a name also says where the node is, and conditional compilation goes on over statements.
    kind.allSatisfy { RequiredWords.isName($0) } && !files.contains(kind) && !kind.hasPrefix("preproc_if")
      && !kind.hasPrefix("preproc_el")
  }

  /// Kinds of Python that hold statements.
  private static let compoundKinds: Set<String> = [
    "block", "case_block", "class_definition", "decorated_definition", "for_statement", "function_definition",
    "if_statement", "match_statement", "try_statement", "while_statement", "with_statement",
  ]

  // MARK: Patterns

  /// Words with which a statement of Python begins that has statements in it.
  private static let compound: Set<Substring> = [
    "async", "case", "class", "def", "for", "if", "match", "try", "while", "with",
  ]

  /// Whether code like a pattern is no more than a statement of the top level.
  static func isPiece(ofPattern pattern: String) -> Bool {
    var depth = 0
    var hasEnded = false
    for character in pattern {
      switch character {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      // What comes after a statement is another one.
      case ";" where depth <= 0: hasEnded = true
      case "\n": return false
      case _ where hasEnded && !character.isWhitespace: return false
      default: break
      }
    }
    // A hole by itself is like any code.
    return !pattern.allSatisfy { $0 == "$" || $0.isWhitespace || RequiredWords.isName($0) && !$0.isLowercase }
  }
}
