internal import HoneCore

/// The text that a match becomes, put together from bytes of the source that stay and bytes that are written.
///
/// It follows the indentation of the line that is being written, so that lines which are kept in another place than
/// before are moved with it.
struct EditedText {
  /// A piece of the result.
  private enum Piece {
    case kept(Range<Int>)
    case written([UInt8])
  }

  let tree: SyntaxTree
  /// The bytes that the result takes the place of.
  let range: Range<Int>
  /// How lines end at the place.
  let lineEnd: [UInt8]
  /// How many spaces of a template are one level.
  private let indentationWidth: Int
  private let base: ArraySlice<UInt8>
  private let unit: Indentation.Unit
  private var pieces: [Piece] = []
  /// How many bytes the pieces have.
  private(set) var count = 0
  /// The bytes of the result since its last line break, as far as they are blank.
  private var indentation: [UInt8]
  /// How the indentation changes of lines that are kept since the last change; `nil` when it does not.
  private var shift: (old: [UInt8], new: [UInt8])?
  /// Whether something was written or removed since anything was kept.
  private var isAfterChange = true

  init(tree: SyntaxTree, range: Range<Int>, indentationWidth: Int) {
    self.tree = tree
    self.range = range
    self.indentationWidth = indentationWidth
    base = tree.indentation(at: range.lowerBound)
    unit = Indentation.Unit.used(at: base, in: tree)
    lineEnd = tree.lineEnd(near: range.lowerBound)
    indentation = Array(base)
  }

  // MARK: Pieces

  /// Tells that bytes of the source are left out here, or others written.
  mutating func change() { isAfterChange = true }

  /// Leaves bytes of the source where they are; lines are moved where the place has another indentation now.
  /// - Parameter reference: an offset of the line that the range continues, when it is another than its own.
  mutating func keep(_ range: Range<Int>, reference: Int? = nil) {
    guard !range.isEmpty else { return }
    let source = tree.source
    if isAfterChange {
      let old = Array(tree.indentation(at: reference ?? range.lowerBound))
      shift = old == indentation ? nil : (old, indentation)
      isAfterChange = false
    }
    guard let shift, source[range].contains(0x0a) else {
      append(.kept(range))
      return note(source[range])
    }
    let text = Indentation.move(range, of: source, from: shift.old, to: shift.new, isFixed: tree.isInsideLiteral)
    append(.written(text))
    note(text[...])
  }

  private mutating func append(_ piece: Piece) {
    switch piece {
    case .kept(let range): count += range.count
    case .written(let text): count += text.count
    }
    pieces.append(piece)
  }

  /// Follows the indentation of the line that is being written.
  private mutating func note(_ text: ArraySlice<UInt8>) {
    guard let lineBreak = text.lastIndex(of: 0x0a) else { return }
    indentation = Array(text[(lineBreak + 1)...].prefix { $0 == 0x20 || $0 == 0x09 })
  }

  /// Writes code from elsewhere, its lines indented as the place is.
  /// - Parameter old: the indentation of the line that it comes from.
  mutating func writeMoved(
    _ range: Range<Int>, of bytes: [UInt8], from old: [UInt8], isFixed: (Int) -> Bool
  ) {
    let text = Indentation.move(range, of: bytes, from: old, to: indentation, isFixed: isFixed)
    append(.written(text))
    note(text[...])
  }

  /// Writes text of the template: its lines are indented as the place is.
  mutating func writeText(_ text: ArraySlice<UInt8>) {
    guard text.contains(0x0a) else { return append(.written(Array(text))) }
    var written: [UInt8] = []
    for (number, line) in text.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
      if number > 0 {
        let blanks = line.prefix { $0 == 0x20 || $0 == 0x09 }
        let isLast = line.endIndex == text.endIndex
        written += lineEnd
        if line.count > blanks.count || isLast {
          written += base
          written += unit == .tab ? Indentation.tabs(for: blanks, width: indentationWidth) : Array(blanks)
        }
        written += line.dropFirst(blanks.count)
      } else {
        written += line
      }
    }
    append(.written(written))
    note(written[...])
  }

  /// Writes bytes as they are.
  mutating func writeUnchanged(_ text: [UInt8]) {
    append(.written(text))
    note(text[...])
  }

  // MARK: Difference

  /// What differs between the source and the pieces, ascending and disjoint.
  func replacements() -> [Replacement] {
    let source = tree.source
    var replacements: [Replacement] = []
    var position = range.lowerBound
    var pending: [UInt8] = []
    func close(at end: Int) {
      if let replacement = Self.minimal(position..<end, pending, source) { replacements.append(replacement) }
      pending = []
    }
    for piece in pieces {
      switch piece {
      case .written(let text): pending += text
      case .kept(let kept) where kept.lowerBound < position: pending += source[kept]
      case .kept(let kept):
        close(at: kept.lowerBound)
        position = kept.upperBound
      }
    }
    close(at: range.upperBound)
    return replacements
  }

  /// A replacement without the bytes that are equal at both ends; `nil` when all are.
  private static func minimal(_ range: Range<Int>, _ bytes: [UInt8], _ source: [UInt8]) -> Replacement? {
    if source[range].elementsEqual(bytes) { return nil }
    // Only whole blanks are cut off: half a word would make a diff that is hard to read.
    var range = range
    var text = bytes[...]
    while let first = range.first, let other = text.first, source[first] == other, other.isWhitespace {
      range = range.dropFirst()
      text = text.dropFirst()
    }
    while let last = range.last, let other = text.last, source[last] == other, other.isWhitespace {
      range = range.dropLast()
      text = text.dropLast()
    }
    return Replacement(range: range, bytes: Array(text))
  }
}
