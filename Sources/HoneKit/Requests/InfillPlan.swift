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
    let gap = InfillGap(lines: lines, line: line)
    let budget = (min(context ?? Self.defaultContext, Self.defaultContext) - Self.outputTokens) * 3 / 4
    let before = Self.tail(of: lines.bytes[..<gap.start], tokens: budget * 3 / 4) + gap.indentation
    let after = Self.head(of: lines.bytes[gap.end...], tokens: budget / 4)
    var request = EngineRequest(
      messages: [], maxOutputTokens: Self.outputTokens, temperature: 0, stop: ["\n```", "<|"])
    request.infill = EngineRequest.Infill(
      prefix: String(decoding: before, as: UTF8.self), suffix: String(decoding: [0x0a] + after, as: UTF8.self))
    request.seed = 1
    self.request = PlannedRequest(
      label: "\(file.path.text):\(line + 1)", format: .window, window: (file.path, gap.window), request: request,
      infill: gap)
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

/// Reads the text that fills a gap; the end of the reply completes it.
struct InfillParser: EditStreamParser {
  private let gap: InfillGap
  private var bytes: [UInt8] = []

  init(gap: InfillGap) {
    self.gap = gap
  }

  var isEditOpen: Bool { !bytes.isEmpty }

  mutating func feed(_ bytes: some Sequence<UInt8>) throws(Refusal) -> [Edit] {
    self.bytes += bytes
    return []
  }

  mutating func finish() throws(Refusal) -> [Edit] {
    let text = gap.lines(of: bytes)
    guard !text.isEmpty else {
      throw Refusal(
        .malformed, "the engine had nothing to write there",
        remedy: "say what belongs there: git hone fill <place> \"...\"")
    }
    return [Edit(path: nil, change: .rewriteWindow(text))]
  }
}

extension UInt8 {
  /// Whether the byte is a blank, a tab or a carriage return.
  var isBlankOrReturn: Bool { isBlank || self == 0x0d }
}
