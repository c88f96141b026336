/// How the indentation that an engine wrote maps to the indentation that the file has.
///
/// An engine often sees or repeats a block with other indentation than it has: moved left as a whole, or with spaces
/// for tabs. The map is taken from lines that are equal but for their indentation; one map must explain all of them. It
/// is then applied to the new lines, so that their depth relative to one another is kept.
package enum Reindentation: Hashable, Sendable {
  /// Nothing differs.
  case identity
  /// These blanks come before what was written.
  case adding([UInt8])
  /// What was written begins with these blanks and loses them.
  case removing([UInt8])
  /// `width` spaces become one tab, and then so many tabs are added (or, when negative, taken away).
  case tabs(width: Int, levels: Int)
  /// One tab becomes `width` spaces, and then so many steps of that width are added (or taken away).
  case spaces(width: Int, levels: Int)

  /// Finds the map.
  /// - Parameter pairs: lines that were written and the lines of the file that they stand for, equal but for blanks
  ///   around them; blank lines say nothing and are skipped.
  /// - Returns: `nil` when no single map explains all pairs.
  package init?(explaining pairs: some Sequence<(written: ArraySlice<UInt8>, actual: ArraySlice<UInt8>)>) {
    var seen: Set<[[UInt8]]> = []
    for pair in pairs where !pair.written.isBlankLine {
      seen.insert([Array(pair.written.indentation), Array(pair.actual.indentation)])
    }
    let indentations = seen.map { (written: $0[0], actual: $0[1]) }
    guard let first = indentations.first, !indentations.allSatisfy({ $0.written == $0.actual }) else {
      self = .identity
      return
    }
    if first.actual.count > first.written.count {
      let prefix = Array(first.actual.dropLast(first.written.count))
      if indentations.allSatisfy({ $0.actual == prefix + $0.written }) {
        self = .adding(prefix)
        return
      }
    } else if first.actual.count < first.written.count {
      let prefix = Array(first.written.dropLast(first.actual.count))
      if indentations.allSatisfy({ $0.written == prefix + $0.actual }) {
        self = .removing(prefix)
        return
      }
    }
    let isWrittenInSpaces = indentations.allSatisfy { $0.written.allSatisfy { $0 == 0x20 } }
    let isWrittenInTabs = indentations.allSatisfy { $0.written.allSatisfy { $0 == 0x09 } }
    let isActualInSpaces = indentations.allSatisfy { $0.actual.allSatisfy { $0 == 0x20 } }
    let isActualInTabs = indentations.allSatisfy { $0.actual.allSatisfy { $0 == 0x09 } }
    if isWrittenInSpaces, isActualInTabs {
      let counts = indentations.map { (spaces: $0.written.count, tabs: $0.actual.count) }
      guard let map = Self.steps(counts.map { ($0.spaces, $0.tabs) }) else { return nil }
      self = .tabs(width: map.width, levels: map.levels)
    } else if isWrittenInTabs, isActualInSpaces {
      let counts = indentations.map { (spaces: $0.actual.count, tabs: $0.written.count) }
      guard let map = Self.steps(counts.map { ($0.spaces, $0.tabs) }) else { return nil }
      self = .spaces(width: map.width, levels: -map.levels)
    } else {
      return nil
    }
  }

  /// The lines with the indentation that fits the file.
  /// - Parameter lines: new lines without their endings.
  /// - Returns: `nil` when a line stands further left than the map can move it.
  package func apply(to lines: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>]? {
    if self == .identity { return lines }
    let unit = lines.filter { !$0.isBlankLine }.map(\.indentation.count).filter { $0 > 0 }.min() ?? 4
    var result: [ArraySlice<UInt8>] = []
    for line in lines {
      if line.isBlankLine {
        result.append(line)
        continue
      }
      guard let indentation = map(Array(line.indentation), unit: unit) else { return nil }
      result.append(ArraySlice(indentation + line.dropFirst(line.indentation.count)))
    }
    return result
  }

  private func map(_ written: [UInt8], unit: Int) -> [UInt8]? {
    switch self {
    case .identity: return written
    case .adding(let prefix):
      // A block that was written without its tabs may still use spaces for its own inner steps.
      if prefix.allSatisfy({ $0 == 0x09 }), written.allSatisfy({ $0 == 0x20 }) {
        return prefix + Self.indentation(steps: written.count / unit, of: [0x09], rest: written.count % unit)
      }
      return prefix + written
    case .removing(let prefix):
      return written.starts(with: prefix) ? Array(written.dropFirst(prefix.count)) : nil
    case .tabs(let width, let levels):
      if written.contains(0x09) { return nil }
      let steps = written.count / width + levels
      return steps < 0 ? nil : Self.indentation(steps: steps, of: [0x09], rest: written.count % width)
    case .spaces(let width, let levels):
      let tabs = written.prefix { $0 == 0x09 }.count
      let steps = tabs + levels
      let step = [UInt8](repeating: 0x20, count: width)
      return steps < 0 ? nil : Self.indentation(steps: steps, of: step, rest: written.count - tabs)
    }
  }

  private static func indentation(steps: Int, of step: [UInt8], rest: Int) -> [UInt8] {
    Array([[UInt8]](repeating: step, count: steps).joined()) + [UInt8](repeating: 0x20, count: rest)
  }

  /// The width of a step, and how many steps are to be added, such that `tabs = spaces / width + levels` everywhere.
  ///
  /// Among several answers one that adds no step wins, then the more usual width.
  private static func steps(_ pairs: [(spaces: Int, tabs: Int)]) -> (width: Int, levels: Int)? {
    let answers = [4, 2, 8, 3, 1].compactMap { width -> (width: Int, levels: Int)? in
      guard let first = pairs.first, pairs.allSatisfy({ $0.spaces % width == 0 }) else { return nil }
      let levels = first.tabs - first.spaces / width
      return pairs.allSatisfy { $0.tabs == $0.spaces / width + levels } ? (width, levels) : nil
    }
    return answers.first { $0.levels == 0 } ?? answers.first
  }
}
