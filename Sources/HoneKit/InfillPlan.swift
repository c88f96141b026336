internal import HoneCore
internal import HoneEngine

/// A request to fill the gap at a line: the text before it, the text after it, and how the reply goes in.
struct InfillPlan {
  let request: PlannedRequest

  /// How many tokens before and after the gap are sent to an engine whose context is not known.
  private static let defaultContext = 4096
  private static let outputTokens = 384

  /// - Parameters:
  ///   - line: counted from 0. An empty line is filled; below any other line lines are inserted.
  ///   - context: how many tokens the engine takes.
  init(file: EditableFile, lines: TextLines, line: Int, context: Int?) {
    let isBlank = line < lines.count && lines[line].allSatisfy(\.isBlank)
    // What stands before the gap ends with the indentation of the empty line, which the engine then does not write.
    let indentation = isBlank ? Array(lines[line]) : []
    let start = isBlank ? lines.start(of: line) + indentation.count : lines.start(of: min(line + 1, lines.count))
    let window = isBlank ? line..<(line + 1) : min(line + 1, lines.count)..<min(line + 1, lines.count)
    let end = lines.start(of: window.upperBound)
    let budget = (min(context ?? Self.defaultContext, Self.defaultContext) - Self.outputTokens) * 3 / 4
    let before = Self.tail(of: lines.bytes[..<start], tokens: budget * 3 / 4)
    let after = Self.head(of: lines.bytes[end...], tokens: budget / 4)
    var request = EngineRequest(messages: [], maxOutputTokens: Self.outputTokens, temperature: 0)
    request.infill = EngineRequest.Infill(
      prefix: String(decoding: before, as: UTF8.self), suffix: String(decoding: [0x0a] + after, as: UTF8.self))
    request.seed = 1
    let next = (window.upperBound..<lines.count).first { !lines[$0].allSatisfy(\.isBlank) }
    self.request = PlannedRequest(
      label: "\(file.path.text):\(line + 1)", format: .window, window: (file.path, window), request: request,
      infill: InfillReply(
        indentation: indentation,
        headingColumn: isBlank ? nil : (line < lines.count ? lines[line].prefix(while: \.isBlank).count : nil),
        following: next.map { Array(lines[$0]) }))
  }

  /// The last whole lines that fit.
  private static func tail(of bytes: ArraySlice<UInt8>, tokens: Int) -> ArraySlice<UInt8> {
    let limit = TokenEstimate.bytes(tokens: tokens)
    guard bytes.count > limit else { return bytes }
    let cut = bytes.suffix(limit)
    return cut[((cut.firstIndex(of: 0x0a) ?? cut.startIndex - 1) + 1)...]
  }

  /// The first whole lines that fit.
  private static func head(of bytes: ArraySlice<UInt8>, tokens: Int) -> ArraySlice<UInt8> {
    let limit = TokenEstimate.bytes(tokens: tokens)
    guard bytes.count > limit else { return bytes }
    let cut = bytes.prefix(limit)
    return cut[..<((cut.lastIndex(of: 0x0a) ?? cut.endIndex - 1) + 1)]
  }
}

/// How the text that fills a gap becomes lines of the file.
struct InfillReply: Sendable {
  /// What stands on the empty line before the gap.
  var indentation: [UInt8]
  /// The column of the line above which the text goes below; text that returns to it has left the gap. `nil` at an empty line.
  var headingColumn: Int?
  /// The next line of the file that is not empty; an engine that repeats it has left the gap.
  var following: [UInt8]?

  /// The lines for the gap: cut where the text leaves it, without empty lines at the end.
  func lines(of reply: [UInt8]) -> [UInt8] {
    let text = TextLines(indentation + reply)
    var kept: [ArraySlice<UInt8>] = []
    for index in 0..<text.count {
      let line = text[index]
      let isBlank = line.allSatisfy(\.isBlank)
      if let following, !isBlank, line.elementsEqual(following) { break }
      if let headingColumn, !kept.isEmpty, !isBlank, line.prefix(while: \.isBlank).count < headingColumn { break }
      kept.append(line)
    }
    while let last = kept.last, last.allSatisfy(\.isBlank) { kept.removeLast() }
    return kept.flatMap { Array($0) + [0x0a] }
  }
}

/// Reads the text that fills a gap; the end of the reply completes it.
struct InfillParser: EditStreamParser {
  private let reply: InfillReply
  private var bytes: [UInt8] = []

  init(reply: InfillReply) {
    self.reply = reply
  }

  var isEditOpen: Bool { !bytes.isEmpty }

  mutating func feed(_ bytes: some Sequence<UInt8>) throws(Refusal) -> [Edit] {
    self.bytes += bytes
    return []
  }

  mutating func finish() throws(Refusal) -> [Edit] {
    let text = reply.lines(of: bytes)
    guard !text.isEmpty else {
      throw Refusal(.malformed, "the engine had nothing to write there", remedy: "say what belongs there: git hone fill <place> \"...\"")
    }
    return [Edit(path: nil, change: .rewriteWindow(text))]
  }
}

extension UInt8 {
  /// Whether the byte is a blank, a tab or a carriage return.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0d }
}
