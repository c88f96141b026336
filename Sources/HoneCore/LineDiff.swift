/// The lines that differ between two texts, as hunks without context.
///
/// The comparison is that of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in its linear-space
/// form. Lines that stand on one side only are set apart first, which cannot lose a common line, and the search for the
/// middle of a very long difference is bounded: beyond the bound the result is still right, but maybe not the shortest.
package enum LineDiff {
  /// A run of lines that was replaced.
  package struct Hunk: Hashable, Sendable {
    /// The number of the first removed line, from 1; when nothing was removed, that of the line before (0 at the top).
    package var baseStart: Int
    /// The number of the first added line, from 1; when nothing was added, that of the line before.
    package var resultStart: Int
    /// The removed lines with their endings.
    package var removed: [[UInt8]]
    /// The added lines with their endings.
    package var added: [[UInt8]]

    package init(baseStart: Int, resultStart: Int, removed: [[UInt8]], added: [[UInt8]]) {
      self.baseStart = baseStart
      self.resultStart = resultStart
      self.removed = removed
      self.added = added
    }

    /// The place in the base, as a line counted from 0: the first removed line, or the line before which lines are added.
    package var baseIndex: Int { removed.isEmpty ? baseStart : baseStart - 1 }
    /// How many lines were removed.
    package var baseCount: Int { removed.count }
    /// How many lines were added.
    package var resultCount: Int { added.count }
  }

  /// A replaced run as line ranges, counted from 0.
  struct Change: Hashable, Sendable {
    var old: Range<Int>
    var new: Range<Int>
  }

  /// The hunks that turn one text into the other, ascending, with the lines that git counts.
  package static func hunks(from base: [UInt8], to result: [UInt8]) -> [Hunk] {
    let old = TextLines(base, convention: .git)
    let new = TextLines(result, convention: .git)
    return changes(from: old, to: new).map { change in
      Hunk(
        baseStart: change.old.lowerBound + (change.old.isEmpty ? 0 : 1),
        resultStart: change.new.lowerBound + (change.new.isEmpty ? 0 : 1),
        removed: change.old.map { Array(old.bytes[old.range(of: $0)]) },
        added: change.new.map { Array(new.bytes[new.range(of: $0)]) })
    }
  }

  /// The hunks of replacements, found by comparing the lines that they touch alone: the rest is the same on either side.
  /// - Parameter replacements: disjoint places in `base`.
  /// - Throws: a `Refusal` `.overlap` when two of them touch the same bytes.
  package static func hunks(of replacements: [Replacement], in base: TextLines) throws(Refusal) -> [Hunk] {
    guard let first = replacements.map(\.range.lowerBound).min(), let last = replacements.map(\.range.upperBound).max()
    else { return [] }
    let bytes = base.bytes
    let start = bytes[..<first].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let end = bytes[last...].firstIndex(of: 0x0a).map { $0 + 1 } ?? bytes.count
    let old = Array(bytes[start..<end])
    let moved = replacements.map {
      Replacement(range: ($0.range.lowerBound - start)..<($0.range.upperBound - start), bytes: $0.bytes)
    }
    let new: [UInt8]
    do throws(Refusal) {
      new = try AppliedEdits.bytes(moved, in: TextLines(old))
    } catch {
      // The refusal names a line of the whole text.
      _ = try AppliedEdits.bytes(replacements, in: base)
      throw error
    }
    let above = bytes[..<start].count { $0 == 0x0a }
    return hunks(from: old, to: new).map { hunk in
      var hunk = hunk
      hunk.baseStart += above
      hunk.resultStart += above
      return hunk
    }
  }

  /// The replaced runs between two files; two lines are the same when their bytes and endings are.
  static func changes(from old: TextLines, to new: TextLines) -> [Change] {
    changes(
      from: (0..<old.count).map { old.bytes[old.range(of: $0)] },
      to: (0..<new.count).map { new.bytes[new.range(of: $0)] })
  }

  /// The replaced runs between two sequences of anything that can be compared, ascending and never adjacent.
  static func changes<Key: Hashable>(from old: [Key], to new: [Key]) -> [Change] {
    var head = 0
    while head < old.count, head < new.count, old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < old.count - head, tail < new.count - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    var numbers: [Key: Int] = [:]
    func number(_ keys: ArraySlice<Key>) -> [Int] {
      keys.map { key in
        if let known = numbers[key] { return known }
        numbers[key] = numbers.count
        return numbers.count - 1
      }
    }
    let first = number(old[head..<(old.count - tail)])
    let second = number(new[head..<(new.count - tail)])
    let flags = MyersComparison.differences(between: first, and: second)
    return runs(flags.0, flags.1, offset: head)
  }

  private static func runs(_ removed: [Bool], _ added: [Bool], offset: Int) -> [Change] {
    var changes: [Change] = []
    var old = 0
    var new = 0
    while old < removed.count || new < added.count {
      let start = (old, new)
      while old < removed.count, removed[old] { old += 1 }
      while new < added.count, added[new] { new += 1 }
      if start != (old, new) {
        changes.append(
          Change(old: (start.0 + offset)..<(old + offset), new: (start.1 + offset)..<(new + offset)))
      } else {
        old += 1
        new += 1
      }
    }
    return changes
  }
}
