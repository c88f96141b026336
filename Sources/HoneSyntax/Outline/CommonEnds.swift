/// How many bytes two texts have in common at their ends.
struct CommonEnds {
  /// How many bytes are equal at the start.
  let prefix: Int
  /// How many bytes are equal at the end, without those at the start.
  let suffix: Int

  init(_ first: [UInt8], _ second: [UInt8]) {
    (prefix, suffix) = first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        let least = min(first.count, second.count)
        var prefix = 0
        while prefix < least, first[prefix] == second[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < least - prefix, first[first.count - 1 - suffix] == second[second.count - 1 - suffix] {
          suffix += 1
        }
        return (prefix, suffix)
      }
    }
  }
}
