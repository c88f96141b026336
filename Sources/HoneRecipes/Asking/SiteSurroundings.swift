internal import HoneCore
package import HoneSyntax

/// What a file says around a place: imports, the function or type that it stands in, what its names mean.
package struct SiteSurroundings: Sendable {
  private let tree: SyntaxTree
  private let site: AskingSite

  /// As many lines of a definition are shown, and so many definitions.
  private static let definitionLines = 6
  private static let definitionCount = 8

  package init(of site: AskingSite, in tree: SyntaxTree) {
    self.site = site
    self.tree = tree
  }

  /// The imports at the top of the file; empty without any.
  package var imports: [UInt8] { Array(tree.source[tree.importRegion]) }

  /// The function or type around the place; `nil` when it stands in none, or is all of it.
  package var enclosing: [UInt8]? {
    guard let range = site.enclosing, range != site.shown else { return nil }
    return wholeLines(of: range)
  }

  /// The beginnings of the functions and types of the file whose names the place uses.
  package var definitions: [[UInt8]] {
    let words = words(in: site.range)
    var found: [[UInt8]] = []
    for node in tree.allNodes where found.count < Self.definitionCount {
      guard node.isFunctionUnit || node.isTypeUnit, let name = node.unitName, words.contains(name),
        !node.range.overlaps(site.range)
      else { continue }
      found.append(beginning(of: wholeLines(of: node.range)))
    }
    return found
  }

  private func words(in range: Range<Int>) -> Set<String> {
    var words: Set<String> = []
    for node in tree.nodes where node.start >= range.lowerBound && node.end <= range.upperBound && node.next > 0 {
      let kind = tree.grammar.kind(of: node.symbol)
      guard kind.hasSuffix("identifier") || kind == "name" || kind == "constant" else { continue }
      words.insert(String(decoding: tree.source[Int(node.start)..<Int(node.end)], as: UTF8.self))
    }
    return words
  }

  private func beginning(of text: [UInt8]) -> [UInt8] {
    var end = 0
    for _ in 0..<Self.definitionLines where end < text.count {
      end = (text[end...].firstIndex(of: 0x0a) ?? text.count - 1) + 1
    }
    return Array(text[..<end])
  }

  /// A range with the blanks before it on its first line, so that its lines keep their shape.
  private func wholeLines(of range: Range<Int>) -> [UInt8] {
    var start = range.lowerBound
    while start > 0, tree.source[start - 1].isBlank { start -= 1 }
    return Array(tree.source[start..<range.upperBound])
  }
}
