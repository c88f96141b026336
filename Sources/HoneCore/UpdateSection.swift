/// The chunks of one `*** Update File` section of a V4A patch, as they arrive.
struct UpdateSection: Sendable {
  /// The new name that `*** Move to` gave.
  var target: String?
  private var chunks: [PatchChunk] = []
  /// How many chunks were taken out, each as an edit of its own.
  private var takenOut = 0
  /// The chunk that is being read; `nil` before the first line of one.
  private var open: PatchChunk?
  /// How many lines at the end of `open` were written as nothing at all: they may only separate chunks.
  private var emptyLines = 0

  /// Whether nothing of the section but its header has come.
  var isEmpty: Bool { takenOut == 0 && chunks.isEmpty && open == nil }

  /// The lines of the file that the open chunk names so far, without empty ones at its end: those may only separate chunks.
  /// - Parameter section: how many sections of the patch stand before this one.
  func openBlock(path: String, section: Int) -> OpenBlock? {
    guard let open else { return nil }
    let lines = open.lines.dropLast(emptyLines).compactMap(\.old)
    return OpenBlock(path: path, number: section << 20 | (takenOut + chunks.count), lines: lines)
  }

  /// Whether a line is for the patch and not for this section.
  ///
  /// A line of a chunk begins with `+`, `-` or a blank, so a context line that reads like a marker stays context.
  func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
    line.hasPrefix("***") && !line.withoutBlanks.elementsEqual("*** End of File".utf8)
  }

  /// Takes a line that is no header.
  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) {
    if line.hasPrefix("@@") {
      if let open, open.lines.count > emptyLines { close() }
      var chunk = PatchChunk(headers: open?.headers ?? [])
      emptyLines = 0
      if let header = Self.header(line) { chunk.headers.append(header) }
      open = chunk
      return
    }
    if line.hasPrefix("***") {
      open = open ?? PatchChunk()
      open?.isAtEndOfFile = true
      close()
      return
    }
    guard let first = line.first else {
      if open != nil {
        append(.context([]))
        emptyLines += 1
      }
      return
    }
    let text = Array(line.dropFirst())
    switch first {
    case UInt8(ascii: "+"): append(.added(text))
    case UInt8(ascii: "-"): append(.removed(text))
    case UInt8(ascii: " "): append(.context(text))
    default:
      throw Refusal(
        .malformed, "a line of the patch begins with neither a blank nor + nor -: \(Excerpt(line))",
        remedy: "ask again, or use another edit format")
    }
    emptyLines = 0
  }

  /// Takes out the chunk that the last line has finished.
  /// - Returns: `nil` where none has, or where the file is to be moved, which is done with all chunks together.
  mutating func takeOutChunk(of path: String) -> Edit? {
    guard target == nil, let chunk = chunks.first else { return nil }
    chunks.removeFirst()
    defer { takenOut += 1 }
    return Edit(path: path, change: .patch([chunk]), isContinuation: takenOut > 0)
  }

  /// Ends the section.
  /// - Returns: what it asks for beyond the chunks that were taken out; `nil` when that was all.
  mutating func finish(of path: String) throws(Refusal) -> Edit? {
    close()
    if let target { return Edit(path: path, change: .move(to: target, chunks)) }
    if let edit = takeOutChunk(of: path) { return edit }
    guard takenOut > 0 else {
      throw Refusal(.malformed, "the patch updates \(Excerpt(path)) without changing anything", remedy: "ask again")
    }
    return nil
  }

  private mutating func append(_ line: PatchChunk.Line) {
    if open == nil { open = PatchChunk() }
    open?.lines.append(line)
  }

  private mutating func close() {
    guard var chunk = open else { return }
    chunk.lines.removeLast(min(emptyLines, chunk.lines.count))
    emptyLines = 0
    open = nil
    if !chunk.lines.isEmpty { chunks.append(chunk) }
  }

  /// The text after `@@`, without the line numbers of a unified diff; `nil` when there is none.
  private static func header(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    var text = line.dropFirst(2).withoutBlanks
    if text.first == UInt8(ascii: "-"), let end = text.dropFirst().firstIndex(of: UInt8(ascii: "@")) {
      let isNumbers = text[..<end].allSatisfy { $0.isBlank || "-+,0123456789".utf8.contains($0) }
      if isNumbers { text = text[end...].drop { $0 == UInt8(ascii: "@") }.withoutBlanks }
    }
    return text.isEmpty ? nil : Array(text)
  }
}
