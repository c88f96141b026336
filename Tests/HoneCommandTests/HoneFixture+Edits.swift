import HoneTestSupport

/// What edits are tried on.
extension HoneFixture {
  /// A reply that renames a function of `app` and its call.
  static let rename =
    block("app.py", "def load(path):", "def read_config(path):")
    + block("app.py", "    print(load(\"a.txt\"))", "    print(read_config(\"a.txt\"))")

  /// A recipe that asks an engine to describe the functions of Python that are not described yet.
  /// - Parameter keys: more lines of its header.
  static func asking(_ keys: String...) -> String {
    """
    ---
    language: python
    summary: Describe functions.
    ask: Write a docstring for this function.
    match:
      kind: function_definition
      has: {field: body, not: {has: {nthChild: 1, kind: expression_statement}}}
    \(keys.joined(separator: "\n"))
    ---
    # Describe functions


    """
  }

  /// Stages a change of `app`.
  func stageChange() throws {
    try repository.write("app.py", Self.app + "\nDEBUG = True\n")
    try repository.stage("app.py")
  }
}
