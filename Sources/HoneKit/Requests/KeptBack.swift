internal import HoneEngine
internal import Synchronization

/// What was kept back from the engine, counted where requests are sent and told where the run is.
final class KeptBack: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ counts: [String: Int]) {
    guard !counts.isEmpty else { return }
    let words = counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
    let line = "kept back from the engine: \(words.joined(separator: ", "))"
    lines.withLock { if !$0.contains(line) { $0.append(line) } }
  }

  /// The lines since the last call.
  func takeLines() -> [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}
