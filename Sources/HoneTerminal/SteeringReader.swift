internal import HoneCore
package import HoneKit
internal import Synchronization

/// Reads steering from lines of JSON on standard input while an engine writes.
package final class SteeringReader: Sendable {
  private let state = Mutex<(line: [UInt8], input: StandardInput?)>(([], nil))
  private let writeNote: @Sendable (String) -> Void

  /// The longest line that is collected, in bytes; a longer one is no instruction.
  private static let limit = 1 << 20

  /// - Parameter writeNote: takes what is wrong with a line.
  package init(writeNote: @escaping @Sendable (String) -> Void) {
    self.writeNote = writeNote
  }

  /// Begins to read lines for `steering`; a line of which the beginning was read before goes on.
  package func begin(_ steering: Steering) {
    guard StandardInput.mayBeWritten else { return }
    let input = StandardInput { [weak self] bytes in self?.take(bytes, for: steering) }
    state.withLock { $0.input = input }
  }

  /// Reads no more.
  package func end() {
    state.withLock { state in
      state.input?.stop()
      state.input = nil
    }
  }

  /// - Parameter bytes: what arrived; nothing is the end, which ends a line that has no line feed.
  func take(_ bytes: [UInt8], for steering: Steering) {
    let lines = state.withLock { state in
      if bytes.isEmpty, state.line.isEmpty { return [String]() }
      state.line += bytes.isEmpty ? [0x0a] : bytes
      var lines = state.line.split(separator: 0x0a, omittingEmptySubsequences: false)
      state.line = Array(lines.removeLast())
      if state.line.count > Self.limit { state.line = [] }
      return lines.map { String(decoding: $0, as: UTF8.self) }
    }
    for line in lines {
      do {
        if let command = try SteeringMessage.command(line: line) { steering.send(command) }
      } catch {
        let failure = RunFailure(error)
        writeNote(Printable.line(failure.message + (failure.remedy.map { "; \($0)" } ?? "")) + "\n")
      }
    }
  }
}
