internal import HoneCore

/// What a request asks, whatever the interface and the settings: the same question has the same key.
///
/// Only the question counts: rules and turns, or the gap to fill. How a reply begins, how long it may be and what it is bound to
/// depend on what the engine can do, and a recording can do less.
enum AskedConversation {
  /// The key of a request.
  static func key(of request: EngineRequest) -> String {
    guard let infill = request.infill else { return key(ofTurns: request) }
    return key(prefix: infill.prefix, suffix: infill.suffix, context: infill.context.map { ($0.fileName, $0.text) })
  }

  /// The key of a request's turns, whether or not it also has a gap that some engines fill.
  static func key(ofTurns request: EngineRequest) -> String {
    key(turns: request.messages.map { ($0.role.rawValue, $0.content) })
  }

  /// The key of a request as it was sent, for recordings that hold no other; `nil` where that does not tell all that was asked.
  static func key(ofBody body: JSON) -> String? {
    guard body["previous_response_id"] == nil else { return nil }
    if let prefix = body["input_prefix"]?.string, let suffix = body["input_suffix"]?.string {
      let context = (body["input_extra"]?.array ?? []).map { ($0["filename"]?.string ?? "", $0["text"]?.string ?? "") }
      return key(prefix: prefix, suffix: suffix, context: context)
    }
    guard let messages = (body["messages"] ?? body["input"])?.array else { return nil }
    var turns: [(role: String, content: String)] = []
    if var rules = body["instructions"]?.string {
      // A rule about the tool is no part of the question.
      for tool in ["\n\n\(PatchTool.rule)", PatchTool.rule] where rules.hasSuffix(tool) { rules.removeLast(tool.count) }
      if !rules.isEmpty { turns.append(("system", rules)) }
    }
    for message in messages {
      guard let role = message["role"]?.string, let content = message["content"]?.string else { return nil }
      turns.append((role, content))
    }
    // A last turn of the engine's own is how its reply begins.
    if turns.last?.role == "assistant" { turns.removeLast() }
    return key(turns: turns)
  }

  private static func key(turns: [(role: String, content: String)]) -> String {
    let rules = turns.prefix { $0.role == "system" }
    let rest: [JSON] = turns.dropFirst(rules.count).map { [.string($0.role), .string($0.content)] }
    return digest([.string(rules.map(\.content).joined(separator: "\n\n")), .array(rest)])
  }

  private static func key(prefix: String, suffix: String, context: [(name: String, text: String)]) -> String {
    digest([
      "gap", .string(prefix), .string(suffix), .array(context.map { [.string($0.name), .string($0.text)] }),
    ])
  }

  private static func digest(_ json: JSON) -> String {
    FileDigest.sha256(text: String(decoding: json.bytes, as: UTF8.self))
  }
}
