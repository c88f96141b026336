/// The tree of the literals' prefixes, from which the automaton is made.
///
/// Rows of the final table are written once: each starts as a copy of the row of its longest proper suffix, and then gets
/// its own children. That is what keeps building cheap, since most states have one child.
struct LiteralTrie {
  /// How many classes of bytes there are.
  private let width: Int
  /// The last literal inserted that ends at a node, or -1.
  var ending: [Int32] = [-1]
  private var firstChild: [Int32] = [-1]
  private var nextSibling: [Int32] = [-1]
  private var label: [UInt8] = [0]

  /// A tree with only its root, node 0.
  init(width: Int) {
    self.width = width
  }

  /// The node of a literal, made if it is not there.
  mutating func insert(_ literal: [UInt8], _ classes: [UInt8]) -> Int {
    var node = 0
    for byte in literal {
      let symbol = classes[Int(byte)]
      var child = firstChild[node]
      while child >= 0, label[Int(child)] != symbol { child = nextSibling[Int(child)] }
      if child < 0 {
        child = Int32(ending.count)
        ending.append(-1)
        firstChild.append(-1)
        nextSibling.append(firstChild[node])
        label.append(symbol)
        firstChild[node] = child
      }
      node = Int(child)
    }
    return node
  }

  /// The complete transition table, and for each node the nearest proper suffix at which a literal ends.
  /// - Parameter mark: a bit that is set in entries which lead to a node where literals end.
  /// - Returns: entries and suffixes as offsets of rows in the table.
  func completed(marking mark: UInt32) -> (transitions: [UInt32], shorter: [UInt32]) {
    let count = ending.count
    var suffix = [Int](repeating: 0, count: count)
    var shorter = [UInt32](repeating: 0, count: count)
    var queue: [Int] = [0]
    queue.reserveCapacity(count)
    let transitions = [UInt32](unsafeUninitializedCapacity: count * width) { table, initialized in
      table[..<width].initialize(repeating: 0)
      initialized = count * width
      var next = 0
      while next < queue.count {
        let node = queue[next]
        next += 1
        let row = node * width
        let suffixRow = suffix[node] * width
        if node != 0, let first = table.baseAddress { (first + row).initialize(from: first + suffixRow, count: width) }
        var child = firstChild[node]
        while child >= 0 {
          let index = Int(child)
          let symbol = Int(label[index])
          suffix[index] = node == 0 ? 0 : Int(table[suffixRow + symbol] & ~mark) / width
          let suffixNode = suffix[index]
          shorter[index] = ending[suffixNode] >= 0 ? UInt32(suffixNode * width) : shorter[suffixNode]
          let hasEnd = ending[index] >= 0 || shorter[index] != 0
          table[row + symbol] = UInt32(index * width) | (hasEnd ? mark : 0)
          queue.append(index)
          child = nextSibling[index]
        }
      }
    }
    return (transitions, shorter)
  }
}
