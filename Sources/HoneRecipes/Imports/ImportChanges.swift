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
  /// Where `imports` stands in the recipe; `nil` for what no file says.
  private(set) var mark: YAMLMark?
  /// Where the items of `add` and those of `remove` stand.
  private var addMarks: [YAMLMark] = []
  private var removeMarks: [YAMLMark] = []

  /// All statements, each with the place where it stands in the recipe.
  var marked: [(text: String, mark: YAMLMark?)] {
    func zipped(_ texts: [String], _ marks: [YAMLMark]) -> [(text: String, mark: YAMLMark?)] {
      texts.enumerated().map { ($1, marks.indices.contains($0) ? marks[$0] : mark) }
    }
    return zipped(add, addMarks) + zipped(remove, removeMarks)
  }

  /// Whether nothing is to be done.
  package var isEmpty: Bool { add.isEmpty && remove.isEmpty && !sort }

  /// Whether both do the same, wherever that is said.
  package static func == (first: Self, second: Self) -> Bool {
    first.add == second.add && first.remove == second.remove && first.sort == second.sort
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(add)
    hasher.combine(remove)
    hasher.combine(sort)
  }

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
    mark = node.start
    addMarks = try mapping.list("add").map(\.start)
    removeMarks = try mapping.list("remove").map(\.start)
  }
}
