internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax

/// Puts one answer into the file it is for, and sees whether it may stay there.
struct AnswerTrial {
  let file: AskedFile
  let site: AskingSite
  /// The lines that were shown, counted from 0.
  let window: Range<Int>
  let gates: AnswerGates

  /// What an answer changes, and the file with nothing else changed.
  struct Change {
    var replacements: [Replacement]
    var result: [UInt8]
    /// Import statements to be added beside.
    var imports: [String] = []
  }

  /// - Returns: `nil` for an answer that changes nothing.
  /// - Throws: a `Refusal` that says, also to the engine, what is wrong.
  func change(_ edits: [Edit]) throws(Refusal) -> Change? {
    guard var change = try placed(edits), change.result != file.text else { return nil }
    let tree = try file.tree(of: change.result)
    try gates.checkText(file, result: change.result)
    if gates.demandsParsing, tree.errorCount > file.tree.errorCount {
      throw Refusal(.gate, "the file with the answer would not parse", remedy: "edit the place by hand")
    }
    try FenceCheck(file.fence, site: site, in: file.tree).check(tree)
    if !change.imports.isEmpty {
      change.result = try file.adding(imports: change.imports, to: change.result)
    }
    try gates.check(file, result: change.result)
    return change
  }

  // MARK: Placing

  private func placed(_ edits: [Edit]) throws(Refusal) -> Change? {
    guard !edits.isEmpty else { return nil }
    let lines = file.lines
    var replacements: [Replacement] = []
    var imports: [String] = []
    for edit in edits {
      if case .rewriteWindow(let text) = edit.change {
        var text = text
        if file.fence.allowsImports, !file.showsImports(window) {
          let leading = LeadingImports(of: text, grammar: file.program.grammar)
          (imports, text) = (leading.statements, leading.rest)
        }
        let rewritten = try EditApplier(file.text).placeWindow(lines: window, text: text)
        try gates.checkWindow(file, window, rewritten)
        replacements += rewritten
      } else {
        replacements += try located(edit, lines)
      }
    }
    return Change(
      replacements: replacements, result: try AppliedEdits(replacements, to: lines).bytes, imports: imports)
  }

  /// The place of an edit that names it: in what was shown, else, for imports, in the file.
  private func located(_ edit: Edit, _ lines: TextLines) throws(Refusal) -> [Replacement] {
    switch edit.change {
    case .replace, .replaceLines, .replaceAnchored, .patch, .foreign: break
    case .create, .delete, .move, .rewriteWindow:
      throw Refusal(.outsideFence, "the answer makes, moves or deletes a file, which is not asked for")
    }
    if let path = edit.path, path != file.path.text, path != "./\(file.path.text)" {
      throw Refusal(.outsideFence, "the answer is for another file, `\(path.prefix(200))`")
    }
    let range = lines.range(of: window)
    do throws(Refusal) {
      return try EditApplier(Array(file.text[range])).place(edit).map {
        Replacement(
          range: ($0.range.lowerBound + range.lowerBound)..<($0.range.upperBound + range.lowerBound), bytes: $0.bytes)
      }
    } catch {
      // Numbers are those of what was shown, and mean nothing elsewhere.
      if case .replaceLines = edit.change { throw error }
      guard file.fence.allowsImports else { throw error }
      return try EditApplier(file.text).place(edit)
    }
  }
}
