/// Numbers of things in words: `1 place`, `3 places`.
package enum CountText {
  /// - Parameter noun: the thing in the singular; its plural ends in an `s`.
  package static func of(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
