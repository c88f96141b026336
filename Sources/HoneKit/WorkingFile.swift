internal import HoneCore

/// A file while edits are proposed for it: its base, and what is to change, located in the base.
struct WorkingFile {
  let file: EditableFile
  /// Disjoint, in file order.
  private(set) var replacements: [Replacement] = []

  init(file: EditableFile) {
    self.file = file
  }

  /// Adds what one edit changes.
  /// - Throws: a `Refusal` with the code `overlap` when another edit already changes the same bytes.
  mutating func add(_ added: [Replacement]) throws(Refusal) {
    for new in added {
      let clash = replacements.contains { old in
        // Two insertions at one place have no order that is right.
        new.range.overlaps(old.range) || (new.range.isEmpty && old.range == new.range)
      }
      if clash {
        throw Refusal(.overlap, path: file.path, "another edit of this run already changes these lines")
      }
    }
    replacements = (replacements + added).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The file with all edits so far.
  var result: [UInt8] { Self.apply(replacements, to: file.bytes) }

  /// The hunks of `added` alone, in the lines of the base.
  func hunks(of added: [Replacement]) -> [LineDiff.Hunk] {
    LineDiff.hunks(
      from: file.bytes, to: Self.apply(added.sorted { $0.range.lowerBound < $1.range.lowerBound }, to: file.bytes))
  }

  private static func apply(_ replacements: [Replacement], to base: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(base.count)
    var position = 0
    for replacement in replacements {
      result += base[position..<replacement.range.lowerBound]
      result += replacement.bytes
      position = replacement.range.upperBound
    }
    return result + base[position...]
  }
}
