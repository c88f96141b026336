internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// An edit of a commit at one place, as small as a comparison of the trees cuts it.
struct CommitEdit {
  /// The number of the file among the commit's.
  var file: Int
  /// Bytes of the old version; empty where something was inserted.
  var range: Range<Int>
  /// What stands there in the new version.
  var added: [UInt8]
  /// What the edit does, apart from the code that it does it to.
  var abstract: AbstractEdit
  /// The tokens that go and come, run by run, whatever is kept around and between them: a looser likeness.
  var script: [[String]]
  /// How many tokens that are no blanks go and come.
  var size: Int

  /// What makes edits alike.
  enum Likeness: String {
    /// They do the same to different code, and have a name in common.
    case rule
    /// The same tokens go and come, even if nothing else is the same: marks put around anything, for example.
    case tokens
  }

  init(_ edit: TreeEdit, _ abstract: AbstractEdit, file: Int) {
    self.file = file
    self.abstract = abstract
    (range, added) = Self.written(edit)
    script = Self.script(of: edit)
    var text = TokenDistance(countsBlanks: false)
    size = text.distance(from: Array(edit.before.source[range]), to: added)
  }

  /// Edits that are alike, where a commit makes at least `repetition` of them; in the order of the commit.
  static func groups(_ edits: [CommitEdit], alike: Likeness, repetition: Int) -> [[Int]] {
    var order: [[[String]]] = []
    var groups: [[[String]]: [Int]] = [:]
    for (index, edit) in edits.enumerated() where edit.size > 0 {
      let key = alike == .tokens ? edit.script : [[edit.abstract.before, edit.abstract.after]]
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    return order.compactMap { groups[$0] }.filter { $0.count >= repetition }
  }

  /// A text with replacements made; of those that overlap only the first.
  static func apply(_ replacements: [Replacement], to source: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for one in replacements.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where one.range.lowerBound >= position {
      result += source[position..<one.range.lowerBound] + one.bytes
      position = one.range.upperBound
    }
    return result + source[position...]
  }

  /// What an edit replaces and by what: of an insertion also the blanks that part it from its neighbour, of deleted
  /// lines also what ends them.
  private static func written(_ edit: TreeEdit) -> (range: Range<Int>, added: [UInt8]) {
    let (old, new) = (edit.before.source, edit.after.source)
    guard let first = edit.added.first, let last = edit.added.last else {
      var range = edit.range
      let start = old[..<range.lowerBound].lastIndex { $0 != 0x20 && $0 != 0x09 }
      let end = old[range.upperBound...].firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d } ?? old.count
      if start.map({ old[$0] == 0x0a }) ?? true, end == old.count || old[end] == 0x0a {
        range = (start.map { $0 + 1 } ?? 0)..<min(end + 1, old.count)
      }
      return (range, [])
    }
    var (start, end) = (Int(edit.after.nodes[first].start), Int(edit.after.nodes[last].end))
    if edit.removed.isEmpty {
      let place = edit.range.lowerBound
      if place == old.count || !old[place].isBlankByte { while end < new.count, new[end].isBlankByte { end += 1 } }
      while start > 0, new[start - 1].isBlankByte { start -= 1 }
    }
    return (edit.range, Array(new[start..<end]))
  }

  private static func script(of edit: TreeEdit) -> [[String]] {
    let old = edit.removed.flatMap { tokens(of: $0, in: edit.before) }
    let new = edit.added.flatMap { tokens(of: $0, in: edit.after) }
    var numbers: [String: Int] = [:]
    func number(_ token: String) -> Int {
      numbers[token] = numbers[token] ?? numbers.count
      return numbers[token] ?? 0
    }
    let (removed, added) = MyersComparison.differences(between: old.map(number), and: new.map(number))
    var script: [[String]] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      let leftEnd = removed[left...].firstIndex(of: false) ?? old.count
      let rightEnd = added[right...].firstIndex(of: false) ?? new.count
      if leftEnd > left || rightEnd > right {
        script += [Array(old[left..<leftEnd]), Array(new[right..<rightEnd])]
      }
      (left, right) = (leftEnd + 1, rightEnd + 1)
    }
    return script
  }

  private static func tokens(of root: Int, in tree: SyntaxTree) -> [String] {
    (root..<Int(tree.nodes[root].next)).filter { Int(tree.nodes[$0].next) == $0 + 1 }.map {
      String(decoding: tree.source[Int(tree.nodes[$0].start)..<Int(tree.nodes[$0].end)], as: UTF8.self)
    }
  }
}

extension UInt8 {
  /// Space, tabulator, line feed, carriage return.
  fileprivate var isBlankByte: Bool { self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d }
}
