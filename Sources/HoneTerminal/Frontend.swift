package import HoneKit
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where a command meets the terminal: chooses the observer, and turns whatever is thrown into a line and an exit status.
package struct Frontend {
  private let isJSON: Bool
  private let printsPatch: Bool
  private let mayLoseReader: Bool

  /// - Parameter mayLoseReader: whether the command has done all that was asked where nobody reads its output to the end.
  ///   Whether it notices at all depends on chance, so its status must not.
  package init(isJSON: Bool, printsPatch: Bool, mayLoseReader: Bool = false) {
    self.isJSON = isJSON
    self.printsPatch = printsPatch
    self.mayLoseReader = mayLoseReader
  }

  /// Tells that the command line cannot be understood.
  package static func report(usage message: String, isJSON: Bool) {
    let terminal = Terminal.standard()
    terminal.writeError(message + "\n")
    guard isJSON else { return }
    let line = message.split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
    terminal.write((JSONEvents.line(for: .failure(.usage(line))) ?? "") + "\n")
  }

  package func run(_ body: (any RunObserver) async throws -> ExitStatus) async -> ExitStatus {
    let terminal = Terminal.standard()
    let observer: any RunObserver =
      isJSON
      ? JSONObserver(write: { terminal.write($0) }, writeNote: { terminal.writeError($0) })
      : TextObserver(
        terminal: terminal, printsPatch: printsPatch,
        editor: TextEditor())
    signal(SIGPIPE, SIG_IGN)
    do {
      let status = try await body(observer)
      guard let lost = Terminal.outputFailure, lost.code != EPIPE || !mayLoseReader else { return status }
      let result = Terminal.result
      // A reader that went away, as `head` does, needs no telling.
      if lost.code != EPIPE {
        let stands = result == nil ? "" : "; what was done stands"
        let undo = result?.run.map { "; undo with: git hone undo \($0)" } ?? ""
        terminal.writeError("git hone: \(lost)\(stands)\(undo)\n")
      }
      // What is written is written, whether anybody reads of it or not.
      return status == .done && result == nil ? .partial : status
    } catch {
      let failure = RunFailure(error)
      observer.report(.failure(failure))
      return failure.status
    }
  }
}
