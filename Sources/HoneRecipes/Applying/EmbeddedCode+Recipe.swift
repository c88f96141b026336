package import HoneSyntax

extension EmbeddedCode {
  /// Why code that a recipe made must not take the place of this, as a place in the code; `nil` where it may.
  /// - Parameters:
  ///   - made: what the recipe makes of the code.
  ///   - old: the code as it is.
  package func refusal(of made: RecipeOutcome, by program: RecipeProgram, from old: [UInt8]) -> RefusedPlace? {
    guard made.isChanged else { return nil }
    if let fault = fault(of: made.result, from: old) {
      return RefusedPlace(reason: .gate, line: 1, column: 1, message: fault)
    }
    // Browsers read nothing of a script with an import unless it is a module.
    if element == .script, form != .module, program.grammar.isECMAScript, program.isModule(made.result),
      !program.isModule(old)
    {
      let message = "the result would import or export, which only a script of the type `module` can"
      return RefusedPlace(reason: .imports, line: 1, column: 1, message: message)
    }
    return nil
  }
}

extension RecipeProgram {
  /// Whether a script imports or exports by a statement.
  fileprivate func isModule(_ script: [UInt8]) -> Bool {
    guard let tree = try? tree(of: script) else { return false }
    return tree.root.children.contains { $0.kind == "import_statement" || $0.kind == "export_statement" }
  }
}
