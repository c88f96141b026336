package import HoneKit
internal import HoneSystem

/// Where a command meets the terminal: chooses the observer, and turns whatever is thrown into a line and an exit status.
package struct Frontend {
  private let isJSON: Bool
  private let printsPatch: Bool

  package init(isJSON: Bool, printsPatch: Bool) {
    self.isJSON = isJSON
    self.printsPatch = printsPatch
  }

  package func run(_ body: (any RunObserver) async throws -> ExitStatus) async -> ExitStatus {
    let terminal = Terminal.standard()
    let observer: any RunObserver =
      isJSON
      ? JSONObserver(write: { terminal.write($0) }, writeNote: { terminal.writeError($0) })
      : TextObserver(
        terminal: terminal, printsPatch: printsPatch,
        editor: TextEditor(environment: .current, coreEditor: nil))
    do {
      return try await body(observer)
    } catch {
      let failure = RunFailure(error)
      observer.report(.failure(failure))
      return failure.status
    }
  }
}
