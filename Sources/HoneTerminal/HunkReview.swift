internal import HoneCore
package import HoneKit

/// Asks about hunks one by one, in the manner and with the keys of `git add -p`.
package struct HunkReview {
  /// What the reviewer can do besides answering.
  package struct Surroundings {
    /// Shows text.
    package var show: (String) -> Void
    /// Reads an answer; `nil` at the end of input.
    package var ask: () -> String?
    /// Opens an editor on text and gives back what was saved; `nil` when the editor failed.
    package var edit: (String) -> String?

    package init(
      show: @escaping (String) -> Void, ask: @escaping () -> String?, edit: @escaping (String) -> String?
    ) {
      self.show = show
      self.ask = ask
      self.edit = edit
    }
  }

  private let rendering: HunkRendering
  private let surroundings: Surroundings

  package init(rendering: HunkRendering, surroundings: Surroundings) {
    self.rendering = rendering
    self.surroundings = surroundings
  }

  private static let help = """
    y - accept this hunk
    n - leave this hunk out
    a - accept this hunk and all later ones of the file
    d - leave out this hunk and all later ones of the file
    e - edit this hunk
    q - quit; leave out this hunk and all that are left
    ? - print this help

    """

  /// Asks about each of `hunks`.
  /// - Returns: one decision a hunk. At the end of input the rest is declined.
  package func decisions(for hunks: [ReviewHunk]) -> [ReviewDecision] { turn(for: hunks).decisions }

  /// The same, where more hunks may follow.
  /// - Returns: also whether the reviewer wants to see them.
  package func turn(for hunks: [ReviewHunk]) -> (decisions: [ReviewDecision], goesOn: Bool) {
    var decisions: [ReviewDecision] = []
    var file: (path: RepositoryPath, decision: ReviewDecision)?
    var shownPath: RepositoryPath?
    for (index, hunk) in hunks.enumerated() {
      if let file, file.path == hunk.path {
        decisions.append(file.decision)
        continue
      }
      file = nil
      if shownPath != hunk.path {
        let rename = hunk.origin.map { rendering.rename(from: $0, to: hunk.path) } ?? ""
        surroundings.show(rendering.heading("\(hunk.path)", source: hunk.source) + rename)
      }
      shownPath = hunk.path
      switch answer(to: hunk, number: index + 1, of: hunks.count) {
      case .one(let decision): decisions.append(decision)
      case .restOfFile(let decision):
        decisions.append(decision)
        file = (hunk.path, decision)
      case .quit:
        decisions += Array(repeating: .decline, count: hunks.count - index)
        return (decisions, false)
      }
    }
    return (decisions, true)
  }

  private enum Answer {
    case one(ReviewDecision)
    case restOfFile(ReviewDecision)
    case quit
  }

  private func answer(to hunk: ReviewHunk, number: Int, of count: Int) -> Answer {
    surroundings.show(rendering.text(hunk))
    while true {
      surroundings.show(rendering.style.question("(\(number)/\(count)) Accept this hunk [y,n,a,d,e,q,?]? "))
      guard let line = surroundings.ask() else {
        surroundings.show("\n")
        return .quit
      }
      switch line.filter({ !$0.isWhitespace }).lowercased() {
      case "y", "yes": return .one(.accept)
      case "n", "no": return .one(.decline)
      case "a": return .restOfFile(.accept)
      case "d": return .restOfFile(.decline)
      case "q", "quit": return .quit
      case "e", "edit":
        if let decision = edited(hunk) { return .one(decision) }
      default: surroundings.show(Self.help)
      }
    }
  }

  /// Lets the reviewer change the added lines; `nil` when the result cannot be used, which was said.
  private func edited(_ hunk: ReviewHunk) -> ReviewDecision? {
    guard let text = surroundings.edit(HunkEditing.text(for: hunk.hunk)) else {
      surroundings.show("The editor ended with an error; nothing was taken.\n")
      return nil
    }
    switch HunkEditing.result(of: text, for: hunk.hunk) {
    case .success(let lines): return .replace(lines)
    case .failure(let fault):
      surroundings.show(fault.message + "\n")
      return nil
    }
  }
}
