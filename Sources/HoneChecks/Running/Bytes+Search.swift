internal import HoneText

/// Finding short texts in a file.
extension Array where Element == UInt8 {
  /// The places of `needle`, ascending, none overlapping the one before.
  func offsets(of needle: LiteralFinder) -> [Int] {
    withUnsafeBufferPointer { buffer in
      var offsets: [Int] = []
      var start = 0
      while let range = needle.firstRange(in: buffer, from: start) {
        offsets.append(range.lowerBound)
        start = range.upperBound
      }
      return offsets
    }
  }
}
