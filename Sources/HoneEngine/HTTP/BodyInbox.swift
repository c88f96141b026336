internal import Synchronization

/// The bytes of a body that have arrived and wait to be read, and how long somebody has waited for the next.
final class BodyInbox: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var ending: Result<Void, any Error>?
    var taker: CheckedContinuation<[UInt8]?, any Error>?
    var waitsSince: ContinuousClock.Instant?
    var putter: CheckedContinuation<Void, Never>?
    var patience: Duration

    /// Who waits for bytes, and from now on no more.
    mutating func releaseTaker() -> CheckedContinuation<[UInt8]?, any Error>? {
      defer { (taker, waitsSince) = (nil, nil) }
      return taker
    }

    /// The reading side where it pauses, and from now on no more.
    mutating func releasePutter() -> CheckedContinuation<Void, Never>? {
      defer { putter = nil }
      return putter
    }
  }

  /// How many bytes may wait before reading pauses; the rest stays in the socket.
  private static let limit = 64 << 10

  private let idle: Duration
  private let clock: @Sendable () -> ContinuousClock.Instant
  private let state: Mutex<State>

  /// - Parameter clock: tells the time.
  init(firstByte: Duration, idle: Duration, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    self.idle = idle
    self.clock = clock
    state = Mutex(State(patience: firstByte))
  }

  // MARK: The reading side

  /// Puts bytes in; returns when more may be read.
  func put(_ bytes: [UInt8]) async {
    let (taker, isFull) = state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>?, Bool) in
      state.patience = idle
      if let taker = state.releaseTaker() { return (taker, false) }
      state.bytes += bytes
      return (nil, state.bytes.count >= Self.limit)
    }
    taker?.resume(returning: bytes)
    guard isFull else { return }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mayGoOn = state.withLock { state in
          if state.bytes.count < Self.limit || Task.isCancelled { return true }
          state.putter = continuation
          return false
        }
        if mayGoOn { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.releasePutter() }?.resume()
    }
  }

  /// Tells that nothing more comes; the first reason counts, and `nil` is the end of the body.
  func end(_ error: (any Error)?) {
    let (taker, ending) = state.withLock { state in
      let ending = state.ending ?? error.map { .failure($0) } ?? .success(())
      state.ending = ending
      return (state.releaseTaker(), ending)
    }
    taker?.resume(with: ending.map { nil })
  }

  /// Looks whether somebody has waited for too long; that ends the body.
  /// - Returns: when to look again; `nil` when there is nothing to wait for any more.
  func look() -> ContinuousClock.Instant? {
    let now = clock()
    let (next, patience) = state.withLock { state -> (ContinuousClock.Instant?, Duration) in
      if state.ending != nil { return (nil, .zero) }
      let limit = (state.waitsSince ?? now) + state.patience
      if state.waitsSince != nil, now >= limit { return (nil, state.patience) }
      // The limit for the first byte may be the longer one, and the other counts from any moment.
      return (min(limit, now + idle), .zero)
    }
    if patience > .zero { end(TimeoutError(limit: patience)) }
    return next
  }

  // MARK: The taking side

  /// Whether somebody waits for bytes.
  var isAwaited: Bool { state.withLock { $0.taker != nil } }

  /// All bytes that wait; waits for some when there are none.
  /// - Returns: `nil` at the end.
  /// - Throws: why there will be no more, or `CancellationError`.
  func take() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (outcome, putter) = state.withLock {
          state -> (Result<[UInt8]?, any Error>?, CheckedContinuation<Void, Never>?) in
          if !state.bytes.isEmpty {
            defer { state.bytes = [] }
            return (.success(state.bytes), state.releasePutter())
          }
          if let ending = state.ending { return (ending.map { nil }, nil) }
          if Task.isCancelled { return (.failure(CancellationError()), nil) }
          (state.taker, state.waitsSince) = (continuation, clock())
          return (nil, nil)
        }
        putter?.resume()
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      state.withLock { $0.releaseTaker() }?.resume(throwing: CancellationError())
    }
  }
}
