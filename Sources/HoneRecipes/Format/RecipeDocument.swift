/// A recipe file cut into front matter, headings, fenced blocks and prose, each with its place.
///
/// This is as much of Markdown as a recipe needs, not a Markdown parser: headings are `#` lines, and a fence starts in
/// the first column, so a list item of the prose may hold an indented one that says nothing to Hone.
/// Source of both forms: CommonMark 0.31, sections 4.2 and 4.5.
struct RecipeDocument {
  /// A part of the file.
  enum Element {
    case heading(Heading)
    case fence(Fence)
    /// Lines of prose with their endings.
    case prose(ArraySlice<UInt8>)
  }

  /// A `#` line.
  struct Heading {
    /// The number of `#`.
    let level: Int
    let text: String
    /// From 1.
    let line: Int
  }

  /// A fenced block.
  struct Fence {
    /// The words after the opening fence.
    let info: [String]
    /// The lines between the fences, with their endings; a part of the file.
    let contents: ArraySlice<UInt8>
    /// The line of the opening fence, from 1; the contents start on the next.
    let line: Int
  }

  /// The lines between the `---` lines at the top, and the number of the first of them.
  let frontMatter: (contents: ArraySlice<UInt8>, firstLine: Int)
  /// What follows, in order.
  let elements: [Element]

  /// Cuts a file.
  /// - Throws: when there is no front matter, it does not end, or a fence does not.
  init(_ bytes: [UInt8], file: String) throws(RecipeError) {
    var lines = LineCursor(bytes)
    guard lines.next()?.text.elementsEqual("---".utf8) == true else {
      throw RecipeError(
        file: file, "there is no front matter", remedy: "start the file with a line `---`, keys and another `---`")
    }
    let start = lines.offset
    var end: Int?
    while let line = lines.next() {
      if line.text.elementsEqual("---".utf8) {
        end = line.start
        break
      }
    }
    guard let end else {
      throw RecipeError(file: file, "the front matter does not end", remedy: "close it with a line `---`")
    }
    frontMatter = (bytes[start..<end], 2)
    elements = try Self.elements(of: &lines, in: bytes, file: file)
  }

  private static func elements(
    of lines: inout LineCursor, in bytes: [UInt8], file: String
  ) throws(RecipeError) -> [Element] {
    var elements: [Element] = []
    var proseStart = lines.offset
    func prose(before end: Int) {
      if end > proseStart { elements.append(.prose(bytes[proseStart..<end])) }
    }
    while let line = lines.next() {
      if let heading = Self.heading(line.text, line: line.number) {
        prose(before: line.start)
        elements.append(.heading(heading))
        proseStart = lines.offset
      } else if let opening = FenceMark(line.text) {
        prose(before: line.start)
        let start = lines.offset
        var end: Int?
        while let inner = lines.next() {
          if opening.isClosed(by: inner.text) {
            end = inner.start
            break
          }
        }
        guard let end else {
          throw RecipeError(
            file: file, line: line.number, "the fenced block that starts here does not end",
            remedy: "close it with a line of \(opening.length) `\(Character(Unicode.Scalar(opening.mark)))`")
        }
        elements.append(.fence(Fence(info: opening.info, contents: bytes[start..<end], line: line.number)))
        proseStart = lines.offset
      }
    }
    prose(before: bytes.count)
    return elements
  }

  private static func heading(_ line: ArraySlice<UInt8>, line number: Int) -> Heading? {
    let level = line.prefix { $0 == UInt8(ascii: "#") }.count
    guard (1...6).contains(level), let space = line.dropFirst(level).first, space == 0x20 || space == 0x09 else {
      return nil
    }
    return Heading(level: level, text: String(decoding: line.dropFirst(level), as: UTF8.self).trimmed, line: number)
  }
}

/// The line that opens a fenced block.
private struct FenceMark {
  let mark: UInt8
  let length: Int
  let info: [String]

  init?(_ line: ArraySlice<UInt8>) {
    guard let mark = line.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    length = line.prefix { $0 == mark }.count
    let rest = line.dropFirst(length)
    guard length >= 3, !(mark == UInt8(ascii: "`") && rest.contains(mark)) else { return nil }
    self.mark = mark
    info = String(decoding: rest, as: UTF8.self).split { $0 == " " || $0 == "\t" }.map(String.init)
  }

  func isClosed(by line: ArraySlice<UInt8>) -> Bool {
    let count = line.prefix { $0 == mark }.count
    return count >= length && line.dropFirst(count).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }
}

/// Walks over the lines of a file.
struct LineCursor {
  /// A line without its ending, and without the carriage return before it.
  struct Line {
    let text: ArraySlice<UInt8>
    let start: Int
    /// From 1.
    let number: Int
  }

  private let bytes: ArraySlice<UInt8>
  /// Where the next line starts.
  private(set) var offset: Int
  private var number: Int

  init(_ bytes: ArraySlice<UInt8>, firstLine: Int) {
    self.bytes = bytes
    offset = bytes.startIndex
    number = firstLine - 1
  }

  /// A byte-order mark before the first line is left out.
  init(_ bytes: [UInt8]) {
    self.init(bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...], firstLine: 1)
  }

  mutating func next() -> Line? {
    guard offset < bytes.endIndex else { return nil }
    let start = offset
    let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.endIndex
    offset = min(end + 1, bytes.endIndex)
    number += 1
    var text = bytes[start..<end]
    if text.last == 0x0d { text.removeLast() }
    return Line(text: text, start: start, number: number)
  }
}

extension String {
  /// The text without blanks and line ends around it.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace }
    let start = drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...last])
  }
}
