import Synchronization
import Testing

@testable import HoneKit
@testable import HoneTerminal

@Suite struct SteeringReaderTests {
  private func read(_ pieces: String...) -> (command: SteeringCommand?, notes: [String]) {
    let notes = Notes()
    let reader = SteeringReader { notes.add($0) }
    let steering = Steering()
    for piece in pieces { reader.take(Array(piece.utf8), for: steering) }
    return (steering.take(), notes.all)
  }

  private final class Notes: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  @Test func `a line counts at its end, however it is cut`() {
    #expect(read("{\"steer\": \"use", " fetch\"}").command == nil)
    #expect(read("{\"steer\": \"use", " fetch\"}\n").command == .redirect("use fetch", keepsEdits: true))
  }

  @Test func `the end of the input ends a line too`() {
    #expect(read("{\"steer\": \"use", " fetch\"}", "").command == .redirect("use fetch", keepsEdits: true))
    let ended = read("{\"cancel\": true}\n", "", "")
    #expect(ended.command != nil && ended.notes.isEmpty)
    #expect(read("{\"steer\": \"use", "").notes.count == 1)
  }
}
