/// Finds the known name that a mistyped one was meant to be.
package enum NearestName {
  /// The name with the fewest edits from `name`, if they are few enough to be a slip of the hand: at most a third of its length.
  ///
  /// Letters of either case count as the same. The first of several wins.
  /// - Parameter most: how many edits there may be at most.
  package static func of(_ name: String, in names: some Sequence<String>, within most: Int = .max) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in names {
      let letters = Array(candidate.lowercased().unicodeScalars.prefix(64))
      let limit = min(most, max(1, min(wanted.count, letters.count) / 3))
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other.
  ///
  /// Source: the restricted edit distance of F. Damerau, "A technique for computer detection and correction of spelling
  /// errors" (1964), by dynamic programming over three rows.
  private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var above = Array(0...second.count)
    for row in 1..<(first.count + 1) {
      var current = [row]
      for column in 1..<(second.count + 1) {
        let isSame = first[row - 1] == second[column - 1]
        var cost = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          cost = min(cost, before[column - 2] + 1)
        }
        current.append(cost)
      }
      before = above
      above = current
    }
    return above[second.count]
  }
}
