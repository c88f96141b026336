internal import HoneCore

/// The JSON form of events: one object a line, keys as the command-line contract names them.
///
/// `type` tells which event it is. Lines and columns count from 1. Text that is not UTF-8 is shown with U+FFFD; a path
/// that is not UTF-8 comes with its bytes in `pathBase64` as well.
package enum JSONEvents {
  /// The line for `event`, without a final line feed; `nil` for events that are only for people.
  package static func line(for event: RunEvent) -> String? {
    object(for: event).map(text)
  }

  /// One line of JSON.
  ///
  /// Foundation's encoder takes as long for one line as a search for ten files.
  static func text(_ object: JSONObject) -> String { String(decoding: object.json.bytes, as: UTF8.self) }

  private static func object(for event: RunEvent) -> JSONObject? {
    switch event {
    case .note, .patch: nil
    case .progress(let progress):
      JSONObject(
        [
          ("type", .string("progress")), ("done", .integer(progress.done)), ("total", .integer(progress.total)),
        ] + (progress.isStalled ? [("stalled", .boolean(true))] : []))
    case .proposal(let proposal): object(for: proposal)
    case .withdrawal(let event):
      JSONObject(
        [
          ("type", .string("withdrawal")), ("number", .integer(event.number)), ("result", .string(event.result.hex)),
        ] + pathFields(event.path))
    case .redirection(let event):
      JSONObject([
        ("type", .string("redirection")), ("instruction", .string(event.instruction)),
        ("kept", .integer(event.kept)), ("dropped", .integer(event.dropped)),
      ])
    case .refusal(let refusal):
      JSONObject(
        [
          ("type", .string("refusal")), ("code", .string(refusal.code.rawValue)),
          ("message", .string(refusal.message)),
        ] + (refusal.remedy.map { [("remedy", .string($0))] } ?? []) + (refusal.path.map(pathFields) ?? []))
    case .summary(let summary): object(for: summary)
    case .failure(let failure):
      JSONObject(
        [
          ("type", .string("error")), ("code", .string(failure.code)), ("message", .string(failure.message)),
          ("exit", .integer(Int(failure.status.rawValue))),
        ] + (failure.remedy.map { [("remedy", .string($0))] } ?? []))
    }
  }

  private static func object(for proposal: ProposalEvent) -> JSONObject {
    let fields: [(String, JSONValue)] = [
      ("type", .string("proposal")), ("number", .integer(proposal.number)), ("base", .string(proposal.base.hex)),
      ("result", .string(proposal.result.hex)), ("source", .string(proposal.source)),
      ("hunks", .array(proposal.hunks.map { .object(object(for: $0)) })),
    ]
    let rename = proposal.newPath.map { Self.fields($0, key: "renameTo") } ?? []
    return JSONObject(fields + rename + pathFields(proposal.path))
  }

  private static func object(for hunk: LineDiff.Hunk) -> JSONObject {
    JSONObject([
      ("start", .integer(hunk.baseStart)),
      ("removed", .array(hunk.removed.map { .string(String(decoding: $0, as: UTF8.self)) })),
      ("added", .array(hunk.added.map { .string(String(decoding: $0, as: UTF8.self)) })),
    ])
  }

  private static func object(for summary: RunSummary) -> JSONObject {
    let fields: [(String, JSONValue)] = [
      ("type", .string("summary")),
      ("files", .integer(summary.files)), ("edits", .integer(summary.edits)),
      ("refused", .integer(summary.refused)), ("findings", .integer(summary.findings)),
      (
        "tokens",
        .object(
          JSONObject([
            ("prompt", .integer(summary.tokens.prompt)), ("cached", .integer(summary.tokens.cached)),
            ("completion", .integer(summary.tokens.completion)),
          ]))
      ),
      ("tokensEstimated", .boolean(summary.tokens.isEstimated)),
      (
        "milliseconds",
        .object(
          JSONObject([
            ("total", .integer(summary.total.milliseconds)),
            ("firstToken", summary.firstToken.map { .integer($0.milliseconds) } ?? .null),
            ("engine", .integer(summary.engineTime.milliseconds)),
            ("queue", summary.queueTime.map { .integer($0.milliseconds) } ?? .null),
            ("prompt", summary.promptTime.map { .integer($0.milliseconds) } ?? .null),
            ("completion", summary.completionTime.map { .integer($0.milliseconds) } ?? .null),
          ]))
      ),
      ("cost", summary.cost.map { .number($0) } ?? .null),
      ("counted", summary.isCounted.map { .boolean($0) } ?? .null),
      ("outOfTime", .boolean(summary.isOutOfTime)),
      ("written", .string(summary.written.rawValue)),
      ("commit", summary.commit.map { .string($0.hex) } ?? .null), ("commits", .integer(summary.commits)),
      ("run", summary.run.map { .string($0) } ?? .null),
    ]
    return JSONObject(fields + (summary.recipe.map { [("recipe", .string($0))] } ?? []))
  }

  static func pathFields(_ path: RepositoryPath) -> [(String, JSONValue)] { fields(path, key: "path") }

  private static func fields(_ path: RepositoryPath, key: String) -> [(String, JSONValue)] {
    let text: [(String, JSONValue)] = [(key, .string(path.text))]
    return path.isText ? text : text + [("\(key)Base64", .string(path.bytes.base64))]
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  package var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
