internal import HoneCore
internal import HoneSyntax

/// Edits of one text of which some do harm, and what is known of them.
struct SoundnessTrial {
  let tree: SyntaxTree
  let edits: [PlannedEdit]
  /// How many errors the text has, and may have afterwards.
  let errorCount: Int
  /// The text with the edits that were found to do no harm.
  private(set) var text: [UInt8]
  /// The edits that were.
  private(set) var accepted: [Int] = []
  /// What each edit changes.
  private let replacements: [[Replacement]]
  /// What the accepted edits change, ascending, each with how much longer the text is up to its end.
  private var made: [(range: Range<Int>, shift: Int)] = []

  /// - Parameter edits: ascending and disjoint.
  init(_ edits: [PlannedEdit], in tree: SyntaxTree, errorCount: Int) {
    let lines = TextLines(tree.source)
    self.tree = tree
    self.edits = edits
    self.errorCount = errorCount
    text = tree.source
    replacements = lines.takingEmptiedLines(edits.map(\.replacements))
  }

  /// The text after some more of the edits, and how they change it; `nil` when they touch bytes that were changed.
  func edited(with group: ArraySlice<Int>) -> (bytes: [UInt8], replacements: [Replacement])? {
    var moved: [Replacement] = []
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 16 * group.count)
    var position = 0
    for replacement in group.flatMap({ replacements[$0] }) {
      let index = placeInMade(of: replacement.range.lowerBound)
      let shift = index > 0 ? made[index - 1].shift : 0
      let range = (replacement.range.lowerBound + shift)..<(replacement.range.upperBound + shift)
      guard index == 0 || made[index - 1].range.upperBound <= replacement.range.lowerBound,
        index == made.count || replacement.range.upperBound <= made[index].range.lowerBound,
        range.lowerBound >= position
      else { return nil }
      bytes += text[position..<range.lowerBound]
      bytes += replacement.bytes
      position = range.upperBound
      moved.append(Replacement(range: range, bytes: replacement.bytes))
    }
    bytes += text[position...]
    return (bytes, moved)
  }

  /// How many accepted replacements begin at or before an offset of the tree's source.
  private func placeInMade(of offset: Int) -> Int {
    var low = 0
    var high = made.count
    while low < high {
      let middle = (low + high) / 2
      if made[middle].range.lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Takes edits that do no harm.
  /// - Parameter bytes: what they make of the text.
  mutating func accept(_ group: ArraySlice<Int>, as bytes: [UInt8]) {
    text = bytes
    accepted += group
    accepted.sort()
    var shift = 0
    made = accepted.flatMap { replacements[$0] }.map { replacement in
      shift += replacement.bytes.count - replacement.range.count
      return (replacement.range, shift)
    }
  }

  /// The top-level part of the file in which an edit lies, before and after the edit alone.
  /// - Returns: `nil` where it is so large that to parse it saves little, or the edit goes beyond it.
  func part(of index: Int) -> (plain: [UInt8], edited: [UInt8])? {
    var node = edits[index].match.node
    guard node > 0 else { return nil }
    while tree.nodes[node].parent > 0 { node = Int(tree.nodes[node].parent) }
    let range = SyntaxNode(tree: tree, index: node).range
    guard range.count * 4 <= tree.source.count else { return nil }
    var edited: [UInt8] = []
    var position = range.lowerBound
    for replacement in replacements[index] {
      guard replacement.range.lowerBound >= position, replacement.range.upperBound <= range.upperBound else {
        return nil
      }
      edited += tree.source[position..<replacement.range.lowerBound]
      edited += replacement.bytes
      position = replacement.range.upperBound
    }
    return (Array(tree.source[range]), edited + tree.source[position..<range.upperBound])
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
