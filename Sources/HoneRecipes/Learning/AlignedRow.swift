internal import HoneCore
internal import HoneSyntax

/// A line of which parts stand in columns.
struct AlignedRow {
  /// What tells the column of a part from others, in the order in which they stand in a line.
  enum Role: CaseIterable {
    case value
    case type
    case assignment
    case tag
    case comment
  }

  /// A part that stands in a column.
  struct Cell {
    var role: Role
    /// The blanks before it, in bytes of the text.
    var gap: Range<Int>
    /// Where it began before the edits, in characters of its line; `nil` for what was not there.
    var oldColumn: Int?
    /// How many blanks shall stand before it.
    var blanks: Int
  }

  let indentation: ArraySlice<UInt8>
  private(set) var cells: [Cell] = []
  private let source: [UInt8]
  private let start: Int
  private let isChanged: Bool

  /// - Parameters:
  ///   - parts: where its parts begin, in bytes of `source`.
  ///   - start: where the line begins.
  ///   - isChanged: whether an edit touches it.
  ///   - oldColumn: where a part began before the edits.
  init(
    _ parts: [(role: Role, start: Int)], in source: [UInt8], start: Int, isChanged: Bool, oldColumn: (Int) -> Int?
  ) {
    self.source = source
    self.start = start
    self.isChanged = isChanged
    indentation = source[start...].prefix(while: Self.isBlank)
    for part in parts.sorted(by: { $0.start < $1.start }) {
      let end = source[start..<part.start].lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? part.start
      guard end < part.start else { continue }
      cells.append(
        Cell(role: part.role, gap: end..<part.start, oldColumn: oldColumn(part.start), blanks: part.start - end))
    }
  }

  /// Whether something on it is not where it was.
  var isMoved: Bool { isChanged || cells.contains { $0.blanks != $0.gap.count } }

  func oldColumn(of role: Role) -> Int? { cells.first { $0.role == role }?.oldColumn }

  /// Where the code before a part ends, in characters of the line.
  func end(before role: Role) -> Int? {
    guard let index = cells.firstIndex(where: { $0.role == role }) else { return nil }
    let moved = cells[..<index].reduce(0) { $0 + $1.blanks - $1.gap.count }
    return Self.width(source[start..<cells[index].gap.lowerBound]) + moved
  }

  /// Lets a part begin at a column, in characters of the line.
  mutating func place(_ role: Role, at column: Int) {
    guard let end = end(before: role), let index = cells.firstIndex(where: { $0.role == role }) else { return }
    cells[index].blanks = column - end
  }

  // MARK: Finding the parts

  /// The kinds of node that have such parts.
  static let kinds = ["keyed_element", "field_declaration", "const_spec", "var_spec", "comment"]

  /// Where the parts of a node begin that stand in columns; a comment is one itself.
  static func parts(of node: SyntaxNode) -> [(role: Role, start: Int)] {
    let children = Array(node.children)
    switch node.kind {
    case "comment": return [(.comment, node.range.lowerBound)]
    case "keyed_element":
      guard children.count > 2, let value = children.last else { return [] }
      return [(.value, value.range.lowerBound)]
    default:
      return children.dropFirst().compactMap { child in
        switch child.field {
        case "type": (.type, child.range.lowerBound)
        case "tag": (.tag, child.range.lowerBound)
        default: child.text.elementsEqual("=".utf8) ? (.assignment, child.range.lowerBound) : nil
        }
      }
    }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// How many characters some bytes are.
  static func width(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xc0 != 0x80 } }
}
