/// Where a pattern matched, in bytes from the start of the text.
package struct PatternMatch: Hashable, Sendable {
  /// The whole match.
  package let range: Range<Int>
  /// The captures by number, the whole match being number 0; `nil` for a group that took no part.
  package let groups: [Range<Int>?]
  private let names: [String: Int]

  init(range: Range<Int>, groups: [Range<Int>?], names: [String: Int]) {
    self.range = range
    self.groups = groups
    self.names = names
  }

  /// What the group with a number captured; `nil` when it took no part or there is none.
  package subscript(group: Int) -> Range<Int>? { groups.indices.contains(group) ? groups[group] : nil }

  /// What the group with a name captured; `nil` when it took no part or there is none.
  package subscript(name: String) -> Range<Int>? { names[name].flatMap { groups[$0] } }
}
