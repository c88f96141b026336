/// Watches the search text of an edit arrive, and tells the first line after which it can stand nowhere in the file.
///
/// The lines so far are compared without the blanks around them, which is the loosest comparison that `LineLocator` makes:
/// a block that the probe gives up has no place, and one that it lets pass may still have none.
package struct BlockProbe: Sendable {
  private let hashes: [UInt64]
  /// The lines, counted from 0, at which the block may begin.
  private var starts: [Int]
  private var count = 0

  init(_ locator: LineLocator) {
    hashes = locator.hashes
    starts = []
  }

  /// Takes the next line of the block, without its line ending.
  /// - Returns: whether the lines so far stand somewhere, one after the other.
  package mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
    let hash = line.withoutBlanks.lineHash
    if count == 0 {
      starts = hashes.indices.filter { hashes[$0] == hash }
    } else {
      starts.removeAll { $0 + count >= hashes.count || hashes[$0 + count] != hash }
    }
    count += 1
    return !starts.isEmpty
  }
}

/// The part of an edit that says where it goes, while the edit is still being written.
package struct OpenBlock: Sendable {
  /// The path as the engine wrote it; `nil` when it named none yet.
  package var path: String?
  /// Which block of the reply it is, counted from 0: another number is another block.
  package var number: Int
  /// The lines of the file that it names so far, whole ones only and without line endings.
  package var lines: [ArraySlice<UInt8>]
}

extension EditApplier {
  /// A probe for one block of this file.
  package func probe() -> BlockProbe { BlockProbe(locator) }

  /// Why `block` has no place in the file, and where it comes nearest.
  /// - Returns: the refusal with the first line that diverged, and the line of the file, counted from 0, at which the block
  ///   most likely was to stand; `nil` when nothing resembles it.
  package func divergence(of block: [ArraySlice<UInt8>]) -> (refusal: Refusal, line: Int?) {
    let divergence = Divergence(of: block, in: locator)
    return (divergence.refusal, divergence.start)
  }
}
