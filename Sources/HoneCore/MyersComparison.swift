/// The search of Myers' difference algorithm, on numbers that stand for lines.
///
/// The walk is over a grid with the old sequence across and the new one down; a diagonal is the difference of both
/// positions, and following it costs nothing where the elements are equal.
package struct MyersComparison {
  /// The number of edit steps after which a block is cut where the search got furthest.
  private static let stepLimit = 512

  private let old: [Int]
  private let new: [Int]
  /// The furthest positions reached on each diagonal, from the front and from the back.
  ///
  /// Diagonals are shifted by `origin`, so that the lowest one has an index.
  private var forward: [Int]
  private var backward: [Int]
  private let origin: Int
  private var removed: [Bool]
  private var added: [Bool]

  /// Tells for each element whether it is outside of the common subsequence that was found.
  package static func differences(between old: [Int], and new: [Int]) -> (removed: [Bool], added: [Bool]) {
    let inNew = Set(new)
    let inOld = Set(old)
    var removed = old.map { !inNew.contains($0) }
    var added = new.map { !inOld.contains($0) }
    let keptOld = old.indices.filter { !removed[$0] }
    let keptNew = new.indices.filter { !added[$0] }
    var comparison = MyersComparison(keptOld.map { old[$0] }, keptNew.map { new[$0] })
    comparison.compare()
    for (index, original) in keptOld.enumerated() where comparison.removed[index] { removed[original] = true }
    for (index, original) in keptNew.enumerated() where comparison.added[index] { added[original] = true }
    return (removed, added)
  }

  private init(_ old: [Int], _ new: [Int]) {
    self.old = old
    self.new = new
    origin = new.count + 1
    forward = Array(repeating: 0, count: old.count + new.count + 3)
    backward = forward
    removed = Array(repeating: false, count: old.count)
    added = Array(repeating: false, count: new.count)
  }

  private mutating func compare() {
    var blocks = [(old: 0..<old.count, new: 0..<new.count)]
    while var block = blocks.popLast() {
      while let left = block.old.first, let right = block.new.first, old[left] == new[right] {
        block = (block.old.dropFirst(), block.new.dropFirst())
      }
      while let left = block.old.last, let right = block.new.last, old[left] == new[right] {
        block = (block.old.dropLast(), block.new.dropLast())
      }
      if block.old.isEmpty {
        for index in block.new { added[index] = true }
      } else if block.new.isEmpty {
        for index in block.old { removed[index] = true }
      } else {
        let middle = middle(of: block.old, block.new)
        let x = min(middle.0, block.old.upperBound)
        let y = min(max(middle.1, block.new.lowerBound), block.new.upperBound)
        let isCorner =
          x == block.old.lowerBound && y == block.new.lowerBound
          || x == block.old.upperBound && y == block.new.upperBound
        if isCorner {
          for index in block.old { removed[index] = true }
          for index in block.new { added[index] = true }
          continue
        }
        blocks.append((x..<block.old.upperBound, y..<block.new.upperBound))
        blocks.append((block.old.lowerBound..<x, block.new.lowerBound..<y))
      }
    }
  }

  /// A point on a shortest way through the block, where the searches from both corners meet.
  private mutating func middle(of rows: Range<Int>, _ columns: Range<Int>) -> (Int, Int) {
    let lowest = rows.lowerBound - columns.upperBound
    let highest = rows.upperBound - columns.lowerBound
    let start = rows.lowerBound - columns.lowerBound
    let end = rows.upperBound - columns.upperBound
    let meetsGoingForward = (start - end) % 2 != 0
    var ahead = Diagonals(start)
    var behind = Diagonals(end)
    forward[origin + start] = rows.lowerBound
    backward[origin + end] = rows.upperBound
    var steps = 0
    while true {
      steps += 1
      ahead.widen(within: lowest...highest) { forward[origin + $0] = -1 }
      for diagonal in ahead.all {
        let below = forward[origin + diagonal - 1]
        let above = forward[origin + diagonal + 1]
        var x = max(below + 1, above)
        while x < rows.upperBound, x - diagonal < columns.upperBound, old[x] == new[x - diagonal] { x += 1 }
        forward[origin + diagonal] = x
        if meetsGoingForward, behind.contains(diagonal), backward[origin + diagonal] <= x { return (x, x - diagonal) }
      }
      behind.widen(within: lowest...highest) { backward[origin + $0] = Int.max }
      for diagonal in behind.all {
        let below = backward[origin + diagonal - 1]
        let above = backward[origin + diagonal + 1]
        var x = min(below, above - 1)
        while x > rows.lowerBound, x - diagonal > columns.lowerBound, old[x - 1] == new[x - 1 - diagonal] { x -= 1 }
        backward[origin + diagonal] = x
        if !meetsGoingForward, ahead.contains(diagonal), x <= forward[origin + diagonal] { return (x, x - diagonal) }
      }
      if steps >= Self.stepLimit { return furthest(on: ahead, rows, columns) }
    }
  }

  private func furthest(on diagonals: Diagonals, _ rows: Range<Int>, _ columns: Range<Int>) -> (Int, Int) {
    var best = (rows.lowerBound, columns.lowerBound)
    for diagonal in diagonals.all {
      let x = min(forward[origin + diagonal], rows.upperBound, columns.upperBound + diagonal)
      if x >= rows.lowerBound, x - diagonal >= columns.lowerBound, 2 * x - diagonal > best.0 + best.1 {
        best = (x, x - diagonal)
      }
    }
    return best
  }
}

/// The diagonals that one direction of the search has reached.
private struct Diagonals {
  private var lower: Int
  private var upper: Int

  init(_ start: Int) {
    lower = start
    upper = start
  }

  /// Every other diagonal, since each step changes the parity of the diagonals in reach.
  var all: StrideThrough<Int> { stride(from: upper, through: lower, by: -2) }

  func contains(_ diagonal: Int) -> Bool { lower <= diagonal && diagonal <= upper }

  /// One more step: a diagonal more on each side, or one fewer where the block ends there.
  /// - Parameter mark: called for a diagonal just outside, whose value must lose every comparison.
  mutating func widen(within limits: ClosedRange<Int>, mark: (Int) -> Void) {
    if lower > limits.lowerBound {
      lower -= 1
      mark(lower - 1)
    } else {
      lower += 1
    }
    if upper < limits.upperBound {
      upper += 1
      mark(upper + 1)
    } else {
      upper -= 1
    }
  }
}
