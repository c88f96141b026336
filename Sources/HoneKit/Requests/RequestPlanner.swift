internal import HoneCore
internal import HoneEngine

/// Turns a change and an instruction into requests that fit the engine.
///
/// A small local model is shown one window at a time and rewrites it whole, because that is the form it gets right; every
/// other engine is shown the files together and answers with located edits.
struct RequestPlanner {
  /// What a run asks for.
  struct Task {
    /// The user's words; `nil` asks for improvements of the changed lines.
    var instruction: String?
    /// The files of the change at hand.
    var files: [EditableFile]
    /// Other files that mention what the instruction names.
    var related: [EditableFile]
    var context: CommitContext
    /// The line below which something is to be written, for the engine to find it by.
    var place: String?
  }

  /// What to send, and what was left out.
  struct Plan {
    var requests: [PlannedRequest] = []
    var notes: [String] = []
    var refused: [Refusal] = []
  }

  let capabilities: EngineCapabilities
  let format: EditFormat
  /// The most tokens of a request; `nil` for the engine's own limit.
  let contextLimit: Int?

  /// How many windows one run asks about at most; more are named, not asked.
  static let maximumWindows = 12
  /// The plan, and what did not fit into it.
  /// - Parameter window: the lines of the first file to show, counted from 0, for a place that the user named.
  func plan(_ task: Task, window: Range<Int>? = nil) -> Plan {
    guard format == .window else { return together(task) }
    guard let window, let file = task.files.first else { return windows(task) }
    var plan = Plan()
    append(window, of: file, task, to: &plan)
    return plan
  }

  // MARK: One window at a time

  private func windows(_ task: Task) -> Plan {
    var plan = Plan()
    var left = 0
    for file in task.files + task.related {
      for window in self.windows(of: file, task) {
        if plan.requests.count < Self.maximumWindows {
          append(window, of: file, task, to: &plan)
        } else {
          left += 1
        }
      }
    }
    if left > 0 { plan.notes.append("\(left) more places were not asked about; name fewer files to reach them") }
    return plan
  }

  /// Adds a request, or refuses a window that the engine cannot take and give back.
  private func append(_ window: Range<Int>, of file: EditableFile, _ task: Task, to plan: inout Plan) {
    let planned = fitted(context: min(600, (limit ?? 4096) / 6)) { request(for: window, in: file, task, context: $0) }
    if let planned {
      plan.requests.append(planned)
    } else if let tooLong = tooLong(task, rules: EditPrompt.windowRules) {
      if !plan.refused.contains(where: { $0.message == tooLong.message }) { plan.refused.append(tooLong) }
    } else {
      plan.refused.append(
        Refusal(
          .notText, path: file.path,
          "lines \(window.lowerBound + 1) to \(window.upperBound) are too long for the engine",
          remedy: "use an engine with more context, or a shorter instruction"))
    }
  }

  // MARK: What fits

  /// How many tokens a request and its reply may have together; `nil` where that is not known.
  private var limit: Int? { [contextLimit, capabilities.contextTokens].compactMap { $0 }.min() }

  /// The fewest tokens that are left for a reply of located edits.
  static let leastOutput = 256

  /// The request with so much context, else with none, and with as long a reply as is left room for.
  /// - Parameter make: makes the request with at most so many tokens of context.
  /// - Returns: `nil` where the least reply has no room.
  private func fitted(context tokens: Int, _ make: (Int) -> PlannedRequest) -> PlannedRequest? {
    for tokens in [tokens, 0] {
      var planned = make(tokens)
      guard let limit else { return planned }
      let room = limit - planned.request.tokenEstimate
      guard room >= planned.leastOutputTokens else { continue }
      planned.limit = limit
      planned.request.maxOutputTokens = min(planned.request.maxOutputTokens, room)
      return planned
    }
    return nil
  }

  /// What is left for files beside the rules, the instruction and the least reply.
  private func room(beside task: Task, rules: String, in limit: Int) -> Int {
    let said =
      rules.utf8.count + (task.instruction ?? EditPrompt.improvement).utf8.count + (task.place?.utf8.count ?? 0)
    return limit - TokenEstimate.tokens(bytes: said) - Self.leastOutput
  }

  /// The refusal of an instruction that leaves no room for any file; `nil` where it leaves some.
  private func tooLong(_ task: Task, rules: String) -> Refusal? {
    guard let limit else { return nil }
    let room = self.room(beside: task, rules: rules, in: limit)
    let tokens = TokenEstimate.tokens(bytes: task.instruction?.utf8.count ?? 0)
    // Where hardly anything fits, the instruction is not to blame.
    guard room <= 0, room + tokens > 0 || tokens > limit / 2 else { return nil }
    return Refusal(
      .notText,
      "the instruction, of about \(tokens) tokens, leaves no room in the engine's context of \(limit) tokens",
      remedy: "say it in fewer words, or set honeengine.<name>.context if the engine takes more")
  }

  /// The places of a file to show: around changed lines and around what the instruction names, else the whole file in pieces.
  private func windows(of file: EditableFile, _ task: Task) -> [Range<Int>] {
    let lines = TextLines(file.bytes)
    var focus: [Range<Int>] = []
    for changed in file.changedLines {
      // Blank lines around a new function belong to nobody; with them the window would grow into its neighbours.
      let filled = changed.filter { $0 <= lines.count && !lines[$0 - 1].allSatisfy(\.isBlankOrReturn) }
      guard let first = filled.first, let last = filled.last else { continue }
      // A change longer than a window is shown a function at a time.
      focus += last - first < Window.defaultLimit ? [(first - 1)..<last] : filled.map { ($0 - 1)..<$0 }
    }
    let names = task.instruction.map(InstructionNames.init)?.words ?? []
    for line in 0..<lines.count where names.contains(where: { lines[line].containsWord($0) }) {
      focus.append(line..<(line + 1))
    }
    if focus.isEmpty { focus = lines.count == 0 ? [0..<0] : (0..<lines.count).map { $0..<($0 + 1) } }
    return Window.around(focus, in: lines).map(\.lines)
  }

  private func request(
    for window: Range<Int>, in file: EditableFile, _ task: Task, context tokens: Int
  ) -> PlannedRequest {
    let lines = TextLines(file.bytes)
    let shown = window.map { String(decoding: lines.shown($0), as: UTF8.self) + "\n" }.joined()
    let fence = WindowParser.fence(around: Array(shown.utf8))
    let heading = Window.enclosingDefinition(
      ofLine: min(window.lowerBound, max(0, lines.count - 1)), in: lines, fileExtension: file.path.fileExtension
    ).flatMap { $0 < window.lowerBound ? String(decoding: lines.shown($0), as: UTF8.self) : nil }
    // What the window shows needs no second telling, and a small model takes a repetition for a hint.
    let context = task.context.without(additionsIn: window, of: file.path).text(tokens: tokens)
    // Every line of the repository stands inside a fence.
    var parts = [context]
    if let heading { parts.append("The excerpt below stands inside:\n" + EditPrompt.fenced(heading, path: file.path)) }
    let info = EditPrompt.language(of: file.path)
    parts.append("File: \(file.path)\n\(fence)\(info)\n\(shown)\(fence)")
    if let place = task.place {
      parts.append("The place is below this line:\n" + EditPrompt.fenced(place, path: file.path))
    }
    parts.append("Instruction: \(task.instruction ?? EditPrompt.improvement)")
    let user = parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    let size = TokenEstimate.tokens(bytes: shown.utf8.count)
    var request = EngineRequest(
      messages: [Message(.system, EditPrompt.windowRules), Message(.user, user)],
      maxOutputTokens: size * 2 + 128, temperature: 0)
    request.prediction = capabilities.prediction ? shown : nil
    request.prefill = capabilities.prefill ? "\(fence)\(info)\n" : nil
    // Without the prefilled fence the reply opens one itself, perhaps after some words.
    request.grammar = capabilities.grammar && capabilities.prefill ? .window(fence: fence) : nil
    request.seed = 1
    return PlannedRequest(
      label: "\(file.path.text):\(window.lowerBound + 1)", format: .window, window: (file.path, window),
      request: request, instruction: task.instruction ?? "", fence: fence)
  }

  // MARK: All files together

  private func together(_ task: Task) -> Plan {
    let rules = EditPrompt.rules(for: format)
    var plan = Plan()
    if let tooLong = tooLong(task, rules: rules) {
      plan.refused = [tooLong]
      return plan
    }
    let limit = limit ?? 32_000
    // A third is for the reply and what surrounds the files, where it can be had.
    var left = min(limit * 2 / 3, self.limit.map { room(beside: task, rules: rules, in: $0) } ?? limit)
    var shown: [String] = []
    var paths: [RepositoryPath] = []
    var size = 0
    for file in task.files + task.related {
      let contents =
        format == .lineRange
        ? EditPrompt.numbered(TextLines(file.bytes)) : String(decoding: file.bytes, as: UTF8.self)
      let text = "\(file.path.text)\n" + EditPrompt.fenced(contents, path: file.path)
      let tokens = TokenEstimate.tokens(bytes: text.utf8.count)
      guard tokens <= left else {
        plan.refused.append(
          Refusal(
            .notText, path: file.path, "does not fit into the engine's context of \(limit) tokens",
            remedy: "set honeengine.<name>.context if the engine takes more, or use --edit-format window"))
        continue
      }
      left -= tokens
      size += tokens
      shown.append(text)
      paths.append(file.path)
    }
    guard !shown.isEmpty else { return plan }
    let planned = fitted(context: min(left, 8000)) { tokens in
      self.request(for: shown, size: size, task, paths: paths, context: tokens)
    }
    if let planned {
      plan.requests = [planned]
    } else {
      plan.refused.append(
        Refusal(
          .notText, "the files, the instruction and a reply do not fit into the engine's context of \(limit) tokens",
          remedy: "name fewer files, or use --edit-format window"))
    }
    return plan
  }

  /// The request that shows `shown`, which comes to about `size` tokens, with at most so many tokens of context.
  private func request(
    for shown: [String], size: Int, _ task: Task, paths: [RepositoryPath], context tokens: Int
  ) -> PlannedRequest {
    let instruction = task.instruction ?? EditPrompt.improvement
    let user = """
      Files:

      \(shown.joined(separator: "\n\n"))

      \(task.context.text(tokens: tokens))

      Instruction: \(instruction)
      """
    var request = EngineRequest(
      messages: [Message(.system, EditPrompt.rules(for: format)), Message(.user, user)],
      // Services reserve this number against the rate limit, so it follows the size of what can change.
      maxOutputTokens: min(max(1024, size * 3 / 2), 16_000), temperature: capabilities.isLocal ? 0 : nil)
    if capabilities.patchTool, format == .v4a { request.grammar = .patch }
    if capabilities.grammar {
      let shown = (task.files + task.related).filter { paths.contains($0.path) }
      let files = shown.map(Self.shown)
      let limit = Self.editLimit(of: task, in: shown)
      switch format {
      case .searchReplace: request.grammar = .search(files, limit: limit)
      case .lineRange: request.grammar = .lineRange(files, limit: limit)
      case .anchors: request.grammar = .anchors(files, limit: limit)
      case .window, .v4a: break
      }
    }
    return PlannedRequest(
      label: CountText.of(shown.count, "file"), format: format, window: nil, request: request,
      instruction: task.instruction ?? "", editablePaths: paths)
  }

  /// How many edits a reply may have that is bound to a form: as many as there are lines that were changed, or that mention
  /// what the instruction names.
  ///
  /// More would be guesses. A reply that reaches the limit is said to have done so.
  static func editLimit(of task: Task, in files: [EditableFile]) -> Int {
    guard let instruction = task.instruction else {
      return min(64, max(2, files.reduce(0) { $0 + $1.changedLines.reduce(0) { $0 + $1.count } }))
    }
    let names = InstructionNames(instruction).words
    let places = files.reduce(0) { sum, file in
      let lines = TextLines(file.bytes)
      return sum + (0..<lines.count).count { line in names.contains { lines[line].containsWord($0) } }
    }
    return places == 0 ? 8 : min(64, max(2, places))
  }

  /// The file as an engine sees it.
  private static func shown(_ file: EditableFile) -> EngineRequest.ShownFile {
    let lines = TextLines(file.bytes)
    return EngineRequest.ShownFile(
      path: file.path.text, lines: (0..<lines.count).map { String(decoding: lines.shown($0), as: UTF8.self) })
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    var text = Substring(self)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text.drop { $0.isWhitespace })
  }
}
