/// Tries rules at nodes of one tree.
///
/// It works on indices only: a node that does not match costs no allocation and no reference count. What a metavariable
/// stands for is kept in slots, and a trail says which slots to empty when an attempt fails.
///
/// The pointers are those of `Matcher.matches`, which holds the arrays while the engine lives.
struct MatchEngine: ~Copyable {
  /// What a metavariable stands for so far.
  struct Slot {
    /// -1 for nothing yet.
    var first: Int32 = -1
    var last: Int32 = -1
    var count: Int32 = 0
    /// Where an empty list stands, in bytes.
    var place: UInt32 = 0

    init(first: Int32 = -1, last: Int32 = -1, count: Int32 = 0, place: UInt32 = 0) {
      self.first = first
      self.last = last
      self.count = count
      self.place = place
    }

    init(_ capture: Capture) {
      self.init(
        first: Int32(truncatingIfNeeded: capture.first), last: Int32(truncatingIfNeeded: capture.last),
        count: Int32(truncatingIfNeeded: capture.count), place: UInt32(truncatingIfNeeded: capture.range.lowerBound))
    }
  }

  /// What a token or a metavariable of a pattern found.
  struct Place {
    /// The slot of the metavariable; -1 for a token, and for a metavariable that captures nothing.
    var slot: Int32
    var first: Int32
    var last: Int32
  }

  /// How deep rules may call one another through the relations of nested nodes.
  static let depthLimit = 100

  let tree: SyntaxTree
  let nodes: UnsafeBufferPointer<SyntaxTree.Record>
  let source: UnsafeBufferPointer<UInt8>
  let cells: UnsafeBufferPointer<MatchProgram.Cell>
  let texts: UnsafeBufferPointer<UInt8>
  let operations: UnsafeBufferPointer<MatchProgram.Operation>
  let program: MatchProgram
  var slots: [Slot]
  /// The slots that were filled, in order.
  var trail: [Int32] = []
  var strictness = Strictness.smart
  var depth = 0
  /// The last node of a matched list.
  var lastNode: Int32 = -1
  /// Whether `places` is to be filled.
  var isRecording = false
  /// Which node each token and each metavariable of the matched patterns found, in order.
  var places: [Place] = []
  /// The first byte of each line, found when first needed.
  var lineStarts: [Int] = []

  init(
    tree: SyntaxTree, program: MatchProgram, slotCount: Int, nodes: UnsafeBufferPointer<SyntaxTree.Record>,
    source: UnsafeBufferPointer<UInt8>, cells: UnsafeBufferPointer<MatchProgram.Cell>,
    texts: UnsafeBufferPointer<UInt8>, operations: UnsafeBufferPointer<MatchProgram.Operation>
  ) {
    self.tree = tree
    self.program = program
    self.nodes = nodes
    self.source = source
    self.cells = cells
    self.texts = texts
    self.operations = operations
    slots = Array(repeating: Slot(), count: slotCount)
    trail.reserveCapacity(slotCount)
  }

  // MARK: Nodes

  @inline(__always)
  func next(_ node: Int32) -> Int32 { Int32(truncatingIfNeeded: nodes[Int(node)].next) }

  @inline(__always)
  func isNamed(_ node: Int32) -> Bool { nodes[Int(node)].flags.contains(.named) }

  @inline(__always)
  func isExtra(_ node: Int32) -> Bool { nodes[Int(node)].flags.contains(.extra) }

  @inline(__always)
  func isLeaf(_ node: Int32) -> Bool { next(node) == node + 1 }

  /// Whether the text of a node is that of a cell.
  func hasText(_ node: Int32, of cell: MatchProgram.Cell) -> Bool {
    let record = nodes[Int(node)]
    guard Int(record.end) - Int(record.start) == Int(cell.textCount) else { return false }
    return Self.areEqual(source, Int(record.start), texts, Int(cell.textStart), count: Int(cell.textCount))
  }

  static func areEqual(
    _ first: UnsafeBufferPointer<UInt8>, _ firstStart: Int, _ second: UnsafeBufferPointer<UInt8>, _ secondStart: Int,
    count: Int
  ) -> Bool {
    for offset in 0..<count where first[firstStart + offset] != second[secondStart + offset] { return false }
    return true
  }

  // MARK: Captures

  /// Empties the slots that were filled since `mark` was taken.
  @inline(__always)
  mutating func undo(to mark: Mark) {
    while trail.count > mark.trail {
      slots[Int(trail.removeLast())].first = -1
    }
    if isRecording { places.removeLast(places.count - mark.places) }
  }

  /// A state to go back to.
  struct Mark {
    var trail = 0
    var places = 0
  }

  /// The state at hand.
  @inline(__always)
  var mark: Mark { Mark(trail: trail.count, places: places.count) }

  /// Captures one node, or compares it with what was captured under the same name before.
  mutating func capture(_ node: Int32, in slot: Int32) -> Bool {
    if isRecording { places.append(Place(slot: slot, first: node, last: node)) }
    guard slot >= 0 else { return true }
    let old = slots[Int(slot)]
    if old.first >= 0 { return old.count == 1 && isSameCode(old.first, node) }
    slots[Int(slot)] = Slot(first: node, last: node, count: 1)
    trail.append(slot)
    return true
  }

  /// Captures nodes in a row, or compares their named nodes with those captured before.
  /// - Parameters:
  ///   - end: the node after the last.
  ///   - dropped: how many nodes at the end belong to tokens of the pattern.
  mutating func captureMany(from first: Int32, to end: Int32, dropping dropped: Int, in slot: Int32) -> Bool {
    guard slot >= 0 || isRecording else { return true }
    var count = 0
    var node = first
    while node < end {
      count += 1
      node = next(node)
    }
    count = max(0, count - dropped)
    var last = first
    node = first
    for _ in 0..<count {
      last = node
      node = next(node)
    }
    if isRecording {
      if count > 0 { places.append(Place(slot: slot, first: first, last: last)) }
      recordTokens(from: count > 0 ? next(last) : first, to: end)
      if slot < 0 { return true }
    }
    let new = Slot(first: first, last: last, count: Int32(count), place: placeOfNothing(before: first))
    let old = slots[Int(slot)]
    if old.first >= 0 { return haveSameCode(old, new) }
    slots[Int(slot)] = new
    trail.append(slot)
    return true
  }

  /// Captures what was captured before, or compares it with what was captured under the same name.
  mutating func captureAgain(_ new: Slot, in slot: Int32) -> Bool {
    let old = slots[Int(slot)]
    if old.first >= 0 { return haveSameCode(old, new) }
    slots[Int(slot)] = new
    trail.append(slot)
    return true
  }

  private mutating func recordTokens(from first: Int32, to end: Int32) {
    var node = first
    while node < end {
      places.append(Place(slot: -1, first: node, last: node))
      node = next(node)
    }
  }

  /// Where nodes would stand that come before `node` and are none: after the node before it.
  private func placeOfNothing(before node: Int32) -> UInt32 {
    // The node before in preorder is the previous sibling's last descendant, or the parent itself.
    guard node > 0 else { return 0 }
    let before = nodes[Int(node) - 1]
    if Int(node) < nodes.count, nodes[Int(node)].parent == UInt32(node) - 1 { return before.start }
    return before.end
  }

  private func haveSameCode(_ first: Slot, _ second: Slot) -> Bool {
    var left = first.first
    var right = second.first
    var leftCount = first.count
    var rightCount = second.count
    while true {
      while leftCount > 0, !isNamed(left) { (left, leftCount) = (next(left), leftCount - 1) }
      while rightCount > 0, !isNamed(right) { (right, rightCount) = (next(right), rightCount - 1) }
      guard leftCount > 0, rightCount > 0 else { return leftCount == rightCount }
      guard isSameCode(left, right) else { return false }
      (left, leftCount) = (next(left), leftCount - 1)
      (right, rightCount) = (next(right), rightCount - 1)
    }
  }

  /// Whether a node has one child, which is all that there is of it.
  private func isWrapper(_ node: Int32) -> Bool {
    let end = next(node)
    guard node + 1 < end, next(node + 1) == end else { return false }
    let (outer, inner) = (nodes[Int(node)], nodes[Int(node) + 1])
    return outer.start == inner.start && outer.end == inner.end
  }

  /// Whether two subtrees are the same but for blanks: leaves by their text, the others by kind and children.
  func isSameCode(_ first: Int32, _ second: Int32) -> Bool {
    var pairs = [(first, second)]
    while let (left, right) = pairs.popLast() {
      if left == right { continue }
      let one = nodes[Int(left)]
      let two = nodes[Int(right)]
      if isNamed(left) && isLeaf(left) || isNamed(right) && isLeaf(right) {
        let count = Int(one.end) - Int(one.start)
        guard Int(two.end) - Int(two.start) == count,
          Self.areEqual(source, Int(one.start), source, Int(two.start), count: count)
        else { return false }
        continue
      }
      if one.symbol != two.symbol {
        // One of them may have a node around it that adds nothing, such as an argument.
        if isWrapper(left) {
          pairs.append((left + 1, right))
          continue
        }
        guard isWrapper(right) else { return false }
        pairs.append((left, right + 1))
        continue
      }
      var leftChild = left + 1
      var rightChild = right + 1
      while leftChild < next(left), rightChild < next(right) {
        pairs.append((leftChild, rightChild))
        leftChild = next(leftChild)
        rightChild = next(rightChild)
      }
      guard leftChild >= next(left), rightChild >= next(right) else { return false }
    }
    return true
  }
}
