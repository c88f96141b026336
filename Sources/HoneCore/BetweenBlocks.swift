/// What a reply says between its blocks: which file the next block is for, which others it speaks of, and edits in a form that
/// is not the one being read.
struct BetweenBlocks: Sendable {
  private let editablePaths: [String]
  /// The last path that the reply named.
  private var path: String?
  /// The last line that was not blank, if it is one word.
  private var wordAbove: String?
  /// The lines since the last block or path.
  private var prose = ""
  /// Whether an edit in another form was begun and not ended.
  private(set) var isForeignOpen = false
  /// Whether that was told, since the last block or path.
  private var isForeignTold = false
  /// Whether a block was begun.
  private var hasBlocks = false

  init(editablePaths: [String]) {
    self.editablePaths = editablePaths
  }

  /// The path of the next block: the last one that was named, or the only one there is.
  var target: String? { path ?? (editablePaths.count == 1 ? editablePaths.first : nil) }

  /// What stands above the next block and was not read as its path; `nil` when that is nothing.
  var heading: String? { prose.isEmpty ? nil : prose }

  /// Takes a line that belongs to no block.
  /// - Returns: a stand-in for an edit in another form that the line shows, once for each.
  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) -> Edit? {
    if try ForeignEdit.endsReasoning(line, hasEdits: hasBlocks || isForeignTold) {
      // What was thought says nothing of files.
      self = BetweenBlocks(editablePaths: editablePaths)
      return nil
    }
    let reader = BlockPath(editablePaths: editablePaths, isPathKnown: path != nil)
    let foreign = ForeignEdit(line)
    if foreign == nil, !isForeignOpen {
      if let named = reader.read(line) {
        (path, wordAbove, prose, isForeignTold) = (named, nil, "", false)
        return nil
      }
      if !line.isBlankLine {
        let word = line.withoutBlanks
        let isWord = word.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: "-") }
        wordAbove = isWord ? String(decoding: word, as: UTF8.self) : nil
      }
    }
    if let text = reader.prose(line) { prose += prose.isEmpty ? text : "\n\(text)" }
    switch foreign {
    case nil: return nil
    case .opening: isForeignOpen = true
    case .closing: isForeignOpen = false
    case .patch: break
    }
    defer { isForeignTold = true }
    return isForeignTold ? nil : .foreign(line, path: target)
  }

  /// Takes the line that begins a block.
  mutating func beginBlock() {
    // A bare word right above a block is its file (`Makefile`), even where one file could stand in for it.
    hasBlocks = true
    if path == nil, let wordAbove { (path, prose) = (wordAbove, "") }
    (wordAbove, isForeignOpen, isForeignTold) = (nil, false, false)
  }

  /// Takes the line that ends a block.
  mutating func endBlock() { prose = "" }
}
