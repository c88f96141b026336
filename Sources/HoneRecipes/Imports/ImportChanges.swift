internal import HoneYAML

/// What a recipe does to the imports of a file that it changed.
package struct ImportChanges: Hashable, Sendable {
  /// The keys of `imports`.
  package static let keys = ["add", "remove", "sort"]

  /// Import statements that are added where the file lacks them and uses what they bring.
  package var add: [String] = []
  /// Import statements that go where what they bring is no longer used.
  package var remove: [String] = []
  /// Whether the block that an import is added to is put in order.
  package var sort = false

  /// Whether nothing is to be done.
  package var isEmpty: Bool { add.isEmpty && remove.isEmpty && !sort }

  package init(add: [String] = [], remove: [String] = [], sort: Bool = false) {
    self.add = add
    self.remove = remove
    self.sort = sort
  }

  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try YAMLMapping(node, name: "`imports`")
    try mapping.rejectUnknownKeys(Self.keys)
    add = try mapping.strings("add")
    remove = try mapping.strings("remove")
    sort = try mapping.bool("sort") ?? false
  }
}
