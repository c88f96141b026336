internal import HoneSyntax

/// Joins the small differences of one statement into one edit.
///
/// `foo(a, b)` -> `bar(b)` differs in two places and is one thing that somebody did. Differences of one statement that
/// all replace the same words by the same words are as many repetitions of one edit and stay apart.
enum StatementMerge {
  static func merge(_ edits: [TreeEdit]) -> [TreeEdit] {
    var groups: [[TreeEdit]] = []
    for edit in edits {
      if let last = groups.last?.last, let statement = statement(of: edit), statement == self.statement(of: last) {
        groups[groups.count - 1].append(edit)
      } else {
        groups.append([edit])
      }
    }
    return groups.flatMap { group -> [TreeEdit] in
      guard group.count > 1, let merged = join(group) else { return group }
      let signatures = Set(group.map(EditSignature.init))
      return signatures.count == 1 ? group : [merged]
    }
  }

  /// The innermost matched node around the edit that stands in a list of statements or members.
  ///
  /// `nil` where the edit is about whole statements: each of them is an edit of its own.
  private static func statement(of edit: TreeEdit) -> TreeEdit.Pair? {
    let path = edit.path
    if let last = path.last, SyntaxNode(tree: edit.before, index: last.before).holdsStatements { return nil }
    return path.indices.dropFirst().last {
      let node = SyntaxNode(tree: edit.before, index: path[$0 - 1].before)
      return node.holdsStatements
    }.map { path[$0] }
  }

  /// One edit that covers all of them: the innermost matched pair around every one.
  private static func join(_ edits: [TreeEdit]) -> TreeEdit? {
    guard var joined = edits.first else { return nil }
    var common = joined.path
    for edit in edits.dropFirst() {
      common = Array(zip(common, edit.path).prefix { $0 == $1 }.map(\.0))
    }
    guard let pair = common.popLast(), !common.isEmpty else { return nil }
    joined.path = common
    joined.removed = [pair.before]
    joined.added = [pair.after]
    return joined
  }
}

extension SyntaxNode {
  /// Whether the node's children are statements, members or declarations: where an edit ends at the latest.
  ///
  /// The names are those of the grammars at hand; a grammar with others loses nothing but tight cuts.
  var holdsStatements: Bool {
    index == 0 || Self.holdsStatements(kind: kind)
  }

  /// Whether nodes of a kind hold statements, or what stands in place of them.
  static func holdsStatements(kind: String) -> Bool {
    statementLists.contains(kind) || kind.hasSuffix("_block") || kind.hasSuffix("_body")
      || kind.hasSuffix("declaration_list")
  }

  private static let statementLists: Set<String> = [
    "block", "statements", "compound_statement", "module", "program", "source_file", "translation_unit",
    "body_statement",
    "then", "else", "do", "do_block", "switch_case", "case_statement", "declaration_list", "class_body", "then_clause",
    "field_declaration_list", "enum_variant_list", "stylesheet", "document", "control_structure_body",
  ]
}
