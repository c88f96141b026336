internal import HoneSyntax

/// A number for every node of a tree, equal for nodes of equal code.
///
/// Blanks between tokens do not count, so that a call which was only wrapped over two lines is the same call. Text
/// that belongs to no token (some grammars leave the inside of a string to its parent) does.
struct SubtreeDigests {
  let tree: SyntaxTree
  private let values: [UInt64]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    var values = [UInt64](repeating: 0, count: tree.nodes.count)
    for index in tree.nodes.indices.reversed() {
      let node = tree.nodes[index]
      var digest = Self.mix(Self.seed, UInt64(node.symbol))
      var position = Int(node.start)
      var child = index + 1
      while child < Int(node.next) {
        Self.mix(tree.source[position..<max(position, Int(tree.nodes[child].start))], into: &digest)
        digest = Self.mix(digest, values[child])
        position = Int(tree.nodes[child].end)
        child = Int(tree.nodes[child].next)
      }
      Self.mix(tree.source[position..<max(position, Int(node.end))], into: &digest)
      values[index] = digest
    }
    self.values = values
  }

  subscript(_ index: Int) -> UInt64 { values[index] }

  private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

  /// One step of FNV-1a (64 bits), on a number in place of a byte.
  private static func mix(_ digest: UInt64, _ value: UInt64) -> UInt64 {
    let product = (digest ^ value) &* 0x0000_0100_0000_01b3
    return product ^ (product >> 29)
  }

  private static func mix(_ text: ArraySlice<UInt8>, into digest: inout UInt64) {
    for byte in text where byte != 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d {
      digest = mix(digest, UInt64(byte))
    }
  }
}
