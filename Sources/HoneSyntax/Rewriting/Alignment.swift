internal import HoneCore

/// Which items of a match stay where they are when it is rewritten.
enum Alignment {
  /// What is compared: equal keys are the same item.
  struct Key: Hashable, Sendable {
    var content: FixTemplate.Item.Content
    /// How much it is worth to keep it: code that the user wrote more than a name, and that more than a mark.
    var weight: Int

    init(_ content: FixTemplate.Item.Content) {
      self.content = content
      switch content {
      case .hole: weight = 8
      case .token(let text): weight = text.contains(where: \.isNameByte) ? 4 : 1
      }
    }
  }

  /// The most comparisons; larger texts are only compared from both ends.
  private static let comparisonLimit = 1 << 20

  /// Pairs of equal items, ascending on both sides, of the greatest weight.
  ///
  /// The longest common subsequence by dynamic programming, with weights; equal items at both ends are taken first.
  static func pairs(_ old: [Key], _ new: [Key]) -> [(old: Int, new: Int)] {
    var start = 0
    while start < min(old.count, new.count), old[start].content == new[start].content { start += 1 }
    var oldEnd = old.count
    var newEnd = new.count
    while oldEnd > start, newEnd > start, old[oldEnd - 1].content == new[newEnd - 1].content {
      oldEnd -= 1
      newEnd -= 1
    }
    var pairs = (0..<start).map { (old: $0, new: $0) }
    if (oldEnd - start) * (newEnd - start) <= comparisonLimit {
      pairs += middle(old[start..<oldEnd], new[start..<newEnd])
    }
    for offset in 0..<(old.count - oldEnd) { pairs.append((oldEnd + offset, newEnd + offset)) }
    return pairs
  }

  private static func middle(_ old: ArraySlice<Key>, _ new: ArraySlice<Key>) -> [(old: Int, new: Int)] {
    guard !old.isEmpty, !new.isEmpty else { return [] }
    let width = new.count + 1
    // best[i * width + j] is the weight of the best pairs from old[i...] and new[j...].
    var best = Array(repeating: 0, count: (old.count + 1) * width)
    for row in stride(from: old.count - 1, through: 0, by: -1) {
      for column in stride(from: new.count - 1, through: 0, by: -1) {
        let place = row * width + column
        var weight = max(best[place + width], best[place + 1])
        let key = old[old.startIndex + row]
        if key.content == new[new.startIndex + column].content {
          weight = max(weight, best[place + width + 1] + key.weight)
        }
        best[place] = weight
      }
    }
    var pairs: [(old: Int, new: Int)] = []
    var (row, column) = (0, 0)
    while row < old.count, column < new.count {
      let place = row * width + column
      let key = old[old.startIndex + row]
      if key.content == new[new.startIndex + column].content, best[place] == best[place + width + 1] + key.weight {
        pairs.append((old.startIndex + row, new.startIndex + column))
        row += 1
        column += 1
      } else if best[place] == best[place + width] {
        row += 1
      } else {
        column += 1
      }
    }
    return pairs
  }
}
