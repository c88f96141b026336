#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import CHoneSystem
internal import Synchronization

/// SIGINT, SIGTERM and SIGHUP, caught while something runs that must be cleaned up after, or brought to its end.
///
/// They are caught, not blocked, because blocking is per thread and another thread of the process would die of them. Whoever waits
/// for a child is woken through a pipe; the trick is the self-pipe of D. J. Bernstein (https://cr.yp.to/docs/selfpipe.html).
package enum StopSignals {
  private struct State {
    var depth = 0
    var previous: [sigaction] = []
    /// Whether what arrives is only put off.
    var isOwed = false
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let arrived = Atomic<Int32>(0)
  private static let state = Mutex(State())

  /// Where the handler writes; -1 until somebody wants to be woken.
  private static let bell = Atomic<Int32>(-1)
  private static let ends = bellEnds()

  /// The same for Ctrl-C that is only heard: who waits for a child must not be deaf because another has read.
  private static let wishes = bellEnds()

  private static func bellEnds() -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    _ = hone_pipe_cloexec(&ends)
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    return (ends[0], ends[1])
  }

  private static func ring(_ end: Int32) {
    var byte: UInt8 = 1
    if end >= 0 { _ = write(end, &byte, 1) }
  }

  private static func silence(_ end: Int32) {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(end, &bytes, 16) > 0 {}
  }

  /// Runs `body` with the signals put off: what arrived is delivered again as soon as nothing of the process catches them any more.
  package static func holding<Result>(_ body: () throws -> Result) rethrows -> Result {
    begin(isOwed: true)
    defer { _ = end() }
    return try body()
  }

  /// Runs `body` with the signals caught; those that were ignored before stay ignored.
  ///
  /// Where the signal was handled by the process before, its handler is told of it afterwards.
  /// - Parameter body: takes a descriptor that can be read from as soon as a signal has arrived; nobody reads from it.
  /// - Returns: what `body` returns, and whether a signal arrived.
  package static func catching<Result>(
    _ body: (_ stop: Int32) throws -> Result
  ) rethrows -> (result: Result, isStopped: Bool) {
    // The handler may run at any moment from here on, so what it touches is made first.
    bell.store(ends.writing, ordering: .relaxed)
    begin(isOwed: false)
    var isStopped = false
    let result: Result
    do {
      result = try body(ends.reading)
    } catch {
      _ = end()
      throw error
    }
    isStopped = end()
    return (result, isStopped)
  }

  /// Whether a signal has arrived that somebody catches just now.
  package static var haveArrived: Bool { arrived.load(ordering: .relaxed) != 0 }

  /// Somebody who hears Ctrl-C, in place of what it would have done.
  package struct Hearing: Sendable {
    fileprivate let previous: sigaction
    /// A descriptor that can be read from once Ctrl-C was pressed.
    package let bell: Int32

    /// Waits for the next time.
    package func silence() { StopSignals.silence(bell) }

    /// Lets Ctrl-C do again what it did before.
    package func end() {
      var action = previous
      _ = setSignalAction(SIGINT, &action, nil)
    }
  }

  /// Has SIGINT only ring a bell, unless it is ignored; then it stays ignored.
  package static func hearInterrupts() -> Hearing {
    // The handler may run at any moment from here on, so what it touches is made first.
    let bell = wishes.reading
    let previous = install(
      { _ in
        let code = errno
        StopSignals.ring(StopSignals.wishes.writing)
        errno = code
      }, for: SIGINT)
    return Hearing(previous: previous, bell: bell)
  }

  private static func begin(isOwed: Bool) {
    _ = (arrived.load(ordering: .relaxed), bell.load(ordering: .relaxed))
    state.withLock { state in
      state.depth += 1
      state.isOwed = state.isOwed || isOwed
      if state.depth == 1 { state.previous = signals.map(catchSignal) }
    }
  }

  /// - Returns: whether a signal arrived.
  private static func end() -> Bool {
    let isStopped = haveArrived
    let last: (previous: [sigaction], isOwed: Bool)? = state.withLock { state in
      state.depth -= 1
      guard state.depth == 0 else { return nil }
      defer { state.isOwed = false }
      for (signal, action) in zip(signals, state.previous) {
        var action = action
        _ = setSignalAction(signal, &action, nil)
      }
      return (state.previous, state.isOwed)
    }
    guard let last else { return isStopped }
    let signal = arrived.exchange(0, ordering: .relaxed)
    if bell.load(ordering: .relaxed) >= 0 { silence(ends.reading) }
    // One that nobody handles would end the process; who cleans up after it is about to end by itself.
    if let index = signals.firstIndex(of: signal), last.isOwed || last.previous[index].handlerBits != defaultHandler {
      // To the process, not to this thread: the worker threads of the runtime block signals.
      _ = kill(getpid(), signal)
    }
    return isStopped
  }

  /// Installs the handler, unless the signal is ignored.
  /// - Returns: what was done about the signal before.
  private static func catchSignal(_ signal: Int32) -> sigaction {
    install(
      { signal in
        let code = errno
        StopSignals.arrived.store(signal, ordering: .relaxed)
        StopSignals.ring(StopSignals.bell.load(ordering: .relaxed))
        errno = code
      }, for: signal)
  }

  private static func install(_ handler: @escaping @convention(c) (Int32) -> Void, for signal: Int32) -> sigaction {
    var old = sigaction()
    _ = setSignalAction(signal, nil, &old)
    guard old.handlerBits != ignoringHandler else { return old }
    var action = sigaction()
    action.setHandler(handler)
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    _ = setSignalAction(signal, &action, nil)
    return old
  }

  private static let defaultHandler = unsafeBitCast(SIG_DFL, to: Int.self)
  private static let ignoringHandler = unsafeBitCast(SIG_IGN, to: Int.self)
}
