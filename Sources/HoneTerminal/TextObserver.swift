internal import HoneCore
package import HoneKit

/// Tells a person what a run does.
///
/// Proposals and the summary go to standard output, progress and notes to standard error. Of a run that prints its patch,
/// standard output carries the patch alone.
package final class TextObserver: RunObserver {
  private let terminal: Terminal
  private let printsPatch: Bool
  private let editor: TextEditor
  private let progress: ProgressLine
  private let prompt: SteeringPrompt
  private let style: Style
  private let errorStyle: Style
  private var lastHeading: String?
  /// Where the edits are that were shown, by their numbers, and which of them have stopped to count since then.
  private var shown: [Int: String] = [:]
  private var gone: [String] = []

  /// - Parameter printsPatch: whether standard output is kept free for a patch.
  package init(terminal: Terminal, printsPatch: Bool, editor: TextEditor) {
    self.terminal = terminal
    self.printsPatch = printsPatch
    self.editor = editor
    prompt = SteeringPrompt(terminal: terminal)
    progress = ProgressLine(terminal: terminal, prompt: prompt)
    style = Style(isColored: printsPatch ? terminal.colorsError : terminal.colorsOutput)
    errorStyle = Style(isColored: terminal.colorsError)
  }

  package var isInteractive: Bool { terminal.isInteractive }

  package func report(_ event: RunEvent) {
    if case .progress(let state) = event {
      progress.show(state)
      return
    }
    progress.clear()
    if case .withdrawal(let withdrawal) = event {
      if let place = shown.removeValue(forKey: withdrawal.number) { gone.append(place) }
      return
    }
    tellGone()
    switch event {
    case .progress, .withdrawal: break
    case .note(let text): terminal.writeError(errorStyle.faint(Printable.line(text)) + "\n")
    case .proposal(let proposal): show(proposal)
    case .refusal(let refusal): show(refusal)
    case .redirection(let redirection): show(redirection)
    case .patch(let bytes): show(patch: bytes)
    case .summary(let summary): show(summary)
    case .failure(let failure): show(failure)
    }
  }

  package func review(_ hunks: [ReviewHunk]) async -> [ReviewDecision] {
    progress.clear()
    return review { [terminal] in terminal.readLine() }.decisions(for: hunks)
  }

  package func review(
    file hunks: [ReviewHunk], unless interruption: Interruption
  ) async -> (decisions: [ReviewDecision], goesOn: Bool) {
    progress.clear()
    return progress.pausing {
      review { [terminal] in terminal.readLine(unless: { interruption.isRaised }) }.turn(for: hunks)
    }
  }

  private func review(ask: @escaping () -> String?) -> HunkReview {
    HunkReview(
      rendering: HunkRendering(style: style),
      surroundings: .init(
        show: { [terminal] in terminal.write($0) }, ask: ask,
        edit: { [editor] in editor.edit($0, name: "HONE_EDIT_HUNK.diff") }))
  }

  package func edit(message: String) async -> String? {
    progress.clear()
    let explanation =
      "\n# The message of the commit. Lines that begin with '#' are left out; an empty message stops the commit.\n"
    guard let text = editor.edit(message + explanation, name: "COMMIT_EDITMSG") else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
    let kept = lines.joined(separator: "\n")
    return kept.allSatisfy(\.isWhitespace) ? nil : kept
  }

  package func instruction() async -> String? {
    progress.clear()
    if isInteractive { terminal.writeError(errorStyle.question("What is to change? ")) }
    return await StandardInput.line().flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }

  package func beginSteering(_ steering: Steering) { prompt.begin(steering) }

  package func endSteering() {
    prompt.end()
    progress.clear()
  }

  package func keepsFinishedEdits(count: Int) async -> Bool {
    progress.clear()
    guard isInteractive else { return false }
    let edits = count == 1 ? "The one edit that is" : "The \(count) edits that are"
    terminal.write("\n" + style.question("\(edits) complete: keep? [y,N] "))
    return terminal.readLine()?.lowercased().hasPrefix("y") ?? false
  }

  private func show(_ proposal: ProposalEvent) {
    let rendering = HunkRendering(style: style)
    var text = ""
    let heading = rendering.heading("\(proposal.path)", source: proposal.source)
    if heading != lastHeading { text += heading }
    lastHeading = heading
    if let new = proposal.newPath { text += rendering.rename(from: proposal.path, to: new) }
    for hunk in proposal.hunks { text += rendering.text(hunk) }
    guard !printsPatch || terminal.redrawsLines else { return }
    let line = proposal.hunks.first.map { ":\($0.baseStart)" } ?? ""
    shown[proposal.number] = Printable.line("\(proposal.path)") + line
    show(text)
  }

  /// Shows text where the edits go: a patch has standard output for itself.
  private func show(_ text: String) {
    if printsPatch { terminal.writeError(text) } else { terminal.write(text) }
  }

  /// Says of edits that were shown that they do not count any more, where they were shown: what stands there is true then.
  private func tellGone() {
    guard !gone.isEmpty else { return }
    let more = gone.count > 5 ? " and \(gone.count - 5) more" : ""
    let places = gone.prefix(5).joined(separator: ", ") + more
    gone = []
    lastHeading = nil
    show(style.warning("no longer proposed: ") + places + "\n")
  }

  /// Bytes for a program, harmless text for a screen.
  private func show(patch: [UInt8]) {
    guard terminal.isOutputTerminal else { return terminal.write(patch) }
    terminal.write(DiffColoring(style: Style(isColored: terminal.colorsOutput)).text(patch))
  }

  private func show(_ refusal: Refusal) {
    let place = refusal.path.map { "\($0): " } ?? ""
    var text = errorStyle.warning("left alone: ") + Printable.line(place + refusal.message) + "\n"
    if let remedy = refusal.remedy { text += "  " + Printable.text(remedy) + "\n" }
    terminal.writeError(text)
  }

  private func show(_ redirection: RedirectionEvent) {
    var parts = [redirection.instruction]
    if redirection.kept > 0 { parts.append("\(SummaryText.count(redirection.kept, "edit")) kept") }
    if redirection.dropped > 0 { parts.append("\(SummaryText.count(redirection.dropped, "edit")) dropped") }
    lastHeading = nil
    terminal.writeError(errorStyle.question("> ") + Printable.line(parts.joined(separator: "; ")) + "\n")
  }

  private func show(_ summary: RunSummary) {
    Terminal.conclude(summary)
    let text = SummaryText.line(for: summary) + "\n"
    if printsPatch { terminal.writeError(text) } else { terminal.write(text) }
  }

  private func show(_ failure: RunFailure) {
    var text = errorStyle.removed("git hone: ") + Printable.line(failure.message) + "\n"
    if let remedy = failure.remedy { text += "  " + Printable.text(remedy) + "\n" }
    terminal.writeError(text)
  }
}
