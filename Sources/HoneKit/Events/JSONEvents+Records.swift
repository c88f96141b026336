internal import HoneCore
package import HoneGit

/// The JSON form of what the listing commands print: one object a line, with the same rules as the events of a run.
extension JSONEvents {
  /// A run of the ledger; `diff` is there when the run itself is shown.
  package static func line(for run: RunRecord, diff: [UInt8]? = nil) -> String {
    var fields: [(String, JSONValue)] = [
      ("type", .string("run")), ("run", .string(run.id)), ("kind", .string(run.details.kind)),
      ("instruction", .string(run.details.instruction)), ("engine", .string(run.details.engine)),
      ("model", .string(run.details.model)), ("written", .string(run.place.rawValue)),
      ("commit", run.commit.map { .string($0.hex) } ?? .null), ("undone", .boolean(run.isUndone)),
      ("undoes", run.undoes.map { .string($0) } ?? .null), ("interrupted", .boolean(run.isInterrupted)),
      (
        "tokens",
        .object(
          JSONObject([
            ("prompt", .integer(run.details.promptTokens)), ("cached", .integer(run.details.cachedTokens)),
            ("completion", .integer(run.details.completionTokens)),
          ]))
      ),
      ("tokensEstimated", .boolean(run.details.areTokensEstimated)),
      (
        "milliseconds",
        .object(
          JSONObject([
            ("total", .integer(Int(run.details.duration))),
            ("firstToken", run.details.firstToken.map { .integer(Int($0)) } ?? .null),
            ("engine", .integer(Int(run.details.engineTime))),
            ("queue", run.details.serverTimes.queue.map { .integer(Int($0)) } ?? .null),
            ("prompt", run.details.serverTimes.prompt.map { .integer(Int($0)) } ?? .null),
            ("completion", run.details.serverTimes.completion.map { .integer(Int($0)) } ?? .null),
          ]))
      ),
      ("cost", run.details.cost.map { .number($0) } ?? .null),
      ("files", .array(run.files.map { .object(JSONObject(pathFields($0.path))) })),
    ]
    if let diff { fields.append(("diff", .string(String(decoding: diff, as: UTF8.self)))) }
    return text(JSONObject(fields))
  }

  /// A run that did not come to its end, and what the next command that writes will make of it: `completed`, `rolledBack`, or
  /// nothing while its process still runs.
  package static func line(forUnfinished note: RecoveryNote) -> String {
    text(
      JSONObject([
        ("type", .string("unfinished")), ("run", .string(note.run)),
        ("next", note.next.map { .string($0.rawValue) } ?? .null), ("message", .string(note.text)),
      ]))
  }

  /// What the files of a repository name, and whether they are trusted.
  package static func line(for report: TrustAdministration.Report) -> String {
    text(
      JSONObject([
        ("type", .string("trust")), ("trusted", .boolean(report.isTrusted)),
        ("gate", report.gate.map { .string($0) } ?? .null), ("recipes", .array(report.recipes.map { .string($0) })),
        (
          "engines",
          .array(
            report.engines.map { .object(JSONObject([("key", .string($0.key)), ("value", .string($0.value))])) })
        ),
        (
          "commands",
          .array(
            report.commands.map {
              .object(JSONObject([("recipe", .string($0.recipe)), ("command", .string($0.command))]))
            })
        ),
      ]))
  }

  /// An engine that can be named.
  package static func line(for engine: EngineAdministration.Listing) -> String {
    text(
      JSONObject([
        ("type", .string("engine")), ("name", .string(engine.name)), ("model", .string(engine.model)),
        ("url", .string(engine.url)), ("local", .boolean(engine.isLocal)), ("default", .boolean(engine.isDefault)),
        ("features", .array(engine.features.map { .string($0) })),
        ("uncounted", engine.uncounted.map { .string($0) } ?? .null),
        ("missing", engine.missing.map { .string($0) } ?? .null),
      ]))
  }

  /// A model that an engine has.
  package static func line(forModel model: String) -> String {
    text(JSONObject([("type", .string("model")), ("model", .string(model))]))
  }

  /// A message that was proposed for a commit, with its final line feed.
  package static func line(forMessage message: String) -> String {
    text(JSONObject([("type", .string("message")), ("message", .string(message))]))
  }

  /// What one edit format achieved.
  package static func line(for result: BenchResult) -> String {
    func times(_ durations: [Duration]) -> JSONValue {
      .object(
        JSONObject([
          ("p50", BenchResult.percentile(50, of: durations).map { .integer($0.milliseconds) } ?? .null),
          ("p95", BenchResult.percentile(95, of: durations).map { .integer($0.milliseconds) } ?? .null),
        ]))
    }
    return text(
      JSONObject([
        ("type", .string("bench")), ("format", .string(result.name)),
        ("grammar", result.isBound.map { .boolean($0) } ?? .null), ("cases", .integer(result.cases)),
        ("correct", .integer(result.correct)), ("applied", .integer(result.applied)),
        ("refused", .integer(result.refused)), ("unplaced", .integer(result.unplaced)),
        ("wellFormed", .integer(result.wellFormed)),
        ("tokens", .integer(result.tokens)), ("tokensEstimated", .boolean(result.areTokensEstimated)),
        (
          "milliseconds",
          .object(JSONObject([("firstToken", times(result.firstToken)), ("total", times(result.total))]))
        ),
        (
          "tokensPerSecond",
          .object(
            JSONObject([
              ("raw", .number(result.rawRate)), ("applied", .number(result.appliedRate)),
              ("changed", .number(result.changedRate)),
            ]))
        ),
      ]))
  }

  /// How the local engine is.
  package static func line(for status: EngineAdministration.LocalStatus) -> String {
    let servers = status.servers.map { server in
      JSONValue.object(
        JSONObject([
          ("model", .string(server.model)), ("state", .string(server.state)), ("pid", .integer(Int(server.pid))),
          ("port", server.port.map { .integer(Int($0)) } ?? .null), ("threads", .integer(server.threads)),
          ("contextTokens", .integer(server.contextTokens)), ("log", .string(server.log)),
        ]))
    }
    return text(
      JSONObject([
        ("type", .string("engine")), ("name", .string(EngineSelection.local)),
        ("models", .array(status.models.map { .string($0) })), ("servers", .array(servers)),
      ]))
  }

  /// One finding of the doctor.
  package static func line(for finding: Diagnosis.Finding) -> String {
    text(
      JSONObject([
        ("type", .string("diagnosis")), ("subject", .string(finding.subject)),
        ("level", .string(finding.level.rawValue)), ("message", .string(finding.message)),
        ("remedy", finding.remedy.map { .string($0) } ?? .null),
      ]))
  }
}
