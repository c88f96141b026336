internal import HoneCore
package import HoneSyntax

/// Compares two versions of a file by their trees and cuts every difference out as small as it goes.
///
/// Equal subtrees are skipped, nodes of one kind are descended into, children are aligned by their longest common
/// subsequence (Myers), and what is left over is paired by likeness, as in Fluri et al., "Change Distilling" (2007).
package struct TreeComparison {
  /// More leftover children than this on both sides are one edit; pairing them would be guessing.
  private static let pairingLimit = 64
  /// How much of their words two nodes must share to be the same node, changed.
  private static let likeness = 0.4

  private let before: SubtreeDigests
  private let after: SubtreeDigests
  private var edits: [TreeEdit] = []

  /// The places where `after` differs, in the order of the old version.
  package static func edits(from before: SyntaxTree, to after: SyntaxTree) -> [TreeEdit] {
    var comparison = TreeComparison(before: SubtreeDigests(before), after: SubtreeDigests(after))
    comparison.compare(TreeEdit.Pair(before: 0, after: 0), path: [])
    return comparison.edits.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
  }

  private init(before: SubtreeDigests, after: SubtreeDigests) {
    self.before = before
    self.after = after
  }

  private mutating func compare(_ root: TreeEdit.Pair, path rootPath: [TreeEdit.Pair]) {
    var open = [(root, rootPath)]
    while let (pair, path) = open.popLast() {
      guard before[pair.before] != after[pair.after] else { continue }
      let old = children(of: pair.before, in: before.tree)
      let new = children(of: pair.after, in: after.tree)
      let isSameKind = before.tree.nodes[pair.before].symbol == after.tree.nodes[pair.after].symbol
      guard isSameKind, !old.isEmpty, !new.isEmpty else {
        append(removed: [pair.before], added: [pair.after], path: path)
        continue
      }
      let inner = path + [pair]
      let matched = align(old, new, path: inner)
      open += matched.reversed().map { ($0, inner) }
    }
  }

  /// Pairs the children of two nodes; what has no partner becomes an edit.
  private mutating func align(_ old: [Int], _ new: [Int], path: [TreeEdit.Pair]) -> [TreeEdit.Pair] {
    let (removed, added) = MyersComparison.differences(
      between: old.map { Int(truncatingIfNeeded: before[$0]) }, and: new.map { Int(truncatingIfNeeded: after[$0]) })
    var pairs: [TreeEdit.Pair] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      let leftEnd = removed[left...].firstIndex(of: false) ?? old.count
      let rightEnd = added[right...].firstIndex(of: false) ?? new.count
      let neighbours = TreeEdit.Neighbours(
        previous: left > 0 && right > 0 ? TreeEdit.Pair(before: old[left - 1], after: new[right - 1]) : nil,
        next: leftEnd < old.count && rightEnd < new.count
          ? TreeEdit.Pair(before: old[leftEnd], after: new[rightEnd]) : nil)
      pairs += pair(Array(old[left..<leftEnd]), Array(new[right..<rightEnd]), path: path, neighbours)
      (left, right) = (leftEnd + 1, rightEnd + 1)
    }
    return pairs
  }

  private mutating func pair(
    _ old: [Int], _ new: [Int], path: [TreeEdit.Pair], _ neighbours: TreeEdit.Neighbours
  ) -> [TreeEdit.Pair] {
    if old.isEmpty || new.isEmpty {
      append(removed: old, added: new, path: path, neighbours)
      return []
    }
    if old.count == new.count {
      return zip(old, new).map { TreeEdit.Pair(before: $0, after: $1) }
    }
    guard old.count <= Self.pairingLimit, new.count <= Self.pairingLimit else {
      append(removed: old, added: new, path: path)
      return []
    }
    var pairs: [TreeEdit.Pair] = []
    var (left, right) = (0, 0)
    for (oldIndex, newIndex) in likest(old, new) {
      append(removed: Array(old[left..<oldIndex]), added: Array(new[right..<newIndex]), path: path)
      pairs.append(TreeEdit.Pair(before: old[oldIndex], after: new[newIndex]))
      (left, right) = (oldIndex + 1, newIndex + 1)
    }
    append(removed: Array(old[left...]), added: Array(new[right...]), path: path)
    return pairs
  }

  /// The pairing in order which shares most: the alignment of Needleman and Wunsch over the likeness of nodes.
  private func likest(_ old: [Int], _ new: [Int]) -> [(Int, Int)] {
    let oldWords = old.map { words(of: $0, in: before.tree) }
    let newWords = new.map { words(of: $0, in: after.tree) }
    var best = [[Double]](repeating: [Double](repeating: 0, count: new.count + 1), count: old.count + 1)
    func score(_ left: Int, _ right: Int) -> Double {
      guard isSameKind(old[left], new[right]) else { return 0 }
      let shared = oldWords[left].intersection(newWords[right]).count
      let all = oldWords[left].count + newWords[right].count
      let likeness = all == 0 ? 1 : 2 * Double(shared) / Double(all)
      return likeness < Self.likeness ? 0 : likeness
    }
    for left in old.indices.reversed() {
      for right in new.indices.reversed() {
        let both = score(left, right)
        best[left][right] = max(
          best[left + 1][right], best[left][right + 1], both > 0 ? both + best[left + 1][right + 1] : 0)
      }
    }
    var pairs: [(Int, Int)] = []
    var (left, right) = (0, 0)
    while left < old.count, right < new.count {
      if best[left][right] == best[left + 1][right] {
        left += 1
      } else if best[left][right] == best[left][right + 1] {
        right += 1
      } else {
        pairs.append((left, right))
        (left, right) = (left + 1, right + 1)
      }
    }
    return pairs
  }

  private func isSameKind(_ old: Int, _ new: Int) -> Bool {
    before.tree.nodes[old].symbol == after.tree.nodes[new].symbol
  }

  private func words(of index: Int, in tree: SyntaxTree) -> Set<ArraySlice<UInt8>> {
    var words: Set<ArraySlice<UInt8>> = []
    for node in index..<Int(tree.nodes[index].next) where Int(tree.nodes[node].next) == node + 1 {
      words.insert(tree.source[Int(tree.nodes[node].start)..<Int(tree.nodes[node].end)])
    }
    return words
  }

  private func children(of index: Int, in tree: SyntaxTree) -> [Int] {
    SyntaxNode(tree: tree, index: index).children.map(\.index)
  }

  private mutating func append(
    removed: [Int], added: [Int], path: [TreeEdit.Pair], _ neighbours: TreeEdit.Neighbours = TreeEdit.Neighbours()
  ) {
    guard !removed.isEmpty || !added.isEmpty else { return }
    edits.append(
      TreeEdit(
        before: before.tree, after: after.tree, path: path, removed: removed, added: added, neighbours: neighbours))
  }
}
