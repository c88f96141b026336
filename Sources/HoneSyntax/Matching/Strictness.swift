/// How exactly a pattern and the code must agree, in ast-grep's words.
package enum Strictness: String, CaseIterable, Hashable, Sendable {
  /// Every node must match.
  case cst
  /// Unnamed nodes and comments that the pattern does not write are passed over. The default.
  case smart
  /// Only named nodes count, on both sides.
  case ast
  /// As `ast`, and comments are passed over.
  case relaxed
  /// As `relaxed`, and the text of named nodes does not count.
  case signature
  /// As `smart`, but kinds do not count, only text.
  case template

  /// Whether comments in the code are passed over.
  var skipsExtras: Bool { self != .cst && self != .ast }
}
