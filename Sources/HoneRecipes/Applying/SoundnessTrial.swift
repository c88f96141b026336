internal import HoneCore
internal import HoneSyntax

/// Edits of one text of which some do harm, and what is known of them.
struct SoundnessTrial {
  let tree: SyntaxTree
  let edits: [PlannedEdit]
  /// How many errors the text has, and may have afterwards.
  let errorCount: Int
  private let lines: TextLines
  /// What each edit changes.
  private let replacements: [[Replacement]]

  /// - Parameter edits: ascending and disjoint.
  init(_ edits: [PlannedEdit], in tree: SyntaxTree, errorCount: Int) {
    let lines = TextLines(tree.source)
    self.tree = tree
    self.edits = edits
    self.errorCount = errorCount
    self.lines = lines
    replacements = edits.map { edit in edit.replacements.map { lines.takingBlankLines($0) } }
  }

  /// The text after some of the edits, and how they change it; `nil` when they touch the same bytes.
  func text(with chosen: [Int]) -> (bytes: [UInt8], replacements: [Replacement])? {
    let replacements = chosen.flatMap { self.replacements[$0] }.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    guard let bytes = try? AppliedEdits.bytes(replacements, in: lines) else { return nil }
    return (bytes, replacements)
  }

  /// The edits that lie in or directly before the errors which a tree has more than the text; the others are innocent, as
  /// far as one can tell without trying.
  /// - Parameter made: the tree of the text after all edits.
  func suspects(in made: SyntaxTree) -> [Int] {
    var places: [Range<Int>] = []
    var shift = 0
    for group in replacements {
      let start = (group.first?.range.lowerBound ?? 0) + shift
      for replacement in group { shift += replacement.bytes.count - replacement.range.count }
      places.append(start..<max(start, (group.last?.range.upperBound ?? 0) + shift))
    }
    let starts = replacements.map { group in
      let start = group.first?.range.lowerBound ?? 0
      return start..<start
    }
    /// Where a place of the text is after the edits.
    func moved(_ offset: Int) -> Int {
      let index = Self.first(in: starts, after: offset) - 1
      guard index >= 0 else { return offset }
      return offset + places[index].upperBound - (replacements[index].last?.range.upperBound ?? 0)
    }
    let old = Set(
      tree.errors.map { index in
        let place = ErrorPlace(tree.nodes[index])
        return ErrorPlace(start: moved(place.start), end: moved(place.end), symbol: place.symbol)
      })
    let found = made.errors.map { ErrorPlace(made.nodes[$0]) }.filter { !old.contains($0) }
    // Where everything is wrong nothing is told.
    guard found.count <= Self.mostErrors else { return Array(edits.indices) }
    var suspects: Set<Int> = []
    for error in found {
      var index = Self.first(in: places, after: error.end) - 1
      while index >= 0, places[index].upperBound >= error.start {
        suspects.insert(index)
        index -= 1
      }
      if index >= 0 { suspects.insert(index) }
    }
    return suspects.sorted()
  }

  private static let mostErrors = 256

  /// An error, wherever it stands.
  fileprivate struct ErrorPlace: Hashable {
    var start: Int
    var end: Int
    var symbol: UInt16
  }

  /// The first of ascending ranges that begins after an offset.
  private static func first(in places: [Range<Int>], after offset: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SoundnessTrial.ErrorPlace {
  fileprivate init(_ record: SyntaxTree.Record) {
    self.init(start: Int(record.start), end: Int(record.end), symbol: record.symbol)
  }
}

/// What tells a refused edit from others while the text around it changes: the code that it would rewrite.
struct RefusedEdit: Hashable {
  let rule: Int
  let code: [UInt8]

  init(_ edit: PlannedEdit) {
    rule = edit.match.rule
    code = Array(edit.match.tree.source[edit.match.range])
  }
}

/// A refused edit with what stands around it: in a text without errors, what it does depends on no more.
struct RefusedPlaceKey: Hashable {
  private let edit: RefusedEdit
  private let around: [UInt8]

  private static let reach = 256

  init(_ edit: PlannedEdit) {
    let source = edit.match.tree.source
    let range = edit.match.range
    self.edit = RefusedEdit(edit)
    around =
      Array(source[max(0, range.lowerBound - Self.reach)..<range.lowerBound])
      + source[range.upperBound..<min(source.count, range.upperBound + Self.reach)]
  }
}
