internal import HoneCore
internal import HoneEngine
internal import HoneRecipes
internal import HoneSyntax

/// Writes the requests of an asking recipe.
///
/// Everything that all places share stands first and is the same to the byte: rules, instruction, fence, the recipe's examples as
/// turns that went before. An engine with a prompt cache reads it once. Then come what is shown beside the place, and the place.
struct SitePrompt {
  private let format: EditFormat
  private let capabilities: EngineCapabilities
  /// The most tokens of a request; `nil` for no limit that is known.
  private let limit: Int?
  private let shared: [Message]

  init(_ recipe: Recipe, language: Language, format: EditFormat, capabilities: EngineCapabilities, contextLimit: Int?) {
    self.format = format
    self.capabilities = capabilities
    limit = contextLimit ?? capabilities.contextTokens
    let asking = recipe.header.asking
    let rules = """
      \(EditPrompt.rules(for: format))

      You are asked about one place after the other. The task at each:
      \(asking?.instruction ?? recipe.header.summary)
      \(asking.map { Self.words(for: $0.fence, format: format) } ?? "")
      """
    var messages = [Message(.system, rules)]
    for example in recipe.examples where !example.isUnchanged && Language.named(example.language) == language {
      let name = language.aliases.first(where: language.extensions.contains) ?? language.extensions.first ?? "txt"
      guard let path = try? RepositoryPath(example.path ?? "example.\(name)") else { continue }
      messages.append(Message(.user, Self.question(example.before, path: path, format: format)))
      messages.append(Message(.assistant, Self.answer(from: example.before, to: example.after, path: path, format)))
    }
    shared = messages
  }

  /// How many tokens may be spent on what is shown beside a place.
  var contextTokens: Int { min(4_000, (limit ?? 16_000) / 4) }

  /// The request for the lines `window` of a file, counted from 0.
  /// - Parameter context: what is shown beside them.
  /// - Throws: a `Refusal` when the place is too long for the engine.
  func request(
    for window: Range<Int>, of lines: TextLines, path: RepositoryPath, context: String
  ) throws(Refusal) -> PlannedRequest {
    let shown = window.map { String(decoding: lines.shown($0), as: UTF8.self) + "\n" }.joined()
    let tokens = TokenEstimate.tokens(bytes: shown.utf8.count)
    let prefix = shared.reduce(0) { $0 + TokenEstimate.tokens(bytes: $1.content.utf8.count) }
    if let limit, prefix + tokens * 3 + 256 > limit {
      throw Refusal(
        .notText, path: path, "lines \(window.lowerBound + 1) to \(window.upperBound) are too long for the engine",
        remedy: "use an engine with more context")
    }
    let left = limit.map { $0 - prefix - tokens * 3 - 256 } ?? .max
    let question = Self.question(
      Array(shown.utf8), path: path, format: format,
      context: TokenEstimate.tokens(bytes: context.utf8.count) <= left ? context : "")
    var request = EngineRequest(
      messages: shared + [Message(.user, question)], maxOutputTokens: tokens * 2 + 512,
      temperature: capabilities.isLocal || format == .window ? 0 : nil)
    request.seed = 1
    let fence = EditPrompt.fence(for: shown)
    if format == .window {
      request.prediction = capabilities.prediction ? shown : nil
      request.prefill = capabilities.prefill ? "\(fence)\(EditPrompt.language(of: path))\n" : nil
      request.grammar = capabilities.grammar && capabilities.prefill ? .window(fence: fence) : nil
    }
    return PlannedRequest(
      label: "\(path.text):\(window.lowerBound + 1)", format: format, window: (path, window), request: request,
      editablePaths: [path], fence: fence)
  }

  private static func question(
    _ text: [UInt8], path: RepositoryPath, format: EditFormat, context: String = ""
  ) -> String {
    let lines = format == .lineRange ? EditPrompt.numbered(TextLines(text)) : String(decoding: text, as: UTF8.self)
    let excerpt = "\(path.text)\n\(EditPrompt.fenced(lines, path: path))"
    let place = format == .window ? "Excerpt of \(excerpt)" : "Files:\n\n\(excerpt)"
    return context.isEmpty ? place : "\(context)\n\n\(place)"
  }

  /// What the fence allows, for the engine to keep to.
  private static func words(for fence: AskingFence, format: EditFormat) -> String {
    var words: [String] = []
    if !fence.allowsSignatures { words.append("Keep the signatures of functions and types as they are.") }
    if !fence.allowsCode { words.append("Keep all code as it is: only comments and docstrings may change.") }
    if !fence.allowsComments { words.append("Keep all comments as they are, and add none.") }
    if let lines = fence.lines { words.append("Change at most \(lines) lines.") }
    if fence.allowsImports, format == .window {
      words.append("If new imports are needed, write them as the first lines of the code block.")
    } else if !fence.allowsImports {
      words.append("Do not change imports.")
    }
    return words.joined(separator: " ")
  }

  /// How an engine would have answered.
  private static func answer(
    from old: [UInt8], to new: [UInt8], path: RepositoryPath, _ format: EditFormat
  ) -> String {
    func text(_ bytes: [UInt8]) -> String {
      let text = String(decoding: bytes, as: UTF8.self)
      return text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    }
    let lines = TextLines(old, convention: .git)
    let hunks = LineDiff.hunks(from: old, to: new)
    switch format {
    case .window: return EditPrompt.fenced(text(new), path: path)
    case .searchReplace: return "\(path.text)\n<<<<<<< SEARCH\n\(text(old))=======\n\(text(new))>>>>>>> REPLACE\n"
    case .lineRange:
      return hunks.map { hunk in
        let place =
          hunk.removed.isEmpty
          ? "AFTER \(hunk.baseIndex)" : "LINES \(hunk.baseStart)-\(hunk.baseIndex + hunk.baseCount)"
        return "\(path.text)\n<<<<<<< \(place)\n\(text(Array(hunk.added.joined())))>>>>>>> END\n"
      }.joined()
    case .anchors:
      let first = lines.count > 0 ? String(decoding: lines[0], as: UTF8.self) : ""
      let last = lines.count > 1 ? "------- TO \(String(decoding: lines[lines.count - 1], as: UTF8.self))\n" : ""
      return "\(path.text)\n<<<<<<< FROM \(first)\n\(last)\(text(new))>>>>>>> END\n"
    case .v4a:
      var body = ""
      var position = 0
      for hunk in hunks {
        body += (position..<hunk.baseIndex).map { " \(String(decoding: lines[$0], as: UTF8.self))\n" }.joined()
        body += hunk.removed.map { "-" + text($0) }.joined() + hunk.added.map { "+" + text($0) }.joined()
        position = hunk.baseIndex + hunk.baseCount
      }
      body += (position..<lines.count).map { " \(String(decoding: lines[$0], as: UTF8.self))\n" }.joined()
      return "*** Begin Patch\n*** Update File: \(path.text)\n@@\n\(body)*** End Patch\n"
    }
  }
}
