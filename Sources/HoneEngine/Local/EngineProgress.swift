/// What setting up or starting the embedded engine is doing, for a progress line.
package enum EngineProgress: Hashable, Sendable {
  /// A step that takes long enough to be named.
  package enum Stage: String, Hashable, Sendable {
    /// Another Hone process does the same; this one waits for it.
    case waiting
    case creatingEnvironment = "creating-environment"
    case installingRuntime = "installing-runtime"
    case downloading
    case verifying
    case startingServer = "starting-server"
  }

  /// A step began; `detail` names what it works on, such as a model or a source.
  case began(Stage, detail: String)
  /// Bytes arrived, or were hashed.
  case transferred(Transfer)
  /// One line that the user should see, such as a source that did not answer.
  case note(String)

  /// How far a step over bytes has come.
  package struct Transfer: Hashable, Sendable {
    package var stage: Stage
    package var bytesDone: Int64
    /// `nil` when the source does not tell.
    package var bytesTotal: Int64?
    /// Mean rate since the step began; bytes that an earlier run had fetched do not count.
    package var bytesPerSecond: Double
  }
}

/// Takes progress as it happens, on whatever task reports it.
package typealias EngineProgressHandler = @Sendable (EngineProgress) -> Void

/// Counts bytes and reports at most ten times a second, so that a fast disk does not drown the terminal.
struct TransferMeter {
  private let stage: EngineProgress.Stage
  private let total: Int64?
  private let alreadyDone: Int64
  private let report: EngineProgressHandler
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var lastReport: ContinuousClock.Instant?
  private(set) var done: Int64

  init(_ stage: EngineProgress.Stage, alreadyDone: Int64 = 0, total: Int64?, report: @escaping EngineProgressHandler) {
    self.stage = stage
    self.total = total
    self.alreadyDone = alreadyDone
    self.report = report
    began = clock.now
    done = alreadyDone
  }

  /// Sets the number of bytes done so far and reports it when it is time, or when it is the last.
  mutating func reach(_ count: Int64) {
    done = count
    let now = clock.now
    if let lastReport, now - lastReport < .milliseconds(100), count != total { return }
    lastReport = now
    let seconds = (now - began) / .seconds(1)
    let rate = seconds > 0 ? Double(count - alreadyDone) / seconds : 0
    report(
      .transferred(
        EngineProgress.Transfer(stage: stage, bytesDone: count, bytesTotal: total, bytesPerSecond: max(0, rate))))
  }

  mutating func add(_ count: Int) {
    reach(done + Int64(count))
  }
}
