internal import HoneCore

/// Where code stands after edits of a text.
struct EditPlaces {
  private let edits: [PlannedEdit]
  /// What each edit replaces in fact: a deletion may take its lines whole.
  private let taken: [[Replacement]]
  /// How much longer the text is before each edit, and at the end.
  private let shifts: [Int]

  /// - Parameters:
  ///   - edits: ascending and disjoint.
  ///   - taken: for each edit what it replaces in fact.
  init(_ edits: [PlannedEdit], taken: [[Replacement]]) {
    self.edits = edits
    self.taken = taken
    var shifts = [0]
    for replacements in taken {
      shifts.append(replacements.reduce(shifts[shifts.count - 1]) { $0 + $1.bytes.count - $1.range.count })
    }
    self.shifts = shifts
  }

  /// Where a node that is not inside of an edit stands.
  func moved(_ range: Range<Int>) -> Range<Int> {
    let before = count { $0.match.range.upperBound <= range.lowerBound }
    let inside = count { $0.match.range.lowerBound < range.upperBound }
    let start = range.lowerBound + shifts[before]
    return start..<max(start, range.upperBound + shifts[inside])
  }

  /// Where a part of an edit's result stands, whose bytes are counted from the result's start.
  func part(_ range: Range<Int>, of index: Int, _ shape: EditShape) -> Range<Int> {
    let base = shape.range.lowerBound + shifts[index]
    var start = base + range.lowerBound
    var end = base + range.upperBound
    var written = 0
    for (planned, made) in zip(edits[index].replacements, taken[index]) {
      let place = planned.range.lowerBound - shape.range.lowerBound + written
      written += planned.bytes.count - planned.range.count
      let before = planned.range.lowerBound - made.range.lowerBound
      let after = made.range.upperBound - planned.range.upperBound
      if place <= range.lowerBound { start -= before }
      if place < range.lowerBound { start -= after }
      if place <= range.upperBound { end -= before }
      if place < range.upperBound { end -= after }
    }
    return start..<max(start, end)
  }

  /// Whether an edit is a deletion that takes its lines whole, so that nothing stands in its place.
  func takesLines(_ index: Int) -> Bool {
    edits[index].replacements.allSatisfy(\.bytes.isEmpty) && taken[index] != edits[index].replacements
  }

  /// How many of the edits, which ascend, come first and fit.
  private func count(_ fits: (PlannedEdit) -> Bool) -> Int {
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      if fits(edits[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
