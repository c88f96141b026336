internal import HoneCore
internal import HoneEngine

/// One request of a run: what is sent, and how the reply is read.
struct PlannedRequest {
  /// What the request is about, for the progress line.
  var label: String
  var format: EditFormat
  /// The lines, counted from 0, that a window reply stands for.
  var window: (path: RepositoryPath, lines: Range<Int>)?
  var request: EngineRequest
  /// How many tokens it and its reply may have together; `nil` where that is not known.
  var limit: Int?
  /// What the user wants of it, with all that was said since; empty where nothing was.
  var instruction = ""
  /// The paths that the engine was told it may edit.
  var editablePaths: [RepositoryPath] = []
  /// The fence that the excerpt stands in, for a window.
  var fence = "```"
  /// How the reply goes in when the request is to fill a gap.
  var infill: InfillGap?
  /// Makes the request that takes an instruction, where this one cannot; `nil` where it can.
  var replan: ((String) -> PlannedRequest?)?

  /// The fewest tokens that can hold the reply: a window is written whole, an edit of files may be small.
  var leastOutputTokens: Int { format == .window ? request.maxOutputTokens / 2 : RequestPlanner.leastOutput }

  /// The request with the time until which it may be sent again.
  func until(_ deadline: ContinuousClock.Instant?) -> PlannedRequest {
    var copy = self
    copy.request.deadline = deadline
    return copy
  }

  /// Refuses an edit with a line that a grammar may have ended before the engine did.
  /// - Throws: a `Refusal` with the code `malformed`.
  func checkLines(of edit: Edit) throws(Refusal) {
    guard let limit = request.grammar?.lineLimit else { return }
    let added: [UInt8]
    switch edit.change {
    case .replace(_, let text), .replaceLines(_, let text), .replaceAnchored(_, let text), .create(let text):
      added = text
    case .rewriteWindow, .patch, .delete, .move, .foreign: return
    }
    let lines = added.split(separator: 0x0a)
    guard lines.contains(where: { String(decoding: $0, as: UTF8.self).unicodeScalars.count > limit }) else { return }
    throw Refusal(
      .malformed, "the engine wrote a line of more than \(limit) characters, which may have been cut",
      remedy: "ask for less at once, or use --edit-format window")
  }

  /// A parser for the reply.
  func makeParser() -> any EditStreamParser {
    if let infill { return InfillParser(gap: infill) }
    return switch format {
    case .window: WindowParser(isFencePrefilled: request.prefill != nil, fence: fence)
    case .searchReplace: SearchReplaceParser(editablePaths: editablePaths.map(\.text))
    case .lineRange, .anchors: RangeEditParser(editablePaths: editablePaths.map(\.text))
    case .v4a: V4APatchParser()
    }
  }
}
