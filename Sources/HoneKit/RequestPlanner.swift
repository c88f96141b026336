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
  }

  let capabilities: EngineCapabilities
  let format: EditFormat
  /// The most tokens of a request; `nil` for the engine's own limit.
  let contextLimit: Int?

  /// How many windows one run asks about at most; more are named, not asked.
  static let maximumWindows = 12
  /// The plan, and what did not fit into it.
  /// - Parameter window: the lines of the first file to show, counted from 0, for a place that the user named.
  func plan(_ task: Task, window: Range<Int>? = nil) -> (requests: [PlannedRequest], notes: [String]) {
    guard format == .window else { return together(task) }
    if let window, let file = task.files.first { return ([request(for: window, in: file, task)], []) }
    return windows(task)
  }

  // MARK: One window at a time

  private func windows(_ task: Task) -> (requests: [PlannedRequest], notes: [String]) {
    var requests: [PlannedRequest] = []
    var left = 0
    for file in task.files + task.related {
      for window in self.windows(of: file, task) {
        if requests.count < Self.maximumWindows {
          requests.append(request(for: window, in: file, task))
        } else {
          left += 1
        }
      }
    }
    let notes = left > 0 ? ["\(left) more places were not asked about; name fewer files to reach them"] : []
    return (requests, notes)
  }

  /// The places of a file to show: around changed lines and around what the instruction names, else the whole file in pieces.
  private func windows(of file: EditableFile, _ task: Task) -> [Range<Int>] {
    let lines = TextLines(file.bytes)
    var focus = file.changedLines.compactMap { changed -> Range<Int>? in
      // Blank lines around a new function belong to nobody; with them the window would grow into its neighbours.
      let filled = changed.filter { $0 <= lines.count && !lines[$0 - 1].allSatisfy(\.isBlank) }
      guard let first = filled.first, let last = filled.last else { return nil }
      return (first - 1)..<last
    }
    let names = task.instruction.map(InstructionNames.init)?.words ?? []
    for line in 0..<lines.count where names.contains(where: { lines[line].containsWord($0) }) {
      focus.append(line..<(line + 1))
    }
    if focus.isEmpty { focus = (0..<lines.count).map { $0..<($0 + 1) } }
    return Window.around(focus, in: lines).map(\.lines)
  }

  private func request(for window: Range<Int>, in file: EditableFile, _ task: Task) -> PlannedRequest {
    let lines = TextLines(file.bytes)
    let shown = window.map { String(decoding: lines.shown($0), as: UTF8.self) + "\n" }.joined()
    let fence = WindowParser.fence(around: Array(shown.utf8))
    let heading =
      Window.enclosingDefinition(
        ofLine: window.lowerBound, in: lines, fileExtension: file.path.fileExtension
      )
      .map { "\nThe excerpt stands inside: \(String(decoding: lines.shown($0), as: UTF8.self).trimmed)" } ?? ""
    // What the window shows needs no second telling, and a small model takes a repetition for a hint.
    let context = task.context.without(additionsIn: window, of: file.path).text(
      tokens: min(600, (contextLimit ?? capabilities.contextTokens ?? 4096) / 6))
    let user = """
      \(context)

      File: \(file.path.text)\(heading)
      \(fence)\(file.path.fileExtension)
      \(shown)\(fence)

      Instruction: \(task.instruction ?? EditPrompt.improvement)
      """
    let tokens = TokenEstimate.tokens(bytes: shown.utf8.count)
    var request = EngineRequest(
      messages: [Message(.system, EditPrompt.windowRules), Message(.user, user)],
      maxOutputTokens: tokens * 2 + 128, temperature: 0)
    request.prediction = capabilities.prediction ? shown : nil
    request.prefill = capabilities.prefill ? "\(fence)\(file.path.fileExtension)\n" : nil
    request.seed = 1
    return PlannedRequest(
      label: "\(file.path.text):\(window.lowerBound + 1)", format: .window, window: (file.path, window),
      request: request,
      fence: fence)
  }

  // MARK: All files together

  private func together(_ task: Task) -> (requests: [PlannedRequest], notes: [String]) {
    let limit = contextLimit ?? capabilities.contextTokens ?? 32_000
    var left = limit * 2 / 3
    var shown: [String] = []
    var paths: [RepositoryPath] = []
    var notes: [String] = []
    var size = 0
    for file in task.files + task.related {
      let text = "\(file.path.text)\n" + EditPrompt.fenced(String(decoding: file.bytes, as: UTF8.self), path: file.path)
      let tokens = TokenEstimate.tokens(bytes: text.utf8.count)
      guard tokens <= left else {
        notes.append("\(file.path) does not fit into the engine's context and was left out")
        continue
      }
      left -= tokens
      size += tokens
      shown.append(text)
      paths.append(file.path)
    }
    guard !shown.isEmpty else { return ([], notes) }
    let instruction = task.instruction ?? EditPrompt.improvement
    let user = """
      Files:

      \(shown.joined(separator: "\n\n"))

      \(task.context.text(tokens: max(200, min(left, 8000))))

      Instruction: \(instruction)
      """
    let request = EngineRequest(
      messages: [Message(.system, EditPrompt.rules(for: format)), Message(.user, user)],
      // Services reserve this number against the rate limit, so it follows the size of what can change.
      maxOutputTokens: min(max(1024, size * 3 / 2), 16_000), temperature: capabilities.isLocal ? 0 : nil)
    let planned = PlannedRequest(
      label: "\(shown.count) files", format: format, window: nil, request: request,
      editablePaths: paths)
    return ([planned], notes)
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
