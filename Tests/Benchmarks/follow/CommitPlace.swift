internal import HoneCore
internal import HoneRecipes

/// A place that a commit changed: the lines of one hunk of `git diff -U0`, or of several where one edit of the trees
/// reaches over them.
struct CommitPlace {
  /// The number of the file among the commit's.
  var file: Int
  /// The hunks, ascending.
  var hunks: [LineDiff.Hunk]
  /// The kinds of edit that are made in it: two places are alike when these are equal.
  var kinds: Set<AbstractEdit>

  /// The places of one file.
  /// - Parameter edits: its edits by bytes of the old version, ascending.
  static func all(
    file: Int, before: TextLines, after: [UInt8], edits: [(range: Range<Int>, kind: AbstractEdit)]
  ) -> [CommitPlace] {
    var places: [CommitPlace] = []
    var next = edits[...]
    var end = 0
    for hunk in LineDiff.hunks(from: before.bytes, to: after) {
      let lines = hunk.baseIndex..<(hunk.baseIndex + hunk.baseCount)
      let start = lines.lowerBound < before.count ? before.range(of: lines).lowerBound : before.bytes.count
      if start >= end || places.isEmpty {
        places.append(CommitPlace(file: file, hunks: [hunk], kinds: []))
      } else {
        places[places.count - 1].hunks.append(hunk)
      }
      let stop = lines.isEmpty ? start : before.range(of: lines).upperBound
      while let edit = next.first, edit.range.lowerBound <= stop {
        places[places.count - 1].kinds.insert(edit.kind)
        end = max(end, edit.range.upperBound)
        next = next.dropFirst()
      }
    }
    return places.filter { !$0.kinds.isEmpty }
  }

  /// Places that are alike, where a commit has at least `repetition` of them; in the order of the commit.
  static func groups(_ places: [CommitPlace], repetition: Int) -> [[Int]] {
    var order: [Set<AbstractEdit>] = []
    var groups: [Set<AbstractEdit>: [Int]] = [:]
    for (index, place) in places.enumerated() {
      if groups[place.kinds] == nil { order.append(place.kinds) }
      groups[place.kinds, default: []].append(index)
    }
    return order.compactMap { groups[$0] }.filter { $0.count >= repetition }
  }

  /// The bytes of the old version that its hunks replace.
  func replacements(in before: TextLines) -> [Replacement] {
    hunks.map { hunk in
      let lines = hunk.baseIndex..<(hunk.baseIndex + hunk.baseCount)
      let range =
        lines.lowerBound < before.count ? before.range(of: lines) : before.bytes.count..<before.bytes.count
      return Replacement(range: range, bytes: Array(hunk.added.joined()))
    }
  }
}
