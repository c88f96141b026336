internal import HoneCore
package import HoneSyntax

/// Finds the places of an asking recipe in a file, and what an answer may change at each.
package struct SiteFinder: Sendable {
  private let program: RecipeProgram
  private let asking: AskingPart

  /// As many bytes of neighbours are shown, and may change, beside a place.
  private static let siblingLimit = 8_000

  /// - Returns: `nil` for a recipe that asks nothing.
  package init?(_ program: RecipeProgram) {
    guard let asking = program.recipe.header.asking else { return nil }
    self.program = program
    self.asking = asking
  }

  /// Whether a file without any of the words that the rules need can be passed over.
  package func mayHold(_ bytes: [UInt8]) -> Bool { asking.unit != nil || program.prefilter.mayMatch(bytes) }

  /// Where the imports of a file stand; empty at the place where one would stand when there is none.
  package static func imports(in tree: SyntaxTree) -> Range<Int> { tree.importRegion }

  /// The places, ascending; those inside of others are left out.
  /// - Parameter changedLines: the lines of the change at hand, from 1, for a recipe that asks about each hunk.
  package func sites(in tree: SyntaxTree, changedLines: [ClosedRange<Int>] = []) -> [AskingSite] {
    switch asking.unit {
    case .function: return tree.outermost(where: \.isFunctionUnit).map { site($0, to: $0) { _ in [] } }
    case .type: return tree.outermost(where: \.isTypeUnit).map { site($0, to: $0) { _ in [] } }
    case .hunk: return hunks(changedLines, in: tree)
    case nil:
      var sites: [AskingSite] = []
      for match in program.targets?.matches(in: tree) ?? [] {
        if let last = sites.last, match.range.lowerBound < last.range.upperBound { continue }
        sites.append(site(of: match))
      }
      return sites
    }
  }

  private func site(of match: Match) -> AskingSite {
    let first = SyntaxNode(tree: match.tree, index: match.node)
    let last = SyntaxNode(tree: match.tree, index: match.lastNode)
    var site = site(first, to: last) { name in match[name].map { [$0.range] } ?? [] }
    site.isUnderError = site.isUnderError || match.flags.contains(.underError)
    return site
  }

  private func site(
    _ first: SyntaxNode, to last: SyntaxNode, hole: (String) -> [Range<Int>]
  ) -> AskingSite {
    let range = first.range.lowerBound..<last.range.upperBound
    var free: [Range<Int>] = []
    for node in asking.fence.nodes {
      switch node {
      case .match: free.append(range)
      case .siblings: free += siblings(of: first, to: last)
      case .hole(let name): free += hole(name)
      }
    }
    if free.isEmpty { free = [range] }
    let around = sequence(first: first, next: \.parent).first { $0.isFunctionUnit || $0.isTypeUnit }
    let outer = sequence(first: first, next: \.parent).dropFirst().first { $0.isFunctionUnit || $0.isTypeUnit }
    return AskingSite(
      range: range, free: Self.joined(free), isSingle: !asking.fence.nodes.contains(.siblings), name: around?.unitName,
      enclosing: outer?.range, isUnderError: first.record.flags.contains(.hasError))
  }

  /// What stands beside a place in its block, above and below, as far as can be shown.
  private func siblings(of first: SyntaxNode, to last: SyntaxNode) -> [Range<Int>] {
    var own = first
    while let parent = own.parent, !parent.isBlock { own = parent }
    guard let block = own.parent else { return [] }
    let members = Array(block.children.filter { $0.isNamed })
    let end = max(last.range.upperBound, own.range.upperBound)
    guard let position = members.firstIndex(where: { $0.index == own.index }) else { return [] }
    var (lower, upper) = (position, position)
    var left = Self.siblingLimit
    var grows = true
    while grows {
      grows = false
      if lower > 0, case let size = members[lower].range.lowerBound - members[lower - 1].range.lowerBound, size <= left
      {
        (lower, left, grows) = (lower - 1, left - size, true)
      }
      if upper + 1 < members.count,
        case let size = members[upper + 1].range.upperBound - members[upper].range.upperBound,
        size <= left
      {
        (upper, left, grows) = (upper + 1, left - size, true)
      }
    }
    return [
      members[lower].range.lowerBound..<own.range.lowerBound, end..<max(end, members[upper].range.upperBound),
    ]
  }

  private func hunks(_ changedLines: [ClosedRange<Int>], in tree: SyntaxTree) -> [AskingSite] {
    let lines = TextLines(tree.source, convention: .git)
    return changedLines.compactMap { changed in
      guard changed.upperBound <= lines.count else { return nil }
      let range = lines.start(of: changed.lowerBound - 1)..<lines.range(of: changed.upperBound - 1).upperBound
      let around = tree.allNodes.reversed().first { node in
        (node.isFunctionUnit || node.isTypeUnit) && node.range.lowerBound <= range.lowerBound
          && node.range.upperBound >= range.upperBound
      }
      return AskingSite(
        range: range, free: [range], isSingle: false, name: around?.unitName, enclosing: around?.range,
        isUnderError: false)
    }
  }

  /// The ranges in order, those that touch made one.
  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = joined.last, last.upperBound >= range.lowerBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}
