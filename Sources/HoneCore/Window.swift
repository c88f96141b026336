/// The part of a file that an engine is shown and rewrites as a whole.
///
/// Small models write a window of some forty lines well and a whole file badly, so Hone chooses the part: the function
/// or block around a change, or as many whole statements around it as fit.
package struct Window: Hashable, Sendable {
  /// The lines, counted from 0, never empty unless the file is.
  package var lines: Range<Int>

  /// The number of lines that a window has at most, unless the change itself has more.
  package static let defaultLimit = 40

  package init(lines: Range<Int>) {
    self.lines = lines
  }

  /// The windows around changed lines.
  /// - Parameters:
  ///   - changes: line ranges, counted from 0, in any order; an empty one stands before a line.
  ///   - limit: the most lines of one window. Windows that overlap become one, which may have more.
  /// - Returns: disjoint windows, ascending.
  package static func around(_ changes: [Range<Int>], in file: TextLines, limit: Int = defaultLimit) -> [Window] {
    guard file.count > 0 else { return changes.isEmpty ? [] : [Window(lines: 0..<0)] }
    let structure = BlockStructure(file)
    let windows = changes.map { change -> Range<Int> in
      let lower = max(0, min(change.lowerBound, file.count - 1))
      let upper = max(lower + 1, min(change.upperBound, file.count))
      return WindowGrowth(structure: structure, limit: limit).window(around: lower..<upper)
    }
    var merged: [Window] = []
    for lines in windows.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, last.lines.upperBound > lines.lowerBound {
        merged[merged.count - 1].lines = last.lines.lowerBound..<max(last.lines.upperBound, lines.upperBound)
      } else {
        merged.append(Window(lines: lines))
      }
    }
    return merged
  }

  /// The block that a line begins, or else the one it stands in: what is filled in at that line.
  /// - Parameter line: counted from 0.
  package static func block(at line: Int, in file: TextLines, limit: Int = defaultLimit) -> Window {
    guard file.count > 0 else { return Window(lines: 0..<0) }
    let line = max(0, min(line, file.count - 1))
    let structure = BlockStructure(file)
    let end = structure.end(ofBlockAt: line)
    if !structure.isSilent(line), end > line + 1, end - line <= limit {
      return Window(lines: structure.startOfPreamble(above: line)..<end).shortened(to: limit, keeping: line)
    }
    return Window(lines: WindowGrowth(structure: structure, limit: limit).window(around: line..<(line + 1)))
  }

  /// The line that heads the function or type in which a line stands; the line itself when it heads one.
  ///
  /// Both are counted from 0.
  /// - Parameter fileExtension: lower-cased, without the dot; empty when unknown.
  package static func enclosingDefinition(
    ofLine line: Int, in file: TextLines, fileExtension: String = ""
  ) -> Int? {
    guard line >= 0, line < file.count else { return nil }
    if DefinitionHeading.matches(file[line], fileExtension: fileExtension) { return line }
    return BlockStructure(file).enclosingLines(of: line).first {
      DefinitionHeading.matches(file[$0], fileExtension: fileExtension)
    }
  }

  private func shortened(to limit: Int, keeping line: Int) -> Window {
    Window(lines: max(lines.lowerBound, min(line, lines.upperBound - limit))..<lines.upperBound)
  }
}

/// Grows a window from the lines of a change.
private struct WindowGrowth {
  let structure: BlockStructure
  let limit: Int

  func window(around change: Range<Int>) -> Range<Int> {
    let column =
      change.filter { !structure.isSilent($0) }.map(structure.column).min() ?? structure.column(of: change.lowerBound)
    let own = completed(change, column: column)
    var best: Range<Int>?
    for heading in headings(of: own, column: column) {
      let end = structure.end(ofBlockAt: heading)
      guard end >= own.upperBound else { continue }
      let block = heading..<end
      guard block.count <= limit else { break }
      let preamble = structure.startOfPreamble(above: heading)
      best = end - preamble <= limit ? preamble..<end : block
      if DefinitionHeading.matches(structure.file[heading]) { break }
    }
    return best ?? grown(own, column: column)
  }

  /// The lines that a change stands in, and the first line of the change itself where it heads a definition.
  private func headings(of change: Range<Int>, column: Int) -> [Int] {
    let first = change.lowerBound
    let own = DefinitionHeading.matches(structure.file[first]) ? [first] : []
    let outermost = change.first { !structure.isSilent($0) && structure.column(of: $0) == column } ?? first
    return own + structure.enclosingLines(of: outermost).filter { $0 < first }
  }

  /// The change with the rest of the block that its last line begins, if that fits.
  private func completed(_ change: Range<Int>, column: Int) -> Range<Int> {
    guard let last = change.last(where: { !structure.isSilent($0) && structure.column(of: $0) == column }) else {
      return change
    }
    let end = structure.end(ofBlockAt: last)
    return end > change.upperBound && end - change.lowerBound <= limit ? change.lowerBound..<end : change
  }

  /// The change with whole statements of its own level around it, below and above in turn.
  private func grown(_ change: Range<Int>, column: Int) -> Range<Int> {
    var window = change
    var grows = true
    while grows {
      grows = false
      if let below = (window.upperBound..<structure.file.count).first(where: { !structure.isSilent($0) }),
        structure.column(of: below) >= column
      {
        let end = structure.end(ofBlockAt: below)
        if end - window.lowerBound <= limit {
          window = window.lowerBound..<end
          grows = true
        }
      }
      if let above = (0..<window.lowerBound).last(where: { !structure.isSilent($0) }),
        structure.column(of: above) >= column
      {
        let start = structure.start(ofBlockEndingAt: above, column: column)
        if window.upperBound - start <= limit {
          window = start..<window.upperBound
          grows = true
        }
      }
    }
    return window
  }
}
