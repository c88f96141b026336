import HoneTestSupport

/// What edits are tried on.
extension HoneFixture {
  /// A reply that renames a function of `app` and its call.
  static let rename =
    block("app.py", "def load(path):", "def read_config(path):")
    + block("app.py", "    print(load(\"a.txt\"))", "    print(read_config(\"a.txt\"))")

  /// Stages a change of `app`.
  func stageChange() throws {
    try repository.write("app.py", Self.app + "\nDEBUG = True\n")
    try repository.stage("app.py")
  }
}
