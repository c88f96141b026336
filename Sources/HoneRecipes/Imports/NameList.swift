internal import HoneCore

/// Puts names into a comma-separated list and takes them out, without touching what lies between the others.
struct NameList {
  let source: [UInt8]
  /// The byte ranges of the items, in order.
  let items: [Range<Int>]

  /// The edits that take items away; not all of them.
  func removing(_ indices: Set<Int>) -> [Replacement] {
    var edits: [Replacement] = []
    var index = 0
    while index < items.count {
      guard indices.contains(index) else {
        index += 1
        continue
      }
      var end = index
      while end < items.count, indices.contains(end) { end += 1 }
      // With what follows it, or at the end of the list with what stands before it.
      let range =
        end < items.count
        ? items[index].lowerBound..<items[end].lowerBound
        : (index > 0 ? items[index - 1].upperBound : items[index].lowerBound)..<items[end - 1].upperBound
      edits.append(Replacement(range: range, bytes: []))
      index = end
    }
    return edits
  }

  /// The edit that puts a name where the order of the list wants it, else at its end.
  func adding(_ name: String) -> Replacement {
    let texts = items.map { String(decoding: source[$0], as: UTF8.self) }
    let keys: [(String) -> String] = [{ $0 }, { $0.lowercased() }]
    let separator = separator
    for key in keys {
      let sorted = texts.map(key)
      guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0 <= $1 }) else { continue }
      guard let next = sorted.firstIndex(where: { $0 > key(name) }) else { break }
      return Replacement(range: items[next].lowerBound..<items[next].lowerBound, bytes: Array(name.utf8) + separator)
    }
    let end = items.last?.upperBound ?? 0
    return Replacement(range: end..<end, bytes: separator + Array(name.utf8))
  }

  /// What stands between two items: that between the first two, without a comment.
  private var separator: [UInt8] {
    guard items.count > 1 else { return Array(", ".utf8) }
    let between = source[items[0].upperBound..<items[1].lowerBound]
    let blanks = between.reversed().prefix { [0x20, 0x09, 0x0a, 0x0d].contains($0) }.reversed()
    return [UInt8(ascii: ",")] + blanks
  }
}
